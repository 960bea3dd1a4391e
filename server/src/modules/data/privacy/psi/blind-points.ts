import { createPublicKey, diffieHellman, generateKeyPairSync, randomInt, type KeyObject } from 'node:crypto';
import { pointBytes } from './hash-to-point.ts';

/** A secret factor for one run, thrown away after it. */
export const newFactor = (): KeyObject => generateKeyPairSync('x25519').privateKey;

/** A point as OpenSSL takes it; as a JSON key, for that goes past its slow reader of ASN.1. */
const keyOf = (point: Buffer): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: point.toString('base64url') }, format: 'jwk' });

/**
 * 盲化: each point times the factor (X25519, so factors commute and small subgroups vanish). `points` holds 32 bytes each.
 * Undefined when one of them is no point to compute with. It occupies the thread: see `point-workers.ts`.
 */
export function blindPoints(factor: KeyObject, points: Uint8Array): Buffer | undefined {
  if (points.length % pointBytes !== 0) return undefined;
  const given = Buffer.from(points.buffer, points.byteOffset, points.length);
  const out = Buffer.alloc(points.length);
  try {
    for (let at = 0; at < given.length; at += pointBytes) diffieHellman({ privateKey: factor, publicKey: keyOf(given.subarray(at, at + pointBytes)) }).copy(out, at);
  } catch {
    return undefined;
  }
  return out;
}

/** A random order of 0 … n-1 (Fisher–Yates on a cryptographic source). */
export function randomOrder(n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

export function reorder(points: Uint8Array, order: Uint32Array): Buffer {
  const out = Buffer.alloc(points.length);
  order.forEach((from, to) => out.set(points.subarray(from * pointBytes, (from + 1) * pointBytes), to * pointBytes));
  return out;
}

export const pointAt = (points: Buffer, index: number): string => points.toString('latin1', index * pointBytes, (index + 1) * pointBytes);
export const hasTwice = (points: Buffer): boolean => new Set(Array.from({ length: points.length / pointBytes }, (_, i) => pointAt(points, i))).size < points.length / pointBytes;
