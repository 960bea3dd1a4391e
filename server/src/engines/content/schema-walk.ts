import type { z } from 'zod';
import type { Step } from './types.ts';

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes['_zod']['def'];

const defOf = (schema: Schema): Def => (schema as z.core.$ZodTypes)._zod.def;

/** Looks through wrappers (optional, default, readonly, input of a pipe, lazy …) to the schema that says what may be written. */
function inner(schema: Schema): Schema {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional': case 'nullable': case 'default': case 'prefault': case 'readonly': case 'catch': case 'nonoptional':
      return inner(def.innerType);
    case 'pipe': return inner(def.in);
    case 'lazy': return inner(def.getter());
    default: return schema;
  }
}

/** Keys that an object schema (or any branch of a union of them) names; undefined if it takes any key or is no object. */
export function keysOf(schema: Schema): Set<string> | undefined {
  const def = defOf(inner(schema));
  if (def.type === 'object') return def.catchall && defOf(def.catchall).type !== 'never' ? undefined : new Set(Object.keys(def.shape));
  const parts = def.type === 'union' ? def.options : def.type === 'intersection' ? [def.left, def.right] : [];
  if (parts.length === 0) return undefined;
  const keys = new Set<string>();
  for (const part of parts) {
    const some = keysOf(part);
    if (!some) return undefined;
    for (const key of some) keys.add(key);
  }
  return keys;
}

/** Paths of keys that a schema would silently drop: almost always a misspelling, so content refuses them. */
export function unknownKeys(schema: Schema, value: unknown, path: Step[] = []): Step[][] {
  if (typeof value !== 'object' || value === null) return [];
  const real = inner(schema);
  const def = defOf(real);
  if (Array.isArray(value)) {
    if (def.type === 'array') return value.flatMap((member, i) => unknownKeys(def.element, member, [...path, i]));
    return def.type === 'union' ? unknownKeys(branch(def.options, value), value, path) : [];
  }
  const entries = Object.entries(value);
  if (def.type === 'record') return entries.flatMap(([key, member]) => unknownKeys(def.valueType, member, [...path, key]));
  if (def.type === 'union') return unknownKeys(branch(def.options, value), value, path);
  if (def.type !== 'object' || (def.catchall && defOf(def.catchall).type !== 'never')) return [];
  const shape = def.shape as Readonly<Record<string, Schema | undefined>>;
  return entries.flatMap(([key, member]) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return field ? unknownKeys(field, member, [...path, key]) : [[...path, key]];
  });
}

/** The branch of a union that accepts the value; the last one if none does (the schema itself has refused it then). */
function branch(options: readonly Schema[], value: unknown): Schema {
  const fitting = options.filter((option) => (option as z.ZodType).safeParse(value).success);
  const clean = fitting.find((option) => unknownKeys(option, value).length === 0);
  return clean ?? fitting[0] ?? (options[options.length - 1] as Schema);
}
