/** 数据交易: registered assets and objections, products, orders, contracts, settlement, complaints, the regulator's view. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const id = z.uuid();
const day = z.iso.date();
const instant = z.string();
const version = z.int().min(1);
const line = z.string().trim().regex(/^\P{Cc}*$/u);
const company = { audience: 'citizen' } as const;
const view = { audience: 'officer', permission: 'trading.view' } as const;
const manage = { audience: 'officer', permission: 'trading.manage' } as const;
const buy = { audience: 'officer', permission: 'trading.buy' } as const;
const done = z.object({ version });
const cursor = z.string().max(200).optional();
const money = z.number().min(0).max(1_000_000_000);

export const AssetView = z.object({ id, number: z.string(), title: z.string(), description: z.string(), holder: z.string(), kind: z.enum(['enterprise', 'public']), rights: z.array(z.enum(['hold', 'process', 'operate'])), grade: z.int(), state: z.enum(['notice', 'registered', 'refused', 'withdrawn']), noticeAt: instant, registeredAt: instant.nullable(), validUntil: day.nullable(), version, mine: z.boolean() });
const assetPage = z.object({ assets: z.array(AssetView), next: z.string().nullable() });
export const listAssets = contract({ audience: 'public', name: 'trading.listAssets', method: 'GET', path: '/api/data-market/assets', summary: '数据资产公示与登记簿', input: z.object({ state: z.enum(['notice', 'registered']).optional(), cursor }), output: assetPage });
export const myAssets = contract({ ...company, name: 'trading.myAssets', method: 'GET', path: '/api/data-market/mine/assets', summary: '本企业的数据资产', input: z.object({ cursor }), output: assetPage, errors: ['trading.companyOnly'] });
export const object = contract({ ...company, name: 'trading.object', method: 'POST', path: '/api/data-market/assets/:assetId/objections', summary: '公示期内提出异议', input: z.object({ assetId: id, reason: line.min(10).max(1_000) }), output: z.object({ id }), errors: ['trading.notFound', 'trading.noticeOver', 'trading.ownAsset', 'trading.objected'] });
export const listObjections = contract({ ...view, name: 'trading.listObjections', method: 'GET', path: '/api/desk/data-market/assets/:assetId/objections', summary: '一项资产的异议', input: z.object({ assetId: id }), output: z.object({ objections: z.array(z.object({ id, objector: z.string(), reason: z.string(), at: instant })) }) });
export const withdrawAsset = contract({ ...company, name: 'trading.withdrawAsset', method: 'POST', path: '/api/data-market/assets/:assetId/withdraw', summary: '注销登记（产品同时下架）', input: z.object({ assetId: id, version, reason: line.min(4).max(300) }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow'] });

const checks = z.array(z.object({ id: z.string(), title: z.string(), ok: z.boolean() }));
export const ProductView = z.object({
  id, assetId: id, asset: z.string(), title: z.string(), summary: z.string(), seller: z.string(), delivery: z.enum(['service', 'file']), priceMode: z.enum(['fixed', 'per-call', 'agreed']), price: money, scenes: z.array(z.string()), limits: z.string(), kind: z.enum(['enterprise', 'public']),
  state: z.enum(['review', 'listed', 'refused', 'delisted']), checks, reason: z.string().nullable(), version, mine: z.boolean(),
});
const productPage = z.object({ products: z.array(ProductView), next: z.string().nullable() });
export const listProducts = contract({ audience: 'public', name: 'trading.listProducts', method: 'GET', path: '/api/data-market/products', summary: '在架数据产品：最新的在前，或者检索', input: z.object({ text: z.string().trim().max(50).optional(), cursor }), output: productPage });
export const showProduct = contract({ audience: 'public', name: 'trading.product', method: 'GET', path: '/api/data-market/products/:productId', summary: '一个数据产品', input: z.object({ productId: id }), output: ProductView, errors: ['trading.notFound'] });
export const myProducts = contract({ ...company, name: 'trading.myProducts', method: 'GET', path: '/api/data-market/mine/products', summary: '本企业的数据产品，含待审、未上架、已下架', input: z.object({ cursor }), output: productPage, errors: ['trading.companyOnly'] });
export const myServices = contract({ ...company, name: 'trading.myServices', method: 'GET', path: '/api/data-market/mine/services', summary: '本企业提供的、可以作为产品交付的服务', input: z.object({}), output: z.object({ services: z.array(z.object({ id: z.string(), title: z.string() })) }), errors: ['trading.companyOnly'] });
export const offerProduct = contract({
  ...company, name: 'trading.offerProduct', method: 'POST', path: '/api/data-market/products', summary: '申请上架数据产品',
  input: z.object({ assetId: id, title: line.min(4).max(60), summary: line.min(10).max(500), service: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/).optional(), fileId: id.optional(), priceMode: z.enum(['fixed', 'per-call', 'agreed']), price: money, scenes: z.array(line.min(2).max(60)).min(1).max(10), limits: line.min(4).max(300) }),
  output: z.object({ id, checks }), errors: ['trading.notFound', 'trading.noOperateRight', 'trading.deliveryInvalid', 'trading.priceMissing', 'trading.notNow'],
});
export const delistMine = contract({ ...company, name: 'trading.delistMine', method: 'POST', path: '/api/data-market/products/:productId/delist', summary: '撤回（下架）产品', input: z.object({ productId: id, version, reason: line.min(4).max(300) }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow'] });
export const listReview = contract({ ...view, name: 'trading.listReview', method: 'GET', path: '/api/desk/data-market/products', summary: '产品（含待审）', input: z.object({ state: z.enum(['review', 'listed', 'refused', 'delisted']).optional(), cursor }), output: productPage });
export const reviewProduct = contract({ ...manage, name: 'trading.reviewProduct', method: 'POST', path: '/api/desk/data-market/products/:productId/review', summary: '合规审查：上架、不予上架、下架', input: z.object({ productId: id, version, to: z.enum(['listed', 'refused', 'delisted']), reason: line.min(4).max(300) }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow', 'trading.notCompliant'] });

const signature = z.object({ by: z.string(), at: instant }).nullable();
export const TradeView = z.object({
  id, number: z.string(), productId: id, product: z.string(), onShelf: z.boolean(), seller: z.string(), buyer: z.string(), purpose: z.string(), until: day, priceMode: z.enum(['fixed', 'per-call', 'agreed']), price: money, governance: z.boolean(), state: z.enum(['ordered', 'answered', 'sealing', 'active', 'declined', 'ended']),
  side: z.enum(['seller', 'buyer', 'regulator']), sellerSigned: signature, buyerSigned: signature, contractUrl: z.string().nullable(), contractDigest: z.string().nullable(), delivery: z.enum(['service', 'file']),
  service: z.object({ id: z.string(), purposeCode: z.string(), ratePerSecond: z.int(), dailyQuota: z.int(), calls: z.number(), refused: z.number() }).nullable().describe('a service that was delivered: how it is called, how often it was'), grantId: id.nullable(), fileUrl: z.string().nullable(), reason: z.string().nullable(), version, at: instant,
});
const ordering = { productId: id, purpose: line.min(4).max(200), until: day, price: money.optional().describe('议价产品的出价') };
const orderErrors = ['trading.notFound', 'trading.ownAsset', 'trading.priceMissing', 'trading.machineMissing', 'trading.untilPast'];
export const order = contract({ ...company, name: 'trading.order', method: 'POST', path: '/api/data-market/orders', summary: '下单（企业）', input: z.object(ordering), output: z.object({ tradeId: id, number: z.string() }), errors: orderErrors });
export const orderAsBody = contract({ ...buy, name: 'trading.orderAsBody', method: 'POST', path: '/api/desk/data-market/orders', summary: '下单（部门）', input: z.object({ ...ordering, governance: z.boolean().describe('用于公共治理、公益事业') }), output: z.object({ tradeId: id, number: z.string() }), errors: orderErrors });
export const answerOrder = contract({ ...company, name: 'trading.answerOrder', method: 'POST', path: '/api/data-market/trades/:tradeId/answer', summary: '卖方答复并签署，或者谢绝', input: z.object({ tradeId: id, version, accept: z.boolean(), price: money.optional(), reason: line.max(300).default('') }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow'] });
export const sign = contract({ ...company, name: 'trading.sign', method: 'POST', path: '/api/data-market/trades/:tradeId/sign', summary: '买方签署（企业）', input: z.object({ tradeId: id, version }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow'] });
export const signAsBody = contract({ ...buy, name: 'trading.signAsBody', method: 'POST', path: '/api/desk/data-market/trades/:tradeId/sign', summary: '买方签署（部门）', input: z.object({ tradeId: id, version }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow'] });
export const endTrade = contract({ ...manage, name: 'trading.endTrade', method: 'POST', path: '/api/desk/data-market/trades/:tradeId/end', summary: '终止交易（立即停止交付）', input: z.object({ tradeId: id, version, reason: line.min(4).max(300) }), output: done, errors: ['trading.notFound', 'trading.stale', 'trading.notNow'] });
const tradePage = z.object({ trades: z.array(TradeView), next: z.string().nullable() });
export const myTrades = contract({ ...company, name: 'trading.myTrades', method: 'GET', path: '/api/data-market/trades', summary: '我的交易', input: z.object({ cursor }), output: tradePage });
export const myTrade = contract({ ...company, name: 'trading.myTrade', method: 'GET', path: '/api/data-market/trades/:tradeId', summary: '我的一笔交易', input: z.object({ tradeId: id }), output: TradeView, errors: ['trading.notFound'] });
export const listTrades = contract({ ...view, name: 'trading.listTrades', method: 'GET', path: '/api/desk/data-market/trades', summary: '交易', input: z.object({ cursor }), output: tradePage });

const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const shares = z.object({ seller: z.number(), source: z.number(), platform: z.number() });
const SettlementView = z.object({ id, tradeId: id, period, calls: z.int(), amount: z.number(), shares, digest: z.string(), madeAt: instant });
export const settle = contract({ ...manage, name: 'trading.settle', method: 'POST', path: '/api/desk/data-market/trades/:tradeId/settlements', summary: '出具月结算单', input: z.object({ tradeId: id, period }), output: SettlementView, errors: ['trading.notFound', 'trading.periodOpen', 'trading.settled', 'trading.notNow'] });
export const listSettlements = contract({ audience: 'anyone', name: 'trading.listSettlements', method: 'GET', path: '/api/data-market/trades/:tradeId/settlements', summary: '结算单', input: z.object({ tradeId: id }), output: z.object({ settlements: z.array(SettlementView) }) });

export const complain = contract({ ...company, name: 'trading.complain', method: 'POST', path: '/api/data-market/products/:productId/complaints', summary: '投诉数据产品', input: z.object({ productId: id, what: line.min(10).max(1_000) }), output: z.object({ id }), errors: ['trading.notFound', 'trading.ownAsset'] });
export const ComplaintView = z.object({ id, productId: id, product: z.string(), complainant: z.string(), what: z.string(), at: instant, state: z.enum(['open', 'upheld', 'dismissed']), answer: z.string().nullable() });
export const listComplaints = contract({ audience: 'anyone', name: 'trading.listComplaints', method: 'GET', path: '/api/data-market/complaints', summary: '投诉：监管机构看全部，企业看自己的', input: z.object({}), output: z.object({ complaints: z.array(ComplaintView) }) });
export const answerComplaint = contract({ ...manage, name: 'trading.answerComplaint', method: 'POST', path: '/api/desk/data-market/complaints/:complaintId/answer', summary: '处理投诉；成立的产品下架', input: z.object({ complaintId: id, upheld: z.boolean(), answer: line.min(4).max(1_000) }), output: z.object({ state: z.enum(['upheld', 'dismissed']) }), errors: ['trading.notFound', 'trading.notNow'] });
export const overview = contract({
  ...view, name: 'trading.overview', method: 'GET', path: '/api/desk/data-market/overview', summary: '数据要素市场监管总览', input: z.object({}),
  output: z.object({ assets: z.object({ notice: z.int(), registered: z.int() }), products: z.object({ review: z.int(), listed: z.int() }), trades: z.object({ open: z.int(), active: z.int(), governance: z.int() }), amount: z.number(), shares, complaintsOpen: z.int(), months: z.array(z.object({ period: z.string(), amount: z.number(), calls: z.int() })) }),
});
