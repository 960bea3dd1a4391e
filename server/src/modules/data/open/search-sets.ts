import type { ReadTx } from '#kernel/db';
import { setColumns, type SetRow } from './sets.ts';

export interface SetSearch {
  q?: string | undefined;
  theme?: string | undefined;
  organisation?: string | undefined;
  format?: string | undefined;
  cycle?: string | undefined;
  tag?: string | undefined;
  sort?: 'relevance' | 'modified' | 'title' | 'name' | 'title-desc' | 'name-desc' | 'modified-asc' | undefined;
  limit: number;
  offset: number;
}
export interface Facets {
  theme: { id: string; count: number }[];
  organisation: { id: string; count: number }[];
  format: { id: string; count: number }[];
  cycle: { id: string; count: number }[];
  tag: { id: string; count: number }[];
}

const orders: Record<NonNullable<SetSearch['sort']>, string> = {
  relevance: 'score desc, s.modified_at desc, s.name', modified: 's.modified_at desc, s.name', 'modified-asc': 's.modified_at, s.name', title: 's.title, s.name', 'title-desc': 's.title desc, s.name', name: 's.name', 'name-desc': 's.name desc',
};

/** Words of a query, and where no set has them all, its pairs of characters. */
export const wordsOfQuery = (q: string): string[] => [...new Set(q.toLowerCase().slice(0, 200).split(/[\s,，。、"'*:()]+/).filter((w) => w !== ''))].slice(0, 8);
export const pairsOf = (words: readonly string[]): string[] =>
  [...new Set(words.flatMap((w) => (/\p{Script=Han}/u.test(w) ? Array.from({ length: Math.max(1, [...w].length - 1) }, (_, i) => [...w].slice(i, i + 2).join('')) : [w])))].slice(0, 30);

/** What a search finds: an own set, or one of `source`. */
export interface Listed { name: string; source: string | null; organisation: string; organisation_name: string }

const filtered = `($1::text is null or s.theme = $1) and ($2::text is null or s.organisation = $2) and ($3::text is null or $3 = any (s.formats))
  and ($4::text is null or s.cycle = $4) and ($5::text is null or $5 = any (s.tags))`;
const scored = '(select coalesce(sum(case when position(w in lower(s.title)) > 0 then 3 when position(w in s.words) > 0 then 1 else 0 end), 0) from unnest($6::text[]) as w)';

/** 检索: sets that have all the words, else those that have some of them; how many, and what facets they fall into. Own ones alone, or all that the catalogue lists. */
export async function searchListed(tx: ReadTx, s: SetSearch, among: 'own' | 'all' = 'all'): Promise<{ listed: Listed[]; total: number; facets: Facets; by: 'all' | 'words' | 'some' }> {
  const words = wordsOfQuery(s.q ?? '');
  const narrow = [s.theme ?? null, s.organisation ?? null, s.format ?? null, s.cycle ?? null, s.tag ?? null];
  const ask = async (terms: readonly string[], all: boolean) => {
    const meets = terms.length === 0 ? 'true' : all ? 'not exists (select from unnest($6::text[]) as w where position(w in s.words) = 0)' : `${scored} >= greatest(2, cardinality($6::text[]) / 2)`;
    const from = `open.listed s where ${among === 'own' ? 's.source is null and ' : ''}${filtered} and cardinality($6::text[]) >= 0 and ${meets}`;
    const order = orders[s.sort ?? (terms.length === 0 ? 'modified' : 'relevance')];
    const listed = await tx.query<Listed>(`select s.name, s.source, s.organisation, s.organisation_name, ${scored} as score from ${from} order by ${order} limit $7 offset $8`, [...narrow, terms, s.limit, s.offset]);
    const facets = await tx.one<{ total: number; theme: string[]; organisation: string[]; cycle: string[]; format: string[]; tag: string[] }>(`with f as materialized (select s.theme, s.organisation, s.cycle, s.formats, s.tags from ${from})
        select count(*)::int as total, array_agg(theme) as theme, array_agg(organisation) as organisation, array_agg(cycle) as cycle, (select array_agg(x) from f, unnest(f.formats) as x) as format, (select array_agg(x) from f, unnest(f.tags) as x) as tag from f`, [...narrow, terms]);
    const count = (values: (string | null)[] | null): { id: string; count: number }[] =>
      [...Map.groupBy((values ?? []).filter((v) => v !== null), (v) => v)].map(([id, members]) => ({ id, count: members.length })).toSorted((x, y) => y.count - x.count || (x.id < y.id ? -1 : 1)).slice(0, 50);
    return { listed, total: facets.total, facets: { theme: count(facets.theme), organisation: count(facets.organisation), format: count(facets.format), cycle: count(facets.cycle), tag: count(facets.tag) } };
  };
  const exact = await ask(words, true);
  if (words.length === 0) return { ...exact, by: 'all' };
  if (exact.total > 0) return { ...exact, by: 'words' };
  return { ...(await ask(pairsOf(words), false)), by: 'some' };
}

/** The portal's search: own sets. */
export async function searchSets(tx: ReadTx, s: SetSearch): Promise<Omit<Awaited<ReturnType<typeof searchListed>>, 'listed'> & { sets: SetRow[] }> {
  const { listed, ...found } = await searchListed(tx, s, 'own');
  const sets = new Map((await tx.query<SetRow>(`select ${setColumns} from open.set s where s.name = any ($1)`, [listed.map((l) => l.name)])).map((row) => [row.name, row]));
  return { ...found, sets: listed.map((l) => sets.get(l.name)!) };
}
