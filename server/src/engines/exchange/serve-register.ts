import { json, type Answer } from './answer.ts';
import { readBody, readObject } from './body.ts';
import type { Asking, ServeDeps } from './serve-deps.ts';
import { project, readFor, withActor } from './serve-deps.ts';
import { errors } from './errors.ts';
import type { Values } from './types.ts';

const bodyMax = 64 * 1024;
const fieldsMax = 50;

/** Written forms that mean the same: blanks and letters' case do not count. */
const plain = (value: unknown): string => String(value ?? '').normalize('NFKC').replace(/\s/g, '').toUpperCase();

function readValues(body: Record<string, unknown>, name: string): Values {
  const value = body[name] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw errors.bodyInvalid({ why: name });
  const entries = Object.entries(value);
  if (entries.length > fieldsMax || entries.some(([, v]) => !['string', 'number', 'boolean'].includes(typeof v) || (typeof v === 'string' && (v.length > 500 || v.includes('\0') || !v.isWellFormed())))) throw errors.bodyInvalid({ why: name });
  return Object.fromEntries(entries);
}

/** Which record: by an identifier, and by granted fields only. */
function readKey(deps: ServeDeps, a: Asking, body: Record<string, unknown>): Values {
  const register = deps.registers.find(a.service.register ?? '');
  if (register === undefined) throw errors.serviceUnknown({ service: a.service.id });
  const key = readValues(body, 'key');
  const identifiers = register.fields.filter((f) => f.identifier).map((f) => f.id);
  if (!Object.keys(key).some((f) => identifiers.includes(f))) throw errors.keyFieldMissing({ fields: identifiers.join('、') });
  granted(a, Object.keys(key));
  return key;
}

function granted(a: Asking, fields: readonly string[]): void {
  const odd = fields.find((f) => !a.grant.fields.includes(f));
  if (odd !== undefined) throw errors.fieldNotGranted({ field: odd });
}

/** 核验: yes or no for each field; no value leaves. */
export async function serveVerify(deps: ServeDeps, a: Asking, stream: AsyncIterable<Uint8Array>): Promise<Answer> {
  const body = readObject(await readBody(stream, bodyMax, a.bodyDigest));
  const key = readKey(deps, a, body);
  const values = readValues(body, 'fields');
  const asked = Object.keys(values);
  granted(a, asked);
  const found = await withActor(deps, a, (ctx) => deps.registers.lookUp(ctx, a.service.register!, key, readFor(a, [...new Set([...Object.keys(key), ...asked])])));
  const standing = found.find((r) => r.endedOn === null);
  const matches = Object.fromEntries(asked.map((f) => [f, standing !== undefined && plain(standing.data[f]) === plain(values[f])]));
  return json({ found: standing !== undefined, matches, all: standing !== undefined && Object.values(matches).every(Boolean) }, standing === undefined ? 0 : 1);
}

/** 查询: the granted fields of the records that an identifier names. */
export async function serveQuery(deps: ServeDeps, a: Asking, stream: AsyncIterable<Uint8Array>): Promise<Answer> {
  const key = readKey(deps, a, readObject(await readBody(stream, bodyMax, a.bodyDigest)));
  const found = await withActor(deps, a, (ctx) => deps.registers.lookUp(ctx, a.service.register!, key, readFor(a, a.grant.fields)));
  const standing = found.filter((r) => r.endedOn === null);
  return json({ records: standing.map((r) => ({ id: r.id, version: r.version, data: project(deps, a, r.data) })) }, standing.length);
}
