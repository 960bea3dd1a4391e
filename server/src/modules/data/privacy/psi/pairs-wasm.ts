/**
 * The WebAssembly of Curve25519: arithmetic modulo p = 2^255 − 19 on two elements at once, one a lane. An element is five limbs of 51 bits,
 * whole numbers in doubles between −2^50 and 2^50 (the second may reach one further); a fused a·b + c tells the upper half of a product of limbs,
 * a second one the lower half, exactly. 32-bit limbs in integers, as for SM2, take three times as long. Nothing branches on values.
 */
import { assemble, bitsOf, call, get, i32, I32, repeatWhile, set, tee, v128, V128, type Code } from '#kernel/wasm';

export const limbBits = 51;
export const limbCount = 5;
/** Of a pair of elements. */
export const pairBytes = limbCount * 16;
/** (486662 − 2) / 4: RFC 7748, 4.1. */
const A24 = 121_665;

const limbs = Array.from({ length: limbCount }, (_, i) => i);
const columns = Array.from({ length: 2 * limbCount }, (_, i) => i);

// The upper half of a product is what adding UPPER leaves of it: multiples of 2^51. Added to LOWER, the lower half stands in the last bits.
const UPPER = 1.5 * 2 ** 103;
const LOWER = 1.5 * 2 ** 52;

// Locals after the pointers, all v128.
const POINTERS = 5;
const [H, P, W, X, Y] = [5, 6, 7, 8, 9]; //  scratch
const A = 10; //  A+0 … A+4: first factor
const B = 15; //  second factor
const T = 20; //  T+0 … T+9: columns of a product
const S = 30; //  columns of a second one
const [UPPERS, BOTH, MASK, DOUBLES] = [40, 41, 42, 43]; //  constants that are used again and again
const LOCALS = Array.from({ length: 39 }, () => V128);

/** Constants lie at the start of the memory: in the code each use would take three instructions. */
function createConstants() {
  const pool: bigint[] = [];
  const integers = (bits: bigint): Code => {
    const wanted = BigInt.asUintN(64, bits);
    const known = pool.indexOf(wanted);
    if (known < 0 && 16 * pool.length >= constantsBytes) throw new RangeError('no room for more constants');
    return v128.load(i32.constant(0), 16 * (known < 0 ? pool.push(wanted) - 1 : known));
  };
  return { integers, numbers: (value: number): Code => integers(bitsOf(value)), bytes: (): Uint8Array => Buffer.from(BigUint64Array.from(Array.from({ length: constantsBytes / 8 }, (_, i) => pool[i >> 1] ?? 0n)).buffer) };
}
type Constants = ReturnType<typeof createConstants>;
/** Room for them; what a user keeps lies behind. */
export const constantsBytes = 1024;

/** What rounding took from the product that is in P, exactly (Dekker): where there is no fused instruction. */
function rest(a: number, b: number, numbers: Constants['numbers']): Code {
  const half = (of: number): Code => [
    ...set(W, v128.multiply(get(of), numbers(2 ** 27 + 1))),
    ...v128.subtract(get(W), v128.subtract(get(W), get(of))),
  ];
  const [ah, bh] = [get(X), get(Y)];
  const [al, bl] = [v128.subtract(get(a), ah), v128.subtract(get(b), bh)];
  const crossed = v128.add(v128.add(v128.subtract(v128.multiply(ah, bh), get(P)), v128.multiply(ah, bl)), v128.multiply(al, bh));
  return [...set(X, half(a)), ...set(Y, half(b)), ...v128.add(crossed, v128.multiply(al, bl))];
}

