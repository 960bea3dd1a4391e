/** Module `trading` 数据交易. */
export { tradingModule } from './module.ts';
export { reindexProducts } from './index-products.ts';
export { dataMarketKind } from './data-market-kind.ts';
