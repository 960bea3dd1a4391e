import { dayInChina } from '#kernel/clock';
import { ownTransaction, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { getAsset } from './assets.ts';
import type * as c from './contract.ts';
import { concludeJob } from './conclude-trade.ts';
import { companyOf, marketOf, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import { getProduct, type Product } from './products.ts';
import { tradeSelect, type Trade } from './trade-rows.ts';

type View = OutputOf<typeof c.listTrades>['trades'][number];

interface Buyer { party: string | null; code: string; name: string; governance: boolean }

async function open(o: Trading, ctx: Context, product: Product, buyer: Buyer, input: { purpose: string; until: string; price?: number | undefined }): Promise<{ tradeId: string; number: string }> {
  if (product.state !== 'listed') throw errors.notFound();
  if (product.party_id === buyer.party) throw errors.ownAsset();
  if (product.service !== null && buyer.party !== null) throw errors.machineMissing();
  if (input.until <= dayInChina(ctx.now)) throw errors.notNow({ state: input.until });
  const asset = await getAsset(ctx, product.asset_id);
  // 公共数据用于公共治理、公益事业: free of charge where the place's rule says so
  const free = o.rules.holds(marketOf(o).free, { asset: { kind: asset.kind }, buyer: { body: buyer.party === null, governance: buyer.governance } });
  if (product.price_mode === 'agreed' && !free && input.price === undefined) throw errors.priceMissing();
  const id = ctx.newId();
  const number = `SJ${dayInChina(ctx.now).replaceAll('-', '')}${id.replaceAll('-', '').slice(-8).toUpperCase()}`;
  ctx.tx.insert('trading.trade', {
    id, number, product_id: product.id, seller_party: product.party_id, buyer_party: buyer.party, buyer_code: buyer.code, buyer: buyer.name, purpose: input.purpose, valid_until: input.until, price_mode: product.price_mode, price: free ? 0 : product.price_mode === 'agreed' ? input.price : Number(product.price),
    governance: buyer.governance && free, state: 'ordered', at: ctx.now.toISOString(),
  });
  o.ledger.append(ctx.tx, { kind: 'trading.ordered', subject: id, data: { product: product.id, free } });
  return { tradeId: id, number };
}

export async function order(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.order>): Promise<OutputOf<typeof c.order>> {
  const company = await companyOf(o, ctx);
  return open(o, ctx, await getProduct(ctx, input.productId), { party: company.id, code: company.code, name: company.name, governance: false }, input);
}

export async function orderAsBody(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.orderAsBody>): Promise<OutputOf<typeof c.orderAsBody>> {
  const code = ctx.actor.organisations[0] ?? '';
  return open(o, ctx, await getProduct(ctx, input.productId), { party: null, code, name: o.organisation(code)?.name ?? code, governance: input.governance }, input);
}

async function lock(ctx: Context, id: string, version: number): Promise<Trade> {
  const row = await ctx.tx.maybe<Trade>(`${tradeSelect} where t.id = $1 for update of t`, [id]);
  if (row === undefined) throw errors.notFound();
  if (row.version !== version) throw errors.stale({ version: row.version });
  return row;
}

const signedBy = (ctx: Context, name: string): string => JSON.stringify({ by: `${name}（${ctx.actor.name}）`, at: ctx.now.toISOString() });

/** 卖方答复: accepting is signing; a price of its own goes back to the buyer, who signs it or not. */
export async function answerOrder(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.answerOrder>): Promise<{ version: number }> {
  const company = await companyOf(o, ctx);
  const trade = await lock(ctx, input.tradeId, input.version);
  if (trade.seller_party !== company.id) throw errors.notFound();
  if (trade.state !== 'ordered') throw errors.notNow({ state: trade.state });
  const price = input.price !== undefined && trade.price_mode === 'agreed' && !trade.governance ? input.price : Number(trade.price);
  await ctx.tx.query('update trading.trade set state = $2, price = $3, seller_signed = $4, reason = $5, version = version + 1 where id = $1', [trade.id, input.accept ? 'answered' : 'declined', price, input.accept ? signedBy(ctx, company.name) : null, input.reason]);
  o.ledger.append(ctx.tx, { kind: input.accept ? 'trading.sellerSigned' : 'trading.declined', subject: trade.id, data: { price, by: ctx.actor.accountId } });
  return { version: trade.version + 1 };
}

/** 买方签署: both have signed the same terms; the contract is sealed and what was bought is delivered. */
async function buyerSigns(o: Trading, ctx: Context, trade: Trade): Promise<{ version: number }> {
  if (trade.state !== 'answered') throw errors.notNow({ state: trade.state });
  await ctx.tx.query("update trading.trade set state = 'sealing', buyer_signed = $2, version = version + 1 where id = $1", [trade.id, signedBy(ctx, trade.buyer)]);
  o.ledger.append(ctx.tx, { kind: 'trading.buyerSigned', subject: trade.id, data: { price: Number(trade.price), by: ctx.actor.accountId } });
  o.jobs.plan(ctx.tx, { kind: concludeJob, key: trade.id, payload: { tradeId: trade.id } });
  return { version: trade.version + 1 };
}

export async function sign(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.sign>): Promise<{ version: number }> {
  const company = await companyOf(o, ctx);
  const trade = await lock(ctx, input.tradeId, input.version);
  if (trade.buyer_party !== company.id) throw errors.notFound();
  return buyerSigns(o, ctx, trade);
}

export async function signAsBody(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.signAsBody>): Promise<{ version: number }> {
  const trade = await lock(ctx, input.tradeId, input.version);
  if (trade.buyer_party !== null || !ctx.actor.organisations.includes(trade.buyer_code)) throw errors.notFound();
  return buyerSigns(o, ctx, trade);
}

/** 终止: by the regulator; a service stops with the next call. */
export async function endTrade(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.endTrade>): Promise<{ version: number }> {
  const trade = await lock(ctx, input.tradeId, input.version);
  if (trade.state === 'ended' || trade.state === 'declined' || trade.state === 'sealing') throw errors.notNow({ state: trade.state });
  await ctx.tx.query("update trading.trade set state = 'ended', reason = $2, ended_at = $3, version = version + 1 where id = $1", [trade.id, input.reason, ctx.now]);
  if (trade.grant_id !== null) await o.exchange.withdraw(ctx, { grantId: trade.grant_id, reason: input.reason });
  o.ledger.append(ctx.tx, { kind: 'trading.ended', subject: trade.id, data: { by: ctx.actor.accountId } });
  return { version: trade.version + 1 };
}

/** Each side keeps the contract as a file of its own. */
function contractOf(t: Trade, side: View['side']): string | null {
  const file = side === 'buyer' ? t.buyer_contract : t.contract_file;
  return file === null ? null : `/api/files/${file}`;
}

/** Both sides' own, or all for the regulator: row-level security says which. */
export async function listTrades(o: Trading, ctx: Context): Promise<OutputOf<typeof c.listTrades>> {
  const rows = await ctx.tx.query<Trade>(`${tradeSelect} order by t.id desc limit 200`);
  // a product that left the shelf is not seen by its buyer any more: its name stays in the contract
  const names = rows.some((t) => t.product === '') ? await ownTransaction(o, (inside) => inside.tx.query<{ id: string; title: string; seller: string }>('select id, title, seller from trading.product where id = any ($1)', [rows.map((t) => t.product_id)])) : [];
  return {
    trades: rows.map((t) => {
      const named = t.product !== '' ? { title: t.product, seller: t.seller } : (names.find((n) => n.id === t.product_id) ?? { title: '', seller: '' });
      const side = ctx.actor.kind === 'citizen' ? (t.seller_party === ctx.actor.partyId ? 'seller' as const : 'buyer' as const) : ctx.actor.organisations.includes(t.buyer_code) ? 'buyer' as const : 'regulator' as const;
      return {
        id: t.id, number: t.number, productId: t.product_id, product: named.title, seller: named.seller, buyer: t.buyer, purpose: t.purpose, until: t.valid_until, priceMode: t.price_mode, price: Number(t.price), governance: t.governance, state: t.state, side, sellerSigned: t.seller_signed, buyerSigned: t.buyer_signed,
        contractUrl: contractOf(t, side), contractDigest: t.contract_digest, grantId: t.grant_id, fileUrl: t.delivered_file === null ? null : `/api/files/${t.delivered_file}`, reason: t.reason, version: t.version, at: t.at.toISOString(),
      };
    }),
  };
}
