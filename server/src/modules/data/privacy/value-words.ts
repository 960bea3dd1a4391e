import type { CodeListDefinition } from '#engines/content';
import type { FieldDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { Privacy } from './deps.ts';

/** A value as people read it: codes and divisions by their names. */
export function valueWords(p: Pick<Privacy, 'content' | 'divisionName'>, { locale }: Pick<Context, 'locale'>, f: FieldDefinition, value: unknown): string {
  if (f.type === 'boolean') return value === true ? (locale === 'zh' ? '是' : 'Yes') : locale === 'zh' ? '否' : 'No';
  if (f.type === 'division') return p.divisionName(String(value), locale);
  const code = f.codeList === undefined ? undefined : p.content.find<CodeListDefinition>('code-list', f.codeList)?.value.codes.find((x) => x.code === String(value));
  return code === undefined ? String(value) : textIn(code.name, locale);
}
