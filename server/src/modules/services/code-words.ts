import { codeListKind, type ContentReader } from '#engines/content';
import { textIn, type Locale } from '#kernel/i18n';

/** The name of a code in a list of the content; the code itself where the list or the code is not there. */
export function codeWords(content: Pick<ContentReader, 'find'>, list: string, code: string, locale: Locale): string {
  const found = content.find(codeListKind, list)?.value.codes.find((c) => c.code === code);
  return found === undefined ? code : textIn(found.name, locale);
}
