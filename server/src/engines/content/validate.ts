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
  const input = inputFor(kind, definition.body);
  const result = kind.schema.safeParse(input, { reportInput: true });
  const unknown = result.success ? unknownKeys(kind.schema, input) : [];
  for (const issue of result.success ? [] : schemaIssues(result.error as z.core.$ZodError)) {
    if (issue.unknownKey) unknown.push(issue.path);
    else problems.push(problem('schema', place(definition, issue.path), { why: issue.words }));
  }
  for (const path of unknown) problems.push(problem('unknownKey', place(definition, path), { key: String(path.at(-1)) }));
  return result.success && unknown.length === 0 ? { value: result.data } : undefined;
}

/** Envelope keys go to the schema only if it names them, so that a strict schema need not know them. */
function inputFor(kind: Kind, body: Record<string, unknown>): Record<string, unknown> {
  let wanted = schemaKeys.get(kind.schema);
  if (!wanted) {
    wanted = keysOf(kind.schema) ?? new Set(ENVELOPE_KEYS);
    schemaKeys.set(kind.schema, wanted);
  }
  const keys = wanted;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !ENVELOPE_KEYS.includes(key) || keys.has(key)));
}
const schemaKeys = new WeakMap<z.ZodType, Set<string>>();

/** Where a path of the merged body was written: the lowest layer that has it, else the lowest layer's nearest ancestor. */
export function place(definition: ResolvedDefinition, path: readonly Step[]): Place {
  const named = pathById(definition.body, path);
  const layer = definition.layers.find((l) => at(l.body, named) !== undefined) ?? definition.raw;
  return { pack: layer.pack, file: layer.file, ...placeOf(layer, named), path: path.join('.') };
}
