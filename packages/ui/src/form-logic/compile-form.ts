import { parseDate } from 'feelin';
import { compileExpression, type CompiledExpression } from './feel/feel-expression.ts';
import { FeelError } from './feel/feel-error.ts';
import { formFunctions } from './feel/form-functions.ts';
import { unknownFunctionsIn } from './feel/unknown-functions-in.ts';
import { namesIn } from './feel/names-in.ts';
import { formFaults, type DefinitionProblem } from './form-faults.ts';
import { orderSteps } from './order-steps.ts';
import type { Field, Form, Page, Section } from './form.ts';

/** A condition over the answers. */
export type Condition = CompiledExpression;

/** One thing to settle: a field outside repeated sections, or a whole repeated section. */
export interface Step {
  key: string;
  page: CompiledPage;
  section: CompiledSection;
  /** Absent for a repeated section. */
  field?: CompiledField;
}

export interface CompiledPage {
  page: Page;
  showIf: Condition | null;
  sections: CompiledSection[];
}

export interface CompiledSection {
  section: Section;
  page: CompiledPage;
  showIf: Condition | null;
  fields: CompiledField[];
  /** Fields of a repeated section in the order in which they depend on one another. */
  ordered: CompiledField[];
}

export interface CompiledField {
  field: Field;
  showIf: Condition | null;
  compute: Condition | null;
  required: Condition | boolean;
  checks: { if: Condition; message: { zh: string; en: string } }[];
  options: Map<string, Condition>;
}

/** 编译后的表单: expressions read, fields in the order of dependence. */
export interface CompiledForm {
  form: Form;
  pages: CompiledPage[];
  /** Every field and repeated section after those that it depends on. */
  steps: Step[];
  fields: ReadonlyMap<string, { field: CompiledField; section: CompiledSection; page: CompiledPage }>;
  repeats: ReadonlyMap<string, CompiledSection>;
  contextNames: readonly string[];
}

export type FormCompilation = { compiled: CompiledForm; problems: [] } | { compiled: null; problems: DefinitionProblem[] };

/**
 * Reads a form. Refuses doubled ids, wrong expressions, names that are no field (unless listed in `contextNames`, what
 * the caller hands in beside the answers), and rings of compute and showIf.
 */
export function compileForm(form: Form, contextNames: readonly string[] = []): FormCompilation {
  const problems = formFaults(form, contextNames);
  if (problems.length > 0) return { compiled: null, problems };
  const reader = createReader(form, contextNames, problems);
  const pages = form.pages.map((page, p) => reader.page(page, `pages.${p}`));
  if (problems.length > 0) return { compiled: null, problems };

  const fields = new Map<string, { field: CompiledField; section: CompiledSection; page: CompiledPage }>();
  const repeats = new Map<string, CompiledSection>();
  for (const page of pages) {
    for (const section of page.sections) {
      if (section.section.repeat) repeats.set(section.section.id, section);
      for (const field of section.fields) fields.set(field.field.id, { field, section, page });
    }
  }
  const { steps, ring } = orderSteps(pages);
  if (ring.length > 0) {
    const names = ring.join(' → ');
    return { compiled: null, problems: [{ path: ring[0]!, code: 'ring', message: { zh: `字段互相依赖：${names}`, en: `Fields depend on one another: ${names}` } }] };
  }
  return { compiled: { form, pages, steps, fields, repeats, contextNames }, problems: [] };
}

function createReader(form: Form, contextNames: readonly string[], problems: DefinitionProblem[]) {
  const repeats = new Map<string, ReadonlySet<string>>();
  const flat = new Set<string>();
  for (const page of form.pages) {
    for (const section of page.sections) {
      if (section.repeat) repeats.set(section.id, new Set(section.fields.map((field) => field.id)));
      else for (const field of section.fields) flat.add(field.id);
    }
  }
  const context = new Set(contextNames);

  const read = (source: string, path: string, row: ReadonlySet<string> | null): Condition | null => {
    try {
      for (const name of namesIn(source)) {
        const [root, part] = name as [string, string | undefined];
        const inSight = flat.has(root) || context.has(root) || row?.has(root) || repeats.has(root);
        const fault = !inSight ? root : part !== undefined && repeats.get(root)?.has(part) === false ? `${root}.${part}` : null;
        if (fault !== null) problems.push({ path, code: 'unknownName', message: { zh: `表达式中的“${fault}”不是表单的字段`, en: `“${fault}” in the expression is no field of the form` } });
      }
      for (const name of unknownFunctionsIn(source, [...Object.keys(formFunctions), ...contextNames])) {
        problems.push({ path, code: 'unknownName', message: { zh: `没有函数“${name}”`, en: `There is no function “${name}”` } });
      }
      return compileExpression(source);
    } catch (error) {
      if (!(error instanceof FeelError)) throw error;
      const { line, column } = error.position ?? { line: 1, column: 1 };
      problems.push({ path, code: 'expression', message: { zh: `表达式有误（第 ${line} 行第 ${column} 列）：${error.words.zh}`, en: `Wrong expression (line ${line}, column ${column}): ${error.words.en}` } });
      return null;
    }
  };
  const maybe = (source: string | undefined, path: string, row: ReadonlySet<string> | null): Condition | null =>
    source === undefined ? null : read(source, path, row);

  const readField = (field: Field, path: string, row: ReadonlySet<string> | null): CompiledField => ({
    field,
    showIf: maybe(field.showIf, `${path}.showIf`, row),
    compute: maybe(field.compute, `${path}.compute`, row),
    required: typeof field.required === 'string' ? (read(field.required, `${path}.required`, row) ?? true) : (field.required ?? false),
    checks: (field.check ?? []).flatMap((check, i) => {
      const condition = read(check.if, `${path}.check.${i}.if`, row);
      const message = typeof check.message === 'string' ? { zh: check.message, en: check.message } : { zh: check.message.zh, en: check.message.en ?? check.message.zh };
      return condition ? [{ if: condition, message }] : [];
    }),
    options: new Map(
      (field.type === 'choice' ? (field.options ?? []) : []).flatMap((option, i) => {
        const condition = maybe(option.showIf, `${path}.options.${i}.showIf`, row);
        return condition ? [[option.code, condition] as const] : [];
      }),
    ),
  });

  const readSection = (section: Section, page: CompiledPage, path: string): CompiledSection => {
    const row = section.repeat ? new Set(section.fields.map((field) => field.id)) : null;
    const fields = section.fields.map((field, f) => readField(field, `${path}.fields.${f}`, row));
    return { section, page, showIf: maybe(section.showIf, `${path}.showIf`, null), fields, ordered: fields };
  };

  return {
    page(page: Page, path: string): CompiledPage {
      const compiled: CompiledPage = { page, showIf: maybe(page.showIf, `${path}.showIf`, null), sections: [] };
      compiled.sections = page.sections.map((section, s) => readSection(section, compiled, `${path}.sections.${s}`));
      return compiled;
    },
  };
}

/** An answer as FEEL sees it: a day as a FEEL date, everything else as it is, nothing as null. */
export function feelValueOf(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (field.type === 'date') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? (parseDate(value) ?? null) : null;
  return value;
}
