import { Refusal } from '#kernel/errors';
import type { Context } from '#kernel/context';
import type { ContentProblem } from '#engines/content';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { indexServices } from './index-services.ts';
import { serviceItemKind } from './item-definition.ts';
import { baseItem } from './item-relatives.ts';

export interface PublishItemInput {
  itemId: string;
  basedOnVersion: number;
  division?: string | undefined;
  changes: Record<string, unknown>;
  reason: string;
}

/** What says which definition it is; set here, never by a change. */
const envelope = new Set(['kind', 'id', 'version', 'extends', 'locked', 'division', 'validFrom', 'validTo']);

/**
 * 发布事项新版本: a new version over the one that the official saw; every channel shows it at once, cases under way keep
 * theirs. An official below the province publishes her own place's version. What is refused leaves nothing behind: the
 * content serves on as it was, the transaction is rolled back.
 */
export async function publishItem(hall: Hall, ctx: Context, input: PublishItemInput): Promise<{ ok: true; version: number }> {
  const division = placeOf(hall, ctx, input);
  const base = baseItem(input.itemId);
  const id = division === undefined ? base : `${base}.${division}`;
  const standing = division === undefined ? hall.content.find(serviceItemKind, base) : hall.catalogue.findItem(base, { division, on: ctx.now });
  if (standing === undefined) throw errors.itemUnknown();
  if (standing.version !== input.basedOnVersion) throw errors.itemStale();
  const odd = Object.keys(input.changes).find((key) => envelope.has(key));
  if (odd !== undefined) throw errors.elementLocked({ element: odd });
  if (Object.keys(input.changes).length === 0) throw errors.itemRefused({ why: ctx.locale === 'zh' ? '没有修改任何要素' : 'nothing is changed' });
  const version = standing.version + 1;
  ctx.tx.insert('services.item_change', { id: ctx.newId(), item_id: id, division: division ?? null, version, reason: input.reason, changes: input.changes, by_account: ctx.actor.accountId, by_name: ctx.actor.name, at: ctx.now.toISOString() });
  hall.ledger.append(ctx.tx, { kind: 'item.published', subject: id, data: { version, reason: input.reason, elements: Object.keys(input.changes) } });
  await ctx.tx.flush();
  await land(hall, ctx, id, { version, extends: `${standing.id}@${standing.version}`, ...(division === undefined ? {} : { division }), ...input.changes });
  return { ok: true, version };
}

/** Below the province an official publishes for her own place, or for one within it. */
export function placeOf(hall: Hall, ctx: Context, input: Pick<PublishItemInput, 'itemId' | 'division'>): string | undefined {
  const own = hall.catalogue.organisation(ctx.actor.organisations[0] ?? '')?.division ?? ctx.actor.divisions[0] ?? '';
  const named = input.division ?? /\.(\d{2,12})$/.exec(input.itemId)?.[1] ?? (own.length > 2 ? own : undefined);
  if (named !== undefined && !named.startsWith(own)) throw errors.elementLocked({ element: 'division' });
  return named;
}

/** Lands a version of an item, first come, first served; the content's reasons against it in the words of the item's editor. */
export async function land(hall: Hall, ctx: Context, id: string, definition: Record<string, unknown> & { version: number }): Promise<void> {
  try {
    await hall.publishing.publish({ kind: serviceItemKind.kind, id, version: definition.version, definition });
    await indexServices(hall);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'content.packsRefused') throw refusalOf(error, ctx);
    if (error.code === 'content.alreadyPublished') throw errors.itemStale();
    throw error;
  }
}

/** The content's reasons in the words of the item's editor. */
function refusalOf(error: Refusal, ctx: Context): Refusal {
  const problems = (error.parameters['problems'] ?? []) as ContentProblem[];
  const locked = problems.find((p) => p.code === 'locked');
  if (locked !== undefined) return errors.elementLocked({ element: locked.path });
  return errors.itemRefused({ why: problems.slice(0, 3).map((p) => `${p.path === '' ? '' : `${p.path}：`}${p[ctx.locale]}`).join('；'), problems: problems.map(({ path, zh, en }) => ({ path, zh, en })) });
}
