import type { Definition } from '#engines/content';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import type { searchServices as contract } from './contract-guide.ts';
import type { Hall } from '../hall.ts';
import { baseId, summaryOfEvent, summaryOfItem, type ItemSummary } from './item-summary.ts';
import type { LifeEvent } from './life-event-definition.ts';
import { placeOf } from '../place-of.ts';

const kinds = ['life-event', 'service-item'] as const;
/** 您是不是想找: names of what stands behind the first page. */
const suggestionsMax = 8;

/** 智能搜索: life events and items as they are in force where the reader stands. */
export async function searchServices(hall: Hall, ctx: Context, input: { text: string; division?: string | undefined; cursor?: string | undefined; limit: number }): Promise<OutputOf<typeof contract>> {
  const at = placeOf(hall, ctx, input.division);
  const found = await hall.search.query(ctx, { text: input.text, kinds, division: at.division, limit: Math.min(input.limit, 50), cursor: input.cursor, beyond: suggestionsMax });
  const events = new Map(hall.catalogue.events(at).map((e) => [baseId(e.id), e]));
  const results = found.hits.flatMap((hit) => {
    const summary = summaryFor(hall, ctx, at, hit, events);
    return summary === undefined ? [] : [{ ...summary, highlight: summary.summary, url: hit.url }];
  });
  const whole = found.next === null && input.cursor === undefined;
  const shown = new Set(results.map((r) => r.name));
  const suggestions = input.cursor === undefined ? found.beyond.flatMap((hit) => summaryFor(hall, ctx, at, hit, events)?.name ?? []).filter((name) => !shown.has(name)) : [];
  return { results, suggestions: [...new Set(suggestions)], next: found.next, total: whole ? results.length : null };
}

function summaryFor(hall: Hall, ctx: Context, at: { division: string; on: Date }, hit: { kind: string; ref: string }, events: ReadonlyMap<string, Definition<LifeEvent>>): ItemSummary | undefined {
  if (hit.kind === 'service-item') {
    const item = hall.catalogue.findItem(hit.ref, at);
    return item?.value.state === 'published' ? summaryOfItem(hall, item, at.division, ctx.locale) : undefined;
  }
  const event = events.get(hit.ref);
  return event === undefined ? undefined : summaryOfEvent(hall, event, at, ctx.locale);
}
