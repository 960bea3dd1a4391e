/**
 * The WebAssembly of SM2: arithmetic modulo the prime of the curve (GB/T 32918.5: p = 2^256 − 2^224 − 2^96 + 2^64 − 1),
 * assembled here, at load, from a few lines a function: no build step, no binary in the repository. No function has a
 * branch or a memory access that depends on the values.
 */
import type { Formula, Operand } from './sm2-formulas.ts';

/** p of the curve. */
export const PRIME = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const MASK = 0xffffffffn;
const MEMORY_PAGES = 320; // 20 MiB of addresses; pages never touched cost nothing

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

/** A formula of field operations as one function: operands are its pointers and the temporaries. */
const formulaBody = (formula: Formula): Code =>
  formula.flatMap(([operation, ...operands]) => [...operands.flatMap(pointer), 0x10, OPERATIONS.indexOf(operation)]);

/** `p32` is the element 32 bytes behind the first parameter; `t3` the fourth temporary, at the start of the memory. */
function pointer(operand: Operand): Code {
  const number = Number(operand.slice(1));
  if (operand.startsWith('t')) return [0x41, ...signed(BigInt(number * 32))];
  return [...get(operand.startsWith('p') ? OUT : A), 0x41, ...signed(BigInt(number)), 0x6a];
}

const OPERATIONS = ['multiply', 'add', 'subtract'] as const;

/** The WebAssembly module: field operations, then the formulas; every function takes three pointers. */
export function assemble(formulas: Readonly<Record<string, Formula>>): Uint8Array {
  const codes = [multiplyBody(), addBody(), subtractBody(), ...Object.values(formulas).map(formulaBody)];
  const bodies = codes.map((code, index) => {
    const body = [...(index < OPERATIONS.length ? [1, LOCALS, 0x7e] : [0]), ...code, 0x0b];
    return [...unsigned(body.length), ...body];
  });
  const exported = [...OPERATIONS, ...Object.keys(formulas)].flatMap((name, index) => [...text(name), 0x00, index]);
  return new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 3, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [codes.length, ...codes.map(() => 0)]),
    ...section(5, [1, 0, ...unsigned(MEMORY_PAGES)]),
    ...section(7, [codes.length + 1, ...text('memory'), 0x02, 0, ...exported]),
    ...section(10, [codes.length, ...bodies.flat()]),
  ]);
}
