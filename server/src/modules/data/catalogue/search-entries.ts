import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { entriesById, entryColumns, type EntryRow } from './entry-queries.ts';
import { entrySummaryOf, mountKinds } from './entry-view.ts';
import { filterLabels, searchKind } from './index-entries.ts';

type Input = ParsedInputOf<typeof c.searchEntries>;
type Found = OutputOf<typeof c.searchEntries>;

const conditions = `($1::text is null or left(e.code, 1) = $1) and ($2::text is null or e.provider = $2) and ($3::text is null or e.sharing = $3) and ($4::text is null or e.opening = $4)
  and ($5::text is null or exists (select from catalogue.mount m where m.entry_id = e.id and m.kind = $5 and m.ended_at is null))`;
const filterOf = (i: Input): unknown[] => [i.class ?? null, i.provider ?? null, i.sharing ?? null, i.opening ?? null, i.mounted ?? null];

/** 门户检索: by words and attributes through the index; without words the newest first. */
export async function searchEntries(deps: CatalogueDeps, ctx: Context, input: Input): Promise<Found> {
  const text = input.text?.trim() ?? '';
  const page = text === '' ? await newest(ctx, input) : await byWords(deps, ctx, input, text);
  const kinds = await mountKinds(ctx, page.rows.map((r) => r.id));
  return { entries: page.rows.map((r) => entrySummaryOf(r, kinds.get(r.id) ?? [])), next: page.next, by: page.by, facets: input.cursor === undefined && text === '' ? await facets(ctx, input) : null };
}

interface Page {
  rows: EntryRow[];
  next: string | null;
  by: string;
}

async function byWords({ search }: CatalogueDeps, ctx: Context, input: Input, text: string): Promise<Page> {
  const { class: of, provider, sharing, opening, mounted } = input;
  const found = await search.query(ctx, { text, kinds: [searchKind], labels: filterLabels({ class: of, provider, sharing, opening, mounted }), limit: Math.min(input.limit, 50), cursor: input.cursor });
  const refs = found.hits.map((h) => h.ref);
  const rows = await entriesById(ctx.tx, refs);
  const at = new Map(refs.map((ref, i) => [ref, i]));
  return { rows: rows.toSorted((a, b) => at.get(a.id)! - at.get(b.id)!), next: found.next, by: found.by };
}

async function newest(ctx: Context, input: Input): Promise<Page> {
  const after = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f-]{36})$/.exec(input.cursor ?? '');
  const rows = await ctx.tx.query<EntryRow>(
    `select ${entryColumns} from catalogue.entry e where e.state = 'published' and ${conditions} and ($6::date is null or (e.published_on, e.id) < ($6::date, $7::uuid)) order by e.published_on desc, e.id desc limit $8`,
    [...filterOf(input), after?.[1] ?? null, after?.[2] ?? null, input.limit + 1]);
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > input.limit && last !== undefined ? `${last.published_on} ${last.id}` : null, by: 'newest' };
}

/** 分面: how many there are of each, under the other filters. */
async function facets(ctx: Context, input: Input): Promise<Found['facets']> {
  const rows = await ctx.tx.query<{ class: string; sharing: string; opening: string; provider: string; provider_name: string; count: string }>(
    `select left(e.code, 1) as class, e.sharing, e.opening, e.provider, e.provider_name, count(*) from catalogue.entry e where e.state = 'published' and ${conditions} group by 1, 2, 3, 4, 5`, filterOf(input));
  const sum = (by: (r: (typeof rows)[number]) => string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const r of rows) counts[by(r)] = (counts[by(r)] ?? 0) + Number(r.count);
    return counts;
  };
  const names = new Map(rows.map((r) => [r.provider, r.provider_name]));
  const providers = Object.entries(sum((r) => r.provider)).map(([id, count]) => ({ id, name: names.get(id) ?? id, count })).toSorted((a, b) => b.count - a.count).slice(0, 60);
  return { class: sum((r) => r.class), sharing: sum((r) => r.sharing), opening: sum((r) => r.opening), providers };
}
