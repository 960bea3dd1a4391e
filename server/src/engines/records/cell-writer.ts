import type { Column } from './register-table.ts';

/** Days and microseconds of PostgreSQL's binary formats count from 2000-01-01. */
const epochDays = 10_957;
const epochMs = 946_684_800_000;
const uuidType = 2950;
/** Also of the years before 100, which `Date.UTC` takes for others. */
const midnight = new Date(0);

/** Cells of COPY's binary format, which the database server need not parse, one behind the other in a buffer that grows and is used again. */
export class CellWriter {
  #buffer: Buffer;
  #at = 0;
  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafeSlow(bytes);
  }
  /** Bytes written so far. */
  get at(): number {
    return this.#at;
  }
  /** What was written; only until the writer begins again. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }
  clear(): void {
    this.#at = 0;
  }
  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(grown, 0, 0, this.#at);
    this.#buffer = grown;
  }
  /** Bytes as they are, without a length. */
  raw(from: Buffer, start = 0, end = from.length): void {
    this.#room(end - start);
    from.copy(this.#buffer, this.#at, start, end);
    this.#at += end - start;
  }
  /** Another writer's bytes. */
  rawOf(other: CellWriter, start = 0, end = other.#at): void {
    this.raw(other.#buffer, start, end);
  }
  int16(value: number): void {
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }
  int32(value: number): void {
    this.#room(4);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }
  byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#at++] = value;
  }
  /** Over what was written. */
  int32At(at: number, value: number): void {
    this.#buffer.writeInt32BE(value, at);
  }
  /** Of what was written. */
  uint32At(at: number): number {
    return this.#buffer.readUInt32BE(at);
  }
  null(): void {
    this.int32(-1);
  }
  cell(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }
  /** A text without its length. */
  chars(value: string): void {
    // a UTF-16 unit takes three bytes at the most
    this.#room(value.length * 3);
    // short codes are quicker written here than handed over
    if (value.length <= 24) {
      const [buffer, at] = [this.#buffer, this.#at];
      let i = 0;
      for (; i < value.length; i += 1) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7f) break;
        buffer[at + i] = unit;
      }
      if (i === value.length) {
        this.#at += i;
        return;
      }
    }
    this.#at += this.#buffer.write(value, this.#at, 'utf8');
  }
  text(value: string): void {
    this.int32(0);
    const from = this.#at;
    this.chars(value);
    this.int32At(from - 4, this.#at - from);
  }
  uuid(value: string): void {
    this.#room(20);
    this.#at = this.#buffer.writeInt32BE(16, this.#at);
    this.#at += this.#buffer.write(value.replaceAll('-', ''), this.#at, 'hex');
  }
  uuids(values: readonly string[]): void {
    const from = this.#at;
    this.int32(0);
    for (const head of values.length === 0 ? [0, 0, uuidType] : [1, 0, uuidType, values.length, 1]) this.int32(head);
    for (const value of values) this.uuid(value);
    this.int32At(from, this.#at - from - 4);
  }
  /** Of an array of one id, whose cell comes next. */
  headOfOne(): void {
    for (const head of [5 * 4 + 20, 1, 0, uuidType, 1, 1]) this.int32(head);
  }
  int4(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }
  int8(value: bigint): void {
    this.#room(12);
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
  }
  boolean(value: boolean): void {
    this.int32(1);
    this.byte(value ? 1 : 0);
  }
  json(value: string): void {
    this.int32(0);
    const from = this.#at;
    // jsonb's binary format is a version before the text
    this.byte(1);
    this.chars(value);
    this.int32At(from - 4, this.#at - from);
  }
  date(value: string): void {
    const digit = (i: number): number => value.charCodeAt(i) - 48;
    const two = (i: number): number => digit(i) * 10 + digit(i + 1);
    midnight.setUTCFullYear(two(0) * 100 + two(2), two(5) - 1, two(8));
    this.int4(midnight.getTime() / 86_400_000 - epochDays);
  }
  timestamp(value: string): void {
    this.int8(BigInt(Date.parse(value) - epochMs) * 1000n);
  }
  /** Numbers of 15 digits at the most, in groups of four decimal digits. */
  numeric(value: number): void {
    const [whole = '0', fraction = ''] = plainDecimal(Math.abs(value)).split('.');
    const scale = fraction.length;
    const padded = whole.padStart(Math.ceil(whole.length / 4) * 4, '0') + fraction.padEnd(Math.ceil(scale / 4) * 4, '0');
    const groups = padded.match(/\d{4}/g)!.map(Number);
    let weight = Math.ceil(whole.length / 4) - 1;
    while (groups.length > 0 && groups[0] === 0) {
      groups.shift();
      weight -= 1;
    }
    while (groups.at(-1) === 0) groups.pop();
    this.int32(8 + groups.length * 2);
    for (const part of [groups.length, groups.length === 0 ? 0 : weight, value < 0 && groups.length > 0 ? 0x4000 : 0, scale, ...groups]) this.int16(part);
  }
}

/** Without an exponent, as the database writes it. */
const plainDecimal = (value: number): string => (value < 1e-6 && value > 0 ? value.toFixed(10).replace(/0+$/, '') : String(value));

/** How a plain column's checked value is written. */
export function cellWriter({ field }: Column): (to: CellWriter, value: unknown) => void {
  switch (field.type) {
    case 'integer':
      return (to, value) => to.int8(BigInt(value as number));
    case 'decimal':
    case 'money':
      return (to, value) => to.numeric(value as number);
    case 'date':
      return (to, value) => to.date(value as string);
    case 'timestamp':
      return (to, value) => to.timestamp(value as string);
    case 'boolean':
      return (to, value) => to.boolean(value as boolean);
    case 'json':
      return (to, value) => to.json(JSON.stringify(value));
    case 'reference':
      return (to, value) => to.uuid(value as string);
    default:
      return (to, value) => to.text(value as string);
  }
}
