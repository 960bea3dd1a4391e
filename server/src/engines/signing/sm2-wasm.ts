/**
 * The WebAssembly of SM2: arithmetic modulo the prime of the curve (GB/T 32918.5: p = 2^256 − 2^224 − 2^96 + 2^64 − 1),
 * assembled here, at load, from a few lines a function: no build step, no binary in the repository. No function has a
 * branch or a memory access that depends on the values.
 */
import { assemble, call, get, i32, i64, I64, set, type Code } from '#kernel/wasm';
import type { Formula, Operand } from './sm2-formulas.ts';

/** p of the curve. */
export const PRIME = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const MASK = 0xffffffffn;
const MEMORY_PAGES = 320; // 20 MiB of addresses; pages never touched cost nothing

const low32 = (a: Code): Code => i64.and(a, i64.constant(MASK));
const high32 = (a: Code): Code => i64.shiftRight(a, 32);
const carry32 = (a: Code): Code => i64.shiftRightSigned(a, 32); // keeps the sign: −1 is a borrow
const load = (pointer: number, limb: number): Code => i64.load32(get(pointer), limb * 4);
const store = (pointer: number, limb: number, value: Code): Code => i64.store32(get(pointer), limb * 4, value);

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
  ...set(C, i64.constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, i64.add(i64.subtract(get(T + i), i64.constant(primeLimb(i))), get(C))),
    ...set(L + i, low32(get(X))),
    ...set(C, carry32(get(X))),
  ]),
  ...set(C, i64.add(get(T + 8), get(C))), // 0: T ≥ p, −1: T < p
  ...limbs.flatMap((i) => store(OUT, i, i64.xor(get(L + i), i64.and(get(C), i64.xor(get(L + i), get(T + i)))))),
];

/** Montgomery product, one limb of b a row. p ≡ −1 mod 2^32, so the reduction factor of a row is its lowest limb. */
const multiplyBody = (): Code => [
  ...limbs.flatMap((i) => set(L + i, load(A, i))),
  ...limbs.flatMap((row) => [
    ...set(M, load(B, row)),
    ...set(C, i64.constant(0n)),
    ...limbs.flatMap((i) => [
      ...set(X, i64.add(i64.add(i64.multiply(get(L + i), get(M)), get(T + i)), get(C))),
      ...set(T + i, low32(get(X))),
      ...set(C, high32(get(X))),
    ]),
    ...set(X, i64.add(get(T + 8), get(C))),
    ...set(T + 8, low32(get(X))),
    ...set(T + 9, high32(get(X))),
    // T + m·p with m = T[0], shifted right by one limb: +m at limbs 2 and 8, −m at limbs 0, 3 and 7.
    ...set(M, get(T)),
    ...set(T, get(T + 1)),
    ...set(C, i64.constant(0n)),
    ...[2, 3, 4, 5, 6, 7, 8].flatMap((i) => {
      const sum = i64.add(get(T + i), get(C));
      const value = i === 2 || i === 8 ? i64.add(sum, get(M)) : i === 3 || i === 7 ? i64.subtract(sum, get(M)) : sum;
      return [...set(X, value), ...set(T + i - 1, low32(get(X))), ...set(C, carry32(get(X)))];
    }),
    ...set(T + 8, i64.add(get(T + 9), get(C))),
  ]),
  ...reduceOnceAndStore(),
];

const addBody = (): Code => [
  ...set(C, i64.constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, i64.add(i64.add(load(A, i), load(B, i)), get(C))),
    ...set(T + i, low32(get(X))),
    ...set(C, high32(get(X))),
  ]),
  ...set(T + 8, get(C)),
  ...reduceOnceAndStore(),
];

const subtractBody = (): Code => [
  ...set(C, i64.constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, i64.add(i64.subtract(load(A, i), load(B, i)), get(C))),
    ...set(T + i, low32(get(X))),
    ...set(C, carry32(get(X))),
  ]),
  ...set(M, get(C)), // −1 where a < b: add p
  ...set(C, i64.constant(0n)),
  ...limbs.flatMap((i) => [
    ...set(X, i64.add(i64.add(get(T + i), i64.and(get(M), i64.constant(primeLimb(i)))), get(C))),
    ...store(OUT, i, low32(get(X))),
    ...set(C, high32(get(X))),
  ]),
];

const OPERATIONS = { multiply: multiplyBody, add: addBody, subtract: subtractBody } as const;
const places = Object.keys(OPERATIONS);

/** A formula of field operations as one function: operands are its pointers and the temporaries. */
const formulaBody = (formula: Formula): Code => formula.flatMap(([operation, ...operands]) => call(places.indexOf(operation), ...operands.map(pointer)));

/** `p32` is the element 32 bytes behind the first parameter; `t3` the fourth temporary, at the start of the memory. */
function pointer(operand: Operand): Code {
  const number = Number(operand.slice(1));
  if (operand.startsWith('t')) return i32.constant(number * 32);
  return i32.add(get(operand.startsWith('p') ? OUT : A), i32.constant(number));
}

/** The WebAssembly module: field operations, then the formulas; every function takes three pointers. */
export const sm2Module = (formulas: Readonly<Record<string, Formula>>): Uint8Array =>
  assemble([
    ...Object.entries(OPERATIONS).map(([name, body]) => ({ name, pointers: 3, locals: Array.from({ length: LOCALS }, () => I64), body: body() })),
    ...Object.entries(formulas).map(([name, formula]) => ({ name, pointers: 3, locals: [], body: formulaBody(formula) })),
  ], MEMORY_PAGES);
