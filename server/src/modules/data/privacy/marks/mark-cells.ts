import { createHmac } from 'node:crypto';

/**
 * 数据水印. An export has a word of 256 bits. Each cell, by a keyed digest of what it says, has a place in the word and carries the bit that
 * stands there: as a zero-width character inside a text, or as the parity of a run of mask stars. Rows, their order and columns do not
 * matter: whatever cells are left vote. Nothing that a reader sees as data is changed.
 */
export const places = 256;
const zero = '\u200b';
const one = '\u200c';
const invisible = /\u200b|\u200c|\u200d|\u2060|\ufeff/gu;
const stars = /\*{3,}/u;
const textMin = 3;

export interface MarkKey {
  /** SM3 HMAC key of the house. */
  readonly key: Uint8Array;
}
const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sm3', key).update(text).digest();

export const wordOf = ({ key }: MarkKey, exportId: string): Buffer => hmac(key, `export\0${exportId}`);
const bitAt = (word: Uint8Array, place: number): number => (word[place >> 3]! >> (place & 7)) & 1;

/** What a cell says, whatever marks it carries: the same before and after marking. */
const plainOf = (cell: string): string => cell.replace(invisible, '').replace(/\*{3,}/gu, '***').replace(/^'(?=[=+\-@])/u, '').normalize('NFKC').trim();
const placeOf = (key: Uint8Array, plain: string): number => hmac(key, `cell\0${plain}`)[0]!;

/** `carries`: free text, where an unseen character harms nobody; numbers, codes and dates carry nothing. Stars carry in any. */
export function markCell({ key }: MarkKey, word: Uint8Array, cell: string, carries: boolean): string {
  const plain = plainOf(cell);
  const bit = bitAt(word, placeOf(key, plain));
  const run = stars.exec(cell);
  if (run !== null) return run[0].length % 2 === bit ? cell : cell.replace(stars, `${run[0]}*`);
  if (!carries || [...plain].length < textMin) return cell;
  const [first, ...rest] = [...cell.replace(invisible, '')];
  return `${first}${bit === 0 ? zero : one}${rest.join('')}`;
}

export interface Votes {
  /** By place: cells that say 1 less those that say 0. */
  readonly votes: Int32Array;
  /** Distinct cells with a mark. */
  cells: number;
}

/** 提取: every distinct cell votes once for its place. */
export function readMarks({ key }: MarkKey, cells: Iterable<string>): Votes {
  const found: Votes = { votes: new Int32Array(places), cells: 0 };
  const seen = new Set<string>();
  for (const cell of cells) {
    const run = stars.exec(cell);
    const hidden = cell.includes(one) ? 1 : cell.includes(zero) ? 0 : undefined;
    const bit = run === null ? hidden : run[0].length % 2;
    if (bit === undefined) continue;
    const plain = plainOf(cell);
    if (seen.has(plain)) continue;
    seen.add(plain);
    found.votes[placeOf(key, plain)]! += bit === 1 ? 1 : -1;
    found.cells += 1;
  }
  return found;
}

export interface Suspicion {
  exportId: string;
  /** Places that spoke, and how many agree with this export's word. */
  places: number;
  agree: number;
  /** Chance that a file that is not of this export agrees as well, over all exports that were tried. */
  chance: number;
}

/** 比对: against every export that was made; the most likely first. */
export function suspects(mark: MarkKey, { votes }: Votes, exportIds: readonly string[]): Suspicion[] {
  const spoke = [...votes.keys()].filter((place) => votes[place] !== 0);
  return exportIds.map((exportId) => {
    const word = wordOf(mark, exportId);
    const agree = spoke.filter((place) => (votes[place]! > 0 ? 1 : 0) === bitAt(word, place)).length;
    return { exportId, places: spoke.length, agree, chance: Math.min(1, tail(spoke.length, agree) * exportIds.length) };
  }).toSorted((x, y) => x.chance - y.chance || y.agree - x.agree);
}

/** P(at least m of n fair coins). */
export function tail(n: number, m: number): number {
  let choose = 0.5 ** n;
  let sum = 0;
  for (let k = n; k >= m; k -= 1) {
    sum += choose;
    choose = (choose * k) / (n - k + 1);
  }
  return Math.min(1, sum);
}
/** Below this an export is named: one wrong name in a million traced files. */
export const namedBelow = 1e-6;
