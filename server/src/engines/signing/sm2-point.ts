/** Points of the curve in the memory of the field: Jacobian (X, Y, Z with x = X/Z², y = Y/Z³; Z = 0 is infinity) and affine (x, y). */
import { field } from './sm2-field.ts';

const { multiply, subtract, copy, isZero, words } = field;

export const AFFINE = 64; // bytes
export const JACOBIAN = 96;
const COUNT_MAX = 52 * 16;
/** t0 and t1 of the formulas, see `addStart`. */
const [H, R] = [0, 32];
const [inverse, one, square, zero, minusY] = [0, 0, 0, 0, 0].map(() => field.allocate(1)) as [number, number, number, number, number];
const products = field.allocate(COUNT_MAX);

/** P = 2P, Jacobian. */
export const double = (p: number): void => field.double(p, 0, 0);

/** P = P + Q, P Jacobian and not infinity, Q affine, P ≠ ±Q (else use `addAny`). */
export function addDistinct(p: number, q: number): void {
  field.addStart(p, q, 0);
  field.addFinish(p, q, 0);
}

/** P = P + Q for any P and any affine Q; branches on the values, so for public ones only. */
export function addAny(p: number, q: number): void {
  if (isZero(p + 64)) {
    copy(p, q, 2);
    copy(p + 64, field.ONE);
    return;
  }
  field.addStart(p, q, 0);
  if (!isZero(H)) field.addFinish(p, q, 0);
  else if (isZero(R)) double(p);
  else setInfinity(p);
}

export function setInfinity(p: number): void {
  words.fill(0, p / 4, (p + JACOBIAN) / 4);
}

/** Jacobian points to affine ones with a single inversion (Montgomery's trick); none may be infinity. */
export function toAffine(points: number, count: number, out: number): void {
  const z = (i: number): number => points + i * JACOBIAN + 64;
  const product = (i: number): number => products + i * 32;
  copy(product(0), z(0));
  for (let i = 1; i < count; i++) multiply(product(i), product(i - 1), z(i));
  field.invert(inverse, product(count - 1));
  for (let i = count - 1; i >= 0; i--) {
    if (i > 0) multiply(one, inverse, product(i - 1));
    else copy(one, inverse);
    multiply(inverse, inverse, z(i));
    multiply(square, one, one);
    multiply(one, one, square);
    multiply(out + i * AFFINE, points + i * JACOBIAN, square);
    multiply(out + i * AFFINE + 32, points + i * JACOBIAN + 32, one);
  }
}

words.fill(0, zero >> 2, (zero >> 2) + 8);

/** Negates the y of an affine point where mask is −1, leaves it where mask is 0, without a branch. */
export function negateIf(mask: number, affine: number): void {
  subtract(minusY, zero, affine + 32);
  for (let i = 0; i < 8; i++) {
    const y = (affine >> 2) + 8 + i;
    words[y] = words[y]! ^ ((words[y]! ^ words[(minusY >> 2) + i]!) & mask);
  }
}
