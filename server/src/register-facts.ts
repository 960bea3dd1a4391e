import type { Content } from '#engines/content';
import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';

/** Rows of a register that have not ended, and when the last one came in; none where it has no table yet. */
export async function registerFacts(content: Content, ctx: Context, register: string): Promise<{ rows: number; updatedAt: Date | null }> {
  const table = content.find(registerKind, register)?.compiled?.table;
  // the name is made by the records engine from a checked id, never from outside
  if (table === undefined || (await ctx.tx.maybe('select 1 where to_regclass($1) is not null', [table])) === undefined) return { rows: 0, updatedAt: null };
  const { rows, at } = await ctx.tx.one<{ rows: string; at: Date | null }>(`select count(*) as rows, max(record_at) as at from ${table} where record_ended_on is null`);
  return { rows: Number(rows), updatedAt: at };
}
