import type { FastifyRequest } from 'fastify';
import type { Received } from '#engines/files';
import type { Context } from '#kernel/context';
import { httpErrors } from '#kernel/http';
import { isId } from '#kernel/ids';
import * as q from './collection-queries.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { takenEndings, takenWords } from './open-table.ts';
import { planRun } from './runs.ts';

export const handInBytesMax = 8 * 2 ** 30;
/** Media types of tables, as their bytes tell them. */
export const accepted = ['text/plain', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream'];

export const admit = (ctx: Context, permission: string): void => {
  if (ctx.actor.kind === 'anonymous') throw httpErrors.signIn();
  if (ctx.actor.kind !== 'officer' || !ctx.actor.permissions.has(permission)) throw httpErrors.forbidden();
};

/** The source that takes files from whoever asks, and her account. */
export async function fileSource(deps: Collection, request: FastifyRequest): Promise<{ source: q.Source; account: string }> {
  const { sourceId } = request.params as { sourceId: string };
  const found = await deps.http.read(request, async (ctx) => {
    admit(ctx, 'collection.supply');
    return { source: isId(sourceId) ? await q.sourceInCharge(ctx.tx, sourceId) : undefined, account: ctx.actor.accountId! };
  });
  const { source, account } = found;
  if (source === undefined) throw errors.sourceUnknown();
  if (source.state === 'stopped') throw errors.stopped();
  if (source.kind !== 'file') throw errors.notThisWay({ kind: source.kind });
  return { source, account };
}

/** The file's name as the request tells it; refuses endings that nobody reads. */
export function nameOf(request: FastifyRequest): string {
  const name = String((request.query as { name?: string }).name ?? '').slice(0, 200);
  if (!takenEndings.test(name)) throw errors.fileRefused(takenWords);
  return name;
}

/** Keeps what was received and plans its run. */
export async function takeIn(deps: Collection, ctx: Context, source: q.Source, received: Received): Promise<string> {
  const id = await deps.files.keep(ctx, received, { purpose: '数据归集', organisation: source.organisation });
  return planRun(deps, ctx, source, { id, name: received.name });
}
