import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { definePage, here, queryOf } from '../page.ts';
import { useSite } from '../site.ts';
import { ItemLine, MoreLink } from '../view/pieces.tsx';

type Home = OutputOf<typeof services.portalHome>;
interface Filter { audience: string; theme: string; department: string }

export const catalogue = definePage({
  path: '/catalogue',
  async get(context) {
    const { catalogue: words } = context.text;
    const filter: Filter = { audience: queryOf(context, 'audience'), theme: queryOf(context, 'theme').slice(0, 40), department: queryOf(context, 'department').slice(0, 60) };
    const cursor = queryOf(context, 'cursor');
    const audience = filter.audience === 'person' || filter.audience === 'company' ? { audience: filter.audience } as const : {};
    const [home, list] = await Promise.all([
      context.call(services.portalHome, here(context)),
      context.call(services.listItems, { ...here(context), ...audience, ...(filter.theme === '' ? {} : { theme: filter.theme }), ...(filter.department === '' ? {} : { department: filter.department }), ...(cursor === '' ? {} : { cursor }) }),
    ]);
    const chosen = [home.themes.find((theme) => theme.id === filter.theme)?.name, home.departments.find((department) => department.kind === filter.department)?.name].filter((name) => name !== undefined);
    return {
      title: [...chosen, words.title].join(' · '),
      width: 'wide',
      body: (
        <>
          <h1>{chosen.length > 0 ? chosen.join(' · ') : words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          <AudienceTabs filter={filter} />
          <div class="with-side">
            <div>
              {list.items.length === 0 ? <p>{words.empty}</p> : <ul class="yw-list">{list.items.map((item) => <ItemLine key={item.kind + item.id} item={item} />)}</ul>}
              <MoreLink href={list.next === null ? null : href(filter, {}, list.next)} />
            </div>
            <div class="side-lists">
              <Filters filter={filter} home={home} />
            </div>
          </div>
        </>
      ),
    };
  },
});

const href = (filter: Filter, change: Partial<Filter>, cursor = ''): string => {
  const query = new URLSearchParams(Object.entries({ ...filter, ...change, cursor }).filter(([, value]) => value !== '')).toString();
  return query === '' ? '/catalogue' : `/catalogue?${query}`;
};

const AudienceTabs = ({ filter }: { filter: Filter }): JSX.Element => {
  const { text } = useSite();
  const tabs = [{ id: '', words: text.catalogue.all }, { id: 'person', words: text.home.forPerson }, { id: 'company', words: text.home.forCompany }];
  return (
    <nav aria-label={text.home.byAudience}>
      <ul class="yw-tabs">{tabs.map(({ id, words }) => <li key={id}><a href={href(filter, { audience: id })} aria-current={filter.audience === id ? 'true' : undefined}>{words}</a></li>)}</ul>
    </nav>
  );
};

const Filters = ({ filter, home }: { filter: Filter; home: Home }): JSX.Element => {
  const { text: { catalogue: words, home: { count } } } = useSite();
  const group = (title: string, name: 'theme' | 'department', options: { id: string; name: string; count: number }[]): JSX.Element => (
    <details class="yw-details" open={filter[name] !== '' || undefined}>
      <summary>{title}</summary>
      <ul class="link-grid">
        {options.map((one) => <li key={one.id}><a href={href(filter, { [name]: filter[name] === one.id ? '' : one.id })} aria-current={filter[name] === one.id ? 'true' : undefined}><span>{one.name}</span><span class="yw-soft yw-small">{count(one.count)}</span></a></li>)}
      </ul>
    </details>
  );
  return (
    <nav aria-label={words.filtered}>
      {filter.theme === '' && filter.department === '' ? null : <p><a class="yw-button yw-button--plain yw-button--small" href={href(filter, { theme: '', department: '' })}>{words.clear}</a></p>}
      {group(words.themes, 'theme', home.themes)}
      {group(words.departments, 'department', home.departments.map((one) => ({ ...one, id: one.kind })))}
    </nav>
  );
};
