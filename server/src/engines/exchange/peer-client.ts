import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/errors';
import type { Clock } from '#kernel/clock';
import { skewMax } from './admit.ts';
import { noSums, type Sums } from './answer.ts';
import { errors } from './errors.ts';
import { answerBase, answerComponents, readContentDigest, readSignature } from './message-signature.ts';
import { createRequestSigner } from './sign-request.ts';
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
/** Of the peer's head, handed on with what streams. */
const passed = ['content-type', 'content-disposition', 'exchange-file-digest', 'exchange-file-size'];
const parametersShape = /^\(("[a-z@-]+"(?:;[a-z]+(?:="[a-z0-9]+")?)*(?: "[a-z@-]+"(?:;[a-z]+(?:="[a-z0-9]+")?)*)*)\);created=(\d{1,12});keyid="[\w-]{8,64}";alg="sm2-sm3"$/;

/** 跨级转发: the same for answers of any length: a long one is passed on part by part, and breaks off where the peer's signature at its end does not fit. */
export type RelayPeer = (peer: PeerAddress, request: PeerRequest & { readonly signal: AbortSignal }) => Promise<{ readonly kind: 'whole'; readonly status: number; readonly body: Buffer } | { readonly kind: 'parts'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly parts: AsyncIterable<Uint8Array>; readonly unread: () => void; readonly sums: Sums }>;

export interface PeerClientDeps {
  clock: Clock;
  crypto: Pick<Cryptography, 'sm3' | 'verify'>;
  house: HouseKey;
  upstreams: Upstreams;
}

export function createPeerClient({ clock, crypto, house, upstreams }: PeerClientDeps): { ask: AskPeer; relay: RelayPeer } {
  const sign = createRequestSigner({ clock, crypto, house });
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);

  /** Whether the answer is the peer's own, whole, fresh, and for this request; `told` are its head, or its trailers. */
  const check = (peer: PeerAddress, status: number, told: Readonly<Record<string, unknown>>, digest: Buffer, requestSignature: string): void => {
    const text = (name: string): string => (typeof told[name] === 'string' ? told[name] : '');
    const wrong = (why: string): Error => errors.upstreamWrong({ why });
    if (text('signature') === '' || text('content-digest') === '') throw wrong('signature');
    if (!readContentDigest(text('content-digest')).equals(digest)) throw wrong('content-digest');
    const parameters = text('signature-input').replace(/^sig1=/, '');
    const m = parametersShape.exec(parameters);
    if (m === null || m[1] !== answerComponents.join(' ')) throw wrong('signature-input');
    if (Math.abs(Number(m[2]) - seconds()) > skewMax) throw wrong('created');
    if (!crypto.verify(answerBase({ status, contentDigest: text('content-digest'), requestSignature }, parameters), readSignature(text('signature')), peer.publicKey)) throw wrong('signature');
  };

  const send = async (peer: PeerAddress, request: PeerRequest, signal: AbortSignal, timeoutMs: number) => {
    const { headers, signature } = await sign(request);
    const { body } = request;
    const given = await upstreams.send(`peer:${peer.url}`, { url: peer.url, timeoutMs, connections: 16, inFlightMax: 64, methods: [request.method] }, {
      method: request.method, target: request.target, headers, signal, body: body === undefined ? null : whole(body),
    }).catch((error: unknown) => {
      throw refusalOf(error, signal);
    });
    return { given, signature };
  };
  type Sent = Awaited<ReturnType<typeof send>>;

  const readWhole = async (peer: PeerAddress, { given, signature }: Sent, signal: AbortSignal): Promise<PeerAnswer> => {
    let good = false;
    try {
      const body = await given.answer.whole(answerMax);
      if (body === undefined) throw errors.upstreamWrong({ why: `> ${answerMax} bytes` });
      check(peer, given.answer.statusCode, given.answer.headers, crypto.sm3(body), signature);
      good = given.answer.statusCode < 500;
      return { status: given.answer.statusCode, body };
    } catch (error) {
      given.answer.drop();
      throw refusalOf(error, signal);
    } finally {
      given.release(good);
    }
  };

  /** No faster than it is read; nothing of it is held. The signature stands in its trailers. */
  async function* passOn(peer: PeerAddress, { given, signature }: Sent, signal: AbortSignal, sums: Sums): AsyncGenerator<Uint8Array> {
    const lines = /ndjson/.test(String(given.answer.headers['content-type']));
    const hash = createHash('sm3');
    let good = false;
    try {
      for await (const part of given.answer) {
        hash.update(part);
        if (lines) for (const byte of part) if (byte === 10) sums.rows++;
        yield part;
      }
      const { trailers } = given.answer;
      check(peer, given.answer.statusCode, trailers, hash.digest(), signature);
      good = true;
      // the last line of a batch says where it ended
      if (lines && sums.rows > 0) sums.rows--;
      const outcome = trailers['exchange-outcome'];
      if (typeof outcome === 'string' && /^[a-zA-Z.]{1,60}$/.test(outcome)) sums.outcome = outcome;
    } catch (error) {
      throw refusalOf(error, signal);
    } finally {
      given.answer.drop();
      given.release(good || signal.aborted);
    }
  }

  return {
    async ask(peer, request) {
      const timeoutMs = request.timeoutMs ?? askTimeoutMs;
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(request.signal === undefined ? [] : [request.signal])]);
      return readWhole(peer, await send(peer, request, signal, timeoutMs), signal);
    },
    async relay(peer, request) {
      const sent = await send(peer, request, request.signal, request.timeoutMs ?? askTimeoutMs);
      const { statusCode: status, headers } = sent.given.answer;
      if (typeof headers['signature'] === 'string' || headers['trailer'] === undefined) return { kind: 'whole', ...(await readWhole(peer, sent, request.signal)) };
      const sums: Sums = noSums();
      const unread = (): void => {
        sent.given.answer.drop();
        sent.given.release(true);
      };
      return { kind: 'parts', status, headers: Object.fromEntries(passed.flatMap((h) => (typeof headers[h] === 'string' ? [[h, headers[h]]] : []))), parts: passOn(peer, sent, request.signal, sums), sums, unread };
    },
  };
}

const refusalOf = (error: unknown, signal: AbortSignal): Error =>
  error instanceof Refusal ? error : (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError' ? errors.upstreamSlow() : upstreamRefusal(error);

async function* whole(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
