/** Words of a query, at most eight. */
export const wordsOfQuery = (q: string): string[] => [...new Set(q.toWellFormed().toLowerCase().slice(0, 200).split(/[\s\0,，。、"'*:()]+/).filter((w) => w !== ''))].slice(0, 8);

const han = /\p{Script=Han}/u;
const partsOf = (word: string, size: number): string[] => {
  const characters = [...word];
  return Array.from({ length: Math.max(1, characters.length - size + 1) }, (_, i) => characters.slice(i, i + size).join(''));
};
const cut = (words: readonly string[], size: number): string[] => [...new Set(words.flatMap((w) => (han.test(w) ? partsOf(w, size) : [w])))].slice(0, 30);
/** Pairs of neighbouring characters of Chinese words, other words whole. */
export const pairsOf = (words: readonly string[]): string[] => cut(words, 2);
/** Three neighbouring characters; a word of two is whole. */
export const triplesOf = (words: readonly string[]): string[] => cut(words, 3);

const quote = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
/** A text as `open.terms` cuts it: all its pairs; a single character is the beginning of one. */
export const termOf = (text: string): string => ([...text].length === 1 ? `${quote(text)}:*` : partsOf(text, 2).map(quote).join(' & '));
/** A label as `open.terms` has it. */
export const labelTermOf = (label: string): string => quote(` ${labelOf(label)}`);
export const labelOf = (label: string): string => [...label.toWellFormed()].slice(0, 200).join('');
export const anyOf = (terms: readonly string[]): string => terms.map((t) => `(${t})`).join(' | ');
