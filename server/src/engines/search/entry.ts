import { createHash } from 'node:crypto';
import { gramsOf, normalise, pinyinTerms, stem, titleKey, type Analyser } from './analyser.ts';

/** 检索条目: what can be found, in the words of whoever owns it. */
export interface Entry {
  /** item, guide, life-event, policy, page … */
  kind: string;
  /** The owner's id, unique within the kind. */
  ref: string;
  title: string;
  titleEn?: string | undefined;
  summary?: string | undefined;
  keywords?: readonly string[] | undefined;
  /** Long text; searched, not kept. */
  body?: string | undefined;
  /** Significant digits of the division for which it holds; empty for the whole country. */
  division?: string | undefined;
  audience?: 'public' | 'citizen' | 'officer' | undefined;
  url: string;
  /** 0 to 100. */
  weight?: number | undefined;
  /** What a query may filter by: `sharing:none`, `provider:11220000…`. */
  labels?: readonly string[] | undefined;
}

/** Row of search.entry and of search.entry_place; tsvectors as PostgreSQL writes them. */
export interface EntryRow extends Record<string, unknown> {
  kind: string;
  ref: string;
  digest: Uint8Array;
}

const bodyLengthMax = 50_000;
const quote = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
/** Lexemes without positions, as text that casts to tsvector. */
const tsvector = (lexemes: Iterable<string>): string => [...new Set(lexemes)].filter((l) => l !== '').map((l) => quote(l.slice(0, 100).toWellFormed())).join(' ');

export const divisionTerm = (division: string): string => `d_${division}`;
export const kindTerm = (kind: string): string => `k_${kind}`;

export const labelTerm = (label: string): string => `l_${label}`;
/** A title or keyword as a whole, in the form of `titleKey`. */
export const nameTerm = (key: string): string => `n_${key.slice(0, 98).toWellFormed()}`;
export const gramTerm = (gram: string): string => `g_${gram}`;

/** Who sees it, as the index has it: everybody, citizens who have signed in and officials, officials. */
const reaches = { public: 0, citizen: 1, officer: 2 } as const;

/** Changes when the terms of an entry do. */
const format = 6;
/** 0 to 500: what an entry weighs among equals. */
const rankOf = (weight: number, key: string): number => weight * 4 - Math.min([...key].length, 100) + 100;

export const entryDigest = (e: Entry, analyser: Analyser): Uint8Array => createHash('sm3').update(JSON.stringify([format, analyser.version, e.title, e.titleEn, e.summary, e.keywords, e.body, e.division, e.audience, e.url, e.weight, e.labels])).digest();

const englishTerms = (text: string): string[] => [...normalise(text).matchAll(/[a-z0-9]+/g)].map(([w]) => `e_${stem(w)}`);

export function rowOf(e: Entry, analyser: Analyser, now: Date): EntryRow {
  const keywords = e.keywords ?? [];
  const weight = Math.min(Math.max(Math.round(e.weight ?? 0), 0), 100);
  const key = titleKey(e.title).slice(0, 200).toWellFormed();
  const rank = rankOf(weight, key);
  const narrow = [divisionTerm(e.division ?? ''), kindTerm(e.kind), ...(e.labels ?? []).map(labelTerm)];
  const names = [e.title, ...keywords];
  const grams = [...new Set([...names, e.titleEn ?? ''].flatMap(gramsOf))].slice(0, 400);
  const title = [...names.flatMap((n) => [...analyser.words(n), ...pinyinTerms(n), ...englishTerms(n)]), ...englishTerms(e.titleEn ?? '')];
  const body = `${e.summary ?? ''}\n${e.body ?? ''}`.slice(0, bodyLengthMax);
  return {
    kind: e.kind, ref: e.ref, division: e.division ?? '', title: e.title, title_en: e.titleEn ?? null, summary: (e.summary ?? '').slice(0, 500), keywords: [...keywords], audience: e.audience ?? 'public', reach: reaches[e.audience ?? 'public'], url: e.url,
    weight, rank, title_key: key, title_terms: tsvector([...title, ...grams.map(gramTerm), ...names.map((n) => nameTerm(titleKey(n))), ...narrow]), body_terms: tsvector([...analyser.words(body), ...englishTerms(body), ...title.filter((w) => !/^[pi]_/.test(w)), ...narrow]),
    grams, digest: entryDigest(e, analyser), indexed_at: now.toISOString(),
  };
}
