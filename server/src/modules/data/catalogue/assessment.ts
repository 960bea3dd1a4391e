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
const measuredSql = 'select m.body, m.answered, m.due, m.in_time, m.rating, m.asked, m.fulfilled from catalogue.demand_measures($1::date) m';

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
