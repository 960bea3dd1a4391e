import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type { getLifeEvent as contract } from './contract-guide.ts';
import { guideCatalogue } from './guide-catalogue.ts';
import type { Hall } from '../hall.ts';
import { summaryOfEvent } from './item-summary.ts';
import { findMatter } from '../applications/matter.ts';
import { itemView, questionView } from './plan-life-event.ts';
import { placeOf } from '../place-of.ts';

/** 一件事指南. */
export async function getLifeEvent(hall: Hall, ctx: Context, input: { eventId: string; division?: string | undefined }): Promise<OutputOf<typeof contract>> {
  const at = placeOf(hall, ctx, input.division);
  const event = hall.catalogue.event(input.eventId, at);
  const matter = findMatter(guideCatalogue(hall, ctx.locale), 'life-event', input.eventId, at);
  return {
    ...summaryOfEvent(hall, event, at, ctx.locale),
    questions: matter.guide.map((q) => questionView(q, ctx.locale)),
    items: matter.items.map((item) => ({ ...itemView(item, ctx.locale), always: item.when === undefined })),
    before: event.value.before ?? null,
    consult: textIn(event.value.consult, ctx.locale),
  };
}
