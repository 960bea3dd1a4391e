import { instantiate } from '#kernel/wasm';
import { constantsBytes, ladderPairs, ladderSteps, limbBits, limbCount, pairBytes, pairsModule, type PairOperation } from './pairs-wasm.ts';

/** Bytes of an element as others see it: little-endian, below p. */
export const elementBytes = 32;
const radix = 2 ** limbBits;
const half = radix / 2;
const limbs = Array.from({ length: limbCount }, (_, i) => i);
/** Limbs of p. */
const prime = [radix - 19, radix - 1, radix - 1, radix - 1, radix - 1] as const;
const pages = 16;
/** So many are inverted at once. */
export const pairsMax = 256;

/** Pairs of elements modulo 2^255 − 19, each named by where it lies in a memory; an output may be one of the inputs. */
export interface FieldPairs {
  /** Room for so many pairs, one behind the other; never given back. */
  allocate(pairs: number): number;
  /** A number of 256 bits, little-endian, taken modulo p. */
  write(pair: number, lane: 0 | 1, bytes: Uint8Array, from: number): void;
  writeBoth(pair: number, value: bigint): void;
  /** Its one written form. */
  read(pair: number, lane: 0 | 1, out: Uint8Array, at: number): void;
  copyLane(out: number, pair: number, lane: 0 | 1): void;
  /** Limb by limb, with nothing carried: of two such no product, of one and a result of a product yes. */
  add(out: number, a: number, b: number): void;
  subtract(out: number, a: number, b: number): void;
  multiply(out: number, a: number, b: number): void;
  square(out: number, a: number): void;
  /** out = a·b + c·d, and in the pair behind it a·b − c·d. */
  crossed(out: number, a: number, b: number, c: number, d: number): void;
  /** out = 1, −1 or 0 as a is a square, none, or zero. */
  character(out: number, a: number): void;
  /** Inverts as many pairs that lie one behind the other, with one inversion and three products each (Montgomery); false, and nothing of worth, when one is zero. */
  invertAll(first: number, count: number): boolean;
  /** Pairs of u-coordinates times a scalar (RFC 7748, X25519) as fractions: `top` and `bottom` of each. */
  ladder(u: number, masks: Int32Array, top: number, bottom: number): void;
}

