import i18n from 'i18next';
import { useTranslation } from 'react-i18next';
import './start-words.ts';

/** A phrase in both languages: Chinese, then English. `{{name}}` is filled in. */
export type Phrase = readonly [zh: string, en: string];
type Phrases = Readonly<Record<string, Phrase>>;

export interface Words<P extends Phrases> {
  readonly namespace: string;
  readonly phrases: P;
}

export type Say<P extends Phrases> = (key: keyof P & string, values?: Record<string, string | number>) => string;

const catalogue = new Map<string, Phrases>();

/** Words of one screen, beside it and loaded with it. The type asks for both languages, so English cannot be left out. */
export function defineWords<const P extends Phrases>(namespace: string, phrases: P): Words<P> {
  catalogue.set(namespace, phrases);
  for (const [at, language] of (['zh', 'en'] as const).entries()) {
    i18n.addResourceBundle(language, namespace, Object.fromEntries(Object.entries(phrases).map(([key, pair]) => [key, pair[at]])));
  }
  return { namespace, phrases };
}

export function useWords<P extends Phrases>(words: Words<P>): Say<P> {
  const { t } = useTranslation(words.namespace);
  return (key, values) => t(key as string, { ...values });
}

/** Every namespace loaded so far, for the test that reads them. */
export const loadedWords = (): ReadonlyMap<string, Phrases> => catalogue;
