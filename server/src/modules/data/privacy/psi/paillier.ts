import { generatePrimeSync, randomBytes } from 'node:crypto';

/** Paillier 加法同态 (ISO/IEC 18033-6, clause 8): the product of ciphertexts is a ciphertext of the sum. */
export interface PublicKey {
  readonly n: bigint;
  readonly nn: bigint;
  /** A random n-th residue: its powers hide (Damgård–Jurik's short randomness). */
  readonly h: bigint;
}
export interface PaillierKey extends PublicKey {
  readonly lambda: bigint;
  readonly mu: bigint;
}

export const modulusBits = 2048;
const hideBits = 320;
const windowBits = 5;

export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, b, e] = [1n, base % modulus, exponent];
  for (; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = (result * b) % modulus;
    b = (b * b) % modulus;
  }
  return result;
}

/** x with a·x = 1 modulo m. */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [m, a % m, 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  if (r0 !== 1n) throw new RangeError('not invertible');
  return ((s0 % m) + m) % m;
}

const randomBits = (bits: number): bigint => BigInt(`0x${randomBytes(Math.ceil(bits / 8)).toString('hex')}`);

export function newPaillierKey(bits = modulusBits): PaillierKey {
  // OpenSSL sets the two top bits of a prime: the product has exactly `bits`
  const p = generatePrimeSync(bits / 2, { bigint: true });
  const q = generatePrimeSync(bits / 2, { bigint: true });
  const n = p * q;
  const nn = n * n;
  const lambda = (p - 1n) * (q - 1n);
  return { n, nn, lambda, mu: inverse(lambda, n), h: power(randomBits(bits) % n, n, nn) };
}

/** Encrypts many: powers of h stand in a table, so each costs some 64 multiplications. */
export function encryptor({ n, nn, h }: PublicKey): (plain: bigint) => bigint {
  const windows = hideBits / windowBits;
  const table: bigint[][] = [];
  let base = h;
  for (let w = 0; w < windows; w += 1) {
    const row = [1n];
    for (let i = 1; i < 1 << windowBits; i += 1) row.push((row[i - 1]! * base) % nn);
    table.push(row);
    base = (row.at(-1)! * base) % nn;
  }
  return (plain) => {
    if (plain < 0n || plain >= n) throw new RangeError('plain out of range');
    let hidden = 1n;
    let r = randomBits(hideBits);
    for (let w = 0; w < windows; w += 1, r >>= BigInt(windowBits)) hidden = (hidden * table[w]![Number(r & BigInt((1 << windowBits) - 1))]!) % nn;
    return (((1n + plain * n) % nn) * hidden) % nn;
  };
}

export const addCiphers = ({ nn }: PublicKey, ciphers: Iterable<bigint>): bigint => {
  let sum = 1n;
  for (const c of ciphers) sum = (sum * c) % nn;
  return sum;
};

export const decryptCipher = ({ n, nn, lambda, mu }: PaillierKey, cipher: bigint): bigint => (((power(cipher, lambda, nn) - 1n) / n) * mu) % n;

/** Fixed width, hexadecimal: n² has twice the bits of n. */
export const cipherText = (cipher: bigint): string => cipher.toString(16);
export const readCipher = (text: string, { nn }: PublicKey): bigint | undefined => {
  if (!/^[0-9a-f]{1,1100}$/.test(text)) return undefined;
  const value = BigInt(`0x${text}`);
  return value > 1n && value < nn ? value : undefined;
};
