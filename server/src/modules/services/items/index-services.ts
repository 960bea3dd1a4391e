import type { Definition } from '#engines/content';
import { textIn, type Text } from '#kernel/i18n';
import type { Hall } from '../hall.ts';
import { lifeEventKind, type LifeEvent } from './life-event-definition.ts';
import { serviceItemKind, type ServiceItem } from './item-definition.ts';
import { audienceOf, baseId } from './item-summary.ts';

type Entry = Parameters<Hall['search']['index']>[1][number];

const both = (text: Text): string => [textIn(text, 'zh'), textIn(text, 'en')].join('\n');
const own = /\.\d{2,12}$/;

/** 一件事 stands before its items among equals. */
const weights = { event: 60, item: 40 } as const;

const itemEntry = (d: Definition<ServiceItem>): Entry => {
  const { name, summary, keywords, conditions, materials, result, bases } = d.value;
  return {
    kind: 'service-item', ref: d.id, title: textIn(name, 'zh'), titleEn: textIn(name, 'en'), summary: textIn(summary, 'zh'), keywords: [...keywords],
    body: [both(summary), ...conditions.map(both), ...materials.map((m) => both(m.name)), both(result.name), ...bases.map((b) => b.law), ...audienceOf(d.value.serves)].join('\n'),
    division: d.division ?? '', audience: 'public', url: `/items/${baseId(d.id)}`, weight: weights.item,
  };
};

const eventEntry = (d: Definition<LifeEvent>): Entry => {
  const { name, summary, keywords, guide } = d.value;
  return {
    kind: 'life-event', ref: d.id, title: textIn(name, 'zh'), titleEn: textIn(name, 'en'), summary: textIn(summary, 'zh'), keywords: [...keywords],
    body: [both(summary), ...guide.map((q) => both(q.text))].join('\n'), division: d.division ?? '', audience: 'public', url: `/events/${baseId(d.id)}`, weight: weights.event,
  };
};

/** Brings the search index in line with the content: once at start and after each load of it; unchanged entries cost nothing. */
export async function indexServices(hall: Pick<Hall, 'content' | 'search'>): Promise<void> {
  const items = hall.content.list(serviceItemKind, { where: (d) => d.value.state === 'published' && !own.test(d.id) });
  const events = hall.content.list(lifeEventKind, { where: (d) => !own.test(d.id) });
  await hall.search.rebuild('service-item', items.map(itemEntry));
  await hall.search.rebuild('life-event', events.map(eventEntry));
}
