import type { ReadTx } from '#kernel/db';
import { setColumns, type SetRow } from './sets.ts';
import { anyOf, labelOf, labelTermOf, partsBesideDe, piecesOf, termOf, wordsOfQuery } from './terms.ts';

export const facetKinds = ['theme', 'organisation', 'format', 'cycle', 'tag'] as const;
export type FacetKind = (typeof facetKinds)[number];
export type Among = 'own' | 'foreign' | 'all';
/** One of these values, or none of them. */
export interface SetFilter { kind: FacetKind; values: readonly string[]; not?: boolean }

export interface SetSearch {
  q?: string | undefined;
  /** All of them hold. */
  filters?: readonly SetFilter[];
  /** Foreign sets that this source tells of, whichever lists them. */
  source?: string | undefined;
  sort?: 'relevance' | 'modified' | 'title' | 'name' | 'title-desc' | 'name-desc' | 'modified-asc' | undefined;
  limit: number;
  offset: number;
  /** What is counted beside the total. */
  facets?: readonly FacetKind[];
}
export type Facets = Record<FacetKind, { id: string; count: number }[]>;
export interface FoundSets {
  /** Names, in order. */
  names: string[];
  total: number;
  /** Of each kind asked for the fifty with most sets. */
  facets: Facets;
  by: 'all' | 'words' | 'some';
}

const orders: Record<NonNullable<SetSearch['sort']>, string> = {
  relevance: 'score desc, s.modified_at desc, s.name', modified: 's.modified_at desc, s.name', 'modified-asc': 's.modified_at, s.name desc', title: 's.title, s.name', 'title-desc': 's.title desc, s.name desc', name: 's.name', 'name-desc': 's.name desc',
};
const valuesShown = 50;
interface Counted { kind: FacetKind; id: string; sets: number }
const facetsOf = (rows: readonly Counted[]): Facets => Object.fromEntries(facetKinds.map((kind) => [kind, rows.flatMap((r) => (r.kind === kind ? [{ id: r.id, count: r.sets }] : []))])) as Facets;

const filterTerm = ({ kind, values, not }: SetFilter): string => `${not === true ? '!' : ''}(${anyOf(values.map((value) => labelTermOf(`${kind}:${value}`)))})`;
const amongSql = { own: 's.source is null', foreign: 's.source is not null', all: 'true' } as const;
const sourceSql = (source: string): string => `exists (select from open.foreign_set f where f.harvest_id = ${source} and f.name = s.name)`;

interface Match {
  /** Conditions on the index, of which one must hold: each is a look of its own, as quick as its rarest pair. */
  terms: readonly string[];
  /** Each counts three in the title. */
  scored: readonly string[];
  /** What is counted one where it is not in the title: each text by itself, or what the terms have found anyway. */
  elsewhere: 'counted' | 'known';
  /** Texts that must stand there as a whole. */
  whole: readonly string[];
  scoreMin: number;
}

/** All that match, read once: the page, how many, and what they are. */
async function byTerms(tx: ReadTx, s: SetSearch, among: Among, { terms, scored, elsewhere, whole, scoreMin }: Match): Promise<Omit<FoundSets, 'by'>> {
  const values: unknown[] = [];
  const p = (value: unknown): string => `$${values.push(value)}`;
  const narrow = [...(among === 'all' ? [] : [labelTermOf(among)]), ...(s.filters ?? []).map(filterTerm)];
  const queries = (terms.length === 0 ? [''] : terms).map((term) => [...(term === '' ? [] : [`(${term})`]), ...narrow].join(' & ')).filter((query) => query !== '');
  const where = [...(queries.length === 0 ? [] : [`(${queries.map((query) => `open.terms(s.words, s.labels) @@ ${p(query)}::tsquery`).join(' or ')})`]), ...(s.source === undefined ? [] : [sourceSql(p(s.source))]), ...whole.map((w) => `position(${p(w)}::text in s.words) > 0`)].join(' and ') || 'true';
  const score = scored.map((w) => p(w)).map((w) => `case when position(${w}::text in s.title_key) > 0 then 3${elsewhere === 'known' ? '' : ` when position(${w} in s.words) > 0 then 1`} else 0 end`).join(' + ') || '0';
  const sort = s.sort ?? (scored.length === 0 ? 'modified' : 'relevance');
  const { facets: kinds = [] } = s;
  const { total, names, counted } = await tx.one<{ total: number; names: string[]; counted: Counted[] }>(`
    with found as materialized (
      select * from (select s.name, s.modified_at, ${sort.startsWith('title') ? 's.title, ' : ''}${kinds.length === 0 ? '' : 's.label_numbers, '}${score} as score from open.listing s where ${where}) s${scoreMin === 0 ? '' : ` where s.score >= ${p(scoreMin)}`}
    )${kinds.length === 0 ? '' : ', counted as materialized (select number, count(*)::int as sets from (select unnest(label_numbers) as number from found) l group by number)'}
    select (select count(*)::int from found) as total,
      array(select s.name from found s order by ${orders[sort]} limit ${p(s.limit)} offset ${p(s.offset)}) as names,
      ${kinds.length === 0 ? "'[]'::json" : `(select coalesce(json_agg(t), '[]') from (
        select kind, id, sets from (
          select l.kind, l.value as id, c.sets, row_number() over (partition by l.kind order by c.sets desc, l.value) as place from counted c join open.label_count l on l.scope = 'all' and l.number = c.number where l.kind = any (${p(kinds)})
        ) x where place <= ${valuesShown} order by place) t)`} as counted`, values);
  return { total, names, facets: facetsOf(counted) };
}

