/**
 * Arithmetic modulo the prime of the SM2 curve. BigInt takes 0.5 µs for one modular product and leaks its operands by
 * timing; the WebAssembly of `sm2-wasm.ts` takes a tenth of that and does not.
 *
 * An element is 32 bytes of one memory (eight little-endian 32-bit limbs) in Montgomery form (x·2^256 mod p), always
 * reduced, and is named by its byte offset. The output of an operation may be one of its inputs.
 */
import { instantiate } from '#kernel/wasm';
import { formulas, TEMPORARIES } from './sm2-formulas.ts';
import { PRIME, sm2Module } from './sm2-wasm.ts';

const LIMB_MASK = 0xffffffffn;
const limbs = [0, 1, 2, 3, 4, 5, 6, 7];

const { memory, multiply, add, subtract, double, addStart, addFinish } = instantiate<'multiply' | 'add' | 'subtract' | keyof typeof formulas>(sm2Module(formulas));
const words = new Uint32Array(memory.buffer);
const bytes = Buffer.from(memory.buffer);
let allocated = TEMPORARIES * 32;

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
  for (const i of limbs) words[out / 4 + i] = Number((value >> BigInt(32 * i)) & LIMB_MASK);
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
export const field = { PRIME, ONE, words, allocate, write, read, copy, isZero, equal, multiply, add, subtract, invert, double, addStart, addFinish };
