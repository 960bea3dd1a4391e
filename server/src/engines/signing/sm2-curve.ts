/**
 * Points of the SM2 curve y² = x³ − 3x + b (GB/T 32918.5) and the two multiplications that SM2 needs:
 * k·G with a secret k (same operations and memory accesses whatever k is), and s·G + t·P with public values.
 *
 * Fixed points have a table: 52 windows of 5 bits, each with the odd multiples 1, 3 … 31 of 2^(5i)·P. An odd scalar
 * written in digits ±1, ±3 … ±31 has no zero digit, so a multiplication is 51 additions and never a doubling.
 */
import { field } from './sm2-field.ts';
import { addAny, addDistinct, AFFINE, double, JACOBIAN, negateIf, setInfinity, toAffine } from './sm2-point.ts';

const { copy, isZero, words } = field;

/** Order n of the base point G. */
export const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
export const CURVE_A = field.PRIME - 3n;
export const CURVE_B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
/** A point in affine coordinates, plain values; the point at infinity has no such form. */
export interface Point {
  x: bigint;
  y: bigint;
}
export const BASE: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

const WINDOWS = 52;
const ODD_MULTIPLES = 16;
const TABLE_ELEMENTS = WINDOWS * ODD_MULTIPLES * 2;
/** Public keys whose tables are kept (53 KiB each). */
const KEY_TABLES_MAX = 256;
/** A key gets a table when it is used for the fourth time: building one costs about ten verifications. */
const USES_BEFORE_TABLE = 3;
const KEY_USES_MAX = 4096;

const accumulator = field.allocate(3);
const chosen = field.allocate(2);
const affineOfKey = field.allocate(2);
const smallMultiples = field.allocate(ODD_MULTIPLES * 2);
const build = {
  bases: field.allocate(WINDOWS * 2 * 3),
  doubles: field.allocate(WINDOWS * 2),
  points: field.allocate(WINDOWS * ODD_MULTIPLES * 3),
};

/** Fills `table` with (2j+1)·2^(5i)·P for the affine P at `p`. */
function fillTable(table: number, p: number): void {
  copy(accumulator, p, 2);
  copy(accumulator + 64, field.ONE);
  for (let i = 0; i < WINDOWS; i++) {
    copy(build.bases + i * JACOBIAN, accumulator, 3);
    double(accumulator);
    copy(build.bases + (WINDOWS + i) * JACOBIAN, accumulator, 3);
    for (let j = 0; j < 4; j++) double(accumulator);
  }
  toAffine(build.bases + WINDOWS * JACOBIAN, WINDOWS, build.doubles);
  for (let i = 0; i < WINDOWS; i++) {
    copy(accumulator, build.bases + i * JACOBIAN, 3);
    for (let j = 0; j < ODD_MULTIPLES; j++) {
      if (j > 0) addDistinct(accumulator, build.doubles + i * AFFINE);
      copy(build.points + (i * ODD_MULTIPLES + j) * JACOBIAN, accumulator, 3);
    }
  }
  toAffine(build.points, WINDOWS * ODD_MULTIPLES, table);
}

function newTable(point: Point, table = field.allocate(TABLE_ELEMENTS)): number {
  field.write(affineOfKey, point.x);
  field.write(affineOfKey + 32, point.y);
  fillTable(table, affineOfKey);
  return table;
}

/** The 52 five-bit windows of (k−1)/2 + 2^259 for odd k; window w stands for the digit 2w − 31. */
function windowsOf(oddScalar: bigint): Uint8Array {
  const bits = Buffer.from(((oddScalar >> 1n) | (1n << 259n)).toString(16).padStart(68, '0'), 'hex').reverse();
  const windows = new Uint8Array(WINDOWS);
  for (let i = 0; i < WINDOWS; i++) {
    const at = i * 5;
    const pair = bits[at >> 3]! | ((bits[(at >> 3) + 1] ?? 0) << 8);
    windows[i] = (pair >> (at & 7)) & 31;
  }
  return windows;
}

