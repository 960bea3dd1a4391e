import { randomBytes, randomInt } from 'node:crypto';
import { fieldPairs, pairsMax, type FieldPairs } from './field-pairs.ts';
import { pointBytes } from './hash-to-point.ts';
import { ladderSteps, pairBytes } from './pairs-wasm.ts';

/** A secret factor for one run, thrown away after it: a scalar of X25519 (RFC 7748, 5), 32 bytes. */
export const newFactor = (): Uint8Array => new Uint8Array(randomBytes(32));

/** Where both halves of the ladder change places: before each step, from the highest bit of the clamped scalar down. */
function swaps(factor: Uint8Array): Int32Array {
  const bit = (i: number): number => (i === 254 ? 1 : i > 254 || i < 3 ? 0 : (factor[i >> 3]! >> (i & 7)) & 1);
  return Int32Array.from({ length: ladderSteps }, (_, step) => -(bit(254 - step) ^ bit(255 - step)));
}

/**
 * 盲化: each point times the factor (X25519, so factors commute and small subgroups vanish), two at a time; fractions of many are made
 * whole with one inversion. `points` holds 32 bytes each. Undefined when one of them is no point to compute with. It occupies the thread:
 * see `point-workers.ts`.
 */
export const createBlindPoints = (field: FieldPairs): ((factor: Uint8Array, points: Uint8Array) => Buffer | undefined) => {
  const [given, tops, bottoms] = [field.allocate(1), field.allocate(pairsMax), field.allocate(pairsMax)];
  const product = (pair: number, lane: 0 | 1, out: Buffer, at: number): boolean => {
    field.read(pair, lane, out, at);
    return out.subarray(at, at + pointBytes).some((byte) => byte !== 0);
  };
  return (factor, points) => {
    if (points.length % pointBytes !== 0 || factor.length !== pointBytes) return undefined;
    const masks = swaps(factor);
    const out = Buffer.alloc(points.length);
    const point = new Uint8Array(pointBytes);
    const n = points.length / pointBytes;
    for (let from = 0; from < n; from += 2 * pairsMax) {
      const pairs = Math.ceil(Math.min(2 * pairsMax, n - from) / 2);
      // an odd last one goes with itself
      const index = (pair: number, lane: number): number => Math.min(from + 2 * pair + lane, n - 1);
      for (let pair = 0; pair < pairs; pair++) {
        for (const lane of [0, 1] as const) {
          const at = index(pair, lane) * pointBytes;
          point.set(points.subarray(at, at + pointBytes));
          // the highest bit of a u-coordinate is none of it
          point[31]! &= 0x7f;
          field.write(given, lane, point, 0);
        }
        field.ladder(given, masks, tops + pair * pairBytes, bottoms + pair * pairBytes);
      }
      if (!field.invertAll(bottoms, pairs)) return undefined;
      for (let pair = 0; pair < pairs; pair++) {
        const whole = tops + pair * pairBytes;
        field.multiply(whole, whole, bottoms + pair * pairBytes);
        for (const lane of [0, 1] as const) if (!product(whole, lane, out, index(pair, lane) * pointBytes)) return undefined;
      }
    }
    masks.fill(0);
    return out;
  };
};
export const blindPoints = createBlindPoints(fieldPairs);

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
