import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'zh' | 'en';

const chosen = (): Language => (/(?:^|; )yiwang_language=en/.test(document.cookie) ? 'en' : 'zh');

// Chinese first; the choice is the cookie that portal, sign-in pages and server read too.
void i18n.use(initReactI18next).init({ lng: chosen(), fallbackLng: 'zh', resources: {}, ns: [], keySeparator: false, interpolation: { escapeValue: false }, react: { useSuspense: false }, initAsync: false });
document.documentElement.lang = chosen() === 'en' ? 'en' : 'zh-CN';

export function changeLanguage(language: Language): void {
  document.cookie = `yiwang_language=${language}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  void i18n.changeLanguage(language);
}

export const currentLanguage = (): Language => (i18n.language === 'en' ? 'en' : 'zh');

/** A text of a definition in the reader's language. */
export const textOf = (text: unknown): string => {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null) return '';
  const { zh, en } = text as { zh?: unknown; en?: unknown };
  const found = currentLanguage() === 'en' ? (en ?? zh) : zh;
  return typeof found === 'string' ? found : '';
};
