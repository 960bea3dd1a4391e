import { randomUUID } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import { contentDigest, signatureBase } from './message-signature.ts';
import type { Cryptography, HouseKey } from './types.ts';

export interface RequestToSign {
  readonly method: string;
  /** Path with its query, in normal form. */
  readonly target: string;
  readonly body?: Uint8Array | undefined;
  readonly grant?: { readonly id: string; readonly purposeCode: string } | undefined;
  readonly reference?: string | undefined;
}

/** The key's id, as other houses and subscribers know it. */
export const keyIdOf = (crypto: Pick<Cryptography, 'sm3'>, publicKey: Uint8Array): string => crypto.sm3(publicKey).subarray(0, 16).toString('hex');

/** Signs what this house itself asks or tells (RFC 9421 with SM2), over method, path, query, body, grant, purpose, reference. */
export function createRequestSigner({ clock, crypto, house }: { clock: Clock; crypto: Pick<Cryptography, 'sm3'>; house: HouseKey }): (request: RequestToSign) => Promise<{ headers: Record<string, string>; signature: string }> {
  return async (r) => {
    const mark = r.target.indexOf('?');
    const values: Record<string, string> = { '@method': r.method, '@path': mark < 0 ? r.target : r.target.slice(0, mark), '@query': mark < 0 ? '?' : r.target.slice(mark) };
    const headers: Record<string, string> = {
      ...(r.body === undefined ? {} : { 'content-digest': contentDigest(crypto.sm3(r.body)) }),
      ...(r.grant === undefined ? {} : { 'exchange-grant': r.grant.id, 'exchange-purpose': r.grant.purposeCode }),
      ...(r.reference === undefined ? {} : { 'exchange-reference': r.reference }),
    };
    Object.assign(values, headers);
    const components = Object.keys(values);
    const parameters = `(${components.map((c) => `"${c}"`).join(' ')});created=${Math.floor(clock.now().getTime() / 1000)};nonce="${randomUUID()}";keyid="${keyIdOf(crypto, house.publicKey)}";alg="sm2-sm3"`;
    const signature = Buffer.from(await house.sign(signatureBase(components, (c) => values[c]!, parameters))).toString('base64');
    return { signature, headers: { ...headers, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${signature}:`, ...(r.body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(r.body.length) }) } };
  };
}
