import type { Entry } from '#engines/search';
import type { Context } from '#kernel/context';
import type { CatalogueDeps } from './deps.ts';
import { entryColumns, findEntry, type EntryRow } from './entry-queries.ts';
import { mountKinds } from './entry-view.ts';

export const searchKind = 'catalogue-entry';

/** What a shared thing weighs among equals: what can be had stands before what cannot. */
const weights = { unconditional: 60, conditional: 50, none: 30 } as const;

/** What the portal filters by, as the index has it. */
export const filterLabels = (f: { class?: string | undefined; provider?: string | undefined; sharing?: string | undefined; opening?: string | undefined; mounted?: string | undefined }): string[] =>
  Object.entries(f).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]));

const searchEntry = (e: EntryRow, mounts: readonly string[]): Entry => ({
  kind: searchKind, ref: e.id, title: e.title, summary: e.summary, keywords: [...e.keywords, e.code], body: [e.provider_name, ...e.items.map((i) => i.name)].join('\n'),
  division: e.division, audience: 'officer', url: `/desk/data-catalogue/entries/${e.id}`, weight: weights[e.sharing],
  labels: [...filterLabels({ class: e.code.slice(0, 1), provider: e.provider, sharing: e.sharing, opening: e.opening }), ...mounts.flatMap((mounted) => filterLabels({ mounted }))],
});

export async function indexEntry({ search }: Pick<CatalogueDeps, 'search'>, ctx: Pick<Context, 'tx' | 'now'>, row: EntryRow): Promise<void> {
  if (row.state === 'published') search.index(ctx, [searchEntry(row, (await mountKinds(ctx, [row.id])).get(row.id) ?? [])]);
  else await search.remove(ctx, searchKind, [row.id]);
}

/** After something was mounted or taken down. */
export async function indexMounts(deps: Pick<CatalogueDeps, 'search'>, ctx: Pick<Context, 'tx' | 'now'>, entryId: string): Promise<void> {
  await ctx.tx.flush();
  const row = await findEntry(ctx.tx, entryId);
  if (row !== undefined) await indexEntry(deps, ctx, row);
}

/** Brings the index in line with the table: at start, where only what changed is written. */
export async function reindex({ search }: Pick<CatalogueDeps, 'search'>, ctx: Pick<Context, 'tx'>): Promise<void> {
  const rows = await ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.state = 'published'`);
  const mounts = await mountKinds(ctx, rows.map((r) => r.id));
  await search.rebuild(searchKind, rows.map((r) => searchEntry(r, mounts.get(r.id) ?? [])));
}
