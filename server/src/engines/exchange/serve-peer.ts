import type { Admission } from './admit.ts';
import type { Answer } from './answer.ts';
import { readBody } from './body.ts';
import { errors } from './errors.ts';
import type { PeerAddress, RelayPeer } from './peer-client.ts';

const bodyMax = 64 * 1024;

/** 上下级授权: what another house granted to this one, behind a grant of our own. */
export interface Relay {
  readonly peer: PeerAddress;
  /** The service as the other house names it. */
  readonly service: string;
  /** The grant that the other house gave us. */
  readonly grant: { readonly id: string; readonly purposeCode: string };
}

/**
 * 跨级调用: a service of another house behind our gateway. The request goes on under our own key and the grant that the other house
 * gave us, batches and files part by part; who asked here, and for which case, goes with it as its reference, so that the person concerned sees both.
 */
export async function servePeer(relayPeer: RelayPeer, relayOf: (grantId: string) => Promise<Relay | undefined>, a: Admission, stream: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Answer> {
  if (a.path.rest !== '') throw errors.pathInvalid();
  const body = a.bodyDigest === undefined ? undefined : await readBody(stream, bodyMax, a.bodyDigest);
  const relay = await relayOf(a.grant.id);
  if (relay === undefined) throw errors.grantUnknown();
  const answer = await relayPeer(relay.peer, {
    method: a.method, target: `/exchange/v1/${relay.service}${a.path.query === '?' ? '' : a.path.query}`, body, grant: relay.grant, signal,
    reference: `${a.key.member.organisation}${a.reference === null ? '' : `:${a.reference}`}`.slice(0, 100),
  });
  if (answer.kind === 'parts') {
    const { 'content-type': type = 'application/octet-stream', ...headers } = answer.headers;
    return { kind: 'parts', status: answer.status, type, headers, parts: answer.parts, unread: answer.unread, sums: answer.sums };
  }
  let value: { records?: unknown; changes?: unknown; found?: unknown; code?: unknown };
  try {
    value = JSON.parse(answer.body.toString('utf8')) as typeof value;
  } catch {
    throw errors.upstreamWrong({ why: 'JSON' });
  }
  if (answer.status >= 500) throw errors.upstreamFailed({ status: answer.status });
  const rows = Array.isArray(value.records) ? value.records.length : Array.isArray(value.changes) ? value.changes.length : value.found === true ? 1 : 0;
  return { kind: 'whole', status: answer.status, type: answer.status >= 400 ? 'application/problem+json; charset=utf-8' : 'application/json; charset=utf-8', body: answer.body, rows };
}
