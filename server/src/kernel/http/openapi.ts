import { z } from 'zod';
import type { Contract } from '../contract/index.ts';
import { refusalDefinition } from '../errors/index.ts';

/** OpenAPI 3.1 made from the same contracts that the server checks. */
export function openapi(contracts: readonly Contract[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const c of contracts) {
    const path = c.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[c.method.toLowerCase()] = operation(c);
  }
  return {
    openapi: '3.1.0',
    info: { title: '一网 Yiwang', version: '1', license: { name: 'Apache-2.0' } },
    paths,
    components: {
      schemas: {
        Problem: {
          type: 'object',
          description: 'RFC 9457',
          required: ['type', 'title', 'status', 'code'],
          properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string' }, requestId: { type: 'string' }, parameters: { type: 'object' } },
        },
      },
    },
  };
}

interface ObjectSchema {
  properties?: Record<string, unknown>;
  required?: string[];
}

function operation(c: Contract): unknown {
  const input = z.toJSONSchema(c.input, { io: 'input', unrepresentable: 'any' }) as ObjectSchema;
  const inPath = [...c.path.matchAll(/:(\w+)/g)].map((m) => m[1]!);
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name));
  const parameters: unknown[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: input.properties?.[name] ?? { type: 'string' } }));
  if (c.method === 'GET') for (const [name, schema] of rest) parameters.push({ name, in: 'query', required: input.required?.includes(name) ?? false, schema });
  else parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 128 } });
  const required = (input.required ?? []).filter((name) => !inPath.includes(name));
  const statuses = new Map<number, string[]>();
  for (const code of c.errors ?? []) {
    const status = refusalDefinition(code)?.status ?? 400;
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return {
    operationId: c.name,
    summary: c.summary,
    tags: [c.name.split('.')[0]],
    'x-audience': c.audience,
    ...(c.permission === undefined ? {} : { 'x-permission': c.permission }),
    parameters,
    ...(c.method === 'GET' ? {} : { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: Object.fromEntries(rest), required } } } } }),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: z.toJSONSchema(c.output, { io: 'output', unrepresentable: 'any' }) } } },
      ...Object.fromEntries([...statuses].map(([status, codes]) => [status, { description: codes.join(', '), content: problem }])),
      default: { description: 'Problem', content: problem },
    },
  };
}
