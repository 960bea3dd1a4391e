import { fromFeelValue } from './feel/feel-values.ts';
import { FeelError } from './feel/feel-error.ts';
import { formFunctions } from './feel/form-functions.ts';
import { feelValueOf, type CompiledField, type CompiledForm, type CompiledSection, type Condition } from './compile-form.ts';
import { normaliseValue } from './field-value.ts';
import { formLimits, type Answers } from './form.ts';
import { isEmpty, isPlainObject, own } from './plain-object.ts';

/** What a form is looked at with: the clock, and values for the form's `contextNames`. */
export interface Circumstances {
  now: Date;
  context?: Readonly<Record<string, unknown>>;
}

/** Answers that count, with what is computed; and what is to be seen. */
export interface Settled {
  answers: Answers;
  /** Ids of visible fields and repeated sections; fields of rows as `sectionId.row.fieldId`. */
  visible: ReadonlySet<string>;
  /** FEEL values of all answers, for conditions. */
  scope: Readonly<Record<string, unknown>>;
  /** Scopes of the rows of repeated sections. */
  rows: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
}

/**
 * Settles answers in one pass in the order of dependence: hidden ones and those that the form never asked for go,
 * computed ones come, typing habits are mended. Wrong values stay, for `check` to name. Never throws on any JSON.
 */
export function settle(compiled: CompiledForm, given: unknown, at: Circumstances): Settled {
  const raw = isPlainObject(given) ? given : {};
  const scope: Record<string, unknown> = { ...formFunctions };
  for (const name of compiled.contextNames) scope[name] = at.context?.[name] ?? null;
  for (const { key, field } of compiled.steps) scope[key] = field ? null : [];
  const answers: Answers = {};
  const visible = new Set<string>();
  const rows = new Map<string, Record<string, unknown>[]>();

  for (const { key, page, section, field } of compiled.steps) {
    if (!holds(page.showIf, scope, at.now) || !holds(section.showIf, scope, at.now)) continue;
    if (field) {
      settleField(field, key, own(raw, key), scope, answers);
      continue;
    }
    visible.add(key);
    settleRows(section, own(raw, key));
  }
  return { answers, visible, scope, rows };

  function settleField(field: CompiledField, path: string, value: unknown, inScope: Record<string, unknown>, into: Answers): void {
    const { id, type } = field.field;
    if (!holds(field.showIf, inScope, at.now)) return;
    visible.add(path);
    if (type === 'note') return;
    const found = field.compute ? computed(field, inScope) : offered(field, normaliseValue(field.field, value), inScope);
    if (isEmpty(found)) return;
    into[id] = found;
    inScope[id] = feelValueOf(field.field, found);
  }

  function settleRows(section: CompiledSection, value: unknown): void {
    const { id } = section.section;
    if (value === undefined || value === null) return;
    if (!Array.isArray(value)) {
      answers[id] = value;
      return;
    }
    const scopes: Record<string, unknown>[] = [];
    const list: unknown[] = [];
    for (const [i, row] of value.entries()) {
      if (i >= formLimits.rowsMax || !isPlainObject(row)) {
        list.push(row);
        continue;
      }
      const inner: Record<string, unknown> = { ...scope };
      for (const field of section.fields) inner[field.field.id] = null;
      const made: Answers = {};
      for (const field of section.ordered) settleField(field, `${id}.${i}.${field.field.id}`, own(row, field.field.id), inner, made);
      scopes[i] = inner;
      list.push(made);
    }
    if (list.length === 0) return;
    answers[id] = list;
    rows.set(id, scopes);
    scope[id] = scopes.map((inner) => Object.fromEntries(section.fields.map((field) => [field.field.id, inner[field.field.id] ?? null])));
  }

  function computed(field: CompiledField, inScope: Record<string, unknown>): unknown {
    try {
      return normaliseValue(field.field, fromFeelValue(field.compute?.(inScope, at.now).value));
    } catch (error) {
      if (error instanceof FeelError) return null;
      throw error;
    }
  }

  /** Choices whose option is not offered (any more) do not count. */
  function offered(field: CompiledField, value: unknown, inScope: Record<string, unknown>): unknown {
    if (field.options.size === 0) return value;
    const isOffered = (code: unknown): boolean => typeof code !== 'string' || holds(field.options.get(code) ?? null, inScope, at.now);
    if (Array.isArray(value)) return value.filter(isOffered);
    return isOffered(value) ? value : undefined;
  }
}

/** True only when the condition gives true; an evaluation that went over a limit hides. */
export function holds(condition: Condition | null, scope: Readonly<Record<string, unknown>>, now: Date): boolean {
  return condition === null || verdict(condition, scope, now) === true;
}

export function verdict(condition: Condition, scope: Readonly<Record<string, unknown>>, now: Date): unknown {
  try {
    return condition(scope, now).value;
  } catch (error) {
    if (error instanceof FeelError) return null;
    throw error;
  }
}
