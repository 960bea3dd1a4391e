import type { Column } from './register-table.ts';

/** Days and microseconds of PostgreSQL's binary formats count from 2000-01-01. */
const epochDays = 10_957;
const epochMs = 946_684_800_000;
const chunkBytes = 1 << 18;
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** Rows in COPY's binary format, in chunks: what the database server need not parse. */
export class PortionWriter {
  readonly #done: Uint8Array[] = [];
  #buffer = Buffer.allocUnsafe(chunkBytes);
  #at = header.copy(this.#buffer);
  rows = 0;
  /** Bytes of the chunks that are full. */
  bytesDone = 0;

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    this.#done.push(this.#buffer.subarray(0, this.#at));
    this.bytesDone += this.#at;
    this.#buffer = Buffer.allocUnsafe(Math.max(chunkBytes, bytes));
    this.#at = 0;
  }
  row(cells: number): void {
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(cells, this.#at);
    this.rows += 1;
  }
  null(): void {
    this.#room(4);
    this.#at = this.#buffer.writeInt32BE(-1, this.#at);
  }
  bytes(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }
  text(value: string, prefix = 0): void {
    // a UTF-16 unit takes three bytes at the most
    this.#room(4 + 1 + value.length * 3);
    const from = this.#at + 4;
    if (prefix !== 0) this.#buffer[from] = prefix;
    const start = from + (prefix === 0 ? 0 : 1);
    const end = start + this.#buffer.write(value, start, 'utf8');
    this.#buffer.writeInt32BE(end - from, this.#at);
    this.#at = end;
  }
  uuid(value: string): void {
    this.#room(20);
    this.#at = this.#buffer.writeInt32BE(16, this.#at);
    this.#at += this.#buffer.write(value.replaceAll('-', ''), this.#at, 'hex');
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
    this.#room(5);
    this.#at = this.#buffer.writeInt32BE(1, this.#at);
    this.#at = this.#buffer.writeInt8(value ? 1 : 0, this.#at);
  }
  json(value: string): void {
    // jsonb's binary format is a version before the text
    this.text(value, 1);
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
    const body = Buffer.alloc(8 + groups.length * 2);
    body.writeInt16BE(groups.length, 0);
    body.writeInt16BE(groups.length === 0 ? 0 : weight, 2);
    body.writeUInt16BE(value < 0 && groups.length > 0 ? 0x4000 : 0, 4);
    body.writeInt16BE(scale, 6);
    groups.forEach((g, i) => body.writeInt16BE(g, 8 + i * 2));
    this.bytes(body);
  }
  /** All chunks, with the format's trailer. */
  finish(): Uint8Array[] {
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(-1, this.#at);
    return [...this.#done, this.#buffer.subarray(0, this.#at)];
  }
}

/** Without an exponent, as the database writes it. */
const plainDecimal = (value: number): string => (value < 1e-6 && value > 0 ? value.toFixed(10).replace(/0+$/, '') : String(value));

/** How a plain column's checked value is written. */
export function cellWriter({ field }: Column): (to: PortionWriter, value: unknown) => void {
  switch (field.type) {
    case 'integer':
      return (to, value) => to.int8(BigInt(value as number));
    case 'decimal':
    case 'money':
      return (to, value) => to.numeric(value as number);
    case 'date':
      return (to, value) => to.int4(Date.parse(`${value as string}T00:00:00Z`) / 86_400_000 - epochDays);
    case 'timestamp':
      return (to, value) => to.int8(BigInt(Date.parse(value as string) - epochMs) * 1000n);
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
