import type { Jobs } from '#engines/jobs';
import type { Context } from '#kernel/context';
import type { ReadTx, Tx } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import { orderErasure } from './erasures.ts';
import type { Registry } from './registry.ts';

export const termJob = 'exchange.term';
const atOnce = 200;

/** Planned with the grant: when its time is over somebody looks. */
export const noteTerm = (tx: Tx, grantId: string, validTo: Date): void => tx.insert('exchange.term', { grant_id: grantId, look_at: validTo.toISOString() });

/** Withdrawn: told now, not by the clock; what lapsed earlier and was covered by this one is looked at anew. False: it was told by the clock already. */
export async function dropTerm(ctx: Context, grantId: string): Promise<boolean> {
  const dropped = await ctx.tx.query('delete from exchange.term where grant_id = $1 returning 1', [grantId]);
  await ctx.tx.query(
    `update exchange.term t set look_at = $2 from exchange.granted g, exchange.granted w
     where w.id = $1 and g.organisation = w.organisation and g.service = w.service and g.valid_to <= $2 and t.grant_id = g.id and t.look_at > $2`, [grantId, ctx.now]);
  return dropped.length > 0;
}

interface Lapsed { id: string; service: string; covered_until: Date | null }

/** Whose time is over; with the last moment of a grant that covers it, for the same purpose and as many fields and rows. */
const lapsed = (tx: ReadTx, now: Date): Promise<Lapsed[]> =>
  tx.query<Lapsed>(
    `select g.id, g.service, (
       select max(r.valid_to) from exchange.granted r
       where r.organisation = g.organisation and r.service = g.service and r.valid_to > $1 and r.valid_from <= $1 and (r.purpose_code = g.purpose_code or r.purpose = g.purpose) and r.fields @> g.fields
         and (r.member_id is null or r.member_id = g.member_id) and (r.division is null or g.division ^@ r.division) and not exists (select from exchange.ended e where e.subject = r.id::text)
     ) as covered_until
     from exchange.term t join exchange.granted g on g.id = t.grant_id where t.look_at <= $1 order by t.look_at, t.grant_id limit ${atOnce} for update of t skip locked`, [now]);

/**
 * 到期 (个人信息保护法 47: 保存期限已届满): a grant that ends by itself is told as one that was withdrawn, once. Grants are never changed but given
 * anew: while a later one covers it the copies stay, and the question comes again when that one ends.
 */
export async function endByTime(deps: { jobs: Pick<Jobs, 'plan'>; registry: Pick<Registry, 'service'> }, ctx: Context): Promise<void> {
  const due = await lapsed(ctx.tx, ctx.now);
  for (const { id, service, covered_until: until } of due) {
    if (until !== null) {
      await ctx.tx.query('update exchange.term set look_at = $2 where grant_id = $1', [id, until]);
      continue;
    }
    await ctx.tx.query('delete from exchange.term where grant_id = $1', [id]);
    orderErasure(deps, ctx, { cause: 'grant', subject: id, title: textIn((await deps.registry.service(service))?.title ?? service, 'zh'), reason: '授权到期', of: { grants: [id] } });
  }
  if (due.length === atOnce) deps.jobs.plan(ctx.tx, { kind: termJob, payload: {} });
}