export function createFieldPairs(fused: boolean): FieldPairs {
  const { memory, multiply, square, crossed, squareTimes, ladder } = instantiate<PairOperation>(pairsModule(fused, pages));
  const numbers = new Float64Array(memory.buffer);
  let allocated = constantsBytes;
  const allocate = (pairs: number): number => {
    const at = allocated;
    allocated += pairs * pairBytes;
    if (allocated > memory.buffer.byteLength) throw new RangeError('no room for more elements');
    return at;
  };
  const limbsOf = new Float64Array(limbCount);
  const words = new Uint32Array(elementBytes / 4);

  /** Carried until every limb is between −2^50 and 2^50. */
  const settle = (pair: number, lane: number): void => {
    for (let round = 0; round < 2; round++) {
      let carry = 0;
      for (let i = 0; i < limbCount; i++) {
        const limb = limbsOf[i]! + carry;
        carry = Math.floor((limb + half) / radix);
        limbsOf[i] = limb - carry * radix;
      }
      limbsOf[0]! += 19 * carry;
    }
    for (let i = 0; i < limbCount; i++) numbers[pair / 8 + 2 * i + lane] = limbsOf[i]!;
  };
  const write = (pair: number, lane: 0 | 1, bytes: Uint8Array, from: number): void => {
    for (let i = 0; i < 8; i++) words[i] = bytes[from + 4 * i]! | (bytes[from + 4 * i + 1]! << 8) | (bytes[from + 4 * i + 2]! << 16) | (bytes[from + 4 * i + 3]! << 24);
    const [w0, w1, w2, w3, w4, w5, w6, w7] = words as unknown as [number, number, number, number, number, number, number, number];
    limbsOf[0] = w0 + (w1 & 0x7ffff) * 2 ** 32;
    limbsOf[1] = (w1 >>> 19) + w2 * 2 ** 13 + (w3 & 0x3f) * 2 ** 45;
    limbsOf[2] = (w3 >>> 6) + (w4 & 0x1ffffff) * 2 ** 26;
    limbsOf[3] = (w4 >>> 25) + w5 * 2 ** 7 + (w6 & 0xfff) * 2 ** 39;
    limbsOf[4] = (w6 >>> 12) + w7 * 2 ** 20;
    settle(pair, lane);
  };
  const read = (pair: number, lane: 0 | 1, out: Uint8Array, at: number): void => {
    // p is added, so that nothing is below zero; then carried, and p taken off as often as it goes
    for (const i of limbs) limbsOf[i] = numbers[pair / 8 + 2 * i + lane]! + prime[i]!;
    for (let round = 0; round < 3; round++) {
      let carry = 0;
      for (let i = 0; i < limbCount; i++) {
        const limb = limbsOf[i]! + carry;
        carry = Math.floor(limb / radix);
        limbsOf[i] = limb - carry * radix;
      }
      limbsOf[0]! += 19 * carry;
    }
    const whole = limbsOf[0]! >= prime[0] && limbs.every((i) => i === 0 || limbsOf[i] === prime[i]);
    if (whole) for (const i of limbs) limbsOf[i]! -= prime[i]!;
    const [l0, l1, l2, l3, l4] = limbsOf as unknown as [number, number, number, number, number];
    words[0] = l0 % 2 ** 32;
    words[1] = Math.floor(l0 / 2 ** 32) + (l1 % 2 ** 13) * 2 ** 19;
    words[2] = (l1 / 2 ** 13) % 2 ** 32;
    words[3] = Math.floor(l1 / 2 ** 45) + (l2 % 2 ** 26) * 2 ** 6;
    words[4] = Math.floor(l2 / 2 ** 26) + (l3 % 2 ** 7) * 2 ** 25;
    words[5] = (l3 / 2 ** 7) % 2 ** 32;
    words[6] = Math.floor(l3 / 2 ** 39) + (l4 % 2 ** 20) * 2 ** 12;
    words[7] = l4 / 2 ** 20;
    for (let i = 0; i < elementBytes; i++) out[at + i] = words[i >> 2]! >>> (8 * (i & 3));
  };
  const each = (use: (x: number, y: number) => number) => (out: number, a: number, b: number): void => {
    for (let i = 0; i < 2 * limbCount; i++) numbers[out / 8 + i] = use(numbers[a / 8 + i]!, numbers[b / 8 + i]!);
  };
  const [add, subtract] = [each((x, y) => x + y), each((x, y) => x - y)];
  const writeBoth = (pair: number, value: bigint): void => {
    const bytes = Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
    write(pair, 0, bytes, 0);
    write(pair, 1, bytes, 0);
  };

  const one = allocate(1);
  writeBoth(one, 1n);
  const [x2, x9, x11, n5, n10, n20, n50, n100, z] = Array.from({ length: 9 }, () => allocate(1)) as [number, number, number, number, number, number, number, number, number];
  const then = (out: number, a: number, squarings: number, factor: number): void => {
    squareTimes(out, a, squarings);
    multiply(out, out, factor);
  };
  /** z = a^(2^250 − 1); x2 = a², x9 = a⁹, x11 = a¹¹. nK is a^(2^K − 1). */
  const power250 = (a: number): void => {
    square(x2, a);
    then(x9, x2, 2, a);
    multiply(x11, x9, x2);
    then(n5, x11, 1, x9);
    then(n10, n5, 5, n5);
    then(n20, n10, 10, n10);
    then(z, n20, 20, n20);
    then(n50, z, 10, n10);
    then(n100, n50, 50, n50);
    then(z, n100, 100, n100);
    then(z, z, 50, n50);
  };
  /** p − 2 = 32·(2^250 − 1) + 11 */
  const invert = (out: number, a: number): void => {
    power250(a);
    then(out, z, 5, x11);
  };

  const products = allocate(pairsMax);
  const [inverse, found] = [allocate(1), allocate(1)];
  const bytes = new Uint8Array(2 * elementBytes);
  const state = allocate(ladderPairs);
  const maskRoom = allocate(Math.ceil((4 * ladderSteps) / pairBytes));
  const steps = new Int32Array(memory.buffer, maskRoom, ladderSteps);
  const part = (i: number): number => state + i * pairBytes;

  return {
    allocate, write, writeBoth, read, add, subtract, multiply, square, crossed,
    copyLane(out, pair, lane) {
      for (const i of limbs) numbers[out / 8 + 2 * i + lane] = numbers[pair / 8 + 2 * i + lane]!;
    },
    character(out, a) {
      // (p − 1) / 2 = 16·(2^250 − 1) + 6
      power250(a);
      square(x9, x2);
      multiply(x11, x9, x2);
      then(out, z, 4, x11);
    },
    invertAll(first, count) {
      if (count > pairsMax) throw new RangeError('too many at once');
      const [element, product] = [(i: number) => first + i * pairBytes, (i: number) => products + i * pairBytes];
      multiply(product(0), element(0), one);
      for (let i = 1; i < count; i++) multiply(product(i), element(i), product(i - 1));
      invert(inverse, product(count - 1));
      read(inverse, 0, bytes, 0);
      read(inverse, 1, bytes, elementBytes);
      if ([0, elementBytes].some((at) => bytes.subarray(at, at + elementBytes).every((b) => b === 0))) return false;
      let [rest, next] = [inverse, found];
      for (let i = count - 1; i > 0; i--) {
        multiply(next, rest, element(i));
        multiply(element(i), rest, product(i - 1));
        [rest, next] = [next, rest];
      }
      multiply(element(0), rest, one);
      return true;
    },
    ladder(u, masks, top, bottom) {
      steps.set(masks);
      // x₂ = 1, z₂ = 0, x₃ = u, z₃ = 1
      multiply(part(0), one, one);
      multiply(part(1), one, one);
      multiply(part(4), u, one);
      add(part(2), u, one);
      subtract(part(3), u, one);
      ladder(state, maskRoom);
      // twice x₂ and z₂
      add(top, part(0), part(1));
      subtract(bottom, part(0), part(1));
      numbers.fill(0, state / 8, (state + ladderPairs * pairBytes) / 8);
      steps.fill(0);
    },
  };
}

/** Whether this machine rounds a·b + c once: then a product takes five instructions instead of twenty. */
function isFused(): boolean {
  const pairs = createFieldPairs(true);
  const [a, out, bytes] = [pairs.allocate(1), pairs.allocate(1), Buffer.alloc(elementBytes)];
  pairs.writeBoth(a, 2n ** 254n - 12_345n);
  pairs.square(out, a);
  pairs.read(out, 0, bytes, 0);
  return BigInt(`0x${bytes.reverse().toString('hex')}`) === (2n ** 254n - 12_345n) ** 2n % (2n ** 255n - 19n);
}
export const fieldPairs = createFieldPairs(isFused());
