import { Refusal } from '#kernel/errors';
import type { IncomingHttpHeaders } from 'node:http';
import type { Admission } from './admit.ts';
import { noSums, type Answer } from './answer.ts';
import { checkedBody } from './body.ts';
import { errors } from './errors.ts';
import { project, type Asking, type ServeDeps } from './serve-deps.ts';
import type { Values } from './types.ts';
import { upstreamRefusal, type Upstreams } from './upstream.ts';

/** An answer that is masked as one JSON value; larger ones come as JSON lines, which are masked line by line. */
const wholeMax = 1_048_576;
const lineMax = 1_048_576;
const passedOn = ['content-type', 'accept', 'content-length'];
const passedBack = ['content-language', 'last-modified', 'etag'];

/** Of an admission, what calling an interface needs. */
type Calling = Asking & Pick<Admission, 'method' | 'path'>;
type Given = Awaited<ReturnType<Upstreams['send']>>;

/** 接口代理: a department's own interface behind the gateway; what comes back is cut to the granted fields and masked. */
export async function serveProxy(deps: ServeDeps, upstreams: Upstreams, a: Calling, headers: IncomingHttpHeaders, stream: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Answer> {
  const { upstream } = a.service;
  if (upstream === undefined) throw errors.serviceUnknown({ service: a.service.id });
  if (!upstream.methods.includes(a.method)) throw errors.methodInvalid({ method: a.method });
  const given = await upstreams.send(a.service.id, upstream, {
    method: a.method, target: (a.path.rest === '' ? '/' : a.path.rest) + (a.path.query === '?' ? '' : a.path.query), signal, body: a.bodyDigest === undefined ? null : checkedBody(stream, a.bodyDigest),
    headers: headersFor(a, headers),
  }).catch((error: unknown) => {
    throw error instanceof Refusal ? error : upstreamRefusal(error);
  });
  const { statusCode, headers: answered } = given.answer;
  if (statusCode >= 500 || statusCode < 200 || (statusCode >= 300 && statusCode < 400)) return await giveUp(given, statusCode < 500, errors.upstreamFailed({ status: statusCode }));
  const type = String(answered['content-type'] ?? 'application/octet-stream');
  if (a.grant.fields.length === 0) return passing(given, statusCode, type, signal);
  if (statusCode >= 400) return await giveUp(given, true, errors.upstreamWrong({ why: String(statusCode) }));
  if (/^application\/(x-ndjson|jsonl)\b/i.test(type)) return maskedLines(deps, a, given, signal);
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return await giveUp(given, false, errors.upstreamWrong({ why: 'content-type' }));
  return masked(deps, a, given, signal);
}

function headersFor(a: Calling, headers: IncomingHttpHeaders): Record<string, string> {
  const told: Record<string, string> = { 'exchange-call': a.callId, 'exchange-organisation': a.key.member.organisation, 'exchange-purpose': a.grant.purposeCode };
  for (const name of passedOn) {
    const value = headers[name];
    if (typeof value === 'string' && (name !== 'content-length' || a.bodyDigest !== undefined)) told[name] = value;
  }
  return told;
}

function letGo(given: Given, good = true): void {
  given.answer.drop();
  given.release(good);
}

async function giveUp(given: Given, good: boolean, refusal: Error): Promise<never> {
  letGo(given, good);
  throw refusal;
}

/** As it comes, with the reader's pace. */
function passing(given: Given, status: number, type: string, signal: AbortSignal): Answer {
  const back = Object.fromEntries(passedBack.flatMap((h) => (typeof given.answer.headers[h] === 'string' ? [[h, given.answer.headers[h]]] : [])));
  return { kind: 'parts', status, type, headers: back, parts: releasing(given, given.answer, signal), unread: () => letGo(given), sums: noSums() };
}

/** A reader who left is not the provider’s fault. */
async function* releasing<T>(given: Given, parts: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  let good = true;
  try {
    yield* parts;
  } catch (error) {
    good = signal.aborted || error instanceof Refusal;
    throw good ? error : upstreamRefusal(error);
  } finally {
    given.release(good);
  }
}

async function masked(deps: ServeDeps, a: Calling, given: Given, signal: AbortSignal): Promise<Answer> {
  let text: string;
  try {
    const body = await given.answer.whole(wholeMax);
    if (body === undefined) throw errors.upstreamWrong({ why: `> ${wholeMax} bytes` });
    text = body.toString('utf8');
  } catch (error) {
    return await giveUp(given, signal.aborted, error instanceof Refusal ? error : upstreamRefusal(error));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return await giveUp(given, false, errors.upstreamWrong({ why: 'JSON' }));
  }
  given.release(true);
  const items = a.service.upstream?.items;
  const holder = items === undefined ? value : isRecord(value) ? value[items] : undefined;
  if (!isRecord(holder) && !Array.isArray(holder)) throw errors.upstreamWrong({ why: items ?? 'JSON object' });
  const told = Array.isArray(holder) ? holder.map((v) => cut(deps, a, v)) : cut(deps, a, holder);
  const body = Buffer.from(JSON.stringify(items === undefined ? told : { [items]: told }), 'utf8');
  return { kind: 'whole', status: given.answer.statusCode, type: 'application/json; charset=utf-8', body, rows: Array.isArray(told) ? told.length : 1 };
}

function maskedLines(deps: ServeDeps, a: Calling, given: Given, signal: AbortSignal): Answer {
  const sums = noSums();
  const lines = async function* (): AsyncGenerator<Uint8Array> {
    let rest: Buffer = Buffer.alloc(0);
    const told = (line: Buffer): string => {
      sums.rows++;
      let value: unknown;
      try {
        value = JSON.parse(line.toString('utf8'));
      } catch {
        throw errors.upstreamWrong({ why: 'JSON' });
      }
      return `${JSON.stringify(cut(deps, a, value))}\n`;
    };
    for await (const part of given.answer) {
      rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
      const out: string[] = [];
      let from = 0;
      for (let end = rest.indexOf(10, from); end >= 0; end = rest.indexOf(10, from)) {
        if (end > from) out.push(told(rest.subarray(from, end)));
        from = end + 1;
      }
      rest = rest.subarray(from);
      if (rest.length > lineMax) throw errors.upstreamWrong({ why: `> ${lineMax} bytes` });
      if (out.length > 0) yield Buffer.from(out.join(''), 'utf8');
    }
    if (rest.length > 0) yield Buffer.from(told(rest), 'utf8');
  };
  return { kind: 'parts', status: given.answer.statusCode, type: 'application/x-ndjson; charset=utf-8', headers: {}, parts: releasing(given, lines(), signal), unread: () => letGo(given), sums };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function cut(deps: ServeDeps, a: Calling, value: unknown): Values {
  if (!isRecord(value)) throw errors.upstreamWrong({ why: 'JSON object' });
  return project(deps, a, value);
}