/** What assembles the functions: `fused` where the machine rounds a·b + c once. */
function bodies(fused: boolean, constants: Constants) {
  const { integers, numbers } = constants;
  const begin = [...set(UPPERS, numbers(UPPER)), ...set(BOTH, numbers(UPPER + LOWER)), ...set(MASK, integers((1n << BigInt(limbBits)) - 1n)), ...set(DOUBLES, numbers(LOWER))];
  /** Leaves in H the upper half of a·b, on the stack the lower: both as bits of doubles, off by those of UPPER and LOWER. */
  const product = (a: number, b: number): Code =>
    fused
      ? v128.multiplyAdd(get(a), get(b), v128.subtract(get(BOTH), tee(H, v128.multiplyAdd(get(a), get(b), get(UPPERS)))))
      : [
          ...set(P, v128.multiply(get(a), get(b))),
          ...set(H, v128.add(get(P), get(UPPERS))),
          ...v128.add(v128.add(v128.add(get(P), v128.subtract(get(UPPERS), get(H))), rest(a, b, numbers)), get(DOUBLES)),
        ];

  /** Columns of the products of pairs of limbs: `terms` name limbs of both factors by column. */
  const sums = (into: number, terms: readonly (readonly [column: number, a: number, b: number])[]): { code: Code; offsets: bigint[] } => {
    const begun = new Set<number>();
    const offsets = columns.map(() => 0n);
    const addTo = (column: number, value: Code, offset: bigint): Code => {
      offsets[column]! += offset;
      const sum = begun.has(column) ? v128.addIntegers(value, get(into + column)) : value;
      begun.add(column);
      return set(into + column, sum);
    };
    const code = terms.toSorted((x, y) => x[0] - y[0]).flatMap(([column, a, b]) => [...addTo(column, product(a, b), bitsOf(LOWER)), ...addTo(column + 1, get(H), bitsOf(UPPER))]);
    return { code, offsets };
  };

  /** Columns five and up are 19 times as much five further down: 2^255 = 19. */
  const folded = (into: number, { code, offsets }: ReturnType<typeof sums>): { code: Code; offsets: bigint[] } => {
    const high = limbs.filter((k) => offsets[k + limbCount] !== 0n);
    return {
      code: [...code, ...high.flatMap((k) => set(into + k, v128.addIntegers(get(into + k), nineteen(get(into + k + limbCount)))))],
      offsets: limbs.map((k) => offsets[k]! + 19n * offsets[k + limbCount]!),
    };
  };
  const nineteen = (a: Code): Code => v128.addIntegers(v128.addIntegers(a, v128.shiftLeft(a, 1)), v128.shiftLeft(a, 4));

  const load = (into: number, pointer: number): Code => limbs.flatMap((i) => set(into + i, v128.load(get(pointer), 16 * i)));
  const multiplied = (into: number) => folded(into, sums(into, limbs.flatMap((i) => limbs.map((j) => [i + j, A + i, B + j] as const))));
  /** Each product of two different limbs once, with the double of one: B holds twice A. */
  const squared = (): { code: Code; offsets: bigint[] } => {
    const { code, offsets } = folded(T, sums(T, limbs.flatMap((i) => limbs.slice(i).map((j) => [i + j, A + i, (i === j ? A : B) + j] as const))));
    return { code: [...limbs.flatMap((i) => set(B + i, v128.add(get(A + i), get(A + i)))), ...code], offsets };
  };

  /**
   * Stores columns as limbs: the carry of each goes to the next, of the last 19 times to the first, and once more from there to the second.
   * Numbers are kept above zero by `bias` of a carry while bits are shifted; columns are below 2^60.
   */
  const store = (pointer: number, at: number, columnsAt: number, offsets: readonly bigint[]): Code => {
    const [bits, bias] = [BigInt(limbBits), 1n << 10n];
    const half = 1n << (bits - 1n);
    const digit = (k: number): number => columnsAt + k;
    const toDouble = numbers(LOWER + 2 ** (limbBits - 1));
    const out = (k: number): Code => v128.store(get(pointer), at + 16 * k, v128.subtract(v128.addIntegers(get(digit(k)), get(DOUBLES)), get(W)));
    return [
      ...limbs.flatMap((k) => {
        const biased = v128.addIntegers(get(digit(k)), integers(half + (bias << bits) - (k === 0 ? 0n : bias) - offsets[k]!));
        return [...set(X, k === 0 ? biased : v128.addIntegers(biased, get(W))), ...set(W, v128.shiftRight(get(X), limbBits)), ...set(digit(k), v128.and(get(X), get(MASK)))];
      }),
      ...set(X, v128.addIntegers(v128.addIntegers(get(digit(0)), nineteen(get(W))), integers((1n << bits) - 19n * bias))),
      ...set(digit(0), v128.and(get(X), get(MASK))),
      // one more than the carry is there
      ...set(digit(1), v128.addIntegers(v128.addIntegers(get(digit(1)), integers(-1n)), v128.shiftRight(get(X), limbBits))),
      ...set(W, toDouble), ...limbs.flatMap(out),
    ];
  };
  const stored = (product: { code: Code; offsets: bigint[] }): Code => [...product.code, ...store(0, 0, T, product.offsets)];

  return {
    /** out = a·b */
    multiply: (): Code => [...begin, ...load(A, 1), ...load(B, 2), ...stored(multiplied(T))],
    /** out = a² */
    square: (): Code => [...begin, ...load(A, 1), ...stored(squared())],
    /** out = a·b + c·d, and behind it a·b − c·d */
    crossed: (): Code => {
      const [first, second] = [multiplied(T), multiplied(S)];
      const both = limbs.flatMap((k) => [...set(X, get(S + k)), ...set(S + k, v128.subtractIntegers(get(T + k), get(X))), ...set(T + k, v128.addIntegers(get(T + k), get(X)))]);
      return [
        ...begin, ...load(A, 1), ...load(B, 2), ...first.code, ...load(A, 3), ...load(B, 4), ...second.code, ...both,
        ...store(0, 0, T, limbs.map((k) => first.offsets[k]! + second.offsets[k]!)), ...store(0, pairBytes, S, limbs.map((k) => first.offsets[k]! - second.offsets[k]!)),
      ];
    },
    /** out = a − b, and behind it a + A24·(a − b) */
    ladderConstant: (): Code => {
      const { code, offsets } = folded(T, sums(T, limbs.map((k) => [k, A + k, B] as const)));
      return [
        ...begin, ...load(A, 1), ...limbs.flatMap((i) => [...set(A + i, v128.subtract(get(A + i), v128.load(get(2), 16 * i))), ...v128.store(get(0), 16 * i, get(A + i))]),
        ...set(B, numbers(A24)), ...code,
        ...limbs.flatMap((i) => set(T + i, v128.addIntegers(get(T + i), v128.add(v128.load(get(1), 16 * i), get(DOUBLES))))),
        ...store(0, pairBytes, T, offsets.map((o) => o + bitsOf(LOWER))),
      ];
    },
  };
}

