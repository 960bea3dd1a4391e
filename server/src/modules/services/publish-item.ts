import { Refusal } from '#kernel/errors';
import type { Context } from '#kernel/context';
import type { ContentProblem, Definition } from '#engines/content';
import { errors } from './errors.ts';
import type { Hall } from './hall.ts';
import { indexServices } from './index-services.ts';
import { serviceItemKind, type ServiceItem } from './item-definition.ts';
import { baseItem } from './managed-items.ts';
import { appendDefinition, type PublishedFile } from './published-pack.ts';

export interface PublishItemInput {
  itemId: string;
  basedOnVersion: number;
  division?: string | undefined;
  changes: Record<string, unknown>;
  reason: string;
}

/** What says which definition it is; set here, never by a change. */
const envelope = new Set(['kind', 'id', 'version', 'extends', 'locked', 'division', 'validFrom', 'validTo']);

/** One publication at a time in this process; the version decides between processes. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * 发布事项新版本: a new version over the one that the official saw; every channel shows it at once, cases under way keep
 * theirs. An official below the province publishes her own place's version. What is refused leaves nothing behind: the
 * content serves on as it was, the file is put back, the transaction is rolled back.
 */
export function publishItem(hall: Hall, ctx: Context, input: PublishItemInput): Promise<{ ok: true; version: number }> {
  const next = queue.then(() => publish(hall, ctx, input));
  queue = next.catch(() => undefined);
  return next;
}

async function publish(hall: Hall, ctx: Context, input: PublishItemInput): Promise<{ ok: true; version: number }> {
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
  await land(hall, ctx, id, { kind: serviceItemKind.kind, id, version, extends: `${standing.id}@${standing.version}`, ...(division === undefined ? {} : { division }), ...input.changes });
  return { ok: true, version };
}

/** Below the province an official publishes for her own place, or for one within it. */
function placeOf(hall: Hall, ctx: Context, input: PublishItemInput): string | undefined {
  const own = hall.catalogue.organisation(ctx.actor.organisations[0] ?? '')?.division ?? ctx.actor.divisions[0] ?? '';
  const named = input.division ?? /\.(\d{2,12})$/.exec(input.itemId)?.[1] ?? (own.length > 2 ? own : undefined);
  if (named !== undefined && !named.startsWith(own)) throw errors.elementLocked({ element: 'division' });
  return named;
}

async function land(hall: Hall, ctx: Context, id: string, definition: Record<string, unknown>): Promise<Definition<ServiceItem>> {
  let written: PublishedFile | undefined;
  try {
    written = appendDefinition(hall.publishedFolder, id, definition);
    await hall.content.reload();
    const landed = hall.content.find(serviceItemKind, id, { version: definition['version'] as number });
    if (landed === undefined) throw errors.itemRefused({ why: ctx.locale === 'zh' ? '在线发布内容包尚未启用' : 'the pack of published content is not loaded' });
    await indexServices(hall);
    return landed;
  } catch (error) {
    written?.undo();
    throw error instanceof Refusal && error.code === 'content.packsRefused' ? refusalOf(error, ctx) : error;
  }
}

/** The content's reasons in the words of the item's editor. */
function refusalOf(error: Refusal, ctx: Context): Refusal {
  const problems = (error.parameters['problems'] ?? []) as ContentProblem[];
  const locked = problems.find((p) => p.code === 'locked');
  if (locked !== undefined) return errors.elementLocked({ element: locked.path });
  return errors.itemRefused({ why: problems.slice(0, 3).map((p) => `${p.path === '' ? '' : `${p.path}：`}${p[ctx.locale]}`).join('；'), problems: problems.map(({ path, zh, en }) => ({ path, zh, en })) });
}
