import { createHash } from 'node:crypto';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { getAsset } from './assets.ts';
import type * as c from './contract.ts';
import { marketOf, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import { getProduct } from './products.ts';
import { tradeSelect, type Trade } from './trade-rows.ts';

type View = OutputOf<typeof c.settle>;

const toFen = (yuan: number): number => Math.round(yuan * 100) / 100;
const lastDayOf = (period: string): string => new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0)).toISOString().slice(0, 10);

/** 收益分配: seller, source of the data, platform; the fen that rounding leaves is the seller's. */
export function sharesOf(amount: number, shares: { source: number; platform: number }): View['shares'] {
  const source = toFen(amount * shares.source);
  const platform = toFen(amount * shares.platform);
  return { seller: toFen(amount - source - platform), source, platform };
}

/** 月结算: calls from the exchange's own meter; a price paid once falls into the month in which the contract began. */
export async function settle(o: Trading, ctx: Context, { tradeId, period }: ParsedInputOf<typeof c.settle>): Promise<View> {
  const trade = await ctx.tx.maybe<Trade>(`${tradeSelect} where t.id = $1`, [tradeId]);
  if (trade === undefined) throw errors.notFound();
  if (trade.active_at === null) throw errors.notNow({ state: trade.state });
  if (period >= dayInChina(ctx.now).slice(0, 7)) throw errors.periodOpen({ period });
  if ((await ctx.tx.maybe('select 1 as there from trading.settlement where trade_id = $1 and period = $2', [tradeId, period])) !== undefined) throw errors.settled({ period });
  const metered = trade.grant_id === null ? [] : await o.exchange.meter(ctx.tx, { from: `${period}-01`, to: lastDayOf(period), grantId: trade.grant_id });
  const calls = metered.reduce((sum, day) => sum + Number(day.calls), 0);
  const once = dayInChina(trade.active_at).slice(0, 7) === period ? Number(trade.price) : 0;
  const amount = toFen(trade.price_mode === 'per-call' ? calls * Number(trade.price) : once);
  const asset = await getAsset(ctx, (await getProduct(ctx, trade.product_id)).asset_id);
  const rule = marketOf(o).shares.find((s) => o.rules.holds(s.when, { asset: { kind: asset.kind, grade: asset.grade } }));
  const shares = sharesOf(amount, rule ?? { source: 0, platform: 0 });
  const digest = createHash('sm3').update(JSON.stringify([trade.number, period, calls, amount, shares])).digest('hex');
  const id = ctx.newId();
  ctx.tx.insert('trading.settlement', { id, trade_id: tradeId, period, calls, amount, shares, digest, made_by: ctx.actor.name, made_at: ctx.now.toISOString() });
  o.ledger.append(ctx.tx, { kind: 'trading.settled', subject: tradeId, data: { period, amount, digest } });
  return { id, tradeId, period, calls, amount, shares, digest, madeAt: ctx.now.toISOString() };
}

export async function listSettlements(ctx: Context, tradeId: string): Promise<OutputOf<typeof c.listSettlements>> {
  const rows = await ctx.tx.query<{ id: string; period: string; calls: string; amount: string; shares: View['shares']; digest: string; made_at: Date }>('select id, period, calls, amount, shares, digest, made_at from trading.settlement where trade_id = $1 order by period desc limit 120', [tradeId]);
  return { settlements: rows.map((r) => ({ id: r.id, tradeId, period: r.period, calls: Number(r.calls), amount: Number(r.amount), shares: r.shares, digest: r.digest, madeAt: r.made_at.toISOString() })) };
}
