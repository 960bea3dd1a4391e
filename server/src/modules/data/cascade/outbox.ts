import { canonicalJson, type Json } from '#engines/ledger';
import { sm3 } from '#engines/signing';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Jobs } from '#engines/jobs';

export const messageKinds = ['entries', 'application', 'decision', 'withdrawal', 'records', 'statistics', 'agreement', 'erasure', 'erased', 'comparison'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const roundJob = 'cascade.round';

/** What two houses compare: the same content, the same digest, whatever the order of its members. */
export const digestOf = (value: unknown): string => sm3(Buffer.from(canonicalJson(value as Json), 'utf8')).toString('hex');

/** 报文: written with what it tells, in one transaction; goes out with the next round, as often as it takes, and counts once. */
export function post(jobs: Pick<Jobs, 'plan'>, ctx: Context, peerId: string, kind: MessageKind, body: Readonly<Record<string, unknown>>): void {
  ctx.tx.insert('cascade.outbox', { peer_id: peerId, id: ctx.newId(), kind, body, digest: digestOf({ kind, body }), day: dayInChina(ctx.now), at: ctx.now.toISOString() });
  jobs.plan(ctx.tx, { kind: roundJob, payload: {}, key: roundJob });
}
