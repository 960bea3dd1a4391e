import { numberWords } from '../../words/when.ts';

/** A cell of a result as people read it: numbers rounded, codes by their names. */
export const resultCell = (value: string | number | boolean | null | undefined, names: Readonly<Record<string, string>> | undefined): string =>
  value === null || value === undefined || value === '' ? '—' : typeof value === 'number' ? numberWords(value, 2) : (names?.[String(value)] ?? String(value));
