import { createHash } from 'node:crypto';

/** Curve25519 (RFC 7748): v² = u³ + 486662u² + u over p. */
const p = 2n ** 255n - 19n;
const a = 486_662n;
const aa = a * a;
export const pointBytes = 32;

/** Jacobi symbol of x over the prime p: 1 square, -1 none, 0 zero. Twos are taken out by machine words: a division a step, not a shift a bit. */
export function jacobi(x: bigint): number {
  let [top, bottom, negative] = [x % p, p, false];
  while (top !== 0n) {
    let low = Number(BigInt.asUintN(32, top));
    for (; low === 0; low = Number(BigInt.asUintN(32, top))) top >>= 32n;
    const twos = 31 - Math.clz32(low & -low);
    if (twos > 0) top >>= BigInt(twos);
    const [t, b] = [Number(BigInt.asUintN(3, top)), Number(BigInt.asUintN(3, bottom))];
    if (twos % 2 === 1 && (b === 3 || b === 5)) negative = !negative;
    if (t % 4 === 3 && b % 4 === 3) negative = !negative;
    [top, bottom] = [bottom % top, top];
  }
  return bottom === 1n ? (negative ? -1 : 1) : 0;
}

/** Whether u is of the curve and not of its twist: what is sent must not tell one from the other. */
export const onCurve = (u: bigint): boolean => jacobi((((u + a) * u) % p + 1n) * u) === 1;

/** x with a·x = 1 modulo p. */
function inverse(value: bigint): bigint {
  let [r0, r1, s0, s1] = [p, value % p, 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return ((s0 % p) + p) % p;
}

/** Inverses of many for the price of one and three products each (Montgomery's trick); none may be zero. */
function inverses(values: readonly bigint[]): bigint[] {
  const before: bigint[] = [];
  let product = 1n;
  for (const value of values) {
    before.push(product);
    product = (product * value) % p;
  }
  let rest = inverse(product);
  const out = Array.from<bigint>({ length: values.length });
  for (let i = values.length - 1; i >= 0; i -= 1) {
    out[i] = (rest * before[i]!) % p;
    rest = (rest * values[i]!) % p;
  }
  return out;
}

/**
 * Elligator 2 (RFC 9380, 6.7.1, Z = 2) of many field elements: u-coordinates of points of the curve. x₁ = −A/w with w = 1 + 2r²; x₁ where
 * g(x₁) is a square, else −x₁ − A. Whether it is one is asked of g(x₁)·w⁴, so that nothing is divided before: w is never zero.
 */
export function elligator(elements: readonly bigint[]): bigint[] {
  const w = elements.map((r) => (1n + 2n * ((r * r) % p)) % p);
  return inverses(w).map((over, i) => {
    const wi = w[i]!;
    const square = jacobi((((p - a) * wi) % p) * ((((wi - aa) * wi + aa) % p + p) % p)) !== -1;
    return ((square ? p - a : a * (1n - wi + p)) * over) % p;
  });
}

/** Written forms that mean the same (blanks, width, case) fall together. */
export const plainId = (id: string): string => id.normalize('NFKC').replace(/\s/g, '').toUpperCase();

const digest = (half: number, domain: string, id: string): string => createHash('sm3').update(`yiwang-psi-v2\0${half}\0${domain}\0${id}`).digest('hex');

/**
 * 标识符映射到曲线: 32 bytes each, little-endian u. Two SM3 digests give a field element, Elligator a point of the curve: nobody knows its
 * discrete logarithm, and `domain` (the run) makes points of one run useless in another.
 */
export function hashToPoints(domain: string, ids: readonly string[]): Buffer {
  const out = Buffer.alloc(ids.length * pointBytes);
  const elements = ids.map((id) => {
    const plain = plainId(id);
    return BigInt(`0x${digest(0, domain, plain)}${digest(1, domain, plain)}`) % p;
  });
  elligator(elements).forEach((u, i) => Buffer.from(u.toString(16).padStart(64, '0'), 'hex').reverse().copy(out, i * pointBytes));
  return out;
}
