import type { Entry } from '#engines/search';
import type { Context } from '#kernel/context';
import type { CatalogueDeps } from './deps.ts';
import { entryColumns, type EntryRow } from './entry-queries.ts';

export const searchKind = 'catalogue-entry';

/** What a shared thing weighs among equals: what can be had stands before what cannot. */
const weights = { unconditional: 60, conditional: 50, none: 30 } as const;

export const searchEntry = (e: EntryRow): Entry => ({
  kind: searchKind, ref: e.id, title: e.title, summary: e.summary, keywords: [...e.keywords, e.code], body: [e.provider_name, ...e.items.map((i) => i.name)].join('\n'),
  division: e.division, audience: 'officer', url: `/desk/data-catalogue/entries/${e.id}`, weight: weights[e.sharing],
});

export async function indexEntry({ search }: Pick<CatalogueDeps, 'search'>, ctx: Pick<Context, 'tx' | 'now'>, row: EntryRow): Promise<void> {
  if (row.state === 'published') search.index(ctx, [searchEntry(row)]);
  else await search.remove(ctx, searchKind, [row.id]);
}

/** Brings the index in line with the table: at start, where only what changed is written. */
export async function reindex({ search }: Pick<CatalogueDeps, 'search'>, ctx: Pick<Context, 'tx'>): Promise<void> {
  const rows = await ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.state = 'published'`);
  await search.rebuild(searchKind, rows.map(searchEntry));
}
