/** Words of a query, at most eight. */
export const wordsOfQuery = (q: string): string[] => [...new Set(q.toWellFormed().toLowerCase().slice(0, 200).split(/[\s\0,，。、"'*:()]+/).filter((w) => w !== ''))].slice(0, 8);

const han = /\p{Script=Han}/u;
const partsOf = (word: string, size: number): string[] => {
  const characters = [...word];
  return Array.from({ length: Math.max(1, characters.length - size + 1) }, (_, i) => characters.slice(i, i + size).join(''));
};
/** Neighbouring characters of Chinese words, so many together or the whole of a shorter word; other words whole. */
export const piecesOf = (words: readonly string[], size: number): string[] => [...new Set(words.flatMap((w) => (han.test(w) ? partsOf(w, size) : [w])))].slice(0, 30);
/** 户籍人口的登记信息 → 户籍人口, 登记信息; 的 by itself stays. */
export function partsBesideDe(words: readonly string[]): string[] {
  const parts = words.flatMap((w) => w.split('的')).filter((w) => w !== '');
  return [...new Set(parts.length === 0 ? words : parts)].slice(0, 8);
}

const quote = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
/** A text as `open.terms` cuts it: all its pairs; a single character is the beginning of one. */
export const termOf = (text: string): string => ([...text].length === 1 ? `${quote(text)}:*` : partsOf(text, 2).map(quote).join(' & '));
/** A label as `open.terms` has it. */
export const labelTermOf = (label: string): string => quote(` ${labelOf(label)}`);
export const labelOf = (label: string): string => [...label.toWellFormed()].slice(0, 200).join('');
export const anyOf = (terms: readonly string[]): string => terms.map((t) => `(${t})`).join(' | ');
