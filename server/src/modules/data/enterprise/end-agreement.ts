import { ownTransaction, type Context } from '#kernel/context';
import type { ParsedInputOf } from '#kernel/contract';
import { endSupply } from '../collection/index.ts';
import { findAgreement, lockAgreement, noteAction, today, type Agreement } from './agreements.ts';
import type * as c from './contract.ts';
import { companyOf, type Enterprise } from './deps.ts';
import { planDisposal } from './dispose-supplied.ts';
import { errors } from './errors.ts';
import { tellFirm } from './tell-firm.ts';

type EndedBy = NonNullable<Agreement['ended_by']>;

/** Both directions in one transaction: no grant serves and no interface is read after it. */
async function stop(o: Enterprise, ctx: Context, a: Agreement, reason: string, by: EndedBy, account: string | null): Promise<{ version: number }> {
  for (const { grantId } of a.grants) await o.exchange.withdraw(ctx, { grantId, reason });
  if (a.source_id !== null) await endSupply(ctx, a.source_id);
  await ctx.tx.query("update enterprise.agreement set state = 'ended', reason = $2, ended_by = $3, ended_at = $4, secret = null, version = version + 1 where id = $1", [a.id, reason, by, ctx.now]);
  await noteAction(o, ctx, a.id, 'ended', reason, { by: account, side: by, grants: a.grants.map((g) => g.grantId), source: a.source_id });
  await planDisposal(o, ctx, a);
  if (by !== 'company') tellFirm(o, ctx, a, 'agreement-ended', { reason });
  return { version: a.version + 1 };
}

/**
 * The house stops what it began, in a transaction of its own: neither side sees the grants and the source. What was ended by the very
 * same word, whose answer was lost, is ended.
 */
async function endNow(o: Enterprise, ctx: Context, i: { agreementId: string; version: number; reason: string }, by: EndedBy, states: readonly Agreement['state'][]): Promise<{ version: number }> {
  return ownTransaction(o, async (inside) => {
    const seen = await findAgreement(inside.tx, i.agreementId);
    if (seen?.state === 'ended' && seen.version === i.version + 1 && seen.ended_by === by && seen.reason === i.reason) return { version: seen.version };
    return stop(o, inside, await lockAgreement(inside, i.agreementId, i.version, states), i.reason, by, ctx.actor.accountId);
  }, { name: ctx.actor.name });
}

/** 终止 by the body or the data bureau. */
export async function endAgreement(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.end>): Promise<{ version: number }> {
  const a = await findAgreement(ctx.tx, i.agreementId);
  if (a === undefined) throw errors.notFound();
  return endNow(o, ctx, i, ctx.actor.organisations.includes(a.organisation) ? 'body' : 'bureau', ['review', 'offered', 'active']);
}

/** 退出 by the firm. */
export async function withdraw(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.withdraw>): Promise<{ version: number }> {
  const company = await companyOf(o, ctx);
  if ((await findAgreement(ctx.tx, i.agreementId))?.party_id !== company.id) throw errors.notFound();
  return endNow(o, ctx, i, 'company', ['active']);
}

/** 到期: grants and source ended with their last day; the agreement says so. */
export async function endOver(o: Enterprise, ctx: Context): Promise<void> {
  const over = await ctx.tx.query<{ id: string; version: number }>("select id, version from enterprise.agreement where state = 'active' and valid_until < $1::date order by valid_until limit 100", [today(ctx)]);
  for (const { id, version } of over) await stop(o, ctx, await lockAgreement(ctx, id, version, ['active']), '协议到期', 'term', null);
}
