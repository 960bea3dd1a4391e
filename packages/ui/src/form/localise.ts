import type { Text } from '../form-logic/form.ts';
import type { Locale } from './words.ts';

/** A text of content in the reader's language; Chinese where its place has not translated it. */
export const localise = (text: unknown, locale: Locale): string => {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null) return '';
  const { zh, en } = text as Exclude<Text, string>;
  return locale === 'en' ? (en ?? zh ?? '') : (zh ?? '');
};
