import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { createSoftwareDevice, hmacSm3, publicKeyToSpki, sm3, verifyMessage, type DeviceKey } from '../server/src/engines/signing/index.ts';

/** A department's machine at the gateway: its own keys, its own signatures, over plain HTTP (`docs/guides/exchange.md`). */
export interface ExchangeMachine {
  keyId: string;
  /** Its public key and the proof that it has the private one, for an organisation. */
  offer(organisation: string): Promise<{ publicKey: string; proof: string }>;
  call(method: string, target: string, options?: Options): Promise<Answered>;
  /** From now on requests are signed with a session key. */
  openSession(): Promise<void>;
  /** The next key, signed for by the present one, which it replaces. */
  renew(organisation: string): Promise<Answered>;
}

export interface Options {
  grant?: string;
  purpose?: string;
  reference?: string;
  body?: unknown;
  /** What differs from a right request. */
  created?: number;
  nonce?: string;
  digest?: string;
  tamper?: (headers: Record<string, string>) => void;
}

export interface Answered {
  status: number;
  text: string;
  json: Record<string, unknown>;
  headers: http.IncomingHttpHeaders;
  trailers: Record<string, string | undefined>;
  /** Whether the answer's own signature is right; undefined when it was signed with the house's SM2 key and `house` was not given. */
  signed: boolean | undefined;
  request: { headers: Record<string, string>; target: string; method: string };
}

const digestField = (bytes: Uint8Array): string => `sm3=:${sm3(bytes).toString('base64')}:`;
const unwrap = (field: string | undefined): string => /^sig1=:(.*):$/.exec(field ?? '')?.[1] ?? '';

export async function exchangeMachine(url: string, now: () => Date, houseKey?: Uint8Array): Promise<ExchangeMachine> {
  const device = createSoftwareDevice(new Map([[1, Buffer.from(randomUUID())]]));
  let key = await device.generate();
  let session: { id: string; secret: Uint8Array } | undefined;
  const idOf = (k: DeviceKey): string => sm3(k.publicKey).subarray(0, 16).toString('hex');
  const offerOf = async (k: DeviceKey, organisation: string): Promise<{ publicKey: string; proof: string }> => {
    const publicKey = publicKeyToSpki(k.publicKey).toString('base64');
    return { publicKey, proof: Buffer.from(await device.sign(k, Buffer.from(`yiwang exchange key\n${organisation}\n${publicKey}`))).toString('base64') };
  };

  const call: ExchangeMachine['call'] = async (method, target, o = {}) => {
    const body = o.body === undefined ? undefined : Buffer.isBuffer(o.body) ? o.body : Buffer.from(JSON.stringify(o.body));
    const mark = target.indexOf('?');
    const values: Record<string, string> = { '@method': method, '@path': mark < 0 ? target : target.slice(0, mark), '@query': mark < 0 ? '?' : target.slice(mark) };
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-digest'] = o.digest ?? digestField(body);
    if (o.grant !== undefined) Object.assign(headers, { 'exchange-grant': o.grant, 'exchange-purpose': o.purpose ?? 'case-handling' });
    if (o.reference !== undefined) headers['exchange-reference'] = o.reference;
    Object.assign(values, headers);
    const using = target === '/exchange/v1/session' || target === '/exchange/v1/keys' ? undefined : session;
    const parameters = `(${Object.keys(values).map((c) => `"${c}"`).join(' ')});created=${o.created ?? Math.floor(now().getTime() / 1000)};nonce="${o.nonce ?? randomUUID()}";keyid="${using?.id ?? idOf(key)}";alg="${using === undefined ? 'sm2-sm3' : 'hmac-sm3'}"`;
    const base = Buffer.from(`${Object.entries(values).map(([c, v]) => `"${c}": ${v}`).join('\n')}\n"@signature-params": ${parameters}`);
    headers['signature-input'] = `sig1=${parameters}`;
    headers['signature'] = `sig1=:${Buffer.from(using === undefined ? await device.sign(key, base) : hmacSm3(using.secret, base)).toString('base64')}:`;
    if (body !== undefined) Object.assign(headers, { 'content-type': 'application/json', 'content-length': String(body.length) });
    o.tamper?.(headers);
    const answered = await send(url, method, target, headers, body);
    const told = { ...answered.headers, ...answered.trailers } as Record<string, string | undefined>;
    const answerBase = Buffer.from(`"@status": ${answered.status}\n"content-digest": ${digestField(answered.bytes)}\n"signature";req;key="sig1": :${unwrap(headers['signature'])}:\n"@signature-params": ${told['signature-input']?.slice(5)}`);
    const theirs = Buffer.from(unwrap(told['signature']), 'base64');
    const signed = using !== undefined ? hmacSm3(using.secret, answerBase).equals(theirs) : houseKey === undefined ? undefined : verifyMessage(answerBase, theirs, houseKey);
    const text = answered.bytes.toString('utf8');
    return { status: answered.status, text, json: parsed(text), headers: answered.headers, trailers: answered.trailers, signed, request: { headers, target, method } };
  };

  return {
    get keyId() {
      return idOf(key);
    },
    offer: (organisation) => offerOf(key, organisation),
    call,
    async openSession() {
      const { status, json, text } = await call('POST', '/exchange/v1/session', { body: {} });
      const secret = status === 200 ? await device.decrypt(key, Buffer.from(String(json['secret']), 'base64')) : undefined;
      if (secret === undefined) throw new Error(`session: ${text}`);
      session = { id: String(json['session']), secret };
    },
    async renew(organisation) {
      const next = await device.generate();
      const answer = await call('POST', '/exchange/v1/keys', { body: await offerOf(next, organisation) });
      if (answer.status === 200) {
        key = next;
        session = undefined;
      }
      return answer;
    },
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Sends the very same bytes of a request again, or any others: paths go out as they are written. */
export const send = (url: string, method: string, target: string, headers: Record<string, string>, body?: Uint8Array): Promise<{ status: number; bytes: Buffer; headers: http.IncomingHttpHeaders; trailers: Record<string, string | undefined> }> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(url);
    const request = http.request({ hostname, port, method, path: target, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', failed);
      response.on('end', () => done({ status: response.statusCode ?? 0, bytes: Buffer.concat(parts), headers: response.headers, trailers: response.trailers }));
    });
    request.on('error', failed);
    request.end(body);
  });
