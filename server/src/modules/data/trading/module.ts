import { route, type Module } from '#kernel/house';
import { listAssets, listObjections, objectTo, registerAssetFunctions, withdrawAsset } from './assets.ts';
import { concludeJob, concludeTrade } from './conclude-trade.ts';
import * as c from './contract.ts';
import type { Trading } from './deps.ts';
import { answerComplaint, complain, listComplaints, overview } from './oversight.ts';
import { delistMine, listProducts, offerProduct, reviewProduct } from './products.ts';
import { listSettlements, settle } from './settlements.ts';
import { answerOrder, endTrade, listTrades, order, orderAsBody, sign, signAsBody } from './trades.ts';

/** 数据交易: assets, products, contracts, delivery, settlement. */
export function tradingModule(o: Trading): Module {
  registerAssetFunctions(o);
  o.jobs.handle(concludeJob, (ctx, payload: { tradeId: string }) => concludeTrade(o, ctx, payload));
  return {
    name: 'trading',
    systems: ['data-trading'],
    uses: [],
    routes: [
      route(c.listAssets, (ctx, i) => listAssets(ctx, i)),
      route(c.object, (ctx, i) => objectTo(o, ctx, i)),
      route(c.listObjections, (ctx, i) => listObjections(ctx, i.assetId)),
      route(c.withdrawAsset, (ctx, i) => withdrawAsset(o, ctx, i)),
      route(c.listProducts, (ctx, i) => listProducts(ctx, { state: 'listed', text: i.text })),
      route(c.offerProduct, (ctx, i) => offerProduct(o, ctx, i)),
      route(c.delistMine, (ctx, i) => delistMine(o, ctx, i)),
      route(c.listReview, (ctx, i) => listProducts(ctx, i)),
      route(c.reviewProduct, (ctx, i) => reviewProduct(o, ctx, i)),
      route(c.order, (ctx, i) => order(o, ctx, i)),
      route(c.orderAsBody, (ctx, i) => orderAsBody(o, ctx, i)),
      route(c.answerOrder, (ctx, i) => answerOrder(o, ctx, i)),
      route(c.sign, (ctx, i) => sign(o, ctx, i)),
      route(c.signAsBody, (ctx, i) => signAsBody(o, ctx, i)),
      route(c.endTrade, (ctx, i) => endTrade(o, ctx, i)),
      route(c.myTrades, (ctx) => listTrades(o, ctx)),
      route(c.listTrades, (ctx) => listTrades(o, ctx)),
      route(c.settle, (ctx, i) => settle(o, ctx, i)),
      route(c.listSettlements, (ctx, i) => listSettlements(ctx, i.tradeId)),
      route(c.complain, (ctx, i) => complain(o, ctx, i)),
      route(c.listComplaints, (ctx) => listComplaints(ctx)),
      route(c.answerComplaint, (ctx, i) => answerComplaint(o, ctx, i)),
      route(c.overview, (ctx) => overview(ctx)),
    ],
  };
}
