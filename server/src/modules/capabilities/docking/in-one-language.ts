import type { Locale } from '#kernel/i18n';

/** Notes of ours are kept in both languages (`中文 / English`), before anybody reads them; words of theirs in their own only. */
export function inOneLanguage<T extends string | null>(note: T, locale: Locale): T | string {
  const both = note === null ? null : /^(.*[\p{Script=Han}].*?) \/ ([ -~]+)$/su.exec(note);
  return both === null ? note : both[locale === 'en' ? 2 : 1]!;
}
