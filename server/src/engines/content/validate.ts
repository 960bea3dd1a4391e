import type { z } from 'zod';
import { at, pathById } from './inherit.ts';
import { problem, type ContentProblem, type Place } from './problems.ts';
import { ENVELOPE_KEYS, placeOf } from './read-pack.ts';
import type { ResolvedDefinition } from './resolve-inheritance.ts';
import { schemaIssues } from './schema-words.ts';
import { keysOf, unknownKeys } from './schema-walk.ts';
import type { Kind, Step } from './types.ts';

/** Checks the merged body against the kind's schema; undefined (with problems) if it does not fit. */
export function validate(kind: Kind, definition: ResolvedDefinition, problems: ContentProblem[]): { value: unknown } | undefined {
  const keys = keysFor(kind.schema);
  const input: Record<string, unknown> = {};
  const unknown: Step[][] = [];
  const misspelt = (path: Step[]): void => {
    if (path.length > 1 || !unknown.some(([first]) => first === path[0])) unknown.push(path);
  };
  for (const [key, value] of Object.entries(definition.body)) {
    // Envelope keys go to the schema only if it names them, so that a strict schema need not know them.
    if (keys.named.has(key) || !ENVELOPE_KEYS.has(key)) input[key] = value;
    if (keys.closed && !keys.named.has(key) && !ENVELOPE_KEYS.has(key)) misspelt([key]);
  }
  const result = kind.schema.safeParse(input, { reportInput: true });
  const flat = definition.raw.document === undefined; // cells of a table have no keys of their own
  if (result.success && !flat) unknownKeys(kind.schema, input).forEach(misspelt);
  for (const issue of result.success ? [] : schemaIssues(result.error as z.core.$ZodError)) {
    if (issue.unknownKey) misspelt(issue.path);
    else problems.push(problem('schema', place(definition, issue.path), { why: issue.words }));
  }
  for (const path of unknown) problems.push(problem('unknownKey', place(definition, path), { key: String(path.at(-1)) }));
  return result.success && unknown.length === 0 ? { value: result.data } : undefined;
}

interface SchemaKeys {
  named: ReadonlySet<string>;
  /** No other keys at the top. */
  closed: boolean;
}
const schemaKeys = new WeakMap<z.ZodType, SchemaKeys>();

/** Keys that a schema names; one that is no object, or takes any key, is handed the whole envelope. */
function keysFor(schema: z.ZodType): SchemaKeys {
  const known = schemaKeys.get(schema);
  if (known) return known;
  const named = keysOf(schema);
  const keys = { named: named ?? ENVELOPE_KEYS, closed: named !== undefined };
  schemaKeys.set(schema, keys);
  return keys;
}

/** Where a path of the merged body was written: the lowest layer that has it, else the lowest layer's nearest ancestor. */
export function place(definition: ResolvedDefinition, path: readonly Step[]): Place {
  const named = pathById(definition.body, path);
  const layer = definition.layers.find((l) => at(l.body, named) !== undefined) ?? definition.raw;
  return { pack: layer.pack, file: layer.file, ...placeOf(layer, named), path: path.join('.') };
}
