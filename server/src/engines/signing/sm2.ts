/**
 * SM2 signatures (GB/T 32918.2). Never by node:crypto, whose SM2 signs with an empty user id or is plain ECDSA.
 * Message in, digest inside: e = SM3(Z ‖ M) with Z over the user id and the public key. Signatures are raw r‖s here;
 * `signatureToDer` makes the other encoding, and `verify` takes both.
 */
import { randomBytes } from 'node:crypto';
import { BASE, CURVE_A, CURVE_B, isOnCurve, liftX, multiplyBase, ORDER, sumHasX, type Point } from './sm2-curve.ts';
import { signatureToRaw, toBytes32, toNumber } from './sm2-encoding.ts';
import { field } from './sm2-field.ts';
import { sm3 } from './sm3.ts';

/** User id of GM/T 0009, used wherever nothing else was agreed. */
export const DEFAULT_ID = '1234567812345678';
const ID_BYTES_MAX = 8191;

/** A private key made ready: only devices hold one. */
export interface Sm2PrivateKey {
  readonly d: bigint;
  /** (1 + d)⁻¹ mod n */
  readonly inverse: bigint;
  /** 04‖X‖Y */
  readonly publicKey: Uint8Array;
}

const modN = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;

function invertModN(value: bigint): bigint {
  let result = 1n;
  for (let bit = 255n; bit >= 0n; bit--) {
    result = (result * result) % ORDER;
    if (((ORDER - 2n) >> bit) & 1n) result = (result * value) % ORDER;
  }
  return result;
}

/** A uniform scalar in [1, n−1]. */
export function randomScalar(): bigint {
  for (;;) {
    const k = toNumber(randomBytes(32));
    if (k > 0n && k < ORDER) return k;
  }
}

export const encodePoint = ({ x, y }: Point): Buffer => Buffer.concat([Buffer.of(4), toBytes32(x), toBytes32(y)]);

/** The point of 04‖X‖Y, 02‖X or 03‖X; undefined unless it is on the curve. */
export function decodePoint(bytes: Uint8Array): Point | undefined {
  const form = bytes[0];
  if (form === 4 && bytes.length === 65) {
    const point = { x: toNumber(bytes.subarray(1, 33)), y: toNumber(bytes.subarray(33)) };
    return isOnCurve(point) ? point : undefined;
  }
  if ((form === 2 || form === 3) && bytes.length === 33) {
    const x = toNumber(bytes.subarray(1));
    const y = liftX(x, form === 3);
    return y === undefined ? undefined : { x, y };
  }
  return undefined;
}

/** Prepares a 32-byte private key; d must be in [1, n−2]. */
export function preparePrivateKey(privateKey: Uint8Array): Sm2PrivateKey {
  const d = toNumber(privateKey);
  if (privateKey.length !== 32 || d === 0n || d > ORDER - 2n) throw new RangeError('not an SM2 private key');
  return { d, inverse: invertModN(d + 1n), publicKey: encodePoint(multiplyBase(d)) };
}

export function generatePrivateKey(): Sm2PrivateKey {
  for (;;) {
    const d = randomScalar();
    if (d <= ORDER - 2n) return preparePrivateKey(toBytes32(d));
  }
}

const CURVE_BYTES = Buffer.concat([CURVE_A, CURVE_B, BASE.x, BASE.y].map(toBytes32));

/** Z = SM3(ENTL ‖ ID ‖ a ‖ b ‖ G ‖ P): GB/T 32918.2, 5.5. `publicKey` is 04‖X‖Y. */
function digestOfSigner(publicKey: Uint8Array, id: string | Uint8Array): Buffer {
  const name = typeof id === 'string' ? Buffer.from(id) : id;
  if (name.length > ID_BYTES_MAX) throw new RangeError('SM2 user id too long');
  const bitLength = Buffer.of((name.length * 8) >> 8, (name.length * 8) & 0xff);
  return sm3(Buffer.concat([bitLength, name, CURVE_BYTES, publicKey.subarray(1)]));
}

const SIGNERS_MAX = 1024;
/** Signers by their public key: its point, and Z under the default user id. */
const signers = new Map<string, { point: Point; z: Buffer }>();

/** Undefined unless the public key is a point of the curve. */
function signerOf(publicKey: Uint8Array): { point: Point; z: Buffer } | undefined {
  const name = Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.length).toString('latin1');
  let signer = signers.get(name);
  if (signer === undefined) {
    const point = decodePoint(publicKey);
    if (point === undefined) return undefined;
    signer = { point, z: digestOfSigner(publicKey.length === 65 ? publicKey : encodePoint(point), DEFAULT_ID) };
    if (signers.size >= SIGNERS_MAX) signers.delete(signers.keys().next().value!);
    signers.set(name, signer);
  }
  return signer;
}

/** e = SM3(Z ‖ M): GB/T 32918.2, 6.1. `publicKey` is 04‖X‖Y. */
export const digestForSm2 = (message: Uint8Array, publicKey: Uint8Array, id: string | Uint8Array = DEFAULT_ID): Buffer =>
  sm3(Buffer.concat([(id === DEFAULT_ID ? signerOf(publicKey)?.z : undefined) ?? digestOfSigner(publicKey, id), message]));

/** Signs a digest e that already includes Z; raw r‖s. */
export function signDigest(e: Uint8Array, key: Sm2PrivateKey, nonce: () => bigint = randomScalar): Buffer {
  for (;;) {
    const k = nonce();
    const r = modN(toNumber(e) + multiplyBase(k).x);
    if (r === 0n || r + k === ORDER) continue;
    const s = modN(key.inverse * modN(k - r * key.d));
    if (s !== 0n) return Buffer.concat([toBytes32(r), toBytes32(s)]);
  }
}

/** Signs a message; raw r‖s, 64 bytes. */
export function signMessage(message: Uint8Array, key: Sm2PrivateKey, id: string | Uint8Array = DEFAULT_ID): Buffer {
  return signDigest(digestForSm2(message, key.publicKey, id), key);
}

/** Whether `signature` (raw or DER) is one over the digest e. False for anything malformed; never throws. */
export function verifyDigest(e: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const raw = signatureToRaw(signature);
  const signer = signerOf(publicKey);
  if (!raw || !signer) return false;
  const [r, s] = [toNumber(raw.subarray(0, 32)), toNumber(raw.subarray(32))];
  if (r === 0n || r >= ORDER || s === 0n || s >= ORDER) return false;
  const t = (r + s) % ORDER;
  if (t === 0n) return false;
  // e + x ≡ r modulo n, and x is below p, which is a little more than n
  const x = modN(r - toNumber(e));
  return sumHasX(s, t, signer.point, x + ORDER < field.PRIME ? [x, x + ORDER] : [x]);
}

/** Whether `signature` (raw or DER) is one over the message under the user id. False for anything malformed. */
export function verifyMessage(
  message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array, id: string | Uint8Array = DEFAULT_ID,
): boolean {
  const signer = signerOf(publicKey);
  return signer !== undefined && verifyDigest(digestForSm2(message, publicKey.length === 65 ? publicKey : encodePoint(signer.point), id), signature, publicKey);
}
