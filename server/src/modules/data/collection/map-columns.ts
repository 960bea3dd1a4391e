import { textIn } from '#kernel/i18n';
import type { RegisterDefinition } from '#engines/records';
import { errors } from './errors.ts';

export type Mapping = { column: string; field: string }[];

/** Columns that our own report of refused rows adds: mended rows are sent again with them. */
export const reportColumns: readonly string[] = ['行号', '原因'];

const plain = (text: string): string => text.toLowerCase().replace(/[\s_\-（）()]/g, '');

/** 字段对照建议: a column is a field's by its id, its title in either language, or the end of its title (“姓名” of “申请人姓名”). */
export function suggestMapping(definition: RegisterDefinition, columns: readonly string[]): Mapping {
  const taken = new Set<string>();
  const mapping: Mapping = [];
  const names = definition.fields.map((f) => ({ field: f.id, exact: new Set([f.id, textIn(f.title, 'zh'), textIn(f.title, 'en')].map(plain)), title: plain(textIn(f.title, 'zh')) }));
  const offer = (fits: (column: string, name: (typeof names)[number]) => boolean): void => {
    for (const column of columns) {
      if (reportColumns.includes(column) || mapping.some((m) => m.column === column)) continue;
      const found = names.filter((n) => !taken.has(n.field) && fits(plain(column), n));
      if (found.length !== 1) continue;
      taken.add(found[0]!.field);
      mapping.push({ column, field: found[0]!.field });
    }
  };
  offer((column, n) => n.exact.has(column));
  offer((column, n) => column.length >= 2 && (n.title.endsWith(column) || column.endsWith(n.title)));
  return columns.flatMap((c) => mapping.find((m) => m.column === c) ?? []);
}

/** Refuses fields that the register has not, or that another source answers for (`own`: those that are the body's to hand in). */
export function checkMapping(definition: RegisterDefinition, mapping: Mapping, own?: ReadonlySet<string>): void {
  const fields = new Set(definition.fields.map((f) => f.id));
  const wrong = mapping.find((m) => !fields.has(m.field));
  if (wrong !== undefined) throw errors.mappingInvalid({ why: wrong.field });
  const others = mapping.find((m) => own?.has(m.field) === false);
  if (others !== undefined) throw errors.otherSource({ field: textIn(definition.fields.find((f) => f.id === others.field)!.title, 'zh') });
}

/**
 * The mapping for a table's columns; refused where a required field has neither a column nor a fixed value. Of a body that answers for some
 * fields only (`own`), what others answer for is neither taken nor asked for; the key is.
 */
export function mappingFor(definition: RegisterDefinition, mapping: Mapping, columns: readonly string[], fixed: Readonly<Record<string, string>> = {}, own?: ReadonlySet<string>): Mapping {
  const given = mapping.length > 0 ? mapping.filter((m) => columns.includes(m.column)) : suggestMapping(definition, columns).filter((m) => own?.has(m.field) ?? true);
  const needed = (f: RegisterDefinition['fields'][number]): boolean => (own === undefined ? f.required : definition.key.includes(f.id));
  const missing = definition.fields.filter((f) => needed(f) && !(f.id in fixed) && !given.some((m) => m.field === f.id));
  const there = columns.slice(0, 50);
  if (missing.length > 0) throw errors.mappingInvalid({ why: { zh: `缺少必填列：${missing.map((f) => textIn(f.title, 'zh')).join('、')}；文件中的列：${there.join('、')}`, en: `required columns are missing: ${missing.map((f) => textIn(f.title, 'en')).join(', ')}; columns of the file: ${there.join(', ')}` } });
  return given;
}
