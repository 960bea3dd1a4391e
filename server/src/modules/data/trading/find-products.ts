import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { companyOf, type Trading } from './deps.ts';
import { idCursor, pageOf, pageSize } from './id-pages.ts';
import { searchKind } from './index-products.ts';
import { productSelect, type Product } from './product-rows.ts';
import { getProduct, productView } from './products.ts';

type Page = OutputOf<typeof c.listProducts>;

/** 在架产品: newest first, or what a search finds, best first. */
export async function listShelf(o: Trading, ctx: Context, { text, cursor }: ParsedInputOf<typeof c.listProducts>): Promise<Page> {
  if (text === undefined || text === '') return listByState(o, ctx, { state: 'listed', cursor });
  const found = await o.search.query(ctx, { text, kinds: [searchKind], limit: pageSize, cursor });
  const rows = new Map((await ctx.tx.query<Product>(`${productSelect} where p.id = any ($1) and p.state = 'listed'`, [found.hits.map((h) => h.ref)])).map((p) => [p.id, p]));
  return { products: found.hits.flatMap((h) => (rows.has(h.ref) ? [productView(o, ctx, rows.get(h.ref)!)] : [])), next: found.next };
}

/** Of one state or all, newest first; row-level security says what is seen of them. */
export async function listByState(o: Trading, ctx: Context, { state, cursor }: ParsedInputOf<typeof c.listReview>): Promise<Page> {
  const { where, values } = conditionsOf([['p.state = ?', state], ['p.id < ?', idCursor(cursor)]]);
  const { shown, next } = pageOf(await ctx.tx.query<Product>(`${productSelect} where ${where} order by p.id desc limit ${pageSize + 1}`, values));
  return { products: shown.map((p) => productView(o, ctx, p)), next };
}

export const showProduct = async (o: Trading, ctx: Context, { productId }: ParsedInputOf<typeof c.showProduct>): Promise<OutputOf<typeof c.showProduct>> => productView(o, ctx, await getProduct(ctx, productId));

/** 本企业的产品, in every state. */
export async function listMine(o: Trading, ctx: Context, { cursor }: ParsedInputOf<typeof c.myProducts>): Promise<Page> {
  const company = await companyOf(o, ctx);
  const { where, values } = conditionsOf([['p.party_id = ?', company.id], ['p.id < ?', idCursor(cursor)]]);
  const { shown, next } = pageOf(await ctx.tx.query<Product>(`${productSelect} where ${where} order by p.id desc limit ${pageSize + 1}`, values));
  return { products: shown.map((p) => productView(o, ctx, p)), next };
}

/** 可交付的服务: those that the company itself answers for behind the gateway. */
export async function listMyServices(o: Trading, ctx: Context): Promise<OutputOf<typeof c.myServices>> {
  const company = await companyOf(o, ctx);
  const mine = (await o.exchange.services()).filter((s) => s.provider === company.code && s.state === 'active');
  return { services: mine.slice(0, 200).map((s) => ({ id: s.id, title: textIn(s.title, ctx.locale) })) };
}
