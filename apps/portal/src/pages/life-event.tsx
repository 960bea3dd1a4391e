import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { definePage, here, param } from '../page.ts';
import { useSite } from '../site.ts';
import { Button, LinkButton, PostForm } from '../view/form.tsx';
import { Tag } from '../view/pieces.tsx';

type Event = OutputOf<typeof services.getLifeEvent>;

/** 一件事: what it bundles, what it saves, the way into the guide. */
export const lifeEvent = definePage({
  path: '/events/:eventId',
  async get(context) {
    const event = await context.call(services.getLifeEvent, { eventId: param(context, 'eventId'), ...here(context) });
    return { title: event.name, width: 'wide', back: { href: '/', words: context.text.frame.home }, body: <EventView event={event} /> };
  },
});

const EventView = ({ event }: { event: Event }): JSX.Element => {
  const { text } = useSite();
  const { event: words, common } = text;
  const path = `/events/${encodeURIComponent(event.id)}`;
  return (
    <>
      <h1>{event.name}</h1>
      <p class="yw-lead reading">{event.summary}</p>
      <div class="with-side">
        <div>
          {event.before === null ? null : <Comparison event={event} before={event.before} />}
          <h2>{words.includes}</h2>
          <ul class="yw-list">
            {event.items.map((item) => (
              <li key={item.id}>
                <h3><a href={`/items/${encodeURIComponent(item.id)}`}>{item.name}</a> <Tag tone={item.always ? '' : 'quiet'}>{item.always ? words.always : words.mayApply}</Tag></h3>
                <p class="facts-line"><span>{item.department}</span><span>{common.workingDays(item.promisedDays)}</span></p>
              </li>
            ))}
          </ul>
        </div>
        <aside class="side first" aria-label={words.begin}>
          <div class="apply-box">
            <p><b>{common.workingDays(event.promisedDays)}</b><br />{common.visits(event.visits)}</p>
            {event.questions.length > 0 ? <><LinkButton href={`${path}/guide`}>{words.begin}</LinkButton><p class="yw-small yw-soft">{words.beginNote(event.questions.length)}</p></> : <PostForm action={`/start/life-event/${encodeURIComponent(event.id)}`}><Button>{words.startNow}</Button></PostForm>}
          </div>
          <p class="yw-small">{text.guide.consultBy}{' '}{event.consult}</p>
        </aside>
      </div>
    </>
  );
};

const Comparison = ({ event, before }: { event: Event; before: NonNullable<Event['before']> }): JSX.Element => {
  const { event: words, common } = useSite().text;
  const figures = [
    { label: words.departments, was: String(before.departments), now: '1' },
    { label: words.visits, was: words.times(before.visits), now: words.times(event.visits) },
    { label: words.materials, was: words.pieces(before.materials), now: null },
    { label: words.days, was: common.days(before.days), now: common.days(event.promisedDays) },
  ];
  return (
    <section aria-labelledby="comparison">
      <h2 id="comparison">{words.comparison}</h2>
      <ul class="compare">{figures.filter((one) => one.now !== null).map((one) => <li key={one.label}><span class="yw-soft yw-small">{one.label}</span><b>{one.now}</b><span class="yw-small yw-soft">{words.before}{' '}<s>{one.was}</s></span></li>)}</ul>
    </section>
  );
};
