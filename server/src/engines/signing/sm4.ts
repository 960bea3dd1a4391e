/** SM4 (GB/T 32907) in CBC (PKCS#7 padding) and CTR, by the native implementation. Key and IV are 16 bytes. */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

export type Sm4Mode = 'cbc' | 'ctr';

export function sm4Encrypt(mode: Sm4Mode, key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(`sm4-${mode}`, key, iv);
  const body = cipher.update(plaintext);
  const tail = cipher.final();
  return tail.length === 0 ? body : Buffer.concat([body, tail]);
}

/** Throws on a wrong CBC padding: authenticate before decrypting. */
export function sm4Decrypt(mode: Sm4Mode, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const decipher = createDecipheriv(`sm4-${mode}`, key, iv);
  const body = decipher.update(ciphertext);
  const tail = decipher.final();
  return tail.length === 0 ? body : Buffer.concat([body, tail]);
}

const BLOCK = 16;
const SHORT_BYTES_MAX = 1024;

/** Writes the counter after the one before `at`. */
function countOn(counters: Buffer, at: number): void {
  counters.copyWithin(at, at - BLOCK, at);
  for (let i = at + BLOCK - 1; i >= at && (counters[i] = (counters[i]! + 1) & 0xff) === 0; ) i--;
}

/**
 * SM4-CTR for many short texts under one key: the same output as `sm4Encrypt('ctr', …)`, which is also its own inverse. Setting up a
 * native cipher costs more than a short text; here one block cipher stays open and encrypts the counters.
 */
export function createSm4Ctr(key: Uint8Array): (iv: Uint8Array, text: Uint8Array) => Buffer {
  const blocks = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return (iv, text) => {
    if (text.length > SHORT_BYTES_MAX || text.length === 0) return sm4Encrypt('ctr', key, iv, text);
    const counters = Buffer.alloc(Math.ceil(text.length / BLOCK) * BLOCK);
    counters.set(iv);
    for (let at = BLOCK; at < counters.length; at += BLOCK) countOn(counters, at);
    const stream = blocks.update(counters);
    const result = Buffer.alloc(text.length);
    for (let i = 0; i < result.length; i++) result[i] = stream[i]! ^ text[i]!;
    return result;
  };
}

/** A random IV that is used once and the first 64 bytes of its SM4-CTR keystream. */
export interface Sm4Stream {
  iv: Uint8Array;
  keystream: Uint8Array;
}

const STREAM_BYTES = 64;
const STREAMS = 256;

/** Fresh streams under one key, 256 made in one native call: most fields of a register are shorter than 64 bytes. */
export function createSm4Streams(key: Uint8Array): () => Sm4Stream {
  const blocks = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  const ivs = Buffer.alloc(STREAMS * BLOCK);
  const counters = Buffer.alloc(STREAMS * STREAM_BYTES);
  let keystreams = counters;
  let taken = STREAMS;
  return () => {
    if (taken === STREAMS) {
      randomFillSync(ivs);
      for (let i = 0; i < STREAMS; i++) {
        counters.set(ivs.subarray(i * BLOCK, (i + 1) * BLOCK), i * STREAM_BYTES);
        for (let at = BLOCK; at < STREAM_BYTES; at += BLOCK) countOn(counters, i * STREAM_BYTES + at);
      }
      keystreams = blocks.update(counters);
      taken = 0;
    }
    const i = taken++;
    return { iv: ivs.subarray(i * BLOCK, (i + 1) * BLOCK), keystream: keystreams.subarray(i * STREAM_BYTES, (i + 1) * STREAM_BYTES) };
  };
}
