import { z } from 'zod';
import { envelopeSchema } from './read-pack.ts';
import type { Kind } from './types.ts';

type JsonSchema = Record<string, unknown>;

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON Schema (2020-12) of a whole definition of a kind as it may be written: envelope and body. */
export function editorSchema(kind: Kind): JsonSchema {
  const body = z.toJSONSchema(kind.schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const { properties } = z.toJSONSchema(envelopeSchema, { io: 'input', unrepresentable: 'any' });
  return { title: kind.kind, ...withEnvelope(body, { ...properties, kind: { const: kind.kind } }) };
}

/** Adds the envelope to an object schema, or to every branch of a union of them. */
function withEnvelope(schema: JsonSchema, envelope: JsonSchema): JsonSchema {
  for (const union of ['anyOf', 'oneOf'] as const) {
    const branches = schema[union];
    if (Array.isArray(branches)) return { ...schema, [union]: branches.map((b: unknown) => (isSchema(b) ? withEnvelope(b, envelope) : b)) };
  }
  if (schema['type'] !== 'object' || !isSchema(schema['properties'])) return schema;
  const required = new Set(['kind', 'id', ...(Array.isArray(schema['required']) ? (schema['required'] as string[]) : [])]);
  return { ...schema, properties: { ...envelope, ...schema['properties'], kind: envelope['kind'] }, required: [...required] };
}
