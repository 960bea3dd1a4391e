/**
 * DER of X.690, as much as certificates, seals and signed data need. Reading keeps the exact bytes of every element,
 * because those bytes are what was signed; writing is strict. Any flaw throws a `DerError`, never anything else.
 */
export class DerError extends Error {}

const DEPTH_MAX = 32;
/** Elements of one value; the largest real seal has a few hundred. */
const ELEMENTS_MAX = 20_000;

/** Identifier octets used here. */
export const TAG = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, utf8: 0x0c,
  printable: 0x13, teletex: 0x14, ia5: 0x16, utcTime: 0x17, generalizedTime: 0x18, universal: 0x1c, bmp: 0x1e,
  sequence: 0x30, set: 0x31,
} as const; // prettier-ignore

/** One element: `raw` is tag, length and content; `content` the content alone; both are views, not copies. */
export interface DerNode {
  tag: number;
  raw: Uint8Array;
  content: Uint8Array;
  /** Elements inside, for constructed tags; empty for primitive ones. */
  children: DerNode[];
}

/** Reads exactly one element that fills `bytes`. */
export function readDer(bytes: Uint8Array): DerNode {
  const budget = { elements: ELEMENTS_MAX };
  const [node, end] = readElement(bytes, 0, 0, budget);
  if (end !== bytes.length) throw new DerError(`${bytes.length - end} bytes after the end`);
  return node;
}

/** Reads the element at the start of `bytes` and ignores what follows (some products pad their files). */
export function readDerPrefix(bytes: Uint8Array): DerNode {
  return readElement(bytes, 0, 0, { elements: ELEMENTS_MAX })[0];
}

function readElement(bytes: Uint8Array, start: number, depth: number, budget: { elements: number }): [DerNode, number] {
  if (depth > DEPTH_MAX) throw new DerError('nested too deeply');
  if (--budget.elements < 0) throw new DerError('too many elements');
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw new DerError('cut short');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tag number above 30');
  let at = start + 2;
  let length = first;
  if (first === 0x80) throw new DerError('indefinite length');
  if (first > 0x80) {
    const size = first & 0x7f;
    if (size > 4) throw new DerError('length of more than four bytes');
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + (bytes[at + i] ?? 0);
    at += size;
  }
  const end = at + length;
  if (end > bytes.length) throw new DerError('cut short');
  const children: DerNode[] = [];
  if (tag & 0x20) {
    for (let next = at; next < end; ) {
      const [child, after] = readElement(bytes.subarray(0, end), next, depth + 1, budget);
      children.push(child);
      next = after;
    }
  }
  return [{ tag, raw: bytes.subarray(start, end), content: bytes.subarray(at, end), children }, end];
}

// ---- typed reading ----

/** The child at `index`; of the given tag, when one is given. */
export function child(node: DerNode, index: number, tag?: number): DerNode {
  const found = node.children[index];
  if (!found) throw new DerError(`element ${index} is missing`);
  return tag === undefined ? found : expectTag(found, tag);
}

export function expectTag(node: DerNode, tag: number): DerNode {
  if (node.tag !== tag) throw new DerError(`tag ${node.tag.toString(16)} where ${tag.toString(16)} belongs`);
  return node;
}

export function readInteger(node: DerNode): bigint {
  const { content } = expectTag(node, TAG.integer);
  if (content.length === 0) throw new DerError('empty integer');
  const value = BigInt(`0x${Buffer.from(content).toString('hex')}`);
  return content[0]! & 0x80 ? value - (1n << BigInt(content.length * 8)) : value;
}

/** An integer that fits a JavaScript number. */
export function readSmallInteger(node: DerNode): number {
  const value = Number(readInteger(node));
  if (!Number.isSafeInteger(value)) throw new DerError('integer too large');
  return value;
}

export function readOid(node: DerNode): string {
  const { content } = expectTag(node, TAG.oid);
  const parts: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 128) throw new DerError('object identifier too large');
    if (byte & 0x80) continue;
    if (parts.length === 0) parts.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else parts.push(value);
    value = 0;
  }
  if (parts.length === 0) throw new DerError('empty object identifier');
  return parts.join('.');
}

