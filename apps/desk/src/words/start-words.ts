import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh' | 'en';

const chosen = (): Language => (/(?:^|; )yiwang_language=en/.test(document.cookie) ? 'en' : 'zh');

// Chinese first; the choice is the cookie that portal, sign-in pages and server read too.
void i18n.use(initReactI18next).init({ lng: chosen(), fallbackLng: 'zh', resources: {}, ns: [], keySeparator: false, interpolation: { escapeValue: false }, react: { useSuspense: false }, initAsync: false });
const mark = (language: Language): void => {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  document.title = language === 'en' ? 'Government desk · Yiwang' : '政务工作台 · 一网';
};
mark(chosen());

export function changeLanguage(language: Language): void {
  document.cookie = `yiwang_language=${language}; path=/; max-age=31536000; samesite=lax`;
  mark(language);
  void i18n.changeLanguage(language);
}

export const currentLanguage = (): Language => (i18n.language === 'en' ? 'en' : 'zh');

/** What stands between the things of a list, between its clauses, between a name and what it names, and around an aside. */
export const between = (): { things: string; clauses: string; named: string; aside: (text: string | number) => string } =>
  (currentLanguage() === 'en' ? { things: ', ', clauses: '; ', named: ': ', aside: (text) => ` (${text})` } : { things: '、', clauses: '；', named: '：', aside: (text) => `（${text}）` });

/** A text of a definition in the reader's language. */
export const textOf = (text: unknown): string => {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null) return '';
  const { zh, en } = text as { zh?: unknown; en?: unknown };
  const found = currentLanguage() === 'en' ? (en ?? zh) : zh;
  return typeof found === 'string' ? found : '';
};
