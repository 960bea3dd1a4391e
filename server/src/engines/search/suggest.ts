import type { Context } from '#kernel/context';
import { gramsOf, normalise, titleKey } from './analyser.ts';

export interface Suggestion {
  title: string;
  kind: string;
  url: string;
}

const suggestMax = 20;

/** While typing: titles that begin with it, then those that contain it, or whose pinyin or initials begin with it. */
export async function suggestTitles(ctx: Pick<Context, 'tx'>, text: string, limit = 8): Promise<Suggestion[]> {
  const key = titleKey(normalise(text)).slice(0, 30);
  if (key === '') return [];
  const wanted = Math.min(Math.max(Math.trunc(limit), 1), suggestMax);
  const latin = /^[a-z0-9]{2,}$/.test(key);
  const inner = latin
    ? 'select * from search.by_title($3::tsquery, 200)'
    : 'select * from search.by_grams($3::text[], 200) where cardinality($3::text[]) > 0';
  const rows = await ctx.tx.query<Suggestion & { rank: number }>(`
    select title, kind, url, max(rank) as rank from (
      (select title, kind, url, weight + 200 as rank from search.entry where title_key >= $1 and title_key < $2 order by title_key limit 100)
      union all
      (select title, kind, url, weight::int as rank from (${inner}) c)
    ) s group by title, kind, url order by rank desc, length(title), title limit $4`,
    [key, `${key}\u{10FFFF}`, latin ? `'p_${key}':* | 'i_${key.slice(0, 12)}':* | 'e_${key}':*` : gramsOf(key), wanted]);
  return rows.map(({ title, kind, url }) => ({ title, kind, url }));
}
