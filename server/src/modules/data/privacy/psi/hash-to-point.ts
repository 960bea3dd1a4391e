import { createHash } from 'node:crypto';

/** Curve25519 (RFC 7748): v² = u³ + 486662u² + u over p. */
const p = 2n ** 255n - 19n;
const a = 486_662n;
const triesMax = 128;

/** Jacobi symbol of x over the prime p: 1 square, -1 none, 0 zero. */
function jacobi(x: bigint): number {
  let sign = 1;
  let [top, bottom] = [x % p, p];
  while (top !== 0n) {
    while ((top & 1n) === 0n) {
      top >>= 1n;
      const rest = bottom & 7n;
      if (rest === 3n || rest === 5n) sign = -sign;
    }
    [top, bottom] = [bottom, top];
    if ((top & 3n) === 3n && (bottom & 3n) === 3n) sign = -sign;
    top %= bottom;
  }
  return bottom === 1n ? sign : 0;
}

/** Whether u is of the curve and not of its twist: what is sent must not tell one from the other. */
export const onCurve = (u: bigint): boolean => jacobi((((u + a) * u) % p + 1n) * u) === 1;

/**
 * 标识符映射到曲线: 32 bytes, little-endian u. Counter and SM3 until a point of the curve is met: nobody knows its discrete logarithm, and
 * `domain` (the run) makes points of one run useless in another. Written forms that mean the same (blanks, width, case) fall together.
 */
export function hashToPoint(domain: string, id: string): Uint8Array {
  const plain = id.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  for (let counter = 0; counter < triesMax; counter += 1) {
    const digest = createHash('sm3').update(`yiwang-psi-v1\0${domain}\0${counter}\0${plain}`).digest();
    digest[31]! &= 0x7f;
    const u = BigInt(`0x${Buffer.from(digest).reverse().toString('hex')}`);
    if (u < p && onCurve(u)) return digest;
  }
  throw new Error('no point'); // once in 2^128
}
