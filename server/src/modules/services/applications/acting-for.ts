import type { Context } from '#kernel/context';
import type { ApplicationRow } from './application-queries.ts';

/**
 * 综合窗口: a clerk fills in for the person in front of her. Within this transaction the row-level security lets her
 * reach that party's draft; the actor, and so every trace, stays the clerk.
 */
export async function actingFor(ctx: Context, application: Pick<ApplicationRow, 'party_id' | 'account_id'>): Promise<Context> {
  if (ctx.actor.partyId === application.party_id) return ctx;
  await ctx.tx.query("select set_config('yiwang.party', $1, true)", [application.party_id]);
  return { ...ctx, actor: { ...ctx.actor, partyId: application.party_id } };
}
