import type { Entry } from '#engines/search';
import type { Context } from '#kernel/context';
import type { Trading } from './deps.ts';
import { productSelect, type Product } from './product-rows.ts';

/** Kind of the search engine's entries: what is on the shelf. */
export const searchKind = 'data-product';

const entryOf = (p: Product): Entry => ({ kind: searchKind, ref: p.id, title: p.title, summary: p.summary.slice(0, 300), keywords: [...p.scenes, p.seller], body: `${p.asset_title}\n${p.limits}`, audience: 'public', url: `/data-market/products/${p.id}`, weight: 50 });

/** 在架的可检索: in the transaction that puts products on the shelf or takes them off. */
export async function indexProducts({ search }: Pick<Trading, 'search'>, ctx: Pick<Context, 'tx' | 'now'>, products: readonly Product[]): Promise<void> {
  const listed = products.filter((p) => p.state === 'listed');
  if (listed.length > 0) search.index(ctx, listed.map(entryOf));
  const gone = products.filter((p) => p.state !== 'listed').map((p) => p.id);
  if (gone.length > 0) await search.remove(ctx, searchKind, gone);
}

/** Brings the index in line with the shelf: at start, where only what changed is written. */
export async function reindexProducts({ search }: Pick<Trading, 'search'>, ctx: Pick<Context, 'tx'>): Promise<void> {
  await search.rebuild(searchKind, (await ctx.tx.query<Product>(`${productSelect} where p.state = 'listed'`)).map(entryOf));
}