/** chosen = digit·2^(5i)·P, reading every entry of the window and masking: the digit leaves no trace in time or cache. */
function chooseSecretly(table: number, window: number, w: number): void {
  const negative = ((w >> 4) & 1) - 1; // −1 where w < 16
  const index = (w - 16) ^ negative; // 15 − w or w − 16
  const at = (table + window * ODD_MULTIPLES * AFFINE) >> 2;
  const out = chosen >> 2;
  words.fill(0, out, out + 16);
  for (let j = 0; j < ODD_MULTIPLES; j++) {
    const mask = ((j ^ index) - 1) >> 31; // −1 for the wanted entry
    const entry = at + j * 16;
    for (let i = 0; i < 16; i++) words[out + i]! |= words[entry + i]! & mask;
  }
  negateIf(negative, chosen);
}

/** chosen = ±digit·2^(5i)·P for a public scalar. */
function choose(table: number, window: number, w: number, negate: boolean): void {
  const index = w < 16 ? 15 - w : w - 16;
  copy(chosen, table + (window * ODD_MULTIPLES + index) * AFFINE, 2);
  negateIf((w < 16) !== negate ? -1 : 0, chosen);
}

const baseTable = newTable(BASE);

/** k·G for a secret k in [1, n−1]; constant-time in the curve operations. */
export function multiplyBase(k: bigint): Point {
  const windows = windowsOf([ORDER - k, k][Number(k & 1n)]!); // n is odd: one of k and n − k is
  chooseSecretly(baseTable, 0, windows[0]!);
  copy(accumulator, chosen, 2);
  copy(accumulator + 64, field.ONE);
  for (let i = 1; i < WINDOWS; i++) {
    chooseSecretly(baseTable, i, windows[i]!);
    addDistinct(accumulator, chosen);
  }
  return readAccumulator((k & 1n) === 0n);
}

function addTableMultiple(table: number, scalar: bigint): void {
  if (scalar === 0n) return;
  const negate = (scalar & 1n) === 0n;
  const windows = windowsOf(negate ? ORDER - scalar : scalar);
  for (let i = 0; i < WINDOWS; i++) {
    choose(table, i, windows[i]!, negate);
    addAny(accumulator, chosen);
  }
}

/** smallMultiples = P, 3P … 31P, affine, for the affine P at `p`. */
function fillSmallMultiples(p: number): void {
  copy(accumulator, p, 2);
  copy(accumulator + 64, field.ONE);
  copy(build.points, accumulator, 3);
  double(accumulator);
  toAffine(accumulator, 1, chosen);
  copy(accumulator, build.points, 3);
  for (let j = 1; j < ODD_MULTIPLES; j++) {
    addDistinct(accumulator, chosen);
    copy(build.points + j * JACOBIAN, accumulator, 3);
  }
  toAffine(build.points, ODD_MULTIPLES, smallMultiples);
}

/** accumulator = t·P for the public t in [1, n−1] and a P without table. */
function setMultiple(t: bigint): void {
  const negate = (t & 1n) === 0n;
  const windows = windowsOf(negate ? ORDER - t : t);
  setInfinity(accumulator);
  for (let i = WINDOWS - 1; i >= 0; i--) {
    if (i < WINDOWS - 1) for (let j = 0; j < 5; j++) double(accumulator);
    choose(smallMultiples, 0, windows[i]!, negate);
    addAny(accumulator, chosen);
  }
}

/** k·P for a secret k in [1, n−1] and any P on the curve; constant-time in the curve operations. */
export function multiplySecretly(k: bigint, point: Point): Point {
  field.write(affineOfKey, point.x);
  field.write(affineOfKey + 32, point.y);
  fillSmallMultiples(affineOfKey);
  const windows = windowsOf([ORDER - k, k][Number(k & 1n)]!);
  chooseSecretly(smallMultiples, 0, windows[WINDOWS - 1]!);
  copy(accumulator, chosen, 2);
  copy(accumulator + 64, field.ONE);
  for (let i = WINDOWS - 2; i >= 0; i--) {
    for (let j = 0; j < 5; j++) double(accumulator);
    chooseSecretly(smallMultiples, 0, windows[i]!);
    addDistinct(accumulator, chosen);
  }
  return readAccumulator((k & 1n) === 0n);
}

