import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';

/** `done` served; `failed` the house's own fault; anything else was refused in words. */
const figures = "count(*)::int as calls, count(*) filter (where outcome not in ('done', 'failed'))::int as refused, count(*) filter (where outcome = 'failed')::int as failed, round(percentile_cont(0.95) within group (order by took_ms))::float8 as p95";

interface Row { calls: number; refused: number; failed: number; p95: number }

/** 调用统计 in the reader's scope, by day and by system; a year at the most. */
export async function readStatistics(ctx: Context, { from, to, capability, subscriptionId }: ParsedInputOf<typeof c.statistics>): Promise<OutputOf<typeof c.statistics>> {
  const where = "k.at >= $1::date::timestamp at time zone 'Asia/Shanghai' and k.at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' and k.at >= $2::date - 366 and ($3::text is null or k.capability = $3) and ($4::uuid is null or k.subscription_id = $4)";
  const params = [from, to, capability ?? null, subscriptionId ?? null];
  const days = await ctx.tx.query<Row & { day: string }>(`select (k.at at time zone 'Asia/Shanghai')::date::text as day, ${figures} from opening.call k where ${where} group by 1 order by 1`, params);
  const systems = await ctx.tx.query<Row & { id: string; system_name: string; organisation_name: string; capability: string }>(
    `select s.id, s.system_name, s.organisation_name, s.capability, ${figures} from opening.call k join opening.subscription s on s.id = k.subscription_id where ${where} group by s.id order by calls desc limit 100`, params);
  return {
    days: days.map((d) => ({ day: d.day, calls: d.calls, refused: d.refused, failed: d.failed, p95Ms: d.p95 })),
    systems: systems.map((s) => ({ subscriptionId: s.id, system: s.system_name, organisationName: s.organisation_name, capability: s.capability, calls: s.calls, refused: s.refused, failed: s.failed, p95Ms: s.p95 })),
  };
}
