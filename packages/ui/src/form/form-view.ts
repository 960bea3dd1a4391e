import { compileForm, type CompiledField, type CompiledForm } from '../form-logic/compile-form.ts';
import type { Answers, Field, Form } from '../form-logic/form.ts';
import { isPlainObject } from '../form-logic/plain-object.ts';
import { holds, settle, type Settled } from '../form-logic/settle.ts';
import { localise } from './localise.ts';
import type { Locale } from './words.ts';

/** One field as it is drawn. `path` is `fieldId` or `sectionId.row.fieldId`. */
export interface FieldView {
  path: string;
  field: Field;
  label: string;
  help: string;
  required: boolean;
  value: unknown;
  options: { code: string; label: string }[];
  error: string | null;
  source: { register: string; at: string; locked: boolean } | null;
  computed: boolean;
}

export interface SectionView {
  id: string;
  title: string;
  note: string;
  fields: FieldView[];
  /** Rows of a repeated section. */
  repeat: { rowTitle: string; rows: FieldView[][]; mayAdd: boolean; mayRemove: boolean } | null;
}

export interface PageView {
  id: string;
  index: number;
  title: string;
  note: string;
  sections: SectionView[];
}

/** What the form is drawn from: a draft or a case. */
export interface FormState {
  form: Form;
  answers: Answers;
  locale: Locale;
  now: Date;
  context?: Record<string, unknown>;
  sources?: Readonly<Record<string, { register: string; at: string; locked: boolean }>>;
  /** Problems to be shown, by path. */
  errors?: ReadonlyMap<string, string>;
}

// what the server hands to every form beside the answers
const contextNames = ['applicant', 'item'] as const;
const compiledForms = new WeakMap<Form, CompiledForm | null>();

function compiledOf(form: Form): CompiledForm | null {
  let compiled = compiledForms.get(form);
  if (compiled === undefined) compiledForms.set(form, (compiled = compileForm(form, contextNames).compiled));
  return compiled;
}

/** Pages that the answers call for, drawn field by field. A form that cannot be read has no pages. */
export function viewForm(state: FormState): PageView[] {
  const compiled = compiledOf(state.form);
  if (compiled === null) return [];
  const settled = settle(compiled, state.answers, { now: state.now, context: state.context ?? {} });
  return compiled.pages
    .map((page, index): PageView => ({
      id: page.page.id,
      index,
      title: localise(page.page.title, state.locale),
      note: localise(page.page.note, state.locale),
      sections: holds(page.showIf, settled.scope, state.now) ? page.sections.flatMap((section) => (holds(section.showIf, settled.scope, state.now) ? [sectionView(section, state, settled)] : [])) : [],
    }))
    .map((page) => ({ ...page, sections: page.sections.filter((section) => section.repeat !== null || section.fields.length > 0) }))
    .filter((page) => page.sections.length > 0);
}

function sectionView(section: CompiledForm['pages'][number]['sections'][number], state: FormState, settled: Settled): SectionView {
  const { id, title, note, repeat } = section.section;
  const base = { id, title: localise(title, state.locale), note: localise(note, state.locale) };
  if (!repeat) {
    return { ...base, repeat: null, fields: section.fields.flatMap((field) => (settled.visible.has(field.field.id) ? [fieldView(field, field.field.id, settled.answers, settled.scope, state)] : [])) };
  }
  const given = settled.answers[id];
  const answered = Array.isArray(given) ? given.filter(isPlainObject) : [];
  const missing = Math.max(0, Math.max(1, repeat.min) - answered.length);
  const rows = [...answered, ...Array.from({ length: missing }, () => ({}))];
  return {
    ...base,
    fields: [],
    repeat: {
      rowTitle: localise(repeat.rowTitle, state.locale) || base.title,
      mayAdd: rows.length < repeat.max,
      mayRemove: rows.length > Math.max(1, repeat.min),
      rows: rows.map((row, at) => {
        const scope = settled.rows.get(id)?.[at] ?? settled.scope;
        return section.fields
          .filter((field) => (at < answered.length ? settled.visible.has(`${id}.${at}.${field.field.id}`) : holds(field.showIf, { ...scope, ...Object.fromEntries(section.fields.map((f) => [f.field.id, null])) }, state.now)))
          .map((field) => fieldView(field, `${id}.${at}.${field.field.id}`, row, scope, state));
      }),
    },
  };
}

function fieldView(field: CompiledField, path: string, answers: Readonly<Record<string, unknown>>, scope: Readonly<Record<string, unknown>>, state: FormState): FieldView {
  const { field: definition } = field;
  const options = definition.type === 'choice' ? (definition.options ?? []).filter((option) => holds(field.options.get(option.code) ?? null, scope, state.now)) : [];
  return {
    path,
    field: definition,
    label: localise(definition.label, state.locale),
    help: localise(definition.help, state.locale),
    required: typeof field.required === 'boolean' ? field.required : holds(field.required, scope, state.now),
    value: answers[definition.id] ?? null,
    options: options.map((option) => ({ code: option.code, label: localise(option.label, state.locale) })),
    error: state.errors?.get(path) ?? null,
    source: state.sources?.[path] ?? null,
    computed: field.compute !== null,
  };
}

export const fieldsOfPage = (page: PageView): FieldView[] => page.sections.flatMap((section) => (section.repeat === null ? section.fields : section.repeat.rows.flat()));
export const fieldId = (path: string): string => `f-${path.replace(/[^\w-]/g, '-')}`;
export const fieldName = (path: string): string => `a.${path}`;
