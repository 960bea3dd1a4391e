import { z } from 'zod';
import type { Member } from '#engines/exchange';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { applicationBody, decisionBody, takeApplication, takeDecision, takeWithdrawal, withdrawalBody } from './applications.ts';
import { comparisonBody, takeComparison } from './comparison.ts';
import { asPeer, type CascadeDeps } from './deps.ts';
import { entriesBody, takeEntries } from './entries.ts';
import { erasedBody, erasureBody, takeErased, takeErasure } from './erasures.ts';
import { errors } from './errors.ts';
import { recordsBody, takeRecords } from './flows.ts';
import { joinedHouse } from './line.ts';
import { digestOf, messageKinds, type MessageKind } from './outbox.ts';
import { activePeerOf, type ActivePeer } from './peer-queries.ts';
import { statisticsBody, takeStatistics } from './statistics.ts';

export const perRequest = 20;
const envelope = z.strictObject({ messages: z.array(z.strictObject({ id: z.uuid(), kind: z.enum(messageKinds), day: z.iso.date(), body: z.record(z.string(), z.unknown()) })).max(perRequest) });
type Message = z.infer<typeof envelope>['messages'][number];

type Take = (deps: CascadeDeps, ctx: Context, peer: ActivePeer, body: unknown) => Promise<unknown>;
/** The body is checked before anything is done with it. */
const taking = <S extends z.ZodType>(schema: S, take: (deps: CascadeDeps, ctx: Context, peer: ActivePeer, body: z.infer<S>) => Promise<unknown>): Take => (deps, ctx, peer, body) => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw errors.offerWrong({ why: parsed.error.issues[0]?.path.join('.') ?? '' });
  return take(deps, ctx, peer, parsed.data);
};

const takers: Readonly<Record<MessageKind, Take>> = {
  entries: taking(entriesBody, (_deps, ctx, peer, body) => takeEntries(ctx, peer, body)),
  application: taking(applicationBody, takeApplication),
  decision: taking(decisionBody, takeDecision),
  withdrawal: taking(withdrawalBody, takeWithdrawal),
  records: taking(recordsBody, takeRecords),
  agreement: (deps, ctx, peer, body) => deps.agreement(ctx, joinedHouse(peer), body),
  comparison: taking(comparisonBody, (_deps, ctx, peer, body) => takeComparison(ctx, peer, body)),
  erasure: taking(erasureBody, takeErasure),
  erased: taking(erasedBody, takeErased),
  statistics: taking(statisticsBody, (_deps, ctx, peer, body) => takeStatistics(ctx, peer, body)),
};

/** 收件: each message in a transaction of its own together with its place in the inbox, so that it is done once, however often it comes. */
export async function receive(deps: CascadeDeps, member: Member, body: Record<string, unknown>): Promise<{ taken: { id: string; outcome: string }[] }> {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) throw errors.offerWrong({ why: parsed.error.issues[0]?.path.join('.') ?? '' });
  const taken: { id: string; outcome: string }[] = [];
  for (const message of parsed.data.messages) {
    const outcome = await once(deps, member, message, true).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      // refused for good: noted, so that its sender knows and does not send it for ever
      return error.status >= 500 || error.code === 'cascade.notActive' ? Promise.reject(error) : once(deps, member, message, false, error.code);
    });
    taken.push({ id: message.id, outcome });
  }
  return { taken };
}

const once = (deps: CascadeDeps, member: Member, message: Message, act: boolean, outcome = 'taken'): Promise<string> =>
  asPeer(deps, member.name, async (ctx) => {
    const peer = await activePeerOf(ctx.tx, member.id);
    const digest = digestOf({ kind: message.kind, body: message.body });
    const known = await ctx.tx.maybe<{ digest: string; outcome: string }>('select digest, outcome from cascade.inbox where peer_id = $1 and id = $2', [peer.id, message.id]);
    if (known !== undefined) return known.digest === digest ? known.outcome : 'exchange.messageDiffers';
    if (act) await takers[message.kind](deps, ctx, peer, message.body);
    ctx.tx.insert('cascade.inbox', { peer_id: peer.id, id: message.id, kind: message.kind, digest, day: message.day, at: ctx.now.toISOString(), outcome });
    await ctx.tx.query('update cascade.peer set last_heard_at = $2 where id = $1', [peer.id, ctx.now]);
    return outcome;
  });
