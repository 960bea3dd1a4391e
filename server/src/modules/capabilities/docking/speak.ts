import { createHash } from 'node:crypto';
import type { Connection } from './connections.ts';
import type { DockedSystem, FieldMap } from './docked-system-kind.ts';

/** The largest answer that is read, bytes. */
const answerMax = 1_048_576;

/** What came of saying something to a docked system. `wrong` answered, but not as agreed; `broken` did not answer. */
export interface Told {
  outcome: 'ok' | 'slow' | 'broken' | 'wrong';
  answer: unknown;
  note: string | null;
  tookMs: number;
  /** SM3 of what was said. */
  digest: string;
}

type Call = Pick<NonNullable<DockedSystem['push']>, 'method' | 'path' | 'encoding'>;

/** A value that their message cannot carry: no code for it, or a required one that is not there. */
export class Unmapped extends Error {}

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

function coded(d: Pick<DockedSystem, 'codes'>, f: FieldMap, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((v) => coded(d, f, v));
  if (f.codes === undefined || value === null || value === undefined) return value ?? null;
  const theirs = d.codes[f.codes]?.[String(value)];
  if (theirs === undefined) throw new Unmapped(`代码映射“${f.codes}”中没有“${String(value)}” / no code of "${f.codes}" for this value`);
  return theirs;
}

/** 报文: their message, nested as their places say, from our case. */
export function messageOf(d: Pick<DockedSystem, 'codes'>, fields: readonly FieldMap[], evaluate: (expression: string) => unknown): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const f of fields) {
    const value = coded(d, f, evaluate(f.value));
    if (f.required && (value === null || value === '')) throw new Unmapped(`必填项“${f.to}”没有值 / required "${f.to}" is empty`);
    const steps = f.to.split('.');
    let at = message;
    for (const step of steps.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[steps.at(-1)!] = value;
  }
  return message;
}

function flat(message: Record<string, unknown>, before = ''): [string, string][] {
  return Object.entries(message).flatMap(([name, value]): [string, string][] => {
    const at = before === '' ? name : `${before}.${name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return flat(value as Record<string, unknown>, at);
    return [[at, Array.isArray(value) ? value.join(',') : isPlain(value) ? String(value) : '']];
  });
}

/**
 * Says one thing and waits no longer than was agreed: a slow, broken or wrong answer is an outcome, never an exception. No redirect
 * is followed, no more than a megabyte read.
 */
export async function speak(d: Pick<DockedSystem, 'timeoutMs' | 'secretHeader'>, connection: Pick<Connection, 'base_url'>, secret: string | undefined, call: Call, message: Record<string, unknown>): Promise<Told> {
  const began = performance.now();
  const form = new URLSearchParams(flat(message)).toString();
  const body = call.method === 'GET' ? undefined : call.encoding === 'form' ? form : JSON.stringify(message);
  const told = (outcome: Told['outcome'], note: string | null, answer: unknown = null): Told => ({ outcome, note, answer, tookMs: Math.round(performance.now() - began), digest: createHash('sm3').update(body ?? form).digest('hex') });
  try {
    const { request } = await import('undici');
    const answered = await request(connection.base_url.replace(/\/$/, '') + call.path + (call.method === 'GET' && form !== '' ? `?${form}` : ''), {
      method: call.method, signal: AbortSignal.timeout(d.timeoutMs), headersTimeout: d.timeoutMs, bodyTimeout: d.timeoutMs,
      headers: { accept: 'application/json', ...(secret === undefined ? {} : { [d.secretHeader]: secret }), ...(body === undefined ? {} : { 'content-type': call.encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    });
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of answered.body as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > answerMax) {
        answered.body.destroy();
        return told('wrong', `> ${answerMax} bytes`);
      }
      parts.push(part);
    }
    if (answered.statusCode < 200 || answered.statusCode >= 300) return told(answered.statusCode >= 500 ? 'broken' : 'wrong', `HTTP ${answered.statusCode}`);
    try {
      return told('ok', null, JSON.parse(Buffer.concat(parts).toString('utf8')));
    } catch {
      return told('wrong', '应答不是 JSON / not JSON');
    }
  } catch (error) {
    const { name, code, message: why } = error as { name?: string; code?: string; message?: string };
    const slow = name === 'TimeoutError' || name === 'AbortError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT';
    return told(slow ? 'slow' : 'broken', slow ? `> ${d.timeoutMs} ms` : (code ?? why ?? 'broken').slice(0, 200));
  }
}
