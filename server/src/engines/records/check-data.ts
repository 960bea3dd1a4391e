import type { CodeListDefinition, ContentReader } from '#engines/content';
import { errors } from './errors.ts';
import { checkValue, type Fault, type Value } from './field-types.ts';
import type { RegisterTable } from './register-table.ts';

/** Checked values by field; absent means empty. */
export type Data = Record<string, Value>;

export interface FieldFault extends Fault {
  field: string;
}

export type CodeCheck = (codeList: string, code: string) => boolean;

/** Codes of a list as a set, kept as long as the definition itself. */
export function createCodeCheck(content: Pick<ContentReader, 'find'>): CodeCheck {
  const sets = new WeakMap<CodeListDefinition, ReadonlySet<string>>();
  return (codeList, code) => {
    const list = content.find<CodeListDefinition>('code-list', codeList)?.value;
    if (list === undefined || list.open) return true;
    let set = sets.get(list);
    if (set === undefined) sets.set(list, (set = new Set(list.codes.map((c) => c.code))));
    return set.has(code);
  };
}

const empty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Checks every field of a whole record and names all faults, not only the first. */
export function checkData(t: RegisterTable, input: Readonly<Record<string, unknown>>, hasCode: CodeCheck): { data: Data; faults: FieldFault[] } {
  const data: Data = {};
  const faults: FieldFault[] = [];
  for (const field of Object.keys(input)) if (!t.byField.has(field)) faults.push({ field, zh: '不是本登记簿的字段', en: 'is no field of this register' });
  for (const { field } of t.columns) {
    const given = input[field.id];
    if (empty(given)) {
      if (field.required) faults.push({ field: field.id, zh: '不能为空', en: 'is required' });
      continue;
    }
    const checked = checkValue(field.type, given);
    if (!checked.ok) faults.push({ field: field.id, ...checked.fault });
    else if (field.codeList !== undefined && !hasCode(field.codeList, checked.value as string)) faults.push({ field: field.id, zh: `代码表中没有“${String(checked.value)}”`, en: `"${String(checked.value)}" is not in the code list` });
    else data[field.id] = checked.value;
  }
  return { data, faults };
}

/** The same, refusing by the first fault with all of them in its parameters. */
export function requireData(t: RegisterTable, input: Readonly<Record<string, unknown>>, hasCode: CodeCheck): Data {
  const { data, faults } = checkData(t, input, hasCode);
  const first = faults[0];
  if (first !== undefined) throw errors.invalid({ field: first.field, zh: first.zh, en: first.en, faults });
  return data;
}
