import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { OpenDeps } from './deps.ts';
import { errors } from './errors.ts';

interface UserRow { party_id: string; party_name: string; times: number }

/** 收回后的删除: those who were admitted on condition delete what they took (uses are counted a moment later, so all of them are asked); who may read them freely was given them for good, with the licence. */
export async function orderErasureOf({ exchange }: Pick<OpenDeps, 'exchange'>, ctx: Context, of: { set: string; version: number; title: string; reason: string; accessId?: string | undefined }): Promise<void> {
  const users = await ctx.tx.query<UserRow>("select party_id, max(party_name) as party_name, sum(times)::float8 as times from open.access where set_name = $1 and state in ('granted', 'revoked', 'ended') and ($2::uuid is null or id = $2) group by party_id order by party_id limit 5000", [of.set, of.accessId ?? null]);
  if (users.length === 0) return;
  exchange.orderErasure(ctx, { cause: 'open-set', subject: of.accessId ?? `${of.set}:${of.version}`, title: of.title, reason: of.reason, of: { parties: users.map((u) => ({ id: u.party_id, name: u.party_name, rows: u.times })) } });
}

export async function listErasures({ exchange }: OpenDeps, ctx: Context): Promise<OutputOf<typeof c.listErasures>> {
  if (ctx.actor.partyId === null) return { erasures: [] };
  const found = await exchange.erasures(ctx.tx, { causes: ['open-set'], partyId: ctx.actor.partyId, limit: 100 });
  return {
    erasures: found.flatMap((e) => e.holders.map((h) => ({ id: h.id, title: e.title, reason: e.reason, at: e.at.toISOString(), dueAt: e.dueAt.toISOString(), late: h.erasedAt === null && ctx.now >= e.dueAt, erasedAt: h.erasedAt?.toISOString() ?? null, notice: e.notice, signature: e.signature }))),
  };
}

export async function confirmErasure(deps: OpenDeps, ctx: Context, { id }: ParsedInputOf<typeof c.confirmErasure>): Promise<{ done: true }> {
  if (!(await listErasures(deps, ctx)).erasures.some((e) => e.id === id)) throw errors.notFound();
  await deps.exchange.receiveReceipt(ctx, { holderId: id, by: ctx.actor.name });
  return { done: true };
}

/** 删除情况 of a set, for the desk: newest first. */
export async function erasuresOfSet({ exchange }: Pick<OpenDeps, 'exchange'>, ctx: Context, { name }: ParsedInputOf<typeof c.erasuresOfSet>): Promise<OutputOf<typeof c.erasuresOfSet>> {
  const own = await ctx.tx.query<{ subject: string }>("select name || ':' || v as subject from open.set, generate_series(1, current_version) v where name = $1 union all select id::text from open.access where set_name = $1 limit 1000", [name]);
  const found = own.length === 0 ? [] : await exchange.erasures(ctx.tx, { causes: ['open-set'], subjects: own.map((o) => o.subject), limit: 100 });
  return { erasures: found.map((e) => ({ id: e.id, reason: e.reason, at: e.at.toISOString(), dueAt: e.dueAt.toISOString(), holders: e.holders.map((h) => ({ name: h.name, told: h.told, erasedAt: h.erasedAt?.toISOString() ?? null })) })) };
}
