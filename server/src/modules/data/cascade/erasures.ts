import { z } from 'zod';
import type { Context } from '#kernel/context';
import type { CascadeDeps } from './deps.ts';
import { endOfDay } from './end-of-day.ts';
import { errors } from './errors.ts';
import { post } from './outbox.ts';
import type { ActivePeer } from './peer-queries.ts';

/** 跨级删除通知: what was relayed to another house's machines is deleted there, and we are told when all of them have done so. */
export const erasureBody = z.strictObject({ holder: z.uuid(), application: z.uuid(), records: z.array(z.uuid()).max(1_000).nullable(), title: z.string().max(300), reason: z.string().max(300), due: z.iso.datetime() });
export const erasedBody = z.strictObject({ holder: z.uuid(), holders: z.int().min(0), records: z.number().min(0) });

interface Known { id: string; peer_id: string }
/** Between the clocks of two houses that still hear each other, and some. */
const clocksApartMs = 600_000;

/** What the exchange needs of the line: a notice goes over it, and so does the word that it was followed. */
export function joinErasures(deps: CascadeDeps): void {
  deps.exchange.erasureHooks.toPeer = async (ctx, { holderId, memberId, grantId, records, title, reason, dueAt }) => {
    const known = await ctx.tx.maybe<Known>("select a.id, a.peer_id from cascade.application a join cascade.peer p on p.id = a.peer_id where a.own_grant = $1 and a.direction = 'received' and p.member_id = $2", [grantId, memberId]);
    if (known !== undefined) post(deps.jobs, ctx, known.peer_id, 'erasure', { holder: holderId, application: known.id, records: records === null ? null : [...records], title: title.slice(0, 300), reason: reason.slice(0, 300), due: dueAt.toISOString() });
  };
  deps.exchange.erasureHooks.done = async (ctx, origin, { holders, records }) => {
    const [peerId, holder] = origin.split(' ');
    if (peerId !== undefined && holder !== undefined) post(deps.jobs, ctx, peerId, 'erased', { holder, holders, records });
  };
}

/** The other house asks: our own machines that called under the grant that leads there are told, with its day. */
export async function takeErasure(deps: CascadeDeps, ctx: Context, peer: ActivePeer, e: z.infer<typeof erasureBody>): Promise<void> {
  const row = await ctx.tx.maybe<{ own_grant: string | null; state: string; until_on: string }>("select own_grant, state, until_on::text as until_on from cascade.application where id = $1 and peer_id = $2 and direction = 'sent' for update", [e.application, peer.id]);
  if (row === undefined || row.own_grant === null) throw errors.applicationUnknown();
  const whole = e.records === null;
  // 到期: its own day ends it here too, by this house's clock
  const over = endOfDay(row.until_on).getTime() <= ctx.now.getTime() + clocksApartMs;
  if (whole && row.state === 'granted' && !over) {
    // withdrawn there as a grant, not as an application: it is over here all the same
    await deps.exchange.withdraw(ctx, { grantId: row.own_grant, reason: e.reason, toldByPeer: true });
    await ctx.tx.query("update cascade.application set state = 'withdrawn', reason = $2, version = version + 1 where id = $1", [e.application, e.reason]);
  }
  deps.exchange.orderErasure(ctx, {
    cause: whole ? 'grant' : 'consent', subject: whole ? row.own_grant : e.holder, title: e.title, reason: e.reason, of: { grants: [row.own_grant], records: e.records ?? undefined }, dueAt: e.due, origin: `${peer.id} ${e.holder}`,
  });
}

/** 跨级回执: counts as that house's, for all who hold copies there. */
export async function takeErased(deps: CascadeDeps, ctx: Context, peer: ActivePeer, e: z.infer<typeof erasedBody>): Promise<void> {
  const asked = (await deps.exchange.erasures(ctx.tx, { memberId: peer.member_id, limit: 1_000 })).some((x) => x.holders.some((h) => h.id === e.holder));
  if (!asked) throw errors.applicationUnknown();
  await deps.exchange.receiveReceipt(ctx, { holderId: e.holder, by: peer.name, records: e.records, words: e.holders === 0 ? '没有副本' : `${e.holders} 个系统已删除` });
}
