/** 简体中文 first; English is the full second language. */
export type Locale = 'zh' | 'en';

/** A text of content: Chinese alone, or both languages. */
export type Text = string | { zh: string; en?: string };

export const textIn = (text: Text, locale: Locale): string =>
  typeof text === 'string' ? text : locale === 'en' ? (text.en ?? text.zh) : text.zh;

/** Chooses by an Accept-Language header or a cookie value; Chinese unless English is asked for first. */
export const localeOf = (preference: string | undefined): Locale => (/^\s*en\b/i.test(preference ?? '') ? 'en' : 'zh');

const inBoth = (value: unknown): value is { zh: string; en: string } => typeof value === 'object' && value !== null && typeof (value as { zh?: unknown }).zh === 'string' && typeof (value as { en?: unknown }).en === 'string';

/** An instant as people read it: to the minute, in China. */
const spoken = (value: unknown, locale: Locale): string => (inBoth(value) ? value[locale] : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value) ? new Date(Date.parse(value) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ') : String(value));

/** Fills `{name}` places of a phrase; an instant (ISO 8601, Z) is told as people read it, words in both languages in the phrase's. */
export const fill = (phrase: string, parameters: Readonly<Record<string, unknown>>, locale: Locale = 'zh'): string =>
  phrase.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? spoken(parameters[name], locale) : whole));
