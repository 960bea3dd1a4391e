import type { ReadTx } from '#kernel/db';
import { gramsOf, normalise, stem, titleKey, type Analyser } from './analyser.ts';
import { divisionTerm, gramTerm, kindTerm, labelTerm, nameTerm } from './entry.ts';
import { errors } from './errors.ts';
import { highlight, type Range } from './highlight.ts';

/** What a search needs of its caller: a transaction that may read. */
export interface Reading {
  tx: ReadTx;
}

export interface Query {
  text: string;
  kinds?: readonly string[] | undefined;
  /** Significant digits of where the reader is: entries of the divisions above it and its own, the nearest first. */
  division?: string | undefined;
  /** All of these must be on the entry. */
  labels?: readonly string[] | undefined;
  /** 1 to 50, 20 by default. */
  limit?: number | undefined;
  cursor?: string | undefined;
  /** How many of those that stand next are told as well, 0 by default. */
  beyond?: number | undefined;
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
  /** What stands next: a reader may mean one of these. */
  beyond: Hit[];
  next: string | null;
  /** How it was found: the words themselves, some of them, or something spelt like them. */
  by: 'words' | 'some-words' | 'likeness' | 'nothing';
}

const queryLengthMax = 60;
/** Rows of each sort that are scored: the highest ranked of what the index finds; bounds the cost of words that are everywhere. */
const candidatesMax = 300;

const quote = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** A word as the index may have it: itself, its pairs of characters, or pinyin and initials that begin with it. */
function alternatives(word: string): string[] {
  if (!/^[a-z0-9]+$/.test(word)) return [quote(word)];
  const plain = quote(`e_${stem(word)}`);
  // numbers are no pinyin
  if (/^\d/.test(word)) return [`${plain}:*`];
  return word.length < 2 ? [plain] : [word.length < 3 ? plain : `${plain}:*`, `${quote(`p_${word}`)}:*`, ...(word.length <= 12 ? [`${quote(`i_${word}`)}:*`] : [])];
}

