import type { Content } from '#engines/content';
import { registerKind } from '#engines/records';
import type { ReadTx } from '#kernel/db';

export interface RegisterFacts {
  /** Records that have not ended; of large registers to three digits. */
  rows: number;
  /** When the newest came in or was changed. */
  updatedAt: Date | null;
}

/** From here on a number of records is told to three digits (约). */
const aboutFrom = 100_000;
/** Up to so many bytes a table is read through, in some tenths of a second: a count is exact then. Of a larger one so many stretches are, each of so many pages. */
const limits = { readThroughMax: 256 << 20, stretches: 100, stretchPages: 20 };

const toThreeDigits = (rows: number): number => (rows < aboutFrom ? rows : Number(rows.toPrecision(3)));

// the name is made by the records engine from a checked id, never from outside
const tableOf = (content: Content, register: string): string | undefined => content.find(registerKind, register)?.compiled?.table;

const bytesOf = async (tx: ReadTx, table: string): Promise<number | undefined> =>
  (await tx.maybe<{ bytes: number }>('select pg_relation_size(c.oid)::float8 as bytes from pg_class c where c.oid = to_regclass($1)', [table]))?.bytes;

/**
 * Records that have not ended, and when the last one came in or was changed; none where it has no table yet. A large table is not read
 * through: stretches of it, evenly apart, tell how many records stand on a page, empty ones too. The newest change is found by its index.
 */
export async function registerFacts(content: Content, tx: ReadTx, register: string, { readThroughMax, stretches, stretchPages } = limits): Promise<RegisterFacts> {
  const table = tableOf(content, register);
  const bytes = table === undefined ? undefined : await bytesOf(tx, table);
  if (table === undefined || bytes === undefined) return { rows: 0, updatedAt: null };
  const { at } = await tx.one<{ at: Date | null }>(`select max(record_at) as at from ${table} where record_ended_on is null`);
  if (bytes > readThroughMax) {
    const { pages } = await tx.one<{ pages: number }>("select floor($1::float8 / current_setting('block_size')::float8) as pages", [bytes]);
    const { rows } = await tx.one<{ rows: string }>(`select sum(n) as rows from (${stretchesOf(pages, stretches).map((from) => `select count(*) as n from ${table} where ctid >= '(${from},0)' and ctid < '(${from + stretchPages},0)' and record_ended_on is null`).join(' union all ')}) s`);
    const about = (Number(rows) / (stretches * stretchPages)) * pages;
    if (about >= aboutFrom) return { rows: toThreeDigits(about), updatedAt: at };
  }
  const { rows } = await tx.one<{ rows: string }>(`select count(*) as rows from ${table} where record_ended_on is null`);
  return { rows: toThreeDigits(Number(rows)), updatedAt: at };
}

const stretchesOf = (pages: number, count: number): number[] => Array.from({ length: count }, (_, i) => Math.floor((i * pages) / count));

/** Rows, versions and newest change of what stands, as one word: another one whenever a record was made, changed or ended. Not of large registers. */
export async function registerState(content: Content, tx: ReadTx, register: string): Promise<string | undefined> {
  const table = tableOf(content, register);
  const bytes = table === undefined ? undefined : await bytesOf(tx, table);
  if (bytes === undefined || bytes > limits.readThroughMax) return undefined;
  return (await tx.one<{ state: string }>(`select concat_ws(' ', count(*), sum(record_version), max(record_at)) as state from ${table} where record_ended_on is null`)).state;
}
