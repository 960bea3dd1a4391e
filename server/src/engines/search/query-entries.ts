import type { Context } from '#kernel/context';
import { gramsOf, normalise, stem, titleKey, type Analyser } from './analyser.ts';
import { divisionTerm, kindTerm } from './entry.ts';
import { errors } from './errors.ts';
import { highlight, type Range } from './highlight.ts';

export interface Query {
  text: string;
  kinds?: readonly string[] | undefined;
  /** Significant digits of where the reader is: entries of the divisions above it and its own, the nearest first. */
  division?: string | undefined;
  /** 1 to 50, 20 by default. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** One thing found; ranges are [from, to) in UTF-16 units. */
export interface Hit {
  kind: string;
  ref: string;
  title: string;
  titleEn: string | null;
  summary: string;
  division: string;
  url: string;
  score: number;
  highlights: { title: Range[]; summary: Range[] };
}

export interface Found {
  hits: Hit[];
  next: string | null;
  /** How it was found: the words themselves, some of them, or something spelt like them. */
  by: 'words' | 'some-words' | 'likeness' | 'nothing';
}

const queryLengthMax = 60;
/** Rows that one step may look at: bounds the cost of words that are everywhere. */
const candidatesMax = 300;
const namedMax = 60;

const quote = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** A word as the index may have it: itself, its pairs of characters, or pinyin and initials that begin with it. */
function alternatives(word: string): string[] {
  if (!/^[a-z0-9]+$/.test(word)) return [quote(word)];
  const plain = [quote(`e_${stem(word)}`), quote(word)];
  return word.length < 2 ? plain : [...plain, `${quote(`p_${word}`)}:*`, ...(word.length <= 12 ? [`${quote(`i_${word}`)}:*`] : []), ...(word.length >= 3 ? [`${quote(`e_${word}`)}:*`] : [])];
}

const anyOf = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`);

function narrowing(q: Query): string[] {
  const parts: string[] = [];
  if (q.kinds !== undefined && q.kinds.length > 0) parts.push(anyOf(q.kinds.slice(0, 20).map((k) => quote(kindTerm(k)))));
  if (q.division !== undefined) parts.push(anyOf(['', 2, 4, 6, 9, 12].flatMap((n) => (n === '' ? [''] : q.division!.length >= Number(n) ? [q.division!.slice(0, Number(n))] : [])).map((d) => quote(divisionTerm(d)))));
  return parts;
}

interface Row {
  kind: string; ref: string; title: string; title_en: string | null; summary: string; division: string; url: string; score: number;
}

/**
 * Candidates by an indexed condition, then ranked: the whole title, its beginning, words in the title, keywords, nearness of the
 * division, and how often people want it.
 */
const rankedSql = (candidates: string): string => `
  select kind, ref, title, title_en, summary, division, url, (
      case when title_key = $2 then 100 when starts_with(title_key, $2) then 40 when position($2 in title_key) > 0 then 30 else 0 end
      + case when $3 = any (keywords) then 35 else 0 end
      + (select count(*) * 12 from unnest($4::text[]) w where position(w in title_key) > 0)
      + case when $5 <> '' and starts_with($5, division) then length(division) * 1.5 else 0 end
      + weight * 0.2 - length(title_key) * 0.05
    )::float8 as score
  from (select distinct on (kind, ref) * from ${candidates} x order by kind, ref) c
  order by score desc, kind, ref limit $6 offset $7`;

export async function queryEntries(analyser: Analyser, ctx: Pick<Context, 'tx'>, q: Query): Promise<Found> {
  const text = normalise(q.text).slice(0, queryLengthMax);
  const key = titleKey(text);
  if (key === '') return { hits: [], next: null, by: 'nothing' };
  if (q.division !== undefined && !/^\d{0,12}$/.test(q.division)) throw errors.queryInvalid({ why: 'division' });
  const limit = Math.min(Math.max(Math.trunc(q.limit ?? 20), 1), 50);
  const { offset, step } = readCursor(q.cursor);
  const groups = analyser.groups(text);
  const perGroup = groups.map((g) => anyOf(g.flatMap(alternatives)));
  const narrow = narrowing(q);
  const own = gramsOf(groups.map((g) => g[0]).join(' '));
  const all = [...perGroup, ...narrow].join(' & ');
  const run = (candidates: string, first: unknown): Promise<Row[]> => ctx.tx.query<Row>(rankedSql(candidates), [first, key, text, groups.flat().slice(0, 40), q.division ?? '', limit + 1, offset]);
  const within = narrow.length === 0 ? ['', ''] : ['_within', `${literal(narrow.join(' & '))}::tsquery, `];
  // candidates are bounded: whatever is called just so, or begins so, is always among them, however common the word
  const narrowed = narrow.length === 0 ? '' : `and title_terms @@ ${within[1]!.slice(0, -2)}`;
  const orNamed = (candidates: string): string =>
    `(select * from ${candidates} union all (select * from search.entry where title_key >= $2 and title_key < $2 || chr(1114111) ${narrowed} order by title_key limit ${namedMax}))`;
  const steps: [Found['by'], () => Promise<Row[]>][] = [
    ['words', () => run(orNamed(`search.by_title($1::tsquery, ${candidatesMax})`), all)],
    // two characters that the segmenter joined with others: 许可 in 许可证
    ['words', () => (own.length === 0 ? Promise.resolve([]) : run(`search.by_grams${within[0]}($1::text[], ${within[1]}${candidatesMax})`, own))],
    ['words', () => run(`search.by_body($1::tsquery, ${candidatesMax})`, [...groups.map((g) => anyOf(g.flatMap((w) => (/^[a-z0-9]+$/.test(w) ? [quote(`e_${stem(w)}`), quote(w)] : [quote(w)])))), ...narrow].join(' & '))],
    ['some-words', () => (groups.length < 2 ? Promise.resolve([]) : run(`search.by_title($1::tsquery, ${candidatesMax})`, [anyOf(perGroup), ...narrow].join(' & ')))],
    ['likeness', () => (own.length === 0 ? Promise.resolve([]) : likeRows(ctx, own, `search.like_grams${within[0]}($1::text[], ${within[1]}${candidatesMax * 2})`, q.division ?? '', limit + 1, offset))],
  ];
  for (let i = step; i < steps.length; i += 1) {
    const [by, find] = steps[i]!;
    const rows = await find();
    if (rows.length === 0) {
      if (q.cursor !== undefined) break;
      continue;
    }
    const words = groups.flat();
    return {
      by,
      next: rows.length > limit && offset + limit < candidatesMax ? Buffer.from(JSON.stringify([offset + limit, i])).toString('base64url') : null,
      hits: rows.slice(0, limit).map((r) => ({
        kind: r.kind, ref: r.ref, title: r.title, titleEn: r.title_en, summary: r.summary, division: r.division, url: r.url, score: Math.round(r.score * 100) / 100,
        highlights: { title: highlight(r.title, [text, ...words]), summary: highlight(r.summary, words) },
      })),
    };
  }
  return { hits: [], next: null, by: 'nothing' };
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** One wrong character: most pairs are still there. */
function likeRows(ctx: Pick<Context, 'tx'>, grams: readonly string[], candidates: string, division: string, limit: number, offset: number): Promise<Row[]> {
  return ctx.tx.query<Row>(`
    select kind, ref, title, title_en, summary, division, url, score from (
      select *, (select count(*) from unnest(grams) g where g = any ($1::text[]))::float8 / greatest(cardinality($1::text[]), 1) * 50
        + case when $2 <> '' and starts_with($2, division) then length(division) * 1.5 else 0 end + weight * 0.1 - length(title_key) * 0.05 as score
      from ${candidates} c
    ) s where score >= 12 order by score desc, kind, ref limit $3 offset $4`, [grams.slice(0, 60), division, limit, offset]);
}

function readCursor(cursor: string | undefined): { offset: number; step: number } {
  if (cursor === undefined) return { offset: 0, step: 0 };
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2 && parsed.every((n) => Number.isInteger(n) && n >= 0 && n <= candidatesMax)) return { offset: parsed[0] as number, step: parsed[1] as number };
  } catch {}
  throw errors.queryInvalid({ why: 'cursor' });
}
