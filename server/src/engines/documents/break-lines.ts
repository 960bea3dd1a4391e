import { advance } from './fonts.ts';
import type { FontRole } from './layout.ts';

/** One line of a broken paragraph. */
export interface BrokenLine {
  text: string;
  /** Width in millimetres without trailing tracking. */
  width: number;
  /** Characters, for spreading. */
  count: number;
  /** The last line of the paragraph or before a forced break: never spread. */
  last: boolean;
}

export interface TextStyle {
  font: FontRole;
  /** Millimetres. */
  size: number;
  tracking: number;
}

/** 避头: may not begin a line. */
const noStart = new Set('、。，．！？：；）］｝〉》」』】〕〗’”…—～·％‰℃°),.!?:;]}%');
/** 避尾: may not end a line. */
const noEnd = new Set('（［｛〈《「『【〔〖‘“([{￥$￡');
const word = /[A-Za-z0-9_@#&+\-/.,:%'À-ɏ]/;

/** May a line end before `next`? */
const breakable = (previous: string, next: string): boolean => {
  if (previous === ' ' || previous === '\u3000') return next !== ' ' && !noStart.has(next);
  if (next === ' ' || noStart.has(next) || noEnd.has(previous)) return false;
  return !(word.test(previous) && word.test(next));
};

/**
 * Breaks a paragraph into lines (断行) with the prohibitions of Chinese setting: no 、。，) at a line's head, no （《 at
 * its end, —— and …… whole, Latin words and figures whole unless longer than a line.
 */
export const breakLines = (text: string, style: TextStyle, width: number, firstIndent = 0): BrokenLine[] => {
  const lines: BrokenLine[] = [];
  for (const part of text.split(/\r?\n/)) breakPart(part, style, width, firstIndent, lines);
  return lines;
};

const breakPart = (text: string, style: TextStyle, width: number, firstIndent: number, lines: BrokenLine[]): void => {
  const characters = [...text];
  const widths = characters.map((character) => advance(style.font, character.codePointAt(0)!) * style.size + style.tracking);
  const push = (from: number, to: number, last: boolean): void => {
    let end = to;
    while (end > from && characters[end - 1] === ' ') end -= 1;
    let total = -style.tracking;
    for (let i = from; i < end; i += 1) total += widths[i]!;
    lines.push({ text: characters.slice(from, end).join(''), width: Math.max(total, 0), count: end - from, last });
  };
  let start = 0;
  let available = width - firstIndent;
  let used = 0;
  for (let i = 0; i < characters.length; i += 1) {
    used += widths[i]!;
    if (used - Math.max(style.tracking, 0) <= available + 0.01 || characters[i] === ' ' || i === start) continue;
    let cut = i;
    while (cut > start && !breakable(characters[cut - 1]!, characters[cut]!)) cut -= 1;
    if (cut === start) cut = i;
    push(start, cut, false);
    start = cut;
    while (start < characters.length && characters[start] === ' ') start += 1;
    available = width;
    used = 0;
    for (let k = start; k <= i; k += 1) used += widths[k]!;
  }
  push(start, characters.length, true);
};