/** Behind a ladder's pointer: A = x₂+z₂, B = x₂−z₂, C = x₃+z₃, D = x₃−z₃, x₁, then what a step needs. */
const at = { A: 0, B: 1, C: 2, D: 3, x1: 4, S: 5, T: 6, AA: 7, BB: 8, E: 9, F: 10, TT: 11 } as const;
export const ladderPairs = Object.keys(at).length;
export const ladderSteps = 255;

type Operation = keyof ReturnType<typeof bodies>;
export type PairOperation = Operation | 'squareTimes' | 'ladder';

/** The module: field operations, then what repeats them. `fused`: only where `multiplyAdd` rounds once. */
export function pairsModule(fused: boolean, pages: number): Uint8Array {
  const constants = createConstants();
  const operations = Object.entries(bodies(fused, constants)).map(([name, body]) => ({ name: name as Operation, body: body() }));
  const places = operations.map((o) => o.name);
  const use = (name: Operation, ...operands: Code[]): Code => call(places.indexOf(name), ...operands, ...Array.from({ length: POINTERS - operands.length }, () => i32.constant(0)));
  const member = (name: keyof typeof at): Code => i32.add(get(0), i32.constant(at[name] * pairBytes));
  const step = (name: Operation, ...operands: (keyof typeof at)[]): Code => use(name, ...operands.map(member));

  /** (out, a, n): out = a^(2^n), n > 0 */
  const squareTimes = [...repeatWhile([...use('square', get(0), get(1)), ...set(1, get(0))], tee(2, i32.add(get(2), i32.constant(-1))))];

  /** (state, masks): RFC 7748, 5, on sums and differences; 255 masks of 32 bits, all ones where both halves change places before the step. */
  const END = POINTERS + LOCALS.length;
  const swap = Array.from({ length: 2 * limbCount }, (_, i) => i * 16).flatMap((from) => {
    const to = from + 2 * pairBytes;
    return [
      ...set(W, v128.and(v128.xor(v128.load(get(0), from), v128.load(get(0), to)), get(X))),
      ...v128.store(get(0), from, v128.xor(v128.load(get(0), from), get(W))), ...v128.store(get(0), to, v128.xor(v128.load(get(0), to), get(W))),
    ];
  });
  const ladder = [
    ...set(END, i32.add(get(1), i32.constant(4 * ladderSteps))),
    ...repeatWhile([
      ...set(X, v128.splat32(i32.load(get(1), 0))), ...swap,
      ...step('crossed', 'S', 'D', 'A', 'C', 'B'), ...step('square', 'AA', 'A'), ...step('square', 'BB', 'B'), ...step('ladderConstant', 'E', 'AA', 'BB'),
      ...step('crossed', 'A', 'AA', 'BB', 'E', 'F'), ...step('square', 'TT', 'T'), ...step('crossed', 'C', 'S', 'S', 'x1', 'TT'),
    ], i32.below(tee(1, i32.add(get(1), i32.constant(4))), get(END))),
  ];
  const locals = [...LOCALS, I32];
  return assemble([
    ...operations.map((o) => ({ ...o, pointers: POINTERS, locals })),
    { name: 'squareTimes', pointers: POINTERS, locals, body: squareTimes }, { name: 'ladder', pointers: POINTERS, locals, body: ladder },
  ], pages, constants.bytes());
}
