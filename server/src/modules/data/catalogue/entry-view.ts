import type { OutputOf } from '#kernel/contract';
import type { Context } from '#kernel/context';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { entriesByCode, findEntry, mountsOf, versionsOf, type EntryRow } from './entry-queries.ts';
import { errors } from './errors.ts';
import { parseResourceCode } from './resource-code.ts';
import { rulesOf } from './rules-of.ts';

export type EntrySummary = OutputOf<typeof c.searchEntries>['entries'][number];
const msPerDay = 86_400_000;

export const entrySummaryOf = (e: EntryRow, mounts: readonly string[]): EntrySummary => ({
  id: e.id, code: e.code, title: e.title, summary: e.summary, provider: e.provider, providerName: e.provider_name, division: e.division, sharing: e.sharing, opening: e.opening, grade: e.grade, updateCycle: e.update_cycle,
  mounts: [...mounts], publishedOn: e.published_on, dataUpdatedAt: e.data_updated_at?.toISOString() ?? null, rows: e.data_rows === null ? null : Number(e.data_rows), state: e.state, version: e.version,
});

/** Mounted kinds of each entry. */
export async function mountKinds(ctx: Pick<Context, 'tx'>, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await ctx.tx.query<{ entry_id: string; kinds: string[] }>('select entry_id, array_agg(distinct kind order by kind) as kinds from catalogue.mount where entry_id = any ($1) and ended_at is null group by entry_id', [ids]);
  return new Map(rows.map((r) => [r.entry_id, r.kinds]));
}

export const isFresh = (deps: CatalogueDeps, e: Pick<EntryRow, 'data_updated_at' | 'update_cycle'>, now: Date): boolean | null =>
  e.data_updated_at === null ? null : now.getTime() - e.data_updated_at.getTime() <= (rulesOf(deps).cycleDays[e.update_cycle as 'daily'] ?? 800) * msPerDay;

/** 目录条目 whole: metadata, information items, attributes, mounts, versions, freshness, who answers for it. */
export async function getEntry(deps: CatalogueDeps, ctx: Context, input: { entryId: string }): Promise<OutputOf<typeof c.getEntry>> {
  const e = await findEntry(ctx.tx, input.entryId);
  if (e === undefined) throw errors.unknown();
  const mounted = await mountsOf(ctx.tx, e.id);
  const related = new Map((await entriesByCode(ctx.tx, e.related)).map((r) => [r.code, r]));
  const liaison = await ctx.tx.maybe<{ responsible: string; liaison: string; phone: string }>('select responsible, liaison, phone from catalogue.liaison where organisation = $1', [e.provider]);
  const table = mounted.find((m) => m.kind === 'table');
  return {
    ...entrySummaryOf(e, [...new Set(mounted.map((m) => m.kind))]),
    classification: parseResourceCode(e.code) ?? { class: '', section: '', group: '', detail: '', serial: '' },
    format: e.format, keywords: e.keywords, items: e.items, sharingCondition: e.sharing_condition, sharingWays: e.sharing_ways, sharingBasis: e.sharing_basis, openingCondition: e.opening_condition, openingBasis: e.opening_basis,
    related: e.related.map((code) => ({ code, id: related.get(code)?.id ?? null, title: related.get(code)?.title ?? null })), gradeConfirmedBy: e.grade_confirmed_by,
    mounted: mounted.map((m) => ({ id: m.id, kind: m.kind, target: m.target, title: m.title, at: m.mounted_at.toISOString(), by: m.by_name })),
    versions: (await versionsOf(ctx.tx, e.id)).map((v) => ({ version: v.version, at: v.at.toISOString(), by: v.by_name, change: v.change })),
    divided: mounted.some((m) => m.kind === 'table' && deps.divided(m.target)), fresh: isFresh(deps, e, ctx.now), quality: table === undefined ? null : ((await deps.livesOf?.(ctx))?.get(table.target)?.score ?? null), liaison: liaison ?? null, answerDays: rulesOf(deps).answerDays[e.sharing],
  };
}
