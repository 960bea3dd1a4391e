import { z } from 'zod';
import type { Member } from '#engines/exchange';
import { sm3 } from '#engines/signing';
import { system } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { CascadeDeps } from './deps.ts';
import { asPeer } from './deps.ts';
import { errors } from './errors.ts';
import { addressOf, activePeerOf, type ActivePeer } from './peer-queries.ts';

const days = 30;
const dayOf = z.strictObject({ day: z.iso.date(), count: z.int().min(0), digest: z.string().length(64) });
type Day = z.infer<typeof dayOf>;
const answerBody = z.object({ days: z.array(dayOf).max(days + 2) });

/** Messages of a day, as both sides can count them: how many, and SM3 over their ids and digests. */
async function daysOf(tx: ReadTx, box: 'inbox' | 'outbox', peerId: string, from: string): Promise<Day[]> {
  const rows = await tx.query<{ day: string; count: number; text: string }>(
    `select day::text as day, count(*)::int as count, string_agg(id || ':' || digest, ',' order by id) as text from cascade.${box} where peer_id = $1 and day >= $2 ${box === 'outbox' ? 'and taken_at is not null' : ''} group by day order by day`, [peerId, from]);
  return rows.map((r) => ({ day: r.day, count: r.count, digest: sm3(Buffer.from(r.text, 'utf8')).toString('hex') }));
}

/** What we have of theirs. */
export async function answerReconcile(deps: CascadeDeps, member: Member, body: Record<string, unknown>): Promise<{ days: Day[] }> {
  const from = z.iso.date().safeParse(body['from']);
  if (!from.success) throw errors.offerWrong({ why: 'from' });
  return asPeer(deps, member.name, async (ctx) => {
    const peer = await activePeerOf(ctx.tx, member.id);
    return { days: await daysOf(ctx.tx, 'inbox', peer.id, from.data) };
  });
}

/** 对账: days on which what we sent is not what they have go out again; what they have already counts once. */
export async function reconcile(deps: CascadeDeps, peer: ActivePeer): Promise<{ sent: number; received: number; differing: number }> {
  const now = deps.clock.now();
  const from = new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const answer = await deps.exchange.askPeer(addressOf(peer), { method: 'POST', target: '/exchange/v1/reconcile', body: Buffer.from(JSON.stringify({ from }), 'utf8') });
  const theirs = answer.status === 200 ? answerBody.safeParse(JSON.parse(answer.body.toString('utf8'))) : undefined;
  if (theirs === undefined || !theirs.success) throw errors.offerWrong({ why: `reconcile ${answer.status}` });
  const ours = await deps.db.read(system, (tx) => daysOf(tx, 'outbox', peer.id, from));
  const has = new Map(theirs.data.days.map((d) => [d.day, d]));
  const differing = ours.filter((d) => has.get(d.day)?.digest !== d.digest).map((d) => d.day);
  const result = { sent: ours.reduce((n, d) => n + d.count, 0), received: theirs.data.days.reduce((n, d) => n + d.count, 0), differing: differing.length };
  await asPeer(deps, peer.name, async (ctx) => {
    if (differing.length > 0) await ctx.tx.query('update cascade.outbox set taken_at = null, outcome = null where peer_id = $1 and day = any ($2::date[])', [peer.id, differing]);
    await ctx.tx.query('update cascade.peer set reconciled_at = $2, reconciled = $3 where id = $1', [peer.id, ctx.now, JSON.stringify(result)]);
  });
  return result;
}
