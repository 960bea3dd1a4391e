import type { CodeListDefinition, ContentReader } from '#engines/content';
import { errors } from './errors.ts';
import { checkValue, type Checked, type Fault, type Value } from './field-types.ts';
import type { FieldDefinition } from './register-kind.ts';
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

const required: Fault = { zh: '不能为空', en: 'is required' };

/** One field's value in its one written form; undefined: it is empty and may be so. */
export function checkField(field: FieldDefinition, given: unknown, hasCode: CodeCheck): Checked | undefined {
  if (empty(given)) return field.required ? { ok: false, fault: required } : undefined;
  const checked = checkValue(field.type, given);
  if (!checked.ok || field.codeList === undefined || hasCode(field.codeList, checked.value as string)) return checked;
  return { ok: false, fault: { zh: `代码表中没有“${String(checked.value)}”`, en: `"${String(checked.value)}" is not in the code list` } };
}

/** Names that the register has not: all of them are faults. */
export const strangers = (t: RegisterTable, names: readonly string[]): FieldFault[] => names.filter((name) => !t.byField.has(name)).map((field) => ({ field, zh: '不是本登记簿的字段', en: 'is no field of this register' }));

/** Checks every field of a whole record and names all faults, not only the first. */
export function checkData(t: RegisterTable, input: Readonly<Record<string, unknown>>, hasCode: CodeCheck): { data: Data; faults: FieldFault[] } {
  const data: Data = {};
  const faults = strangers(t, Object.keys(input));
  for (const { field } of t.columns) {
    const checked = checkField(field, input[field.id], hasCode);
    if (checked?.ok === true) data[field.id] = checked.value;
    else if (checked !== undefined) faults.push({ field: field.id, ...checked.fault });
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
