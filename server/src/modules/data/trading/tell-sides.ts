import type { MessageScope } from '#engines/messages';
import type { Context } from '#kernel/context';
import { dayWords } from '../day-words.ts';
import { reminderAt } from '../reminder-at.ts';
import type { Trading } from './deps.ts';
import type { Product } from './product-rows.ts';
import { tradeSelect, type Trade } from './trade-rows.ts';

type Side = 'seller' | 'buyer';
export const endingJob = 'trading.ending';

/** Tells a company of the two; a body that bought has it on its desk. */
export function tellSide({ messages }: Pick<Trading, 'messages'>, ctx: Context, t: Pick<Trade, 'id' | 'number' | 'seller_party' | 'buyer_party'>, side: Side, template: string, scope: MessageScope): void {
  const partyId = side === 'seller' ? t.seller_party : t.buyer_party;
  if (partyId !== null) messages.plan(ctx, { template, to: { partyId }, scope: { number: t.number, tradeId: t.id, ...scope } });
}

/** 成交: both are told, and the buyer again before the contract ends. */
export function tellDelivered(o: Pick<Trading, 'messages' | 'jobs'>, ctx: Context, t: Trade, product: Product): void {
  const what = product.service === null ? { zh: '文件已交付', en: 'the file is delivered' } : { zh: '接口授权已生效', en: 'the grant of the service is in force' };
  for (const side of ['seller', 'buyer'] as const) tellSide(o, ctx, t, side, 'data-trade-delivered', { product: product.title, what });
  const at = reminderAt(t.valid_until, ctx.now);
  if (at !== undefined && t.buyer_party !== null) o.jobs.plan(ctx.tx, { kind: endingJob, key: t.id, payload: { tradeId: t.id }, runAt: at });
}

/** 到期提醒, where it still runs. */
export async function tellEnding(o: Pick<Trading, 'messages'>, ctx: Context, { tradeId }: { tradeId: string }): Promise<void> {
  const t = await ctx.tx.maybe<Trade>(`${tradeSelect} where t.id = $1`, [tradeId]);
  if (t?.state === 'active') tellSide(o, ctx, t, 'buyer', 'data-trade-ending', { product: t.product, until: dayWords(t.valid_until) });
}
