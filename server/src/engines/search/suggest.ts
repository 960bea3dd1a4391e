import { gramsOf, normalise, titleKey } from './analyser.ts';
import { gramTerm, nameTerm } from './entry.ts';
import type { Reading } from './query-entries.ts';

export interface Suggestion {
  title: string;
  kind: string;
  url: string;
}

const suggestMax = 20;

/** While typing: titles that begin with it, then those that contain it, or whose pinyin or initials begin with it. */
export async function suggestTitles(ctx: Reading, text: string, limit = 8): Promise<Suggestion[]> {
  const key = titleKey(normalise(text)).slice(0, 30);
  if (key === '') return [];
  const wanted = Math.min(Math.max(Math.trunc(limit), 1), suggestMax);
  const latin = /^[a-z0-9]{2,}$/.test(key);
  const grams = gramsOf(key);
  const inner = latin ? `'p_${key}':* | 'i_${key.slice(0, 12)}':* | 'e_${key}':*` : grams.length === 0 ? null : grams.map((g) => `'${gramTerm(g)}'`).join(' & ');
  const rows = await ctx.tx.query<Suggestion & { rank: number }>(`
    select title, kind, url, max(rank) as rank from (
      (select title, kind, url, weight + 200 as rank from search.by_title($1::tsquery, 100) c)
      union all
      (select title, kind, url, weight::int as rank from search.by_title($2::tsquery, 200) c)
    ) s group by title, kind, url order by rank desc, length(title), title limit $3`,
    [`'${nameTerm(key)}':*`, inner, wanted]);
  return rows.map(({ title, kind, url }) => ({ title, kind, url }));
}
