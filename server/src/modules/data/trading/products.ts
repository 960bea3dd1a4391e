import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { getAsset, type Asset } from './assets.ts';
import type * as c from './contract.ts';
import { companyOf, marketOf, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import { indexProducts } from './index-products.ts';
import { productSelect, type Product } from './product-rows.ts';

type View = OutputOf<typeof c.listProducts>['products'][number];
type Check = View['checks'][number];

export async function getProduct(ctx: Pick<Context, 'tx'>, id: string): Promise<Product> {
  const row = await ctx.tx.maybe<Product>(`${productSelect} where p.id = $1`, [id]);
  if (row === undefined) throw errors.notFound();
  return row;
}

/** Titles of the checks as the rules have them now, in the reader's language. */
const checksIn = (o: Trading, ctx: Context, checks: readonly Check[]): Check[] => {
  const titles = new Map(marketOf(o).checks.map((x) => [x.id, x.title]));
  return checks.map((x) => ({ ...x, title: textIn(titles.get(x.id) ?? x.title, ctx.locale) }));
};

export const productView = (o: Trading, ctx: Context, p: Product): View => ({
  id: p.id, assetId: p.asset_id, asset: p.asset_title, title: p.title, summary: p.summary, seller: p.seller, delivery: p.service === null ? 'file' : 'service', priceMode: p.price_mode, price: Number(p.price), scenes: p.scenes, limits: p.limits, kind: p.kind, state: p.state, checks: checksIn(o, ctx, p.checks), reason: p.reason, version: p.version, mine: p.party_id === ctx.actor.partyId,
});

/** 合规审查: the rules of the place over the asset and the product, each by name. */
function checksOf(o: Trading, ctx: Context, asset: Asset, product: { title: string; summary: string; delivery: string; scenes: readonly string[]; limits: string; price: number; priceMode: string }): Check[] {
  const market = marketOf(o);
  const scope = { asset: { kind: asset.kind, rights: asset.rights, grade: asset.grade, personal: asset.personal, state: asset.state, inForce: asset.valid_until !== null && asset.valid_until >= dayInChina(ctx.now) }, product, market: { gradeMax: market.gradeMax } };
  return market.checks.map((check) => ({ id: check.id, title: textIn(check.title, ctx.locale), ok: o.rules.holds(check.holds, scope) }));
}

/** 申请上架: what may be delivered, at a price; its compliance is computed at once and decided by the registry. */
export async function offerProduct(o: Trading, ctx: Context, input: ParsedInputOf<typeof c.offerProduct>): Promise<OutputOf<typeof c.offerProduct>> {
  const company = await companyOf(o, ctx);
  const asset = await getAsset(ctx, input.assetId);
  if (asset.party_id !== company.id) throw errors.notFound();
  if (asset.state !== 'registered') throw errors.notNow({ state: asset.state });
  if (!asset.rights.includes('operate')) throw errors.noOperateRight();
  if (input.price === 0 && input.priceMode !== 'agreed') throw errors.priceMissing();
  if ((input.service === undefined) === (input.fileId === undefined)) throw errors.deliveryInvalid();
  const service = input.service === undefined ? undefined : await o.exchange.findService(input.service);
  if (input.service !== undefined && (service?.state !== 'active' || service.provider !== company.code)) throw errors.deliveryInvalid();
  if (input.fileId !== undefined) await o.files.getMeta(ctx, input.fileId);
  if (input.fileId !== undefined && input.priceMode === 'per-call') throw errors.deliveryInvalid();
  const checks = checksOf(o, ctx, asset, { title: input.title, summary: input.summary, delivery: input.service === undefined ? 'file' : 'service', scenes: input.scenes, limits: input.limits, price: input.price, priceMode: input.priceMode });
  const id = ctx.newId();
  ctx.tx.insert('trading.product', {
    id, asset_id: asset.id, party_id: company.id, seller: company.name, seller_code: company.code, title: input.title, summary: input.summary, service: input.service ?? null, file_id: input.fileId ?? null, price_mode: input.priceMode, price: input.price, scenes: input.scenes, limits: input.limits,
    state: 'review', checks, made_at: ctx.now.toISOString(),
  });
  return { id, checks };
}

const following = { listed: ['review', 'delisted'], refused: ['review'], delisted: ['listed'] } as const;

/** 上架, 不予上架, 下架. What does not meet every rule is not listed, whoever says so. */
export async function reviewProduct(o: Trading, ctx: Context, { productId, version, to, reason }: ParsedInputOf<typeof c.reviewProduct>): Promise<{ version: number }> {
  const product = await getProduct(ctx, productId);
  if (product.version !== version) throw errors.stale({ version: product.version });
  if (!(following[to] as readonly string[]).includes(product.state)) throw errors.notNow({ state: product.state });
  const asset = await getAsset(ctx, product.asset_id);
  const checks = checksOf(o, ctx, asset, { title: product.title, summary: product.summary, delivery: product.service === null ? 'file' : 'service', scenes: product.scenes, limits: product.limits, price: Number(product.price), priceMode: product.price_mode });
  const failing = checks.filter((x) => !x.ok);
  if (to === 'listed' && failing.length > 0) throw errors.notCompliant({ checks: failing.map((x) => x.title).join('、') });
  return move(o, ctx, product, to, reason, checks);
}

/** 撤回 by the seller. */
export async function delistMine(o: Trading, ctx: Context, { productId, version, reason }: ParsedInputOf<typeof c.delistMine>): Promise<{ version: number }> {
  const company = await companyOf(o, ctx);
  const product = await getProduct(ctx, productId);
  if (product.party_id !== company.id) throw errors.notFound();
  if (product.version !== version) throw errors.stale({ version: product.version });
  if (product.state !== 'listed' && product.state !== 'review') throw errors.notNow({ state: product.state });
  return move(o, ctx, product, 'delisted', reason, product.checks);
}

const resultWords: Record<View['state'], { zh: string; en: string }> = {
  review: { zh: '待审查', en: 'is under review' }, listed: { zh: '已上架', en: 'is on the shelf' }, refused: { zh: '未予上架', en: 'was not listed' }, delisted: { zh: '已下架', en: 'was taken off the shelf' },
};

export async function move(o: Trading, ctx: Context, product: Product, to: View['state'], reason: string, checks: Check[]): Promise<{ version: number }> {
  const moved = await ctx.tx.query("update trading.product set state = $2, reason = $3, checks = $4, listed_at = case when $2 = 'listed' then $5 else listed_at end, version = version + 1 where id = $1 and version = $6 returning id", [product.id, to, reason, JSON.stringify(checks), ctx.now, product.version]);
  if (moved.length === 0) throw errors.stale({ version: product.version + 1 });
  await indexProducts(o, ctx, [{ ...product, state: to }]);
  if (ctx.actor.partyId !== product.party_id) o.messages.plan(ctx, { template: 'data-product-decided', to: { partyId: product.party_id }, scope: { product: product.title, result: resultWords[to], reason } });
  o.ledger.append(ctx.tx, { kind: `trading.${to}`, subject: product.id, data: { by: ctx.actor.accountId } });
  return { version: product.version + 1 };
}
