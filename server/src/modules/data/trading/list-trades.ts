import { dayInChina } from '#kernel/clock';
import { ownTransaction, system, type Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { conditionsOf } from '#kernel/db';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import { marketOf, purposeCode, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import { idCursor, pageOf, pageSize } from './id-pages.ts';
import { tradeSelect, type Trade } from './trade-rows.ts';

type View = OutputOf<typeof c.listTrades>['trades'][number];
interface Named { id: string; title: string; seller: string; service: string | null }

/** Each side keeps the contract as a file of its own. */
function contractOf(t: Trade, side: View['side']): string | null {
  const file = side === 'buyer' ? t.buyer_contract : t.contract_file;
  return file === null ? null : `/api/files/${file}`;
}

function sideOf(ctx: Context, t: Trade): View['side'] {
  if (ctx.actor.kind === 'citizen') return t.seller_party === ctx.actor.partyId ? 'seller' : 'buyer';
  return ctx.actor.organisations.includes(t.buyer_code) ? 'buyer' : 'regulator';
}

/** 接口交付: how the buyer's system calls it, and how often it did. */
async function deliveryOf(o: Trading, t: Trade, service: string | null): Promise<View['service']> {
  if (service === null || t.grant_id === null) return null;
  const { ratePerSecond, dailyQuota } = marketOf(o);
  const [use] = await o.db.read(system, (tx) => o.exchange.useOfGrants(tx, [t.grant_id!]));
  return { id: service, purposeCode, ratePerSecond, dailyQuota, calls: use?.calls ?? 0, refused: use?.refused ?? 0 };
}

async function viewsOf(o: Trading, ctx: Context, rows: readonly Trade[]): Promise<View[]> {
  // a product that left the shelf is not seen by its buyer any more: its name stays in the contract
  const names = rows.some((t) => t.product === '') ? await ownTransaction(o, (inside) => inside.tx.query<Named>('select id, title, seller, service from trading.product where id = any ($1)', [rows.map((t) => t.product_id)])) : [];
  return Promise.all(rows.map(async (t) => {
    const named = t.product !== '' ? { title: t.product, seller: t.seller, service: t.service } : (names.find((n) => n.id === t.product_id) ?? { title: '', seller: '', service: null });
    const side = sideOf(ctx, t);
    return {
      id: t.id, number: t.number, productId: t.product_id, product: named.title, onShelf: t.product !== '', seller: named.seller, buyer: t.buyer_party === null && ctx.locale === 'en' ? bodyName(o, t.buyer_code, 'en') : t.buyer, purpose: t.purpose, until: t.valid_until, priceMode: t.price_mode, price: Number(t.price), governance: t.governance, state: t.state, side, sellerSigned: t.seller_signed, buyerSigned: t.buyer_signed,
      contractUrl: contractOf(t, side), contractDigest: t.contract_digest, delivery: named.service === null ? 'file' as const : 'service' as const, service: side === 'regulator' ? null : await deliveryOf(o, t, named.service), grantId: t.grant_id, fileUrl: t.delivered_file === null ? null : `/api/files/${t.delivered_file}`,
      reason: t.reason, version: t.version, at: t.at.toISOString(),
    };
  }));
}

/** Both sides' own, or all for the regulator: row-level security says which. Newest first. */
export async function listTrades(o: Trading, ctx: Context, { cursor }: { cursor?: string | undefined }): Promise<OutputOf<typeof c.listTrades>> {
  const { where, values } = conditionsOf([['t.id < ?', idCursor(cursor)]]);
  const { shown, next } = pageOf(await ctx.tx.query<Trade>(`${tradeSelect} where ${where} order by t.id desc limit ${pageSize + 1}`, values));
  return { trades: await viewsOf(o, ctx, shown), next };
}

export async function showTrade(o: Trading, ctx: Context, { tradeId }: { tradeId: string }): Promise<View> {
  const [view] = await viewsOf(o, ctx, await ctx.tx.query<Trade>(`${tradeSelect} where t.id = $1`, [tradeId]));
  if (view === undefined) throw errors.notFound();
  return view;
}

const overAtOnce = 200;

/** 到期: a contract ends with its last day (its grant does so by itself); an order that was not signed by then is no more. */
export async function endOver(o: Trading, ctx: Context): Promise<void> {
  const ended = await ctx.tx.query<{ id: string; state: string }>(
    `update trading.trade set state = case state when 'active' then 'ended' else 'declined' end, reason = case state when 'active' then '合同到期' else '逾期未成交' end, ended_at = $2, version = version + 1
     where id in (select id from trading.trade where state in ('ordered', 'answered', 'active') and valid_until < $1::date order by valid_until limit ${overAtOnce} for update skip locked) returning id, state`, [dayInChina(ctx.now), ctx.now]);
  for (const { id, state } of ended) o.ledger.append(ctx.tx, { kind: `trading.${state}`, subject: id, data: { by: 'term' } });
}
