import type { CompiledForm } from './compile-form.ts';
import type { Answers } from './form.ts';
import { isEmpty, isPlainObject, own } from './plain-object.ts';
import { settle, type Circumstances } from './settle.ts';

/** A value that a register holds (数据来源): fetch `field` of the record of `register` whose key is `key`. */
export interface WantedSource {
  /** Field to be filled; in rows `sectionId.row.fieldId`. */
  path: string;
  register: string;
  field: string;
  key: string;
  locked: boolean;
}

/** What is to be fetched for the visible fields whose key is answered: never ask for what government knows. */
export function wantedSources(compiled: CompiledForm, answers: unknown, at: Circumstances): WantedSource[] {
  const settled = settle(compiled, answers, at);
  const wanted: WantedSource[] = [];
  for (const { field, section } of compiled.fields.values()) {
    const { source, id } = field.field;
    if (!source) continue;
    const want = (path: string, scope: Readonly<Record<string, unknown>>): void => {
      const key = source.by.split('.').reduce<unknown>((value, part) => (isPlainObject(value) ? own(value, part) : undefined), scope);
      if (settled.visible.has(path) && typeof key === 'string' && key !== '') {
        wanted.push({ path, register: source.register, field: source.field, key, locked: source.locked ?? false });
      }
    };
    if (section.section.repeat) for (const [i, scope] of (settled.rows.get(section.section.id) ?? []).entries()) want(`${section.section.id}.${i}.${id}`, scope);
    else want(id, settled.scope);
  }
  return wanted;
}

/** Answers with what was fetched, by path: a locked field takes it always, another only while it is empty. */
export function fillSources(answers: Readonly<Answers>, wanted: readonly WantedSource[], fetched: Readonly<Record<string, unknown>>): Answers {
  const filled = structuredClone(answers) as Answers;
  for (const { path, locked } of wanted) {
    const value = own(fetched, path);
    if (isEmpty(value)) continue;
    const [first, row, id] = path.split('.') as [string, string | undefined, string | undefined];
    const rows = own(filled, first);
    const holder = row === undefined ? filled : Array.isArray(rows) ? (rows[Number(row)] as unknown) : undefined;
    const key = id ?? first;
    if (isPlainObject(holder) && (locked || isEmpty(own(holder, key)))) holder[key] = value;
  }
  return filled;
}
