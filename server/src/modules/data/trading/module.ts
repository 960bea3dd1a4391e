import { route, type Module } from '#kernel/house';
import { listAssets, listMyAssets, listObjections, objectTo, registerAssetFunctions, withdrawAsset } from './assets.ts';
import { concludeJob, concludeTrade } from './conclude-trade.ts';
import * as c from './contract.ts';
import type { Trading } from './deps.ts';
import { listByState, listMine, listMyServices, listShelf, showProduct } from './find-products.ts';
import { endOver, listTrades, showTrade } from './list-trades.ts';
import { answerComplaint, complain, listComplaints, overview } from './oversight.ts';
import { delistMine, offerProduct, reviewProduct } from './products.ts';
import { listSettlements, settle } from './settlements.ts';
import { endingJob, tellEnding } from './tell-sides.ts';
import { answerOrder, endTrade, order, orderAsBody, sign, signAsBody } from './trades.ts';

const overJob = 'trading.over';

/** 数据交易: assets, products, contracts, delivery, settlement. */
export function tradingModule(o: Trading): Module {
  registerAssetFunctions(o);
  o.jobs.handle(concludeJob, (ctx, payload: { tradeId: string }) => concludeTrade(o, ctx, payload));
  o.jobs.handle(endingJob, (ctx, payload: { tradeId: string }) => tellEnding(o, ctx, payload));
  o.jobs.handle(overJob, (ctx) => endOver(o, ctx));
  o.jobs.schedule({ name: overJob, kind: overJob, everyMs: 60_000 });
  return {
    name: 'trading',
    systems: ['data-trading'],
    uses: [],
    routes: [
      route(c.listAssets, (ctx, i) => listAssets(ctx, i)),
      route(c.object, (ctx, i) => objectTo(o, ctx, i)),
      route(c.listObjections, (ctx, i) => listObjections(ctx, i.assetId)),
      route(c.withdrawAsset, (ctx, i) => withdrawAsset(o, ctx, i)),
      route(c.myAssets, (ctx, i) => listMyAssets(o, ctx, i)),
      route(c.listProducts, (ctx, i) => listShelf(o, ctx, i)),
      route(c.showProduct, (ctx, i) => showProduct(o, ctx, i)),
      route(c.myProducts, (ctx, i) => listMine(o, ctx, i)),
      route(c.myServices, (ctx) => listMyServices(o, ctx)),
      route(c.offerProduct, (ctx, i) => offerProduct(o, ctx, i)),
      route(c.delistMine, (ctx, i) => delistMine(o, ctx, i)),
      route(c.listReview, (ctx, i) => listByState(o, ctx, i)),
      route(c.reviewProduct, (ctx, i) => reviewProduct(o, ctx, i)),
      route(c.order, (ctx, i) => order(o, ctx, i)),
      route(c.orderAsBody, (ctx, i) => orderAsBody(o, ctx, i)),
      route(c.answerOrder, (ctx, i) => answerOrder(o, ctx, i)),
      route(c.sign, (ctx, i) => sign(o, ctx, i)),
      route(c.signAsBody, (ctx, i) => signAsBody(o, ctx, i)),
      route(c.endTrade, (ctx, i) => endTrade(o, ctx, i)),
      route(c.myTrades, (ctx, i) => listTrades(o, ctx, i)),
      route(c.myTrade, (ctx, i) => showTrade(o, ctx, i)),
      route(c.listTrades, (ctx, i) => listTrades(o, ctx, i)),
      route(c.settle, (ctx, i) => settle(o, ctx, i)),
      route(c.listSettlements, (ctx, i) => listSettlements(ctx, i.tradeId)),
      route(c.complain, (ctx, i) => complain(o, ctx, i)),
      route(c.listComplaints, (ctx) => listComplaints(ctx)),
      route(c.answerComplaint, (ctx, i) => answerComplaint(o, ctx, i)),
      route(c.overview, (ctx) => overview(ctx)),
    ],
  };
}
