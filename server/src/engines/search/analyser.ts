import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Jieba } from '@node-rs/jieba';
import { plainCharacters } from '@yiwang/ui/identifiers/plain-characters.ts';
import type { Synonyms } from './synonyms-kind.ts';

/** 分词: cuts texts into the terms of the index and of a query. */
export interface Analyser {
  /** Words of a text, Chinese ones in search mode, Latin ones in their plain form. */
  words(text: string): string[];
  /** The content words of a query with what they also may be called: every group must be met. */
  groups(query: string): string[][];
  /** Changes when dictionary or synonyms do: entries made before are then made anew. */
  readonly version: string;
}

const require = createRequire(import.meta.url);
const han = /\p{Script=Han}/u;
const runs = /\p{Script=Han}+|[a-z0-9]+/gu;

/** As it is compared: full-width as half-width, lower case. */
export const normalise = (text: string): string => plainCharacters(text.toWellFormed().replace(/\p{Cc}/gu, ' ')).normalize('NFKC').toLowerCase();
/** As a title is typed: without blanks and punctuation. */
export const titleKey = (title: string): string => normalise(title).replace(/[^\p{L}\p{N}]/gu, '');

/** English plurals and the like say nothing. */
export const stem = (word: string): string => (word.length > 4 ? word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1') : word);

let last: { words: string; jieba: Jieba } | undefined;

/** Knows our own words; the last one made serves all analysers of the process that have the same ones. */
function segmenterWith(own: readonly string[]): Jieba {
  // common enough that the segmenter prefers the whole word to its parts
  const words = own.map((w) => `${w} 100000 n`).join('\n');
  if (last?.words !== words) {
    // the library's own `dict.js` would keep 11 MiB of texts
    const jieba = Jieba.withDict(readFileSync(require.resolve('@node-rs/jieba/dict.txt')));
    if (words !== '') jieba.loadDict(Buffer.from(words, 'utf8'));
    last = { words, jieba };
  }
  return last.jieba;
}

export function createAnalyser(all: readonly Synonyms[], version: string): Analyser {
  const groupOf = new Map<string, string[]>();
  const words = new Set<string>();
  const stops: string[] = [];
  for (const s of all) {
    for (const group of s.groups) {
      for (const w of group.map(normalise)) {
        words.add(w);
        groupOf.set(w, [...new Set([...(groupOf.get(w) ?? []), ...group.map(normalise)])]);
      }
    }
    for (const w of s.words) words.add(normalise(w));
    for (const w of s.stopWords) stops.push(normalise(w));
  }
  const own = [...words].filter((w) => han.test(w) && [...w].length > 1);
  // its dictionary takes a quarter of a second to read: not before a text is cut
  let made: Jieba | undefined;
  const jieba = (): Jieba => (made ??= segmenterWith(own));
  stops.sort((a, b) => b.length - a.length);
  const stopSet = new Set(stops);

  const cut = (text: string): string[] => [...normalise(text).matchAll(runs)].flatMap(([run]) => (han.test(run) ? jieba().cutForSearch(run, true) : [stem(run)]));

  return {
    version,
    words: (text) => [...new Set(cut(text))],
    groups(query) {
      let rest = normalise(query);
      // stop words of two characters or more are cut out before segmentation: 我要开餐馆 → 开餐馆
      for (const s of stops) if ([...s].length > 1 && rest.length > s.length) rest = rest.replaceAll(s, ' ');
      if (rest.trim() === '') rest = normalise(query);
      const found = [...rest.matchAll(runs)].flatMap(([run]) => (han.test(run) ? jieba().cut(run, true) : [run]));
      const meant = [...new Set(found)].filter((w) => !stopSet.has(w));
      const long = meant.filter((w) => [...w].length > 1 || !han.test(w));
      return (long.length > 0 ? long : meant).slice(0, 8).map((w) => [...new Set([w, ...(groupOf.get(w) ?? [])])].slice(0, 12));
    },
  };
}

/** Pairs of neighbouring characters of Chinese, triples of Latin letters. */
export function gramsOf(text: string): string[] {
  const grams = new Set<string>();
  for (const [run] of normalise(text).matchAll(runs)) {
    const size = han.test(run) ? 2 : 3;
    const all = [...run];
    for (let i = 0; i + size <= all.length; i += 1) grams.add(all.slice(i, i + size).join(''));
  }
  return [...grams];
}

const syllablesMax = 30;
const pinyinLengthMax = 24;

/** Pinyin from each syllable on, whole and initials: a query is a beginning of one of them (canyin, cyd). */
export function pinyinTerms(text: string): string[] {
  if (!han.test(text)) return [];
  // 4 MiB, loaded by the first entry that is written
  const { pinyin } = require('pinyin-pro') as typeof import('pinyin-pro');
  const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed' }).slice(0, syllablesMax).map((s) => s.replace('ü', 'v'));
  const terms = new Set<string>();
  for (let i = 0; i < syllables.length; i += 1) {
    const rest = syllables.slice(i, i + 12);
    terms.add(`p_${rest.join('').slice(0, pinyinLengthMax)}`);
    terms.add(`i_${rest.map((s) => s[0] ?? '').join('')}`);
  }
  return [...terms];
}
