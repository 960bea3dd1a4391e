/** 简体中文 first; English is the full second language. */
export type Locale = 'zh' | 'en';

/** A text of content: Chinese alone, or both languages. */
export type Text = string | { zh: string; en?: string };

export const textIn = (text: Text, locale: Locale): string =>
  typeof text === 'string' ? text : locale === 'en' ? (text.en ?? text.zh) : text.zh;

/** Chooses by an Accept-Language header or a cookie value; Chinese unless English is asked for first. */
export const localeOf = (preference: string | undefined): Locale => (/^\s*en\b/i.test(preference ?? '') ? 'en' : 'zh');

/** Fills `{name}` places of a phrase. */
export const fill = (phrase: string, parameters: Readonly<Record<string, unknown>>): string =>
  phrase.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? String(parameters[name]) : whole));
