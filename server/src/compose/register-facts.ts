import type { Content } from '#engines/content';
import { registerKind } from '#engines/records';
import type { ReadTx } from '#kernel/db';

/** Rows of a register that have not ended, and when the last one came in; none where it has no table yet. */
export async function registerFacts(content: Content, ctx: { tx: ReadTx }, register: string): Promise<{ rows: number; updatedAt: Date | null }> {
  const table = content.find(registerKind, register)?.compiled?.table;
  // the name is made by the records engine from a checked id, never from outside
  if (table === undefined || (await ctx.tx.maybe('select 1 where to_regclass($1) is not null', [table])) === undefined) return { rows: 0, updatedAt: null };
  const { rows, at } = await ctx.tx.one<{ rows: string; at: Date | null }>(`select count(*) as rows, max(record_at) as at from ${table} where record_ended_on is null`);
  return { rows: Number(rows), updatedAt: at };
}

const looksMax = 500_000;

/** Rows, versions and newest change of what stands, as one word: another one whenever a record was made, changed or ended. Not of large registers. */
export async function registerState(content: Content, tx: ReadTx, register: string): Promise<string | undefined> {
  const table = content.find(registerKind, register)?.compiled?.table;
  if (table === undefined) return undefined;
  const guess = await tx.maybe<{ n: number }>('select reltuples::float8 as n from pg_class where oid = to_regclass($1)', [table]);
  if (guess === undefined || guess.n > looksMax) return undefined;
  return (await tx.one<{ state: string }>(`select concat_ws(' ', count(*), sum(record_version), max(record_at)) as state from ${table} where record_ended_on is null`)).state;
}
