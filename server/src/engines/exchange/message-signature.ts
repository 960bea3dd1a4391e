import { errors } from './errors.ts';

/**
 * Signatures of messages after RFC 9421 (HTTP Message Signatures), as far as it goes: one signature labelled `sig1`, derived
 * components and plain header fields, algorithms of GB/T 32918 and GM/T 0042 that its registry does not have:
 *
 *   sm2-sm3   SM2 with SM3, user id 1234567812345678, DER or raw r‖s; keyid is the key's id
 *   hmac-sm3  HMAC-SM3 under a session key; keyid is the session's id
 */
export type Algorithm = 'sm2-sm3' | 'hmac-sm3';

export interface SignatureInput {
  /** In the order in which they were signed. */
  readonly components: readonly string[];
  /** Seconds since 1970. */
  readonly created: number;
  readonly nonce: string;
  readonly keyid: string;
  readonly alg: Algorithm;
  /** The text behind `sig1=`, which is signed too. */
  readonly parameters: string;
}

const inputMax = 1_000;
const shape = /^sig1=(\(("[a-z0-9@-]{1,60}"(?: "[a-z0-9@-]{1,60}")*)\);created=(\d{1,12});nonce="([\w-]{16,64})";keyid="([\w-]{8,64})";alg="(sm2-sm3|hmac-sm3)")$/;
const known = new Set(['@method', '@path', '@query', 'content-digest', 'exchange-grant', 'exchange-purpose', 'exchange-reference']);

/** Lists of components as they were written, each read once: all callers write the same few. */
const lists = new Map<string, readonly string[]>();
const listsMax = 1_000;

function readComponents(list: string): readonly string[] {
  const read = lists.get(list);
  if (read !== undefined) return read;
  const components = list.split(' ').map((c) => c.slice(1, -1));
  if (new Set(components).size !== components.length) throw errors.signatureMalformed({ why: 'Signature-Input' });
  const odd = components.find((c) => !known.has(c));
  if (odd !== undefined) throw errors.signatureMalformed({ why: odd });
  if (lists.size >= listsMax) lists.clear();
  lists.set(list, components);
  return components;
}

export function readSignatureInput(header: string): SignatureInput {
  const m = header.length > inputMax ? null : shape.exec(header);
  if (m === null) throw errors.signatureMalformed({ why: 'Signature-Input' });
  return { components: readComponents(m[2]!), created: Number(m[3]), nonce: m[4]!, keyid: m[5]!, alg: m[6] as Algorithm, parameters: m[1]! };
}

const base64 = /^[A-Za-z0-9+/]{0,400}={0,2}$/;

export function readSignature(header: string): Buffer {
  const m = /^sig1=:([^:]{4,400}):$/.exec(header);
  if (m === null || !base64.test(m[1]!)) throw errors.signatureMalformed({ why: 'Signature' });
  return Buffer.from(m[1]!, 'base64');
}

/** The SM3 of a Content-Digest field (RFC 9530), 32 bytes. */
export function readContentDigest(header: string): Buffer {
  const m = /^sm3=:([A-Za-z0-9+/]{43}=):$/.exec(header);
  if (m === null) throw errors.signatureMalformed({ why: 'Content-Digest' });
  return Buffer.from(m[1]!, 'base64');
}

export const contentDigest = (digest: Uint8Array): string => `sm3=:${Buffer.from(digest).toString('base64')}:`;

/** The bytes that are signed (RFC 9421, 2.5): a line a component, then the parameters. */
export function signatureBase(components: readonly string[], valueOf: (component: string) => string, parameters: string): Buffer {
  let lines = '';
  for (const c of components) lines += `${c.startsWith('"') ? c : `"${c}"`}: ${valueOf(c)}\n`;
  return Buffer.from(`${lines}"@signature-params": ${parameters}`, 'utf8');
}

/** What an answer's signature covers: the status, the digest of the body, and the request's own signature, to which it is tied. */
export const answerComponents = ['"@status"', '"content-digest"', '"signature";req;key="sig1"'] as const;

export interface AnswerHead {
  readonly status: number;
  readonly contentDigest: string;
  /** Signature header of the request, base64 between its colons. */
  readonly requestSignature: string;
}

export const answerParameters = (created: number, keyid: string, alg: Algorithm): string => `(${answerComponents.join(' ')});created=${created};keyid="${keyid}";alg="${alg}"`;

export const answerBase = (head: AnswerHead, parameters: string): Buffer =>
  signatureBase(answerComponents, (c) => (c === '"@status"' ? String(head.status) : c === '"content-digest"' ? head.contentDigest : `:${head.requestSignature}:`), parameters);
