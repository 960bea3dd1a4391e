/**
 * Arithmetic modulo the prime of the SM2 curve (GB/T 32918.5: p = 2^256 − 2^224 − 2^96 + 2^64 − 1), in WebAssembly.
 *
 * BigInt takes 0.5 µs for one modular product and leaks its operands by timing; this takes a fraction of that and has
 * neither branch nor table that depends on data. The module is assembled here, at load, from a few lines a function:
 * no build step, no binary in the repository.
 *
 * An element is 32 bytes of `memory` (eight little-endian 32-bit limbs) in Montgomery form (x·2^256 mod p), always
 * reduced, and is named by its byte offset. The output of an operation may be one of its inputs.
 */
const PRIME = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const MASK = 0xffffffffn;
const MEMORY_PAGES = 320; // 20 MiB of addresses; pages never touched cost nothing

/** As much of the global as is used: the types of Node leave it to those of the browser. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

interface FieldExports {
  memory: { buffer: ArrayBuffer };
  multiply(out: number, a: number, b: number): void;
  add(out: number, a: number, b: number): void;
  subtract(out: number, a: number, b: number): void;
}

// ---- a very small assembler: an instruction sequence is a list of bytes ----
type Code = number[];
const unsigned = (value: number): Code => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]);
const signed = (value: bigint): Code => {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const last = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return last ? [low] : [low | 0x80, ...signed(rest)];
};
const section = (id: number, body: Code): Code => [id, ...unsigned(body.length), ...body];
const text = (value: string): Code => [value.length, ...Buffer.from(value)];
const get = (local: number): Code => [0x20, ...unsigned(local)];
const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
const constant = (value: bigint): Code => [0x42, ...signed(value)];
const plus = (a: Code, b: Code): Code => [...a, ...b, 0x7c];
const minus = (a: Code, b: Code): Code => [...a, ...b, 0x7d];
const times = (a: Code, b: Code): Code => [...a, ...b, 0x7e];
const and = (a: Code, b: Code): Code => [...a, ...b, 0x83];
const xor = (a: Code, b: Code): Code => [...a, ...b, 0x85];
const low32 = (a: Code): Code => and(a, constant(MASK));
const high32 = (a: Code): Code => [...a, ...constant(32n), 0x88];
const carry32 = (a: Code): Code => [...a, ...constant(32n), 0x87]; // keeps the sign: −1 is a borrow
const load = (pointer: number, limb: number): Code => [...get(pointer), 0x35, 2, limb * 4];
const store = (pointer: number, limb: number, value: Code): Code => [...get(pointer), ...value, 0x3e, 2, limb * 4];

const [OUT, A, B] = [0, 1, 2]; // parameters (i32); i64 locals follow
const T = 3; //  T+0 … T+9: the running result
const X = 13; //  scratch
const C = 14; //  carry or borrow
const M = 15; //  multiplier of a row
const L = 16; //  L+0 … L+7: limbs of a, later of the reduced candidate
const LOCALS = 21;
const limbs = [0, 1, 2, 3, 4, 5, 6, 7];
const primeLimb = (i: number): bigint => (PRIME >> BigInt(32 * i)) & MASK;

/** out = T mod p for T < 2p held in T+0 … T+8: subtract p, keep whichever is not negative, by mask. */
const reduceOnceAndStore = (): Code => [
  ...set(C, constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, plus(minus(get(T + i), constant(primeLimb(i))), get(C))),
    ...set(L + i, low32(get(X))),
    ...set(C, carry32(get(X))),
  ]),
  ...set(C, plus(get(T + 8), get(C))), // 0: T ≥ p, −1: T < p
  ...limbs.flatMap((i) => store(OUT, i, xor(get(L + i), and(get(C), xor(get(L + i), get(T + i)))))),
];

/** Montgomery product, one limb of b a row. p ≡ −1 mod 2^32, so the reduction factor of a row is its lowest limb. */
const multiplyBody = (): Code => [
  ...limbs.flatMap((i) => set(L + i, load(A, i))),
  ...limbs.flatMap((row) => [
    ...set(M, load(B, row)),
    ...set(C, constant(0n)),
    ...limbs.flatMap((i) => [
      ...set(X, plus(plus(times(get(L + i), get(M)), get(T + i)), get(C))),
      ...set(T + i, low32(get(X))),
      ...set(C, high32(get(X))),
    ]),
    ...set(X, plus(get(T + 8), get(C))),
    ...set(T + 8, low32(get(X))),
    ...set(T + 9, high32(get(X))),
    // T + m·p with m = T[0], shifted right by one limb: +m at limbs 2 and 8, −m at limbs 0, 3 and 7.
    ...set(M, get(T)),
    ...set(T, get(T + 1)),
    ...set(C, constant(0n)),
    ...[2, 3, 4, 5, 6, 7, 8].flatMap((i) => {
      const sum = plus(get(T + i), get(C));
      const value = i === 2 || i === 8 ? plus(sum, get(M)) : i === 3 || i === 7 ? minus(sum, get(M)) : sum;
      return [...set(X, value), ...set(T + i - 1, low32(get(X))), ...set(C, carry32(get(X)))];
    }),
    ...set(T + 8, plus(get(T + 9), get(C))),
  ]),
  ...reduceOnceAndStore(),
];

