import type { CompiledField, CompiledForm, CompiledPage, CompiledSection } from './compile-form.ts';
import { faultOf, type Lookups } from './field-value.ts';
import type { Text } from './form.ts';
import { problemWords, type FormProblem, type FormProblemCode } from './form-problem.ts';
import { formLimits } from './form.ts';
import { isEmpty, isPlainObject, own } from './plain-object.ts';
import { holds, settle, verdict, type Circumstances, type Settled } from './settle.ts';

export interface CheckOptions extends Circumstances {
  lookups?: Lookups;
  /** Only this page's answers. */
  page?: string;
  /** Values fetched from registers by field id: a locked field must equal them. */
  sourced?: Readonly<Record<string, unknown>>;
}

export interface Checked {
  /** The answers that count, computed values included: what is to be stored. */
  answers: Settled['answers'];
  problems: FormProblem[];
}

const chinaDay = (now: Date): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
const zh = (text: Text): string => (typeof text === 'string' ? text : text.zh);
const en = (text: Text): string => (typeof text === 'string' ? text : (text.en ?? text.zh));

/** Checks answers of one page or of the whole form. Any JSON may come; what is wrong is a problem at its path. */
export function check(compiled: CompiledForm, given: unknown, options: CheckOptions): Checked {
  const settled = settle(compiled, given, options);
  const problems: FormProblem[] = [];
  const today = chinaDay(options.now);
  const lookups = options.lookups ?? {};
  const wants = (page: CompiledPage): boolean => options.page === undefined || options.page === page.page.id;
  const refuse = (path: string, page: CompiledPage | null, code: FormProblemCode, message = problemWords(code)): void => {
    if (problems.length < formLimits.problemsMax) problems.push({ path, code, message, page: page?.page.id ?? null });
  };

  if (!isPlainObject(given)) refuse('', null, 'type');
  else refuseUnknown(given, '', null, (key) => compiled.repeats.has(key) || (compiled.fields.get(key)?.section.section.repeat === undefined && compiled.fields.has(key)));

  for (const page of compiled.pages) {
    if (!wants(page)) continue;
    for (const section of page.sections) {
      if (section.section.repeat) checkRows(section, page, given);
      else for (const field of section.fields) checkField(field, page, field.field.id, settled.answers, settled.scope);
    }
  }
  return { answers: settled.answers, problems };

  function refuseUnknown(object: Readonly<Record<string, unknown>>, prefix: string, page: CompiledPage | null, known: (key: string) => boolean): void {
    for (const key of Object.keys(object)) if (!known(key)) refuse(prefix + key.slice(0, 60), page, 'unknown');
  }

  function checkRows(section: CompiledSection, page: CompiledPage, raw: unknown): void {
    const { id, repeat } = section.section;
    if (!settled.visible.has(id) || !repeat) return;
    const rows = settled.answers[id] ?? [];
    if (!Array.isArray(rows)) return refuse(id, page, 'type');
    if (rows.length > repeat.max) return refuse(id, page, 'tooMany', problemWords('tooMany', { max: repeat.max }));
    if (rows.length < repeat.min) refuse(id, page, 'tooFew', problemWords('tooFew', { min: repeat.min }));
    const rawRows = isPlainObject(raw) ? own(raw, id) : [];
    for (const [i, row] of rows.entries()) {
      const scope = settled.rows.get(id)?.[i];
      if (!isPlainObject(row) || !scope) {
        refuse(`${id}.${i}`, page, 'type');
        continue;
      }
      const rawRow: unknown = Array.isArray(rawRows) ? rawRows[i] : undefined;
      if (isPlainObject(rawRow)) refuseUnknown(rawRow, `${id}.${i}.`, page, (key) => section.fields.some((field) => field.field.id === key));
      for (const field of section.fields) checkField(field, page, `${id}.${i}.${field.field.id}`, row, scope);
    }
  }

  function checkField(field: CompiledField, page: CompiledPage, path: string, answers: Readonly<Record<string, unknown>>, scope: Readonly<Record<string, unknown>>): void {
    const definition = field.field;
    if (!settled.visible.has(path) || definition.type === 'note') return;
    const value = own(answers, definition.id);
    if (definition.source?.locked && options.sourced && Object.hasOwn(options.sourced, path)) {
      const fetched = options.sourced[path];
      if (!isEmpty(fetched) && JSON.stringify(value ?? null) !== JSON.stringify(fetched)) {
        return refuse(path, page, 'locked', problemWords('locked', { register: definition.source.register }));
      }
    }
    if (isEmpty(value)) {
      const required = typeof field.required === 'boolean' ? field.required : holds(field.required, scope, options.now);
      if (required) refuse(path, page, 'required', problemWords('required', { label: zh(definition.label) }, { label: en(definition.label) }));
      return;
    }
    const fault = faultOf(definition, value, lookups, today);
    if (fault) return refuse(path, page, fault.code, problemWords(fault.code, fault.values));
    for (const rule of field.checks) {
      if (verdict(rule.if, scope, options.now) === false) refuse(path, page, 'rule', rule.message);
    }
  }
}
