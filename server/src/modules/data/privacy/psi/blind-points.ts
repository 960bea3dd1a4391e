import { createPublicKey, diffieHellman, generateKeyPairSync, randomInt, type KeyObject } from 'node:crypto';

export const pointBytes = 32;
const spkiHead = Buffer.from('302a300506032b656e032100', 'hex');
/** Between two looks at whatever else the process has to do. */
const stride = 64;

/** A secret factor for one run, thrown away after it. */
export const newFactor = (): KeyObject => generateKeyPairSync('x25519').privateKey;

/**
 * 盲化: each point times the factor (X25519, so factors commute and small subgroups vanish). `points` holds 32 bytes each.
 * Undefined when one of them is no point to compute with.
 */
export async function blind(factor: KeyObject, points: Uint8Array): Promise<Buffer | undefined> {
  if (points.length % pointBytes !== 0) return undefined;
  const out = Buffer.alloc(points.length);
  try {
    for (let at = 0, n = 0; at < points.length; at += pointBytes, n += 1) {
      const publicKey = createPublicKey({ key: Buffer.concat([spkiHead, points.subarray(at, at + pointBytes)]), format: 'der', type: 'spki' });
      diffieHellman({ privateKey: factor, publicKey }).copy(out, at);
      if (n % stride === stride - 1) await new Promise((done) => setImmediate(done));
    }
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
