import type { Context } from '#kernel/context';
import { deadlines, type Stop, type WorkingDays } from './case-clock.ts';
import type { Work } from './case-work.ts';

const together = 200;

interface Undated {
  id: string;
  accepted_on: string;
  promised_days: number;
  statutory_days: number;
  stops: Stop[];
}

/**
 * 期限待定的办件: their promise ran into a year whose plan was not out when the clock started. Those that the calendar
 * reaches now, the earliest accepted first, get their days; returns how many.
 */
export async function dateUndated(ctx: Context, calendar: WorkingDays, load: (ctx: Context, caseId: string) => Promise<Work>): Promise<number> {
  const undated = await ctx.tx.query<Undated>(
    `select id, to_char(accepted_on, 'YYYY-MM-DD') as accepted_on, promised_days, statutory_days, stops from cases.case
     where concluded_at is null and accepted_on is not null and promised_due is null and not stopped order by accepted_on limit $1`, [together]);
  const known = undated.filter((c) => deadlines({ acceptedOn: c.accepted_on, promisedDays: c.promised_days, statutoryDays: c.statutory_days, stops: c.stops }, calendar).promisedDue !== null);
  for (const { id } of known) {
    const work = await load(ctx, id);
    work.dateAgain();
    await work.save();
  }
  return known.length;
}
