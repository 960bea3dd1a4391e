import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { isId } from '#kernel/ids';
import { summaryOf } from './case-summary.ts';
import type { listMyCases as contract } from './contract-case.ts';
import type { Hall } from '../hall.ts';
import { myCases } from './my-case-queries.ts';

/** 我的办件, newest first; the cursor is the last case's id. */
export async function listMyCases(hall: Hall, ctx: Context, input: { state?: 'open' | 'waiting' | 'concluded' | undefined; cursor?: string | undefined; limit: number }): Promise<OutputOf<typeof contract>> {
  const before = input.cursor !== undefined && isId(input.cursor) ? input.cursor : null;
  const rows = await myCases(ctx.tx, ctx.actor.partyId, { state: input.state, before, limit: input.limit + 1 });
  const shown = rows.slice(0, input.limit);
  return { cases: shown.map((row) => summaryOf(hall, ctx, row)), next: rows.length > input.limit ? (shown.at(-1)?.id ?? null) : null };
}
