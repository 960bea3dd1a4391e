/**
 * HMAC-SM3 (GM/T 0042) of short texts under one key. Each call of a native hash costs several microseconds to set up, ten times what
 * the compression of a block does; here the two states that the key fixes are computed once and a text of up to 47 bytes then takes two
 * compressions. SM3 (GB/T 32905) has no tables and no branches on its data: the time tells nothing about the text.
 */
import { hmacSm3 } from './sm3.ts';

const BLOCK = 64;
const ROUNDS = 64;
/** Beyond this the native implementation is quicker. */
const SHORT_BYTES_MAX = 4096;

const INITIAL = Int32Array.of(0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e);
const CONSTANTS = Int32Array.from({ length: ROUNDS }, (_, j) => {
  const t = j < 16 ? 0x79cc4519 : 0x7a879d8a;
  return j % 32 === 0 ? t : (t << (j % 32)) | (t >>> (32 - (j % 32)));
});

// one block's expanded words; the code below never waits, so that they are nobody else's meanwhile
const words = new Int32Array(68);
const state = new Int32Array(8);
/** Long enough for the text with its padding. */
const text = new Uint8Array(SHORT_BYTES_MAX + 2 * BLOCK);

function compress(bytes: Uint8Array, at: number): void {
  const w = words;
  for (let j = 0; j < 16; j++) {
    const k = at + 4 * j;
    w[j] = (bytes[k]! << 24) | (bytes[k + 1]! << 16) | (bytes[k + 2]! << 8) | bytes[k + 3]!;
  }
  for (let j = 16; j < 68; j++) {
    const x = w[j - 3]!;
    const y = w[j - 16]! ^ w[j - 9]! ^ ((x << 15) | (x >>> 17));
    const z = w[j - 13]!;
    w[j] = y ^ ((y << 15) | (y >>> 17)) ^ ((y << 23) | (y >>> 9)) ^ ((z << 7) | (z >>> 25)) ^ w[j - 6]!;
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!, e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
  for (let j = 0; j < ROUNDS; j++) {
    const a12 = (a << 12) | (a >>> 20);
    const s = (a12 + e + CONSTANTS[j]!) | 0;
    const ss1 = (s << 7) | (s >>> 25);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (w[j]! ^ w[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + w[j]!) | 0;
    d = c;
    c = (b << 9) | (b >>> 23);
    b = a;
    a = tt1;
    h = g;
    g = (f << 19) | (f >>> 13);
    f = e;
    e = tt2 ^ ((tt2 << 9) | (tt2 >>> 23)) ^ ((tt2 << 17) | (tt2 >>> 15));
  }
  state[0] = state[0]! ^ a;
  state[1] = state[1]! ^ b;
  state[2] = state[2]! ^ c;
  state[3] = state[3]! ^ d;
  state[4] = state[4]! ^ e;
  state[5] = state[5]! ^ f;
  state[6] = state[6]! ^ g;
  state[7] = state[7]! ^ h;
}

/** Pads `text[0 … length)`, which follows one whole block, and compresses it from `from`. */
function finish(from: Int32Array, length: number): void {
  state.set(from);
  const end = (length + 9 + BLOCK - 1) & ~(BLOCK - 1);
  text.fill(0, length, end);
  text[length] = 0x80;
  const bits = (BLOCK + length) * 8;
  text[end - 4] = bits >>> 24;
  text[end - 3] = bits >>> 16;
  text[end - 2] = bits >>> 8;
  text[end - 1] = bits;
  for (let at = 0; at < end; at += BLOCK) compress(text, at);
}

function writeState(out: Uint8Array, at: number): void {
  for (let i = 0; i < 8; i++) {
    const word = state[i]!;
    out[at + 4 * i] = word >>> 24;
    out[at + 4 * i + 1] = word >>> 16;
    out[at + 4 * i + 2] = word >>> 8;
    out[at + 4 * i + 3] = word;
  }
}

/** The same output as `hmacSm3(key, …parts)`; the key has 64 bytes at the most. */
export function createHmacSm3(key: Uint8Array): (...parts: Uint8Array[]) => Buffer {
  if (key.length > BLOCK) throw new RangeError('the key has 64 bytes at the most');
  const keyed = (pad: number): Int32Array => {
    const block = new Uint8Array(BLOCK).fill(pad);
    key.forEach((byte, i) => (block[i] = byte ^ pad));
    state.set(INITIAL);
    compress(block, 0);
    return state.slice();
  };
  const [inner, outer] = [keyed(0x36), keyed(0x5c)];
  return (...parts) => {
    let length = 0;
    for (const part of parts) length += part.length;
    if (length > SHORT_BYTES_MAX) return hmacSm3(key, ...parts);
    length = 0;
    for (const part of parts) {
      text.set(part, length);
      length += part.length;
    }
    finish(inner, length);
    writeState(text, 0);
    finish(outer, 32);
    const digest = Buffer.allocUnsafe(32);
    writeState(digest, 0);
    return digest;
  };
}