const anyOf = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`);

function narrowing(q: Query): string[] {
  const parts: string[] = [];
  if (q.kinds !== undefined && q.kinds.length > 0) parts.push(anyOf(q.kinds.slice(0, 20).map((k) => quote(kindTerm(k)))));
  if (q.division !== undefined) parts.push(anyOf(['', 2, 4, 6, 9, 12].flatMap((n) => (n === '' ? [''] : q.division!.length >= Number(n) ? [q.division!.slice(0, Number(n))] : [])).map((d) => quote(divisionTerm(d)))));
  for (const label of q.labels?.slice(0, 20) ?? []) parts.push(quote(labelTerm(label)));
  return parts;
}

interface Row {
  kind: string; ref: string; title: string; title_en: string | null; summary: string; division: string; url: string; score: number;
}

/** The entries at the highest places of each query, once each. */
const candidatesSql = (by: 'by_title' | 'by_body', queries: string): string =>
  `(select distinct p.place from unnest(${queries}::tsquery[]) q, search.${by}(q, ${candidatesMax}) p(place)) c join search.entry_place t on t.place = c.place join search.entry e on e.kind = t.kind and e.ref = t.ref`;

/**
 * Candidates by indexed conditions, each the highest ranked first, then scored: the whole title, its beginning, words in the title, keywords, nearness of the
 * division, and the rank (weight and shortness). What is called just so, begins so or holds the text as a whole are candidates of their own: so the
 * first 300 are the same as if every entry had been scored, but for the words apart from one another and for the nearness. Equals stand in the order of their age.
 */
const scoredSql = (by: 'by_title' | 'by_body'): string => `
  select e.kind, e.ref, e.title, e.title_en, e.summary, e.division, e.url, (
      case when e.title_key = $2 then 100 when starts_with(e.title_key, $2) then 40 when position($2 in e.title_key) > 0 then 30 else 0 end
      + case when $3 = any (e.keywords) then 35 else 0 end
      + (select count(*) * 12 from unnest($4::text[]) w where position(w in e.title_key) > 0)
      + case when $5 <> '' and starts_with($5, e.division) then length(e.division) * 1.5 else 0 end
      + e.rank * 0.05
    )::float8 as score
  from ${candidatesSql(by, '$1')}
  order by score desc, t.serial limit $6 offset $7`;

export async function queryEntries(analyser: Analyser, ctx: Reading, q: Query): Promise<Found> {
  const text = normalise(q.text).slice(0, queryLengthMax).toWellFormed();
  const key = titleKey(text);
  if (key === '') return { hits: [], beyond: [], next: null, by: 'nothing' };
  if (q.division !== undefined && !/^\d{0,12}$/.test(q.division)) throw errors.queryInvalid({ why: 'division' });
  const limit = Math.min(Math.max(Math.trunc(q.limit ?? 20), 1), 50);
  const fetched = limit + Math.min(Math.max(Math.trunc(q.beyond ?? 1), 1), 20);
  const { offset, step } = readCursor(q.cursor);
  const groups = analyser.groups(text);
  const perGroup = groups.map((g) => anyOf(g.flatMap(alternatives)));
  const narrow = narrowing(q);
  const all = (...parts: string[]): string => [...parts, ...narrow].join(' & ');
  const grams = gramsOf(groups.map((g) => g[0]).join(' '));
  const find = (by: 'by_title' | 'by_body', wanted: readonly string[]): Promise<Row[]> =>
    wanted.length === 0 ? Promise.resolve([]) : ctx.tx.query<Row>(scoredSql(by), [[...new Set(wanted)], key, text, groups.flat().slice(0, 40), q.division ?? '', fetched, offset]);
  const phrase = /\p{Script=Han}/u.test(key) ? gramsOf(key).map((g) => quote(gramTerm(g))) : [];
  // a word of two characters that has no other names is its own pair
  const pairAlone = phrase.length === 1 && groups.length === 1 && groups[0]!.length === 1 && groups[0]![0] === key;
  const plain = groups.map((g) => anyOf(g.map((w) => quote(/^[a-z0-9]+$/.test(w) ? `e_${stem(w)}` : w))));
  const steps: [Found['by'], () => Promise<Row[]>][] = [
    ['words', () => find('by_title', [all(quote(nameTerm(key))), all(`${quote(nameTerm(key))}:*`), ...(phrase.length === 0 ? [] : [all(...phrase)]), ...(pairAlone ? [] : [all(...perGroup)])])],
    // two characters that the segmenter joined with others: 许可 in 许可证
    ['words', () => find('by_title', grams.length === 0 ? [] : [all(...grams.map((g) => quote(gramTerm(g))))])],
    ['words', () => find('by_body', [all(...plain)])],
    // all but one of the words, else any of them
    ['some-words', () => find('by_title', groups.length < 3 ? [] : [all(anyOf(groups.map((_, i) => `(${perGroup.filter((__, at) => at !== i).join(' & ')})`)))])],
    ['some-words', () => find('by_title', groups.length < 2 ? [] : [all(anyOf(perGroup))])],
    ['likeness', () => likeRows(ctx, grams, windowsOf(grams).map((w) => all(...w.map((g) => quote(gramTerm(g))))), q.division ?? '', fetched, offset)],
  ];
  for (let i = step; i < steps.length; i += 1) {
    const [by, run] = steps[i]!;
    const rows = await run();
    if (rows.length === 0) {
      if (q.cursor !== undefined) break;
      continue;
    }
    const words = groups.flat();
    const hits = rows.map((r): Hit => ({
      kind: r.kind, ref: r.ref, title: r.title, titleEn: r.title_en, summary: r.summary, division: r.division, url: r.url, score: Math.round(r.score * 100) / 100,
      highlights: { title: highlight(r.title, [text, ...words]), summary: highlight(r.summary, words) },
    }));
    return {
      by,
      next: rows.length > limit && offset + limit < candidatesMax ? Buffer.from(JSON.stringify([offset + limit, i])).toString('base64url') : null,
      hits: hits.slice(0, limit), beyond: q.beyond === undefined ? [] : hits.slice(limit),
    };
  }
  return { hits: [], beyond: [], next: null, by: 'nothing' };
}

/** Pairs that are still there when one character is wrong, missing or changed places with its neighbour: all but some that stand together. */
function windowsOf(grams: readonly string[]): string[][] {
  const known = grams.slice(0, 16);
  const spoilt = Math.min(known.some((g) => g.length > 2) ? 4 : 3, known.length - 1);
  return known.length < 2 ? [] : Array.from({ length: known.length - spoilt + 1 }, (_, at) => known.filter((__, i) => i < at || i >= at + spoilt));
}

/** One wrong character: most pairs are still there. */
function likeRows(ctx: Reading, grams: readonly string[], wanted: readonly string[], division: string, limit: number, offset: number): Promise<Row[]> {
  if (wanted.length === 0) return Promise.resolve([]);
  return ctx.tx.query<Row>(`
    select s.* from (
      select e.kind, e.ref, e.title, e.title_en, e.summary, e.division, e.url, t.serial, (select count(*) from unnest(e.grams) g where g = any ($1::text[]))::float8 / greatest(cardinality($1::text[]), 1) * 50
        + case when $2 <> '' and starts_with($2, e.division) then length(e.division) * 1.5 else 0 end + e.weight * 0.1 - length(e.title_key) * 0.05 as score
      from ${candidatesSql('by_title', '$5')}
    ) s where s.score >= 12 order by s.score desc, s.serial limit $3 offset $4`, [grams.slice(0, 60), division, limit, offset, wanted]);
}

function readCursor(cursor: string | undefined): { offset: number; step: number } {
  if (cursor === undefined) return { offset: 0, step: 0 };
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2 && parsed.every((n) => Number.isInteger(n) && n >= 0 && n <= candidatesMax)) return { offset: parsed[0] as number, step: parsed[1] as number };
  } catch {}
  throw errors.queryInvalid({ why: 'cursor' });
}