/** Content of a BIT STRING of whole bytes. */
export function readBits(node: DerNode): Uint8Array {
  const { content } = expectTag(node, TAG.bitString);
  if (content.length === 0 || content[0] !== 0) throw new DerError('bit string not of whole bytes');
  return content.subarray(1);
}

/** Any of the character string types. */
export function readText(node: DerNode): string {
  if (node.tag === TAG.bmp) return Buffer.from(node.content).swap16().toString('utf16le');
  return Buffer.from(node.content).toString(node.tag === TAG.teletex ? 'latin1' : 'utf8');
}

/** UTCTime (two-digit year, X.509 window 1950–2049) or GeneralizedTime. A time without zone, which DER forbids and products write, is China's. */
export function readTime(node: DerNode): Date {
  const text = Buffer.from(node.content).toString('latin1');
  const utc = node.tag === TAG.utcTime;
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})?$/.exec(text);
  if (!match || (utc ? 2 : 4) !== match[1]!.length) throw new DerError(`not a time: ${text.slice(0, 40)}`);
  const year = utc ? Number(match[1]) + (Number(match[1]) < 50 ? 2000 : 1900) : Number(match[1]);
  const offset = match[8] ?? '+0800';
  const zone = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const fraction = (match[7] ?? '0').padEnd(3, '0').slice(0, 3);
  const time = new Date(`${String(year).padStart(4, '0')}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6] ?? '00'}.${fraction}${zone}`);
  if (Number.isNaN(time.getTime())) throw new DerError(`not a time: ${text}`);
  return time;
}

// ---- writing ----

export function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  const size: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from(header), ...contents]);
}

export const sequence = (...items: Uint8Array[]): Buffer => element(TAG.sequence, ...items);
/** A context tag around whole elements, e.g. `[0] EXPLICIT`. */
export const explicit = (number: number, ...items: Uint8Array[]): Buffer => element(0xa0 | number, ...items);
export const octets = (bytes: Uint8Array): Buffer => element(TAG.octetString, bytes);
export const bits = (bytes: Uint8Array): Buffer => element(TAG.bitString, Buffer.of(0), bytes);
export const boolean = (value: boolean): Buffer => element(TAG.boolean, Buffer.of(value ? 0xff : 0));
export const utf8 = (text: string): Buffer => element(TAG.utf8, Buffer.from(text, 'utf8'));
export const printable = (text: string): Buffer => element(TAG.printable, Buffer.from(text, 'latin1'));
/** SET OF: the items in the order of their encodings. */
export const setOf = (...items: Uint8Array[]): Buffer => element(TAG.set, ...items.toSorted(Buffer.compare));

export function integer(value: bigint | number): Buffer {
  let hex = BigInt(value).toString(16);
  if (BigInt(value) < 0n) throw new RangeError('negative integers are not written');
  if (hex.length % 2) hex = `0${hex}`;
  if (Number.parseInt(hex.slice(0, 2), 16) >= 0x80) hex = `00${hex}`;
  return element(TAG.integer, Buffer.from(hex, 'hex'));
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] => {
    const digits = [value % 128];
    for (let high = Math.floor(value / 128); high > 0; high = Math.floor(high / 128)) digits.unshift((high % 128) | 0x80);
    return digits;
  };
  return element(TAG.oid, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

export function ia5(text: string): Buffer {
  for (const character of text) if (character > '\x7f') throw new RangeError('IA5String holds ASCII only');
  return element(TAG.ia5, Buffer.from(text, 'latin1'));
}

/** GeneralizedTime in UTC, whole seconds. */
export const generalizedTime = (time: Date): Buffer =>
  element(TAG.generalizedTime, Buffer.from(`${time.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

/** Time of X.509: UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). */
export const certificateTime = (time: Date): Buffer =>
  time.getUTCFullYear() >= 2050
    ? generalizedTime(time)
    : element(TAG.utcTime, Buffer.from(`${time.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
