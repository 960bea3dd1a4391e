import { Readable } from 'node:stream';
import { system, type Context } from '#kernel/context';
import type { Answer } from './answer.ts';
import { errors } from './errors.ts';
import { prefix, readPath } from './request-path.ts';
import { viewOf } from './serve-changes.ts';
import { project, readFor, withActor, type Asking, type ServeDeps } from './serve-deps.ts';
import { serveProxy } from './serve-proxy.ts';
import { serveQuery, serveVerify } from './serve-register.ts';
import type { Grant, Mode, Service, Values } from './types.ts';
import type { Upstreams } from './upstream.ts';

/** What an official asks: of a verification or query the key and values, of a department's interface the path behind the service. */
export interface Asked {
  readonly key: Values;
  readonly fields: Values;
  readonly path: string;
}

/** What its caller would get, cut to what an official can look at; `more`: there is more of it. */
export interface Tried {
  readonly found?: boolean;
  readonly matches?: Readonly<Record<string, boolean>>;
  readonly records?: readonly Values[];
  readonly changes?: readonly { readonly position: number; readonly kind: string; readonly at: string; readonly data: Values }[];
  readonly file?: { readonly name: string; readonly mediaType: string; readonly bytes: number; readonly digest: string };
  /** As it came: of an interface, or the beginning of a file of text. */
  readonly text?: { readonly status: number; readonly mediaType: string; readonly body: string };
  readonly more: boolean;
}

interface TryDeps extends ServeDeps {
  upstreams: Upstreams;
}

const rowsMax = 10;
/** Bytes of a file or an answer that are looked at. */
const textMax = 16 * 1024;
const waitMs = 10_000;
/** Interfaces that officials try at once: each holds its request's transaction until it has answered. */
const waitingMax = 4;
const textual = /^(text\/|application\/([\w.-]+\+)?(json|xml)\b|application\/(x-ndjson|jsonl)\b)/i;
let waiting = 0;

type Try = (deps: TryDeps, a: Asking, asked: Asked) => Promise<Tried>;

const tries: Readonly<Record<Exclude<Mode, 'peer'>, Try>> = {
  verify: async (deps, a, { key, fields }) => ({ ...(wholeOf(await serveVerify(deps, a, bodyOf({ key, fields }))) as { found: boolean; matches: Record<string, boolean> }), more: false }),
  async query(deps, a, { key }) {
    const { records } = wholeOf(await serveQuery(deps, a, bodyOf({ key }))) as { records: { data: Values }[] };
    return { found: records.length > 0, records: records.map((r) => r.data), more: false };
  },
  async batch(deps, a) {
    const page = await withActor(deps, a, (ctx) => deps.registers.page(ctx, a.service.register!, { cursor: undefined, limit: rowsMax }, readFor(a, a.grant.fields)));
    return { found: page.records.length > 0, records: page.records.map((r) => project(deps, a, r.data)), more: page.next !== null };
  },
  /** The last changes that there were. */
  async changes(deps, a) {
    const after = Math.max(0, (await deps.topics.last(a.service.register!)) - rowsMax);
    const seen = await Promise.all((await deps.topics.read(a.service.register!, after, rowsMax)).map((change) => viewOf(deps, a, change)));
    const changes = seen.filter((c) => c !== undefined).map((c) => c as unknown as NonNullable<Tried['changes']>[number]);
    return { found: changes.length > 0, changes: changes.map(({ position, kind, at, data }) => ({ position, kind, at, data })), more: after > 0 };
  },
  async file(deps, a) {
    const { meta, stream } = await deps.db.read(system, (tx) => deps.files.open({ tx: tx as never }, a.service.fileId ?? ''));
    const file = { name: meta.name, mediaType: meta.mediaType, bytes: meta.size, digest: meta.digest };
    if (!textual.test(meta.mediaType)) {
      stream.destroy();
      return { found: true, file, more: false };
    }
    const { body, more } = await beginningOf(stream);
    return { found: true, file, text: { status: 200, mediaType: meta.mediaType, body }, more };
  },
  /** GET only: whatever else an interface does is done by machines. */
  async proxy(deps, a, { path }) {
    if (waiting >= waitingMax) throw errors.busy();
    waiting++;
    const signal = AbortSignal.timeout(waitMs);
    try {
      const answer = await serveProxy(deps, deps.upstreams, { ...a, method: 'GET', path: readPath(`${prefix}${a.service.id}${path}`) }, { accept: 'application/json, text/*;q=0.5' }, Readable.from([]), signal);
      const { body, more } = answer.kind === 'whole' ? { body: answer.body.subarray(0, textMax).toString('utf8'), more: answer.body.length > textMax } : await beginningOf(answer.parts);
      return { found: answer.status < 400, text: { status: answer.status, mediaType: answer.type, body }, more };
    } catch (error) {
      throw signal.aborted ? errors.upstreamSlow() : error;
    } finally {
      waiting--;
    }
  },
};

const bodyOf = (body: object): Readable => Readable.from([Buffer.from(JSON.stringify(body))]);
const wholeOf = (answer: Answer): unknown => (answer.kind === 'whole' ? JSON.parse(answer.body.toString('utf8')) : {});

async function beginningOf(parts: AsyncIterable<Uint8Array>): Promise<{ body: string; more: boolean }> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of parts) {
    held.push(part);
    bytes += part.length;
    if (bytes > textMax) break;
  }
  // what a cut leaves of a letter is left out
  return { body: new TextDecoder('utf-8').decode(Buffer.concat(held).subarray(0, textMax), { stream: bytes > textMax }), more: bytes > textMax };
}

/**
 * 试调用 by an official of the grantee, before her machine is there: the gateway's own rules of keys and fields, the looks noted under
 * the grant's purpose with her name; values of registers are masked by their own rule, whatever the grant shows to machines. It is no
 * exchange: nothing of it stands in the log or the meter.
 */
export async function tryService(deps: TryDeps, ctx: Context, { service, grant, asked }: { service: Service; grant: Grant; asked: Asked }): Promise<Tried> {
  if (service.mode === 'peer') throw errors.notTried({ service: service.id });
  const masks = service.register === undefined ? grant.masks : {};
  const member = { id: grant.id, organisation: grant.organisation, name: `${ctx.actor.name}（试调用）`, kind: 'machine' as const, endedAt: null };
  return tries[service.mode](deps, { service, grant: { ...grant, masks }, reference: null, callId: ctx.requestId, bodyDigest: undefined, key: { member } }, asked);
}
