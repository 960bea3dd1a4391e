import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import { sealedByBoth } from '../sealed-by-both.ts';
import { marketOf, purposeCode, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import type { Product } from './product-rows.ts';
import { getProduct } from './products.ts';
import { tellDelivered } from './tell-sides.ts';
import { tradeSelect, type Trade } from './trade-rows.ts';

export const concludeJob = 'trading.conclude';
const template = 'data-contract';
const priceWords = { fixed: '一次性', 'per-call': '按次', agreed: '协议价' } as const;

/** 成交: a contract that bears both seals, then the delivery: a grant of the exchange for its service, or the file for the buyer. Runs once, by its state. */
export async function concludeTrade(o: Trading, ctx: Context, { tradeId }: { tradeId: string }): Promise<void> {
  const trade = await ctx.tx.maybe<Trade>(`${tradeSelect} where t.id = $1 for update of t`, [tradeId]);
  if (trade?.state !== 'sealing') return;
  const product = await getProduct(ctx, trade.product_id);
  const contract = await sealedContract(o, ctx, trade, product);
  const bought = product.service === null ? { file: await deliverFile(o, ctx, trade, product), grant: null } : { file: null, grant: await deliverService(o, ctx, trade, product.service) };
  await ctx.tx.query("update trading.trade set state = 'active', contract_file = $2, contract_digest = $3, grant_id = $4, delivered_file = $5, active_at = $6, buyer_contract = $7, version = version + 1 where id = $1", [trade.id, contract.fileId, contract.digest, bought.grant, bought.file, ctx.now, contract.buyerFile]);
  tellDelivered(o, ctx, trade, product);
  o.ledger.append(ctx.tx, { kind: 'trading.concluded', subject: trade.id, data: { digest: contract.digest, grant: bought.grant, file: bought.file } });
}

const deliverFile = (o: Trading, ctx: Context, t: Trade, product: Product): Promise<string> =>
  o.files.share(ctx, product.file_id!, { purpose: `数据交易 ${t.number}`, ...(t.buyer_party === null ? { organisation: t.buyer_code } : { partyId: t.buyer_party }) });

function deliverService(o: Trading, ctx: Context, t: Trade, service: string): Promise<string> {
  const { ratePerSecond, dailyQuota } = marketOf(o);
  return o.exchange.grant(ctx, { service, organisation: t.buyer_code, purposeCode, purpose: t.purpose, legalBasis: `数据交易合同 ${t.number}`, fields: [], ratePerSecond, dailyQuota, validTo: new Date(`${t.valid_until}T23:59:59+08:00`) });
}

/** 合同: the terms both signed, the seal of each over its own name. */
async function sealedContract(o: Trading, ctx: Context, t: Trade, p: Product): Promise<{ fileId: string; buyerFile: string; digest: string }> {
  const seller = { code: p.seller_code, name: p.seller, division: (await o.partyOf(p.party_id))?.division ?? '220000' };
  const buyer = { code: t.buyer_code, name: t.buyer, division: o.organisation(t.buyer_code)?.division ?? (t.buyer_party === null ? undefined : (await o.partyOf(t.buyer_party))?.division) ?? '220000' };
  const scope = {
    trade: { number: t.number, purpose: t.purpose, until: t.valid_until, price: t.governance ? '无偿（用于公共治理、公益事业）' : `${Number(t.price).toFixed(2)} 元（${priceWords[t.price_mode]}）`, on: dayInChina(ctx.now) },
    product: { title: p.title, summary: p.summary, asset: p.asset_title, scenes: p.scenes.join('、'), limits: p.limits, delivery: p.service === null ? '文件' : '数据服务接口' }, seller: { ...seller, seal: 'seller' }, buyer: { ...buyer, seal: 'buyer' },
  };
  const sealed = await sealedByBoth(o, ctx, {
    template, scope, title: `数据交易合同 ${t.number}`, fileName: `数据交易合同${t.number}.ofd`, purpose: '数据交易合同', sides: [{ ...seller, seal: 'seller' }, { ...buyer, seal: 'buyer' }],
    keeper: { partyId: t.seller_party }, other: t.buyer_party === null ? { organisation: t.buyer_code } : { partyId: t.buyer_party }, noSeal: (name) => errors.noSeal({ name }),
  });
  return { fileId: sealed.fileId, buyerFile: sealed.otherFile, digest: sealed.digest };
}
