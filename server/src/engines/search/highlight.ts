/** From (inclusive) to (exclusive), in UTF-16 units of the text. */
export type Range = [number, number];

/** Where words stand in a text, joined where they touch; case does not matter. */
export function highlight(text: string, words: readonly string[]): Range[] {
  const lower = text.toLowerCase();
  // lower-casing a few letters changes their length: then places would be wrong
  if (lower.length !== text.length) return [];
  const ranges: Range[] = [];
  for (const word of new Set(words)) {
    if (word === '') continue;
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + word.length)) ranges.push([at, at + word.length]);
  }
  ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else joined.push(range);
  }
  return joined;
}
