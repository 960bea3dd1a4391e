import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import type { IconName } from '@yiwang/ui/icons/icons.ts';
import { count } from '../format.ts';
import { definePage, here } from '../page.ts';
import { useSite } from '../site.ts';
import { itemHref } from '../view/pieces.tsx';
import { SearchBox } from '../view/search-box.tsx';

type Home = OutputOf<typeof services.portalHome>;

export const home = definePage({
  path: '/',
  async get(context) {
    const data = await context.call(services.portalHome, here(context));
    return { title: data.division.name, width: 'full', body: <HomeView data={data} /> };
  },
});

const HomeView = ({ data }: { data: Home }): JSX.Element => {
  const { text, locale } = useSite();
  const { home: words } = text;
  const quick: { href: string; words: string; icon: IconName }[] = [
    { href: '/track', words: words.quickCases, icon: 'clock' },
    { href: '/my/licences', words: words.quickLicences, icon: 'qr' },
    { href: '/verify', words: words.quickVerify, icon: 'shield' },
    { href: '/catalogue', words: words.quickAll, icon: 'document' },
  ];
  return (
    <>
      <div class="hero">
        <div class="yw-wrap">
          <h1>{words.title}</h1>
          <SearchBox label={words.title} placeholder={words.placeholder} />
          <ul class="hot">
            <li aria-hidden="true">{words.hot}</li>
            {data.hotWords.slice(0, 6).map((word) => <li key={word}><a href={`/search?q=${encodeURIComponent(word)}`}>{word}</a></li>)}
          </ul>
        </div>
      </div>
      <nav class={locale === 'en' ? 'quick quick--long' : 'quick'} aria-label={words.quick}>
        <div class="yw-wrap"><ul>{quick.map((one) => <li key={one.href}><a href={one.href}><Icon name={one.icon} size={28} /><span>{one.words}</span></a></li>)}</ul></div>
      </nav>
      <div class="yw-wrap">
        <section class="band" aria-labelledby="events">
          <div class="band-head"><h2 id="events">{words.events}</h2><p class="yw-soft">{words.eventsLead}</p></div>
          <ul class="yw-grid">{data.lifeEvents.slice(0, 9).map((event) => <EventCard key={event.id} event={event} />)}</ul>
        </section>
        <section class="band" aria-labelledby="hot">
          <div class="band-head">
            <h2 id="hot">{words.hotItems}</h2>
            <ul class="yw-tags" aria-label={words.byAudience}>
              <li><a class="yw-button yw-button--plain yw-button--small" href="/catalogue?audience=person"><Icon name="person" size={20} />{words.forPerson}</a></li>
              <li><a class="yw-button yw-button--plain yw-button--small" href="/catalogue?audience=company"><Icon name="company" size={20} />{words.forCompany}</a></li>
            </ul>
          </div>
          <ul class="link-grid">{data.hotItems.slice(0, 12).map((item) => <li key={item.id}><a href={itemHref(item)}><span>{item.name}</span><Icon name="arrow" size={20} /></a></li>)}</ul>
        </section>
        <section class="band" aria-labelledby="themes">
          <div class="band-head"><h2 id="themes">{words.byTheme}</h2></div>
          <LinkCounts links={data.themes.slice(0, 16).map((theme) => ({ href: `/catalogue?theme=${encodeURIComponent(theme.id)}`, name: theme.name, count: theme.count }))} />
        </section>
        <section class="band" aria-labelledby="departments">
          <div class="band-head"><h2 id="departments">{words.byDepartment}</h2></div>
          <LinkCounts links={data.departments.slice(0, 16).map((department) => ({ href: `/catalogue?department=${encodeURIComponent(department.kind)}`, name: department.name, count: department.count }))} />
        </section>
        <section class="band" aria-labelledby="figures">
          <h2 id="figures" class="yw-hidden">{words.figures}</h2>
          <dl class="figures">
            <div><dt>{words.figureItems}</dt><dd>{count(data.figures.items)}</dd></div>
            <div><dt>{words.figureEvents}</dt><dd>{count(data.figures.lifeEvents)}</dd></div>
            <div><dt>{words.figureCases}</dt><dd>{count(data.figures.casesConcluded)}</dd></div>
            {data.figures.satisfaction === null ? null : <div><dt>{words.figureSatisfaction}</dt><dd>{(data.figures.satisfaction * 100).toFixed(1)}%</dd></div>}
          </dl>
        </section>
      </div>
    </>
  );
};

const EventCard = ({ event }: { event: Home['lifeEvents'][number] }): JSX.Element => {
  const { text } = useSite();
  return (
    <li>
      <div class="yw-card yw-card--link event">
        <span class="event-icon"><Icon name={iconOf(event.id)} size={30} /></span>
        <div>
          <h3><a class="yw-cover" href={itemHref(event)}>{event.name}</a></h3>
          <p class="yw-small">{event.summary}</p>
          <p class="facts-line"><span>{text.common.workingDays(event.promisedDays)}</span></p>
        </div>
      </div>
    </li>
  );
};

const LinkCounts = ({ links }: { links: { href: string; name: string; count: number }[] }): JSX.Element => {
  const { text } = useSite();
  return <ul class="link-grid">{links.map((link) => <li key={link.href}><a href={link.href}><span>{link.name}</span><span class="yw-soft yw-small yw-number">{text.home.count(link.count)}</span></a></li>)}</ul>;
};

/** A picture for what people search most; others get the spark. Ids are content: an unknown one is no fault. */
function iconOf(id: string): IconName {
  const known: [RegExp, IconName][] = [[/restaurant|catering|food/, 'plate'], [/birth|newborn|child/, 'baby'], [/retire|pension|elder|aged/, 'elder'], [/house|home|estate|property/, 'home'], [/graduat|employ|school|talent/, 'cap'], [/company|enterprise|business|start/, 'company'], [/vehicle|car|drive/, 'car'], [/disab|aid|assist|funeral|death|marri/, 'heart'], [/build|construct|project/, 'building']];
  return known.find(([shape]) => shape.test(id))?.[1] ?? 'spark';
}
