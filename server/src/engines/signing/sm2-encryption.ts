/** SM2 public key encryption (GB/T 32918.4), C1‖C3‖C2 as DER (GM/T 0009): for short secrets such as keys. */
import { timingSafeEqual } from 'node:crypto';
import { multiplyBase, multiplySecretly } from './sm2-curve.ts';
import { ciphertextToDer, readCiphertext, toBytes32 } from './sm2-encoding.ts';
import { decodePoint, encodePoint, randomScalar, type Sm2PrivateKey } from './sm2.ts';
import { sm3 } from './sm3.ts';

const PLAINTEXT_BYTES_MAX = 1 << 20;

/** Key stream of GB/T 32918.4 5.4.3: SM3(z ‖ counter), counter from 1. */
function deriveStream(z: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  const counter = Buffer.alloc(4);
  for (let i = 1; blocks.length * 32 < length; i++) {
    counter.writeUInt32BE(i);
    blocks.push(sm3(z, counter));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

const xor = (a: Uint8Array, b: Uint8Array): Buffer => Buffer.from(a.map((byte, i) => byte ^ b[i]!));

/** Encrypts 1 byte to 1 MiB to the public key (04‖X‖Y); DER{x, y, C3, C2}. */
export function encryptTo(publicKey: Uint8Array, plaintext: Uint8Array, nonce: () => bigint = randomScalar): Buffer {
  const recipient = decodePoint(publicKey);
  if (!recipient) throw new RangeError('not a point of the SM2 curve');
  if (plaintext.length === 0 || plaintext.length > PLAINTEXT_BYTES_MAX) throw new RangeError('SM2 plaintext of 1 byte to 1 MiB');
  for (;;) {
    const k = nonce();
    const { x, y } = multiplySecretly(k, recipient);
    const [x2, y2] = [toBytes32(x), toBytes32(y)];
    const stream = deriveStream(Buffer.concat([x2, y2]), plaintext.length);
    if (stream.every((byte) => byte === 0)) continue;
    return ciphertextToDer({ point: encodePoint(multiplyBase(k)), hash: sm3(x2, plaintext, y2), masked: xor(plaintext, stream) });
  }
}

/** Decrypts DER or raw C1‖C3‖C2; undefined when it was not made for this key or was altered. */
export function decryptWith(key: Sm2PrivateKey, ciphertext: Uint8Array): Buffer | undefined {
  const parts = readCiphertext(ciphertext);
  const point = parts && decodePoint(parts.point);
  if (!parts || !point || parts.hash.length !== 32 || parts.masked.length === 0) return undefined;
  const { x, y } = multiplySecretly(key.d, point);
  const [x2, y2] = [toBytes32(x), toBytes32(y)];
  const plaintext = xor(parts.masked, deriveStream(Buffer.concat([x2, y2]), parts.masked.length));
  return timingSafeEqual(sm3(x2, plaintext, y2), parts.hash) ? plaintext : undefined;
}
