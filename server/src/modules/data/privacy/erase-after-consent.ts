import type { Context } from '#kernel/context';
import type { Privacy } from './deps.ts';
import { consentPurpose, type ConsentRow } from './consent-row.ts';

export const overJob = 'privacy.consentsOver';
const atOnce = 200;

/** 同意到期: told as one that was withdrawn, by the clock, once. */
export async function consentsOver(p: Pick<Privacy, 'exchange' | 'jobs'>, ctx: Context): Promise<void> {
  const over = await ctx.tx.query<ConsentRow>('select * from privacy.consent where look_at <= $1 order by look_at limit $2 for update skip locked', [ctx.now, atOnce]);
  for (const row of over) {
    await ctx.tx.query('update privacy.consent set look_at = null where id = $1', [row.id]);
    await eraseAfter(p, ctx, row, '同意到期');
  }
  if (over.length === atOnce) p.jobs.plan(ctx.tx, { kind: overJob, payload: {} });
}

/** 同意终止后的删除 (个人信息保护法 47): who was handed her data deletes it, but for what another consent of hers still covers. */
export async function eraseAfter(p: Pick<Privacy, 'exchange'>, ctx: Context, row: ConsentRow, reason: string): Promise<void> {
  const others = await ctx.tx.query<ConsentRow>('select * from privacy.consent where party_id = $1 and organisation = $2 and register = $3 and id <> $4 order by given_at desc limit 1000', [row.party_id, row.organisation, row.register, row.id]);
  const standing = others.filter((o) => o.withdrawn_at === null && o.valid_until > ctx.now);
  const fields = row.fields.filter((f) => !standing.some((o) => o.fields.includes(f)));
  if (fields.length === 0) return;
  const since = readSince(row, others);
  const records = await recordsLookedAt(ctx, row, since);
  if (records.length === 0) return;
  p.exchange.orderErasure(ctx, {
    cause: 'consent', subject: row.id, title: row.purpose, reason, partyId: row.party_id, of: { organisation: row.organisation, register: row.register, purposeCode: consentPurpose, fields, records, since: since.toISOString() },
  });
}

/** 续期: what was read by an earlier consent that this one took over from was not told when that one ended. Earlier ones newest first. */
function readSince(row: ConsentRow, others: readonly ConsentRow[]): Date {
  let since = row.given_at;
  for (const o of others) {
    const end = o.withdrawn_at ?? o.valid_until;
    if (o.given_at < since && end >= since && o.fields.some((f) => row.fields.includes(f))) since = o.given_at;
  }
  return since;
}

/** Her own records that a body's systems have read by consent. */
const recordsLookedAt = async (ctx: Context, row: ConsentRow, since: Date): Promise<string[]> =>
  (await ctx.tx.query<{ record_id: string }>("select distinct record_id from records.access_log where subject = $1 and organisation = $2 and register = $3 and purpose_kind = 'consent' and actor_kind = 'machine' and record_id is not null and id >= kernel.id_floor($4::timestamptz) limit 1000", [row.party_id, row.organisation, row.register, since.toISOString()])).map((r) => r.record_id);
