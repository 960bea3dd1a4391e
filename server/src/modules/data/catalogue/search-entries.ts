import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { entriesById, entryColumns, type EntryRow } from './entry-queries.ts';
import { entrySummaryOf, mountKinds } from './entry-view.ts';
import { filterLabels, searchKind } from './index-entries.ts';

type Input = ParsedInputOf<typeof c.searchEntries>;
type Found = OutputOf<typeof c.searchEntries>;

type Filter = Pick<Input, 'class' | 'provider' | 'sharing' | 'opening' | 'mounted'>;
const ofEntry = { class: 'left(e.code, 1)', provider: 'e.provider', sharing: 'e.sharing', opening: 'e.opening' } as const;
const ofGroup = { ...ofEntry, class: 'e.class' } as const;
const mountedSql = (kind: string): string => `exists (select from catalogue.mount m where m.entry_id = e.id and m.kind = ${kind} and m.ended_at is null)`;

/** Only the conditions that are asked for: plans are made without knowing the values, and an open choice ($1 is null or …) would hide the index. */
function conditions(filter: Filter, columns: Record<keyof typeof ofEntry, string> = ofEntry): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const wanted = (['class', 'provider', 'sharing', 'opening'] as const).flatMap((name) => (filter[name] === undefined ? [] : [`${columns[name]} = $${values.push(filter[name])}`]));
  if (filter.mounted !== undefined) wanted.push(mountedSql(`$${values.push(filter.mounted)}`));
  return { where: [columns === ofGroup ? 'e.entries > 0' : "e.state = 'published'", ...wanted].join(' and '), values };
}

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
  const { where, values } = conditions(input);
  const beyond = after === null ? '' : ` and (e.published_on, e.id) < ($${values.push(after[1])}::date, $${values.push(after[2])}::uuid)`;
  const rows = await ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where ${where}${beyond} order by e.published_on desc, e.id desc limit $${values.push(input.limit + 1)}`, values);
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > input.limit && last !== undefined ? `${last.published_on} ${last.id}` : null, by: 'newest' };
}

const providersShown = 60;
type Counted = Record<'class' | 'sharing' | 'opening' | 'provider', string | null> & { entries: number };
const bySet = 'group by grouping sets ((1), (2), (3), (4))';

/** 分面: how many there are of each, under the other filters; from what is counted as entries change, mounted ones one by one. */
async function facets(ctx: Context, input: Input): Promise<Found['facets']> {
  const columns = input.mounted === undefined ? ofGroup : ofEntry;
  const { where, values } = conditions(input, columns);
  const rows = await ctx.tx.query<Counted>(
    columns === ofGroup
      ? `select e.class, e.sharing, e.opening, e.provider, sum(e.entries)::int as entries from catalogue.entry_group e where ${where} ${bySet}`
      : `select left(e.code, 1) as class, e.sharing, e.opening, e.provider, count(*)::int as entries from catalogue.entry e where ${where} ${bySet}`, values);
  const of = (name: 'class' | 'sharing' | 'opening'): Record<string, number> => Object.fromEntries(rows.flatMap((r) => (r[name] === null ? [] : [[r[name], r.entries]])));
  const most = rows.flatMap((r) => (r.provider === null ? [] : [{ id: r.provider, count: r.entries }])).toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)).slice(0, providersShown);
  const names = new Map((await ctx.tx.query<{ provider: string; provider_name: string }>(
    "select p.provider, e.provider_name from unnest($1::text[]) p(provider) cross join lateral (select e.provider_name from catalogue.entry e where e.provider = p.provider and e.state = 'published' order by e.published_on desc, e.id desc limit 1) e",
    [most.map((m) => m.id)])).map((r) => [r.provider, r.provider_name]));
  return { class: of('class'), sharing: of('sharing'), opening: of('opening'), providers: most.map((m) => ({ id: m.id, name: names.get(m.id) ?? m.id, count: m.count })) };
}