/** From here on a page without words is met sooner along its order than by reading all that match. */
const manyMatches = 2_000;

/** Without words and with one filter at most: the total is known, and so are the facets of all; the page is met along its order. Undefined where that is not the shorter way. */
async function byOrder(tx: ReadTx, s: SetSearch, among: Among): Promise<Omit<FoundSets, 'by'> | undefined> {
  const { filters = [], facets: kinds = [] } = s;
  const narrow = filters.length + (s.source === undefined ? 0 : 1);
  if (narrow > 1 || (narrow === 1 && kinds.length > 0) || filters.some((f) => f.not === true || f.values.length !== 1)) return undefined;
  const labels = filters.map((f) => labelOf(`${f.kind}:${f.values[0]}`));
  const total = s.source === undefined ? await labelTotal(tx, among, labels[0]) : ((await tx.maybe<{ sets: number }>('select sets from open.harvest where id = $1', [s.source]))?.sets ?? 0);
  if (narrow === 1 && total < manyMatches) return undefined;
  const values: unknown[] = [];
  const p = (value: unknown): string => `$${values.push(value)}`;
  const where = [amongSql[among], ...labels.map((label) => `s.labels @> array[${p(label)}]::text[]`), ...(s.source === undefined ? [] : [sourceSql(p(s.source))])].join(' and ');
  const sort = s.sort === undefined || s.sort === 'relevance' ? 'modified' : s.sort;
  const rows = await tx.query<{ name: string }>(`select s.name from open.listing s where ${where} order by ${orders[sort]} limit ${p(s.limit)} offset ${p(s.offset)}`, values);
  const counted = kinds.length === 0 ? [] : await tx.query<Counted>(
    `select k.kind, c.value as id, c.sets from unnest($2::text[]) k(kind) cross join lateral (select value, sets from open.label_count c where c.scope = $1 and c.kind = k.kind and c.sets > 0 order by c.sets desc, c.value limit ${valuesShown}) c`, [among, kinds]);
  return { total, names: rows.map((r) => r.name), facets: facetsOf(counted) };
}

/** How many sets are listed, or how many of them carry a label. */
export const labelTotal = async (tx: ReadTx, among: Among, label = 'listed'): Promise<number> => {
  const [kind, ...value] = label.split(':');
  return (await tx.maybe<{ sets: number }>('select sets from open.label_count where scope = $1 and kind = $2 and value = $3', [among, kind, value.join(':')]))?.sets ?? 0;
};
/** Values of one kind with their numbers of sets, in the order of the values. */
export const valuesOfKind = (tx: ReadTx, kind: FacetKind, limit: number): Promise<{ value: string; sets: number }[]> =>
  tx.query("select value, sets from open.label_count where scope = 'all' and kind = $1 and sets > 0 order by value limit $2", [kind, limit]);

/** 检索: sets that have all the words, else what stands on either side of 的, else some of their neighbouring characters: four, three, two. */
export async function searchListed(tx: ReadTx, s: SetSearch, among: Among = 'all'): Promise<FoundSets> {
  const words = wordsOfQuery(s.q ?? '');
  if (words.length === 0) return { ...((await byOrder(tx, s, among)) ?? (await byTerms(tx, s, among, { terms: [], scored: [], elsewhere: 'known', whole: [], scoreMin: 0 }))), by: 'all' };
  const apart = partsBesideDe(words);
  for (const all of apart.join(' ') === words.join(' ') ? [words] : [words, apart]) {
    const found = await byTerms(tx, s, among, { terms: [all.map(termOf).join(' & ')], scored: all, elsewhere: 'known', whole: all.filter((w) => [...w].length > 2), scoreMin: 0 });
    if (found.total > 0) return { ...found, by: 'words' };
  }
  const pairs = piecesOf(apart, 2);
  const scored = pairs.length < 6 ? pairs : pairs.filter((_, i) => i % 2 === 0);
  for (const size of [4, 3] as const) {
    const found = await byTerms(tx, s, among, { terms: piecesOf(apart, size).map(termOf), scored, elsewhere: 'known', whole: [], scoreMin: 0 });
    if (found.total > 0) return { ...found, by: 'some' };
  }
  return { ...(await byTerms(tx, s, among, { terms: pairs.map(termOf), scored: pairs, elsewhere: 'counted', whole: [], scoreMin: Math.max(2, Math.floor(pairs.length / 2)) })), by: 'some' };
}

/** The portal's search: own sets. */
export async function searchSets(tx: ReadTx, s: SetSearch): Promise<Omit<FoundSets, 'names'> & { sets: SetRow[] }> {
  const { names, ...found } = await searchListed(tx, { ...s, facets: facetKinds }, 'own');
  const sets = new Map((await tx.query<SetRow>(`select ${setColumns} from open.set s where s.name = any ($1)`, [names])).map((row) => [row.name, row]));
  return { ...found, sets: names.flatMap((name) => sets.get(name) ?? []) };
}

/** Names of bodies and of sources, by their codes. */
export const organisationNames = async (tx: ReadTx, codes: readonly string[]): Promise<Map<string, string>> =>
  new Map((await tx.query<{ code: string; name: string }>('select c.code, l.organisation_name as name from unnest($1::text[]) c(code) cross join lateral (select l.organisation_name from open.listing l where l.organisation = c.code order by l.name limit 1) l', [codes])).map((r) => [r.code, r.name]));