const addBody = (): Code => [
  ...set(C, constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, plus(plus(load(A, i), load(B, i)), get(C))),
    ...set(T + i, low32(get(X))),
    ...set(C, high32(get(X))),
  ]),
  ...set(T + 8, get(C)),
  ...reduceOnceAndStore(),
];

const subtractBody = (): Code => [
  ...set(C, constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, plus(minus(load(A, i), load(B, i)), get(C))),
    ...set(T + i, low32(get(X))),
    ...set(C, carry32(get(X))),
  ]),
  ...set(M, get(C)), // −1 where a < b: add p
  ...set(C, constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, plus(plus(get(T + i), and(get(M), constant(primeLimb(i)))), get(C))),
    ...store(OUT, i, low32(get(X))),
    ...set(C, high32(get(X))),
  ]),
];

function assemble(): Uint8Array {
  const bodies = [multiplyBody(), addBody(), subtractBody()].map((code) => {
    const body = [1, LOCALS, 0x7e, ...code, 0x0b];
    return [...unsigned(body.length), ...body];
  });
  const exported = ['multiply', 'add', 'subtract'].flatMap((name, index) => [...text(name), 0x00, index]);
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [3, 0, 0, 0]),
    ...section(5, [1, 0, ...unsigned(MEMORY_PAGES)]),
    ...section(7, [4, ...text('memory'), 0x02, 0, ...exported]),
    ...section(10, [3, ...bodies.flat()]),
  ]);
}

const { memory, multiply, add, subtract } = new WebAssembly.Instance(new WebAssembly.Module(assemble()))
  .exports as FieldExports;
const words = new Uint32Array(memory.buffer);
const bytes = Buffer.from(memory.buffer);
let allocated = 0;

/** Room for `count` elements; never freed. Returns the byte offset. */
function allocate(count: number): number {
  const offset = allocated;
  allocated += count * 32;
  if (allocated > memory.buffer.byteLength) throw new RangeError('SM2 field memory exhausted');
  return offset;
}

const R_SQUARED = allocate(1);
const PLAIN_ONE = allocate(1);
const ONE = allocate(1);
const SCRATCH = allocate(1);
const POWERS = Array.from({ length: 9 }, () => allocate(1)) as [number, number, number, number, number, number, number, number, number];

function writePlain(out: number, value: bigint): void {
  for (const i of limbs) words[out / 4 + i] = Number((value >> BigInt(32 * i)) & MASK);
}
writePlain(R_SQUARED, (1n << 512n) % PRIME);
writePlain(PLAIN_ONE, 1n);
writePlain(ONE, (1n << 256n) % PRIME);

/** out = value; `value` in [0, p). */
function write(out: number, value: bigint): void {
  writePlain(out, value);
  multiply(out, out, R_SQUARED);
}

/** The plain value of an element. */
function read(a: number): bigint {
  multiply(SCRATCH, a, PLAIN_ONE);
  return BigInt(`0x${Buffer.from(bytes.subarray(SCRATCH, SCRATCH + 32)).reverse().toString('hex')}`);
}

function copy(out: number, a: number, count = 1): void {
  words.copyWithin(out / 4, a / 4, a / 4 + 8 * count);
}

function isZero(a: number): boolean {
  let bits = 0;
  for (let i = 0; i < 8; i++) bits |= words[a / 4 + i]!;
  return bits === 0;
}

function equal(a: number, b: number): boolean {
  let bits = 0;
  for (let i = 0; i < 8; i++) bits |= words[a / 4 + i]! ^ words[b / 4 + i]!;
  return bits === 0;
}

/** out = a^(2^squarings) · factor; `out` is not `factor`. */
function squareAndMultiply(out: number, a: number, squarings: number, factor: number): void {
  multiply(out, a, a);
  for (let i = 1; i < squarings; i++) multiply(out, out, out);
  multiply(out, out, factor);
}

/** out = a⁻¹ = a^(p−2) (0 for 0). xN holds a^(2^N − 1); p−2 is runs of ones: 31, 4·32, none, 32, 30, and 01. */
function invert(out: number, a: number): void {
  const [x1, x2, x4, x8, x16, x30, x31, x32, z] = POWERS;
  copy(x1, a);
  squareAndMultiply(x2, x1, 1, x1);
  squareAndMultiply(x4, x2, 2, x2);
  squareAndMultiply(x8, x4, 4, x4);
  squareAndMultiply(x16, x8, 8, x8);
  squareAndMultiply(z, x16, 8, x8);
  squareAndMultiply(x31, z, 4, x4);
  squareAndMultiply(x30, x31, 2, x2);
  squareAndMultiply(x31, x30, 1, x1);
  squareAndMultiply(x32, x31, 1, x1);
  squareAndMultiply(z, x31, 33, x32);
  for (let i = 0; i < 3; i++) squareAndMultiply(z, z, 32, x32);
  squareAndMultiply(z, z, 64, x32);
  squareAndMultiply(z, z, 30, x30);
  squareAndMultiply(out, z, 2, x1);
}

/** The field of SM2: operations on offsets into one memory. Single-threaded and synchronous by design. */
export const field = { PRIME, ONE, words, allocate, write, read, copy, isZero, equal, multiply, add, subtract, invert };
