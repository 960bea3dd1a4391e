import { hash } from 'node:crypto';
import { elementBytes, fieldPairs, pairsMax, type FieldPairs } from './field-pairs.ts';
import { pairBytes } from './pairs-wasm.ts';

/** Curve25519 (RFC 7748): v² = u³ + 486662u² + u over p. */
const p = 2n ** 255n - 19n;
const a = 486_662n;
export const pointBytes = elementBytes;
/** Of −1, which the character of a number is that is no square. */
const minusOneLow = 0xec;

/**
 * Elligator 2 (RFC 9380, 6.7.1, Z = 2) of many field elements: u-coordinates of points of the curve. x₁ = −A/w with w = 1 + 2r²; x₁ where
 * g(x₁) is a square, else −x₁ − A = A(1 − w)/w. Whether it is one is asked of g(x₁)·w⁴ = −A·w·(w² − A²(w − 1)), so that nothing is divided
 * before, and then by one inversion for many: w is never zero. An element is high·2^256 + low of 32 bytes each, big-endian, modulo p.
 */
export const createElligator = (field: FieldPairs): ((elements: Uint8Array) => Buffer) => {
  const [one, shift, minusA, minusAA, plusA, high, low, r, twice, wLess, g, sign] = Array.from({ length: 12 }, () => field.allocate(1)) as [number, number, number, number, number, number, number, number, number, number, number, number];
  field.writeBoth(one, 1n);
  field.writeBoth(shift, 38n);
  field.writeBoth(minusA, p - a);
  field.writeBoth(minusAA, p - a * a);
  field.writeBoth(plusA, a);
  // two each: what `crossed` leaves behind its sum is not needed
  const [two, w, tops] = [field.allocate(2), field.allocate(pairsMax + 1), field.allocate(pairsMax)];
  const told = Buffer.alloc(elementBytes);
  const [turned, whole] = [Buffer.alloc(2 * elementBytes), 2 * elementBytes];
  return (elements) => {
    const n = elements.length / whole;
    const out = Buffer.alloc(n * pointBytes);
    for (let from = 0; from < n; from += 2 * pairsMax) {
      const pairs = Math.ceil(Math.min(2 * pairsMax, n - from) / 2);
      const index = (pair: number, lane: number): number => Math.min(from + 2 * pair + lane, n - 1);
      for (let pair = 0; pair < pairs; pair++) {
        const [wHere, top] = [w + pair * pairBytes, tops + pair * pairBytes];
        for (const lane of [0, 1] as const) {
          turned.set(elements.subarray(index(pair, lane) * whole, (index(pair, lane) + 1) * whole));
          turned.reverse();
          field.write(low, lane, turned, 0);
          field.write(high, lane, turned, elementBytes);
        }
        field.crossed(two, high, shift, low, one);
        field.multiply(r, two, one);
        field.add(twice, r, r);
        field.crossed(two, r, twice, one, one);
        field.multiply(wHere, two, one);
        field.subtract(wLess, wHere, one);
        field.crossed(two, wHere, wHere, minusAA, wLess);
        field.multiply(g, wHere, minusA);
        field.multiply(g, g, two);
        field.character(sign, g);
        field.subtract(wLess, one, wHere);
        field.multiply(top, plusA, wLess);
        for (const lane of [0, 1] as const) {
          field.read(sign, lane, told, 0);
          if (told[0] !== minusOneLow) field.copyLane(top, minusA, lane);
        }
      }
      if (!field.invertAll(w, pairs)) throw new Error('1 + 2r² is never zero');
      for (let pair = 0; pair < pairs; pair++) {
        field.multiply(g, tops + pair * pairBytes, w + pair * pairBytes);
        for (const lane of [0, 1] as const) field.read(g, lane, out, index(pair, lane) * pointBytes);
      }
    }
    return out;
  };
};
const elligator = createElligator(fieldPairs);

/** Written forms that mean the same (blanks, width, case) fall together. */
export const plainId = (id: string): string => id.normalize('NFKC').replace(/\s/g, '').toUpperCase();

/**
 * 标识符映射到曲线: 32 bytes each, little-endian u. Two SM3 digests give a field element, Elligator a point of the curve: nobody knows its
 * discrete logarithm, and `domain` (the run) makes points of one run useless in another.
 */
export function hashToPoints(domain: string, ids: readonly string[]): Buffer {
  const elements = Buffer.alloc(ids.length * 2 * elementBytes);
  ids.forEach((id, i) => {
    const named = `${domain}\0${plainId(id)}`;
    for (const half of [0, 1]) elements.set(hash('sm3', `yiwang-psi-v2\0${half}\0${named}`, 'buffer'), (2 * i + half) * elementBytes);
  });
  return elligator(elements);
}
