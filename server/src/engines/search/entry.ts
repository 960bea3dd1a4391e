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
}

/** Row of search.entry; tsvectors as PostgreSQL writes them. */
export interface EntryRow extends Record<string, unknown> {
  kind: string;
  ref: string;
  digest: Uint8Array;
}

const bodyLengthMax = 50_000;
const quote = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
/** Lexemes without positions, as text that casts to tsvector. */
const tsvector = (lexemes: Iterable<string>): string => [...new Set(lexemes)].filter((l) => l !== '').map((l) => quote(l.slice(0, 100))).join(' ');

export const divisionTerm = (division: string): string => `d_${division}`;
export const kindTerm = (kind: string): string => `k_${kind}`;

export const entryDigest = (e: Entry, analyser: Analyser): Uint8Array => createHash('sm3').update(JSON.stringify([analyser.version, e.title, e.titleEn, e.summary, e.keywords, e.body, e.division, e.audience, e.url, e.weight])).digest();

const englishTerms = (text: string): string[] => [...normalise(text).matchAll(/[a-z0-9]+/g)].map(([w]) => `e_${stem(w)}`);

export function rowOf(e: Entry, analyser: Analyser, now: Date): EntryRow {
  const keywords = e.keywords ?? [];
  const narrow = [divisionTerm(e.division ?? ''), kindTerm(e.kind)];
  const names = [e.title, ...keywords];
  const title = [...names.flatMap((n) => [...analyser.words(n), ...pinyinTerms(n), ...englishTerms(n)]), ...englishTerms(e.titleEn ?? '')];
  const body = `${e.summary ?? ''}\n${e.body ?? ''}`.slice(0, bodyLengthMax);
  return {
    kind: e.kind, ref: e.ref, division: e.division ?? '', title: e.title, title_en: e.titleEn ?? null, summary: (e.summary ?? '').slice(0, 500), keywords: [...keywords], audience: e.audience ?? 'public', url: e.url,
    weight: Math.min(Math.max(Math.round(e.weight ?? 0), 0), 100), title_key: titleKey(e.title).slice(0, 200),
    title_terms: tsvector([...title, ...narrow]), body_terms: tsvector([...analyser.words(body), ...englishTerms(body), ...title.filter((w) => !/^[pi]_/.test(w)), ...narrow]),
    grams: [...new Set([...names, e.titleEn ?? ''].flatMap(gramsOf))].slice(0, 400), digest: entryDigest(e, analyser), indexed_at: now.toISOString(),
  };
}
