import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { OpenDeps } from './deps.ts';
import { orderErasureOf } from './erasures.ts';
import { formatsOf, type SetRow } from './sets.ts';

interface Releasable {
  id: string;
  digest: string;
  rows: number;
  geometry: boolean;
}

/** 发布: the next version, in the ledger with its digest; the rows of the version before go, its file stays. */
export async function releaseBuild(deps: OpenDeps, ctx: Context, set: SetRow, build: Releasable, by: { proposedBy: string; approvedBy: string; note: string | null }): Promise<void> {
  const version = set.current_version + 1;
  const entryId = deps.ledger.append(ctx.tx, { kind: 'open.released', subject: set.id, data: { set: set.name, version, digest: build.digest, rows: build.rows } });
  await ctx.tx.query('insert into open.release (set_name, version, build_id, at, proposed_by_name, approved_by_name, note, entry_id) values ($1, $2, $3, $4, $5, $6, $7, $8)', [set.name, version, build.id, ctx.now, by.proposedBy, by.approvedBy, by.note, entryId]);
  await ctx.tx.query(`update open.set set state = 'open', current_version = $2, current_build = $3, waiting_build = null, proposed_by = null, formats = $4, issued_at = coalesce(issued_at, $5), modified_at = $5, note = null,
    version = version + 1, updated_at = $5 where name = $1`, [set.name, version, build.id, formatsOf(build.geometry), ctx.now]);
  if (set.current_build !== build.id) await forgetRows(ctx, set.current_build);
}

/** 撤回: the public sees it no more; what was released stays proven. */
export async function withdrawRelease(deps: OpenDeps, ctx: Context, set: SetRow, reason: string): Promise<void> {
  deps.ledger.append(ctx.tx, { kind: 'open.withdrawn', subject: set.id, data: { set: set.name, version: set.current_version } });
  await ctx.tx.query("update open.set set state = 'withdrawn', current_build = null, versions_from = current_version + 1, note = $2, version = version + 1, updated_at = $3 where name = $1", [set.name, reason, ctx.now]);
  await forgetRows(ctx, set.current_build);
  await orderErasureOf(deps, ctx, { set: set.name, version: set.current_version, title: textIn(set.definition.title, 'zh'), reason });
}

/** Rows serve questions to what is open or waits; the file of the build stays. */
export async function forgetRows(ctx: Context, build: string | null): Promise<void> {
  if (build !== null) await ctx.tx.query('delete from open.row where build_id = $1', [build]);
}