/** The affine point of `accumulator` (not infinity), negated when the scalar had been replaced by n − k. */
function readAccumulator(negate: boolean): Point {
  toAffine(accumulator, 1, chosen);
  const y = field.read(chosen + 32);
  return { x: field.read(chosen), y: [y, field.PRIME - y][Number(negate)]! };
}

const keyTables = new Map<string, number>(); // least recently used first
const keyUses = new Map<string, number>();

/** The table of a public key that has been used often enough; undefined before. */
function tableOf(point: Point): number | undefined {
  const name = `${point.x.toString(16)} ${point.y & 1n}`;
  const known = keyTables.get(name);
  if (known !== undefined) {
    keyTables.delete(name);
    keyTables.set(name, known);
    return known;
  }
  const uses = (keyUses.get(name) ?? 0) + 1;
  if (uses <= USES_BEFORE_TABLE) {
    if (keyUses.size >= KEY_USES_MAX) keyUses.clear();
    keyUses.set(name, uses);
    return undefined;
  }
  keyUses.delete(name);
  let room: number | undefined;
  if (keyTables.size >= KEY_TABLES_MAX) {
    const [oldest, table] = keyTables.entries().next().value!;
    keyTables.delete(oldest);
    room = table;
  }
  const table = newTable(point, room);
  keyTables.set(name, table);
  return table;
}

/** accumulator = s·G + t·P for public values; P must be on the curve. */
function setSum(s: bigint, t: bigint, point: Point): void {
  const table = tableOf(point);
  setInfinity(accumulator);
  if (table !== undefined) addTableMultiple(table, t);
  else if (t > 0n) {
    field.write(affineOfKey, point.x);
    field.write(affineOfKey + 32, point.y);
    fillSmallMultiples(affineOfKey);
    setMultiple(t);
  }
  addTableMultiple(baseTable, s);
}

/** Whether s·G + t·P, of public values and a point on the curve, has one of these x (verification); the point at infinity has none. Asked of X = x·Z², so that nothing is inverted. */
export function sumHasX(s: bigint, t: bigint, point: Point, among: readonly bigint[]): boolean {
  setSum(s, t, point);
  if (isZero(accumulator + 64)) return false;
  field.multiply(chosen, accumulator + 64, accumulator + 64);
  return among.some((x) => {
    field.write(chosen + 32, x);
    field.multiply(chosen + 32, chosen + 32, chosen);
    return field.equal(chosen + 32, accumulator);
  });
}

/** Whether (x, y) has reduced coordinates and satisfies the curve equation. The cofactor is 1: no other check is needed. */
export function isOnCurve({ x, y }: Point): boolean {
  const p = field.PRIME;
  if (x < 0n || x >= p || y < 0n || y >= p) return false;
  return (y * y - (x * x * x + CURVE_A * x + CURVE_B)) % p === 0n;
}

/** y of the curve point with this x and parity of y; undefined where x is on no point. p ≡ 3 mod 4. */
export function liftX(x: bigint, odd: boolean): bigint | undefined {
  const p = field.PRIME;
  if (x >= p) return undefined;
  const square = (x * x * x + CURVE_A * x + CURVE_B) % p;
  let root = 1n;
  for (let bit = 254n, e = (p + 1n) / 4n; bit >= 0n; bit--) {
    root = (root * root) % p;
    if ((e >> bit) & 1n) root = (root * square) % p;
  }
  if ((root * root) % p !== square) return undefined;
  return ((root & 1n) === 1n) === odd ? root : (p - root) % p;
}
