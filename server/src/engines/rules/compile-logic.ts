import { FeelFunction, FeelRange } from 'feelin';
import { compileTable } from './compile-table.ts';
import { compileText, type Compiling, type Evaluator } from './compile-text.ts';
import type { FunctionLogic, Logic } from './decision-model.ts';
import { isContext } from './item-types.ts';

export function compileLogic(logic: Logic, at: Compiling): Evaluator {
  switch (logic.kind) {
    case 'literal': {
      const evaluate = compileText(logic.text, at);
      return (variables, run) => at.types.coerce(evaluate(variables, run), logic.type);
    }
    case 'table':
      return compileTable(logic, at);
    case 'context':
      return compileContext(logic, at);
    case 'list': {
      const items = logic.items.map((item) => compileLogic(item, at));
      return (variables, run) => items.map((item) => item(variables, run));
    }
    case 'relation': {
      const rows = logic.rows.map((row) => row.map((cell) => compileLogic(cell, at)));
      return (variables, run) =>
        rows.map((row) => Object.fromEntries(logic.columns.map((column, i) => [column, row[i]?.(variables, run) ?? null])));
    }
    case 'conditional': {
      const test = compileLogic(logic.test, at);
      const met = compileLogic(logic.met, at);
      const otherwise = compileLogic(logic.otherwise, at);
      return (variables, run) => (test(variables, run) === true ? met(variables, run) : otherwise(variables, run));
    }
    case 'invocation':
      return compileInvocation(logic, at);
    case 'function':
      return compileFunction(logic, at);
    case 'filter':
      return compileFilter(logic, at);
    case 'iteration':
      return compileIteration(logic, at);
  }
}

function compileContext(logic: Extract<Logic, { kind: 'context' }>, at: Compiling): Evaluator {
  const shape: Record<string, unknown> = { ...at.shape };
  const entries = logic.entries.map(({ name, type, value }) => {
    const evaluate = compileLogic(value, { ...at, shape: { ...shape } });
    if (name !== null) shape[name] = at.types.sample(type) ?? sampleOf(value);
    return { name, type, evaluate };
  });
  return (variables, run) => {
    const inner: Record<string, unknown> = { ...variables };
    const made: Record<string, unknown> = {};
    for (const { name, type, evaluate } of entries) {
      const value = at.types.coerce(evaluate(inner, run), type);
      if (name === null) return value;
      inner[name] = made[name] = value;
    }
    return made;
  };
}

/** Names that the value of an untyped boxed expression will have, as far as its form tells. */
export function sampleOf(logic: Logic | null): unknown {
  if (logic?.kind === 'context') {
    const result = logic.entries.find((entry) => entry.name === null);
    return result ? sampleOf(result.value) : Object.fromEntries(logic.entries.map((entry) => [entry.name, sampleOf(entry.value)]));
  }
  if (logic?.kind === 'table' && logic.outputs.length > 1) return Object.fromEntries(logic.outputs.map((output) => [output.name ?? '', null]));
  if (logic?.kind === 'relation') return [Object.fromEntries(logic.columns.map((column) => [column, null]))];
  return null;
}

export function compileFunction(logic: FunctionLogic, at: Compiling, result: string | null = null): Evaluator {
  const names = logic.parameters.map((parameter) => parameter.name);
  const samples = Object.fromEntries(logic.parameters.map(({ name, type }) => [name, at.types.sample(type)]));
  const body = logic.feel && logic.body ? compileLogic(logic.body, { ...at, shape: { ...at.shape, ...samples } }) : null;
  if (body === null) return () => null;
  return (variables, run) =>
    new FeelFunction((...values: unknown[]) => {
      const own: Record<string, unknown> = {};
      for (const [i, { name, type }] of logic.parameters.entries()) {
        own[name] = at.types.coerce(values[i], type);
        if (own[name] === null && values[i] !== null && values[i] !== undefined) return null;
      }
      return at.types.coerce(body({ ...variables, ...own }, run), result);
    }, names);
}

function compileInvocation(logic: Extract<Logic, { kind: 'invocation' }>, at: Compiling): Evaluator {
  const target = compileLogic(logic.target, at);
  const bindings = logic.bindings.map(({ name, value }) => ({ name, value: value && compileLogic(value, at) }));
  return (variables, run) => {
    const fn = asFunction(target(variables, run));
    if (!fn) {
      run.warnings.push({ type: 'NO_FUNCTION_FOUND', message: at.place });
      return null;
    }
    const given = Object.fromEntries(bindings.map(({ name, value }) => [name, value ? value(variables, run) : null]));
    const result: unknown = fn.invoke(given);
    return isFailure(result) ? null : result;
  };
}

const asFunction = (value: unknown): FeelFunction | undefined => {
  if (value instanceof FeelFunction) return value;
  if (typeof value !== 'function') return undefined;
  return new FeelFunction(value as (...args: unknown[]) => unknown, (value as { $args?: string[] }).$args ?? []);
};

/** feelin gives back an object with these fields where arguments do not fit. */
const isFailure = (value: unknown): boolean => typeof value === 'object' && value !== null && 'warning' in value && 'template' in value;

function compileFilter(logic: Extract<Logic, { kind: 'filter' }>, at: Compiling): Evaluator {
  const list = compileLogic(logic.list, at);
  const match = compileLogic(logic.match, { ...at, shape: { ...at.shape, item: null } });
  return (variables, run) => {
    const value = list(variables, run);
    if (value === null) return null;
    const all = Array.isArray(value) ? value : [value];
    const kept: unknown[] = [];
    for (const item of all) {
      const matched = match({ ...variables, ...(isContext(item) ? item : {}), item }, run);
      if (typeof matched === 'number') return all.at(matched > 0 ? matched - 1 : matched) ?? null;
      if (typeof matched !== 'boolean') return null;
      if (matched) kept.push(item);
    }
    return kept;
  };
}

function compileIteration(logic: Extract<Logic, { kind: 'iteration' }>, at: Compiling): Evaluator {
  const list = compileLogic(logic.list, at);
  const body = compileLogic(logic.body, { ...at, shape: { ...at.shape, [logic.variable]: null, partial: [] } });
  return (variables, run) => {
    const value = list(variables, run);
    const items = value instanceof FeelRange ? value.map((item: unknown) => item) : value;
    if (!Array.isArray(items)) return null;
    const partial: unknown[] = [];
    for (const item of items) partial.push(body({ ...variables, [logic.variable]: item, ...(logic.mode === 'for' ? { partial } : {}) }, run));
    if (logic.mode === 'for') return partial;
    if (partial.some((result) => result !== null && typeof result !== 'boolean')) return null;
    return logic.mode === 'some' ? quantify(partial, true) : quantify(partial, false);
  };
}

/** Three-valued: `some` is true when one is, `every` false when one is; else null when one is unknown. */
const quantify = (results: unknown[], decisive: boolean): boolean | null =>
  results.includes(decisive) ? decisive : results.includes(null) ? null : !decisive;
