/**
 * A very small assembler of WebAssembly, for arithmetic that JavaScript's numbers are too slow for: the module is made at load from a few
 * lines a function, so that there is no build step and no binary in the repository. An instruction sequence is a list of bytes.
 */
export type Code = readonly number[];

/** As much of the global as is used: the types of Node leave it to those of the browser. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

export interface WasmFunction {
  /** Exported under this name; called by its place in the list. */
  readonly name: string;
  /** So many pointers (i32) come in; nothing goes out but through the memory. */
  readonly pointers: number;
  /** Types of the locals behind them. */
  readonly locals: Code;
  readonly body: Code;
}

export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;
const FUNCTION = 0x60;

const unsigned = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]);
const signed = (value: bigint): number[] => {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const last = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return last ? [low] : [low | 0x80, ...signed(rest)];
};
const text = (value: string): Code => [value.length, ...Buffer.from(value)];
const section = (id: number, body: Code): Code => [id, ...unsigned(body.length), ...body];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** Sets it and leaves it on the stack. */
export const tee = (local: number, value: Code): Code => [...value, 0x22, ...unsigned(local)];
export const call = (place: number, ...operands: Code[]): Code => [...operands.flat(), 0x10, ...unsigned(place)];
/** The body again and again while its condition, an i32, is not zero. */
export const repeatWhile = (body: Code, condition: Code): Code => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];

const binary = (opcode: number) => (a: Code, b: Code): Code => [...a, ...b, opcode];
const shift = (opcode: number) => (a: Code, bits: number): Code => [...a, ...i64.constant(BigInt(bits)), opcode];
const memory = (...opcode: number[]) => (pointer: Code, offset: number): Code => [...pointer, ...opcode, 2, ...unsigned(offset)];
const memoryStore = (...opcode: number[]) => (pointer: Code, offset: number, value: Code): Code => [...pointer, ...value, ...opcode, 2, ...unsigned(offset)];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(BigInt(value))],
  load: memory(0x28),
  add: binary(0x6a), below: binary(0x49),
};

export const i64 = {
  constant: (value: bigint): Code => [0x42, ...signed(value)],
  /** 32 bits, unsigned. */
  load32: memory(0x35), store32: memoryStore(0x3e),
  add: binary(0x7c), subtract: binary(0x7d), multiply: binary(0x7e), and: binary(0x83), xor: binary(0x85),
  /** `shiftRightSigned` keeps the sign: −1 is a borrow. */
  shiftRight: shift(0x88), shiftRightSigned: shift(0x87),
};

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const vectorBinary = (opcode: number) => (a: Code, b: Code): Code => [...a, ...b, ...vector(opcode)];
const vectorShift = (opcode: number) => (a: Code, bits: number): Code => [...a, ...i32.constant(bits), ...vector(opcode)];

/** Two lanes of 64 bits at once. */
export const v128 = {
  load: memory(...vector(0x00)), store: memoryStore(...vector(0x0b)),
  and: vectorBinary(0x4e), xor: vectorBinary(0x51),
  splat32: (a: Code): Code => [...a, ...vector(0x11)],
  shiftLeft: vectorShift(0xcb), shiftRight: vectorShift(0xcd),
  addIntegers: vectorBinary(0xce), subtractIntegers: vectorBinary(0xd1),
  add: vectorBinary(0xf0), subtract: vectorBinary(0xf1), multiply: vectorBinary(0xf2),
  /** a·b + c, rounded once where the machine has such an instruction, else twice. */
  multiplyAdd: (a: Code, b: Code, c: Code): Code => [...a, ...b, ...c, ...vector(0x107)],
};

/** The bits of a double as an integer. */
export function bitsOf(value: number): bigint {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes.readBigUInt64LE();
}

/** A module of these functions and a memory of so many pages of 64 KiB, with `data` at its start; pages that are never touched cost nothing. */
export function assemble(functions: readonly WasmFunction[], pages: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  const arities = [...new Set(functions.map((f) => f.pointers))];
  const bodies = functions.map(({ locals, body }) => {
    const code = [...unsigned(locals.length), ...locals.flatMap((type) => [1, type]), ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  const exported = functions.flatMap(({ name }, place) => [...text(name), 0x00, ...unsigned(place)]);
  return new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [...unsigned(arities.length), ...arities.flatMap((n) => [FUNCTION, n, ...Array.from({ length: n }, () => I32), 0])]),
    ...section(3, [...unsigned(functions.length), ...functions.flatMap((f) => arities.indexOf(f.pointers))]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [...unsigned(functions.length + 1), ...text('memory'), 0x02, 0, ...exported]),
    ...section(10, [...unsigned(functions.length), ...bodies.flat()]),
    ...section(11, [1, 0, ...i32.constant(0), 0x0b, ...unsigned(data.length), ...data]),
  ]);
}

/** Its functions by name, and the memory that they work in. */
export const instantiate = <Name extends string>(bytes: Uint8Array): Record<Name, (...pointers: number[]) => void> & { readonly memory: { readonly buffer: ArrayBuffer } } =>
  new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as never;
