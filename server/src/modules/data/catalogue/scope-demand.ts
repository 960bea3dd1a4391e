import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { mountsOf } from './entry-queries.ts';
import { errors } from './errors.ts';

/** While its provider still decides what is delivered. */
const open = ['asked', 'agreed', 'upheld'];

/** Whether the rows behind an entry belong to divisions that can be asked for. */
export const isDivided = async ({ divided }: Pick<CatalogueDeps, 'divided'>, ctx: Pick<Context, 'tx'>, entryId: string | null): Promise<boolean> =>
  entryId !== null && (await mountsOf(ctx.tx, entryId)).some((m) => m.kind === 'table' && divided(m.target));

export async function requireScope(deps: Pick<CatalogueDeps, 'divided' | 'divisionKnown'>, ctx: Pick<Context, 'tx'>, entryId: string | null, scope: string): Promise<void> {
  if (!deps.divisionKnown(scope)) throw errors.scopeUnknown({ digits: scope });
  if (!(await isDivided(deps, ctx, entryId))) throw errors.notDivided();
}

/** 授权范围: its provider says for the rows of which division a demand will be granted; null for all rows. */
export async function scopeDemand(deps: CatalogueDeps, ctx: Context, { caseId, version, scope }: ParsedInputOf<typeof c.scopeDemand>): Promise<OutputOf<typeof c.scopeDemand>> {
  const found = await ctx.tx.maybe<{ provider: string; entry_id: string | null; state: string; scope_version: number }>('select provider, entry_id, state, scope_version from catalogue.demand where case_id = $1 for update', [caseId]);
  if (found === undefined) throw errors.demandUnknown();
  if (!ctx.actor.organisations.includes(found.provider)) throw errors.notProvider();
  if (!open.includes(found.state)) throw errors.deliveredAlready();
  if (found.scope_version !== version) throw errors.scopeStale({ version: found.scope_version });
  if (scope !== null) await requireScope(deps, ctx, found.entry_id, scope);
  await ctx.tx.query('update catalogue.demand set scope = $2, scope_version = scope_version + 1 where case_id = $1', [caseId, scope]);
  deps.ledger.append(ctx.tx, { kind: 'demand.scoped', subject: caseId, data: { by: ctx.actor.accountId, scope } });
  return { version: version + 1 };
}
