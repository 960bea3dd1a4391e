import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { rates } from './rates.ts';
import { rulesOf } from './rules-of.ts';

interface Measured {
  body: string;
  answered: number;
  due: number;
  in_time: number;
  rating: string | null;
  asked: number;
  fulfilled: number;
}

/** Answered in time ÷ due, and what consumers thought; asked for and put to use. */
const measuredSql = `
  with p as (
    select d.provider as body, count(*) filter (where d.answered_at is not null)::int as answered, count(*) filter (where d.answered_at is not null or d.answer_due < $1::date)::int as due,
      count(*) filter (where d.answered_at is not null and (d.answer_due is null or (d.answered_at at time zone 'Asia/Shanghai')::date <= d.answer_due))::int as in_time, avg(d.rating) as rating
    from catalogue.demand d group by d.provider),
  q as (select d.demander as body, count(*)::int as asked, count(*) filter (where d.state = 'fulfilled')::int as fulfilled from catalogue.demand d group by d.demander)
  select coalesce(p.body, q.body) as body, coalesce(p.answered, 0) as answered, coalesce(p.due, 0) as due, coalesce(p.in_time, 0) as in_time, p.rating, coalesce(q.asked, 0) as asked, coalesce(q.fulfilled, 0) as fulfilled
  from p full join q on q.body = p.body`;

const mean = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
};
const points = (share: number | null): number | null => (share === null ? null : Math.round(share * 1000) / 10);

/** 数据共享绩效评价: supply, quality, use, response by body; weights are content, and what cannot be measured yet takes no part. */
export async function assess(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.assessment>): Promise<OutputOf<typeof c.assessment>> {
  const { weights } = rulesOf(deps);
  const { bodies } = await rates(deps, ctx, input);
  const measured = new Map((await ctx.tx.query<Measured>(measuredSql, [dayInChina(ctx.now)])).map((m) => [m.body, m]));
  const scored = bodies.map((b) => {
    const m = measured.get(b.organisation);
    const parts = {
      supply: points(mean([b.cataloguing, b.mounting, b.sharing])), quality: points(mean([b.updating, m?.rating == null ? null : Number(m.rating) / 5])),
      use: m === undefined || m.asked === 0 ? null : points(m.fulfilled / m.asked), response: m === undefined || m.due === 0 ? null : points(m.in_time / m.due),
    };
    const known = (['supply', 'quality', 'use', 'response'] as const).filter((k) => parts[k] !== null);
    const weight = known.reduce((sum, k) => sum + weights[k], 0);
    return { organisation: b.organisation, name: b.name, ...parts, score: weight === 0 ? 0 : Math.round((known.reduce((sum, k) => sum + parts[k]! * weights[k], 0) / weight) * 10) / 10 };
  }).toSorted((a, b) => b.score - a.score || (a.organisation < b.organisation ? -1 : 1));
  // equal scores share a rank
  return { weights, bodies: scored.map((s) => ({ ...s, rank: scored.filter((o) => o.score > s.score).length + 1 })) };
}
