import { dayInChina } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { getAsset } from './assets.ts';
import type * as c from './contract.ts';
import { concludeJob } from './conclude-trade.ts';
import { companyOf, marketOf, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import type { Product } from './product-rows.ts';
import { getProduct } from './products.ts';
import { tellSide } from './tell-sides.ts';
import { tradeSelect, type Trade } from './trade-rows.ts';

interface Buyer { party: string | null; code: string; name: string; governance: boolean }

/** 接入系统: a machine of the buyer whose key is in force, since a service is called and not read. */
const hasSystem = (o: Trading, ctx: Context, code: string): Promise<boolean> => o.db.read(system, async (tx) => {
  for (const member of await o.exchange.members(tx, { organisation: code, limit: 50 }))
    if (member.endedAt === null && (await o.exchange.keysOf(tx, member.id)).some((k) => k.endedAt === null && k.validTo > ctx.now)) return true;
  return false;
});

async function open(o: Trading, ctx: Context, product: Product, buyer: Buyer, input: { purpose: string; until: string; price?: number | undefined }): Promise<{ tradeId: string; number: string }> {
  if (product.state !== 'listed') throw errors.notFound();
  if (product.party_id === buyer.party) throw errors.ownAsset();
  if (product.service !== null && buyer.party !== null && !(await hasSystem(o, ctx, buyer.code))) throw errors.machineMissing();
  if (input.until <= dayInChina(ctx.now)) throw errors.untilPast({ until: input.until });
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
  tellSide(o, ctx, { id, number, seller_party: product.party_id, buyer_party: buyer.party }, 'seller', 'data-order-received', { buyer: buyer.name, product: product.title });
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
  if (input.accept) tellSide(o, ctx, trade, 'buyer', 'data-order-answered', { seller: company.name, product: trade.product, price: price.toFixed(2) });
  else tellSide(o, ctx, trade, 'buyer', 'data-order-declined', { seller: company.name, product: trade.product, reason: input.reason === '' ? '—' : input.reason });
  o.ledger.append(ctx.tx, { kind: input.accept ? 'trading.sellerSigned' : 'trading.declined', subject: trade.id, data: { price, by: ctx.actor.accountId } });
  return { version: trade.version + 1 };
}

/** 买方签署: both have signed the same terms; the contract is sealed and what was bought is delivered. */
async function buyerSigns(o: Trading, ctx: Context, trade: Trade): Promise<{ version: number }> {
  if (trade.state !== 'answered' || trade.valid_until <= dayInChina(ctx.now)) throw errors.notNow({ state: trade.state });
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
  for (const side of ['seller', 'buyer'] as const) tellSide(o, ctx, trade, side, 'data-trade-ended', { product: trade.product, reason: input.reason });
  o.ledger.append(ctx.tx, { kind: 'trading.ended', subject: trade.id, data: { by: ctx.actor.accountId } });
  return { version: trade.version + 1 };
}
