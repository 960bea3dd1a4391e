import type { Locale } from '#kernel/i18n';

interface Bodies {
  organisation: (creditCode: string) => { name: string; englishName?: string } | undefined;
}

/** A body in the reader's language; its code where nobody knows it any more. */
export function bodyName({ organisation }: Bodies, code: string, locale: Locale): string {
  const body = organisation(code);
  return (locale === 'en' ? body?.englishName : undefined) ?? body?.name ?? code;
}
