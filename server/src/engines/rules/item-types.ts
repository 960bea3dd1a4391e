import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';
import { compileUnaryTests, type CompiledTests } from '@yiwang/ui/form-logic/feel/feel-unary-tests.ts';
import type { ItemType } from './decision-model.ts';

const simple: Record<string, (value: unknown) => boolean> = {
  Any: () => true,
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => value instanceof FeelDate,
  time: (value) => value instanceof FeelTime,
  'date and time': (value) => value instanceof FeelDateTime,
  dateTime: (value) => value instanceof FeelDateTime,
  duration: (value) => value instanceof FeelDuration,
  'days and time duration': (value) => value instanceof FeelDuration && !value.yearsMonths,
  'years and months duration': (value) => value instanceof FeelDuration && value.yearsMonths,
  dayTimeDuration: (value) => value instanceof FeelDuration && !value.yearsMonths,
  yearMonthDuration: (value) => value instanceof FeelDuration && value.yearsMonths,
  context: isContext,
  list: Array.isArray,
  function: isFunction,
  range: (value) => value instanceof FeelRange,
};

export interface ItemTypes {
  /** DMN 10.3.2.9.4: a singleton list stands for its element and an element for its list; what does not conform is null. */
  coerce(value: unknown, type: string | null): unknown;
  /** A sample value with the names of the type's parts, for reading names with blanks. */
  sample(type: string | null): unknown;
}

export function createItemTypes(definitions: ReadonlyMap<string, ItemType>): ItemTypes {
  const allowed = new Map<ItemType, CompiledTests>();

  const conforms = (value: unknown, type: string | null, depth = 0): boolean => {
    if (value === null || type === null || depth > 30) return true;
    const definition = definitions.get(type);
    if (definition) return conformsTo(value, definition, depth);
    const test = simple[type.replace(/^feel[:.]/, '')];
    return test ? test(value) : true;
  };

  const conformsTo = (value: unknown, definition: ItemType, depth: number): boolean => {
    if (value === null) return true;
    if (definition.isFunction) return isFunction(value);
    if (definition.collection) return Array.isArray(value) && value.every((item) => isOne(item, definition, depth));
    return isOne(value, definition, depth);
  };

  const isOne = (value: unknown, definition: ItemType, depth: number): boolean => {
    if (value === null) return true;
    if (definition.parts.length > 0) {
      return isContext(value) && definition.parts.every((part) => part.name in value && conformsTo(value[part.name], part, depth + 1));
    }
    if (!conforms(value, definition.base, depth + 1)) return false;
    if (definition.allowed === null) return true;
    let tests = allowed.get(definition);
    if (!tests) allowed.set(definition, (tests = compileUnaryTests(definition.allowed)));
    return tests(value, {}).matches;
  };

  const isList = (type: string | null): boolean => {
    const definition = type === null ? undefined : definitions.get(type);
    return type === 'list' || (definition !== undefined && (definition.collection || (definition.parts.length === 0 && isList(definition.base))));
  };

  const sample = (type: string | null, depth = 0): unknown => {
    const definition = type === null ? undefined : definitions.get(type);
    return definition && depth < 8 ? sampleOf(definition, depth) : null;
  };
  const sampleOf = (definition: ItemType, depth: number): unknown => {
    const one =
      definition.parts.length > 0
        ? Object.fromEntries(definition.parts.map((part) => [part.name, sampleOf(part, depth + 1)]))
        : sample(definition.base, depth + 1);
    return definition.collection ? [one] : one;
  };

  return {
    sample,
    coerce(value, type) {
      if (value === null || value === undefined || type === null) return value ?? null;
      if (conforms(value, type)) return value;
      if (Array.isArray(value) && value.length === 1 && !isList(type) && conforms(value[0], type)) return value[0];
      if (!Array.isArray(value) && isList(type) && conforms([value], type)) return [value];
      return null;
    },
  };
}

/** One defined in FEEL, or one of FEEL's own, which feelin hands out as they are. */
function isFunction(value: unknown): boolean {
  return value instanceof FeelFunction || typeof value === 'function';
}

export function isContext(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
