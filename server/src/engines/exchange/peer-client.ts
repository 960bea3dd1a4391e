import { randomUUID } from 'node:crypto';
import { Refusal } from '#kernel/errors';
import type { Clock } from '#kernel/clock';
import { skewMax } from './admit.ts';
import { errors } from './errors.ts';
import { answerBase, answerComponents, contentDigest, readContentDigest, readSignature, signatureBase } from './message-signature.ts';
import type { Cryptography, HouseKey } from './types.ts';
import { upstreamRefusal, type Upstreams } from './upstream.ts';

/** 级联节点 as it is called: its address and the key that its answers are signed with. */
export interface PeerAddress {
  readonly url: string;
  /** 04‖X‖Y */
  readonly publicKey: Uint8Array;
}

export interface PeerRequest {
  readonly method: string;
  /** Path with its query, in normal form. */
  readonly target: string;
  readonly body?: Uint8Array | undefined;
  readonly grant?: { readonly id: string; readonly purposeCode: string } | undefined;
  readonly reference?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PeerAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Asks another house, signed with this house's key; what comes back is taken only with the peer's signature over it and over our request. */
export type AskPeer = (peer: PeerAddress, request: PeerRequest) => Promise<PeerAnswer>;

const answerMax = 8 * 1024 * 1024;
const askTimeoutMs = 10_000;
const parametersShape = /^\(("[a-z@-]+"(?:;[a-z]+(?:="[a-z0-9]+")?)*(?: "[a-z@-]+"(?:;[a-z]+(?:="[a-z0-9]+")?)*)*)\);created=(\d{1,12});keyid="[\w-]{8,64}";alg="sm2-sm3"$/;

/** The key's id, as the other house knows it. */
export const keyIdOf = (crypto: Pick<Cryptography, 'sm3'>, publicKey: Uint8Array): string => crypto.sm3(publicKey).subarray(0, 16).toString('hex');

export function createAskPeer({ clock, crypto, house, upstreams }: { clock: Clock; crypto: Pick<Cryptography, 'sm3' | 'verify'>; house: HouseKey; upstreams: Upstreams }): AskPeer {
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);

  const signed = async (r: PeerRequest): Promise<{ headers: Record<string, string>; signature: string }> => {
    const mark = r.target.indexOf('?');
    const values: Record<string, string> = { '@method': r.method, '@path': mark < 0 ? r.target : r.target.slice(0, mark), '@query': mark < 0 ? '?' : r.target.slice(mark) };
    const headers: Record<string, string> = {
      ...(r.body === undefined ? {} : { 'content-digest': contentDigest(crypto.sm3(r.body)) }),
      ...(r.grant === undefined ? {} : { 'exchange-grant': r.grant.id, 'exchange-purpose': r.grant.purposeCode }),
      ...(r.reference === undefined ? {} : { 'exchange-reference': r.reference }),
    };
    Object.assign(values, headers);
    const components = Object.keys(values);
    const parameters = `(${components.map((c) => `"${c}"`).join(' ')});created=${seconds()};nonce="${randomUUID()}";keyid="${keyIdOf(crypto, house.publicKey)}";alg="sm2-sm3"`;
    const signature = Buffer.from(await house.sign(signatureBase(components, (c) => values[c]!, parameters))).toString('base64');
    return { signature, headers: { ...headers, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${signature}:`, ...(r.body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(r.body.length) }) } };
  };

  /** Whether the answer is the peer's own, whole, fresh, and for this request. */
  const check = (peer: PeerAddress, status: number, headers: Record<string, unknown>, body: Buffer, requestSignature: string): void => {
    const text = (name: string): string => (typeof headers[name] === 'string' ? headers[name] : '');
    const wrong = (why: string): Error => errors.upstreamWrong({ why });
    if (text('signature') === '' || text('content-digest') === '') throw wrong('signature');
    if (!readContentDigest(text('content-digest')).equals(crypto.sm3(body))) throw wrong('content-digest');
    const parameters = text('signature-input').replace(/^sig1=/, '');
    const m = parametersShape.exec(parameters);
    if (m === null || m[1] !== answerComponents.join(' ')) throw wrong('signature-input');
    if (Math.abs(Number(m[2]) - seconds()) > skewMax) throw wrong('created');
    if (!crypto.verify(answerBase({ status, contentDigest: text('content-digest'), requestSignature }, parameters), readSignature(text('signature')), peer.publicKey)) throw wrong('signature');
  };

  return async (peer, request) => {
    const timeoutMs = request.timeoutMs ?? askTimeoutMs;
    const { headers, signature } = await signed(request);
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(request.signal === undefined ? [] : [request.signal])]);
    const body = request.body;
    let good = false;
    const given = await upstreams.send(`peer:${peer.url}`, { url: peer.url, timeoutMs, connections: 16, inFlightMax: 64, methods: [request.method] }, {
      method: request.method, target: request.target, headers, signal, body: body === undefined ? null : whole(body),
    }).catch((error: unknown) => {
      throw refusalOf(error, signal);
    });
    try {
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of given.answer.body as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > answerMax) throw errors.upstreamWrong({ why: `> ${answerMax} bytes` });
        parts.push(part);
      }
      const answer = Buffer.concat(parts);
      check(peer, given.answer.statusCode, given.answer.headers, answer, signature);
      good = given.answer.statusCode < 500;
      return { status: given.answer.statusCode, body: answer };
    } catch (error) {
      given.answer.body.on('error', () => {}).destroy();
      throw refusalOf(error, signal);
    } finally {
      given.release(good);
    }
  };
}

const refusalOf = (error: unknown, signal: AbortSignal): Error =>
  error instanceof Refusal ? error : (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError' ? errors.upstreamSlow() : upstreamRefusal(error);

async function* whole(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
