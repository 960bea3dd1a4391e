import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as seals from '../server/src/modules/capabilities/seals/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as trading from '../server/src/modules/data/trading/contract.ts';
import * as enterprise from '../server/src/modules/data/enterprise/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { actingFor, applyFor, decide } from './data-market.ts';
import { exchangeMachine } from './exchange-machine.ts';
import { machineOf } from './machine.ts';
import { startFirmPlatform } from './firm-platform.ts';
import { toldTo } from './told-to.ts';
import { companyCode, plan } from './restaurant.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

const market = '11220102YW00020340';

story('data-trading', 'rights in data are announced, objected to, registered and certified; a product is listed by rule, bought under a contract that both sides seal, delivered through the exchange or as a file, metered, settled and shared out; public data for public governance is free; the regulator sees all of it', async (province, t) => {
  const at = {
    seller: () => actingFor(province, 'p001', companyCode), buyer: () => actingFor(province, 'p010', '91220102YW90000354'), rival: () => actingFor(province, 'p008', '91220102YW90000279'),
    registry: () => province.signIn('o006'), steward: () => province.signIn('o019'),
  };
  const upTo = async (when: string): Promise<void> => {
    province.clock.set(new Date(when));
    await province.settle();
  };
  let seller = await at.seller();
  let registry = await at.registry();

  // 确权: two applications, announced after review; the public sees them and may object, the holder not to her own
  const own = await applyFor(seller, 'data-asset-registration');
  const disputed = await applyFor(seller, 'data-asset-registration', { title: '周边商户客流数据' });
  const unfounded = await applyFor(seller, 'data-asset-registration', { title: '公共数据加工成果', dataKind: 'public', agreementNumber: '2201022026SX0000000' });
  await decide(registry, own.caseId, 'pass');
  await decide(registry, disputed.caseId, 'pass');
  await refused('trading.agreementMissing', decide(registry, unfounded.caseId, 'pass'));
  const noticed = (await province.visitor.call(trading.listAssets, { state: 'notice' })).assets;
  assert.deepEqual(noticed.map((a) => a.title).toSorted(), ['周边商户客流数据', '餐饮客流时段分析数据']);
  const disputedAsset = noticed.find((a) => a.title === '周边商户客流数据')!;
  const rival = await at.rival();
  await refused('trading.ownAsset', seller.call(trading.object, { assetId: disputedAsset.id, reason: '这是自己的资产，不应当能异议' }));
  await refusedWith(403, (await province.signIn('p002')).call(trading.object, { assetId: disputedAsset.id, reason: '以个人身份不能提出异议' }));
  await rival.call(trading.object, { assetId: disputedAsset.id, reason: '该数据由我公司的设备采集，申请人没有取得授权' });
  await refused('trading.objected', rival.call(trading.object, { assetId: disputedAsset.id, reason: '该数据由我公司的设备采集，再次提出' }));
  await refused('trading.notNow', seller.call(trading.offerProduct, { assetId: disputedAsset.id, title: '客流数据', summary: '公示期内不能上架产品', fileId: disputedAsset.id, priceMode: 'fixed', price: 1, scenes: ['选址'], limits: '不得转让' }));

  // 公示期 of ten working days: no certificate before; then one without objection is certified, one with it is settled by people
  await upTo('2026-12-04T09:00:00+08:00');
  assert.equal((await province.visitor.call(trading.listAssets, { state: 'registered' })).assets.length, 0);
  await upTo('2026-12-08T09:00:00+08:00');
  await province.settle();
  registry = await at.registry();
  const [asset] = (await province.visitor.call(trading.listAssets, { state: 'registered' })).assets;
  assert.deepEqual([asset?.title, asset?.rights, asset?.validUntil], ['餐饮客流时段分析数据', ['hold', 'process', 'operate'], '2029-12-08']);
  seller = await at.seller();
  const { licences } = await seller.call(services.listMyLicences, {});
  assert.ok(licences.some((l) => /数据资产登记证书/.test(l.name) && l.number?.startsWith('吉数登') === true), 'the certificate is in her wallet');
  await refused('trading.noticeOver', (await at.rival()).call(trading.object, { assetId: asset!.id, reason: '公示期已过，不能再提出异议' }));
  assert.match((await registry.call(trading.listObjections, { assetId: disputedAsset.id })).objections[0]!.reason, /设备采集/);
  await decide(registry, disputed.caseId, 'uphold');
  await province.settle();
  assert.equal((await seller.call(services.getMyCase, { caseId: disputed.caseId })).state, 'refused');

  // 产品上架: a service that the company provides behind the gateway, a file; by the rules of the place and nobody's favour
  const upstream = createServer((_request, answer) => void answer.setHeader('content-type', 'application/json').end(JSON.stringify({ hours: [{ hour: 12, guests: 86 }] })));
  await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done));
  t.after(() => upstream.close());
  const engineer = await province.signIn('o087');
  await engineer.call(sharing.putService, { id: 'catering-flow', version: 0, state: 'active', reason: '数据产品接口登记', definition: { title: '餐饮客流查询', mode: 'proxy', provider: companyCode, upstream: { url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` } } });
  const offer = { assetId: asset!.id, title: '餐饮客流分时接口', summary: '按小时查询连锁门店客流，供商圈研究', service: 'catering-flow', priceMode: 'per-call' as const, price: 0.4, scenes: ['商圈研究'], limits: '不得识别具体门店' };
  await refused('trading.deliveryInvalid', seller.call(trading.offerProduct, { ...offer, service: 'population-query' }));
  await refused('trading.priceMissing', seller.call(trading.offerProduct, { ...offer, price: 0 }));
  const service = await seller.call(trading.offerProduct, offer);
  assert.ok(service.checks.every((c) => c.ok), JSON.stringify(service.checks));
  const fileId = await seller.upload('客流月报.pdf', plan, 'application/pdf');
  const { service: _service, ...byFile } = offer;
  const file = await seller.call(trading.offerProduct, { ...byFile, title: '餐饮客流月报', fileId, priceMode: 'agreed', price: 0 });
  const loose = await seller.call(trading.offerProduct, { ...byFile, title: '任意用途数据包', fileId, priceMode: 'fixed', price: 10, scenes: ['任意用途'] });
  assert.equal((await province.visitor.call(trading.listProducts, {})).products.length, 0, 'nothing is on the shelf before its review');
  await refused('trading.notCompliant', registry.call(trading.reviewProduct, { productId: loose.id, version: 1, to: 'listed', reason: '同意上架' }));
  await registry.call(trading.reviewProduct, { productId: loose.id, version: 1, to: 'refused', reason: '使用场景不具体' });
  for (const one of [service, file]) await registry.call(trading.reviewProduct, { productId: one.id, version: 1, to: 'listed', reason: '合规审查通过' });
  await refused('trading.stale', registry.call(trading.reviewProduct, { productId: file.id, version: 1, to: 'delisted', reason: '过期的版本' }));
  assert.equal((await province.visitor.call(trading.listProducts, { text: '月报' })).products[0]?.id, file.id);
  assert.deepEqual((await province.visitor.call(trading.listProducts, { text: '火星矿产' })).products, [], 'what is not there is not found');
  await refusedWith(404, province.visitor.call(trading.showProduct, { productId: loose.id }));
  assert.deepEqual((await seller.call(trading.myProducts, {})).products.map((p) => [p.title, p.state]), [['任意用途数据包', 'refused'], ['餐饮客流月报', 'listed'], ['餐饮客流分时接口', 'listed']], 'the seller sees its own in every state');
  assert.deepEqual(await seller.call(trading.myServices, {}), { services: [{ id: 'catering-flow', title: '餐饮客流查询' }] });
  assert.ok((await toldTo(seller)).includes('数据产品审查结果'));

  // 下单 → 卖方还价签署 → 买方签署 → 双方签章的合同 → 交付文件
  let buyer = await at.buyer();
  await refused('trading.priceMissing', buyer.call(trading.order, { productId: file.id, purpose: '商圈选址研究', until: '2027-12-31' }));
  await refused('trading.machineMissing', buyer.call(trading.order, { productId: service.id, purpose: '商圈选址研究', until: '2027-12-31' }));
  await refused('trading.ownAsset', seller.call(trading.order, { productId: file.id, purpose: '买自己的产品', until: '2027-12-31', price: 1 }));
  await refused('trading.untilPast', buyer.call(trading.order, { productId: file.id, purpose: '商圈选址研究', until: '2026-12-08', price: 800 }));
  const bought = await buyer.call(trading.order, { productId: file.id, purpose: '商圈选址研究', until: '2027-12-31', price: 800 });
  assert.equal((await toldTo(seller))[0], '数据产品订单待答复', 'the seller is told that an order waits');
  await refused('trading.notNow', buyer.call(trading.sign, { tradeId: bought.tradeId, version: 1 }));
  await refusedWith(404, (await at.rival()).call(trading.answerOrder, { tradeId: bought.tradeId, version: 1, accept: true }));
  await seller.call(trading.answerOrder, { tradeId: bought.tradeId, version: 1, accept: true, price: 1000 });
  assert.equal((await toldTo(buyer))[0], '数据产品订单待签署');
  await refused('trading.stale', buyer.call(trading.sign, { tradeId: bought.tradeId, version: 1 }));
  await buyer.call(trading.sign, { tradeId: bought.tradeId, version: 2 });
  await province.settle();
  const tradeOf = async (who: Persona, id: string) => (await who.call(trading.myTrades, {})).trades.find((x) => x.id === id)!;
  const done = await tradeOf(buyer, bought.tradeId);
  assert.deepEqual([done.state, done.price, done.side, done.delivery], ['active', 1000, 'buyer', 'file']);
  assert.deepEqual(await buyer.call(trading.myTrade, { tradeId: bought.tradeId }), done);
  await refusedWith(404, (await at.rival()).call(trading.myTrade, { tradeId: bought.tradeId }));
  assert.deepEqual([(await toldTo(buyer))[0], (await toldTo(seller))[0]], ['数据交易已成交并交付', '数据交易已成交并交付']);
  const declined = await buyer.call(trading.order, { productId: file.id, purpose: '转售给其他机构', until: '2027-12-31', price: 9 });
  await seller.call(trading.answerOrder, { tradeId: declined.tradeId, version: 1, accept: false, reason: '用途与使用限制不符' });
  assert.equal((await toldTo(buyer))[0], '数据产品订单被谢绝');
  assert.deepEqual(Buffer.from(await (await buyer.get(done.fileUrl!)).arrayBuffer()), Buffer.from(plan), 'what was bought is what was offered');
  const contract = Buffer.from(await (await buyer.get(done.contractUrl!)).arrayBuffer());
  const keeper = await province.signIn('o087');
  const report = await keeper.call(seals.verifyDocument, { document: contract.toString('base64') });
  assert.deepEqual([report.verdict, report.signatures.length, report.signatures.every((s) => s.state === 'valid')], ['valid', 2, true]);
  assert.deepEqual(report.signatures.map((s) => s.seal).toSorted(), ['长春市南关区云杉餐饮管理有限公司合同专用章', '长春市南关区星河信息技术有限公司合同专用章'].toSorted());
  assert.equal((await (await at.rival()).get(done.contractUrl!)).status, 404, 'nobody else reads it');

  // a company buys the service by itself: its system's key, the order, both signatures, then it calls; another's grant is worth nothing to it
  const platform = await startFirmPlatform(t, province.url);
  await platform.play({ organisation: '91220102YW90000354', now: province.clock.now().toISOString() });
  await buyer.call(enterprise.registerKey, { name: '选址分析系统', ...(await platform.key()) });
  const subscribed = await buyer.call(trading.order, { productId: service.id, purpose: '商圈选址研究', until: '2027-01-20' });
  await seller.call(trading.answerOrder, { tradeId: subscribed.tradeId, version: 1, accept: true });
  await buyer.call(trading.sign, { tradeId: subscribed.tradeId, version: 2 });
  await province.settle();
  const subscription = await buyer.call(trading.myTrade, { tradeId: subscribed.tradeId });
  assert.deepEqual([subscription.state, subscription.service?.id, subscription.service?.purposeCode, subscription.fileUrl], ['active', 'catering-flow', 'data-trade', null]);
  const callIt = (purpose = 'data-trade') => platform.ask({ method: 'GET', path: '/exchange/v1/catering-flow', grant: subscription.grantId!, purpose });
  const fetched = await callIt();
  assert.equal(fetched.status, 200, JSON.stringify(fetched.json));
  assert.match(JSON.stringify(fetched.json), /guests/);
  assert.equal((await callIt('curiosity')).status, 403);
  assert.deepEqual([(await buyer.call(trading.myTrade, { tradeId: subscribed.tradeId })).service?.calls, (await seller.call(trading.myTrade, { tradeId: subscribed.tradeId })).service?.calls], [1, 1], 'both sides see the meter');

  // a department buys the service: delivered as a grant, called through the gateway, metered there
  const steward = await at.steward();
  const served = await steward.call(trading.orderAsBody, { productId: service.id, purpose: '夜间经济运行分析', until: '2027-06-30', governance: true });
  const trades = async (who: Persona) => (await who.call(trading.listTrades, {})).trades.find((x) => x.id === served.tradeId)!;
  assert.deepEqual([(await trades(steward)).governance, (await trades(steward)).price], [false, 0.4], 'an enterprise’s own data is paid for');
  await seller.call(trading.answerOrder, { tradeId: served.tradeId, version: 1, accept: true });
  await steward.call(trading.signAsBody, { tradeId: served.tradeId, version: 2 });
  await province.settle();
  const active = await trades(steward);
  assert.equal(active.state, 'active');
  const machine = await exchangeMachine(province.url, () => province.clock.now());
  await (await machineOf(province, market))(sharing.registerKey, { name: '夜经济分析系统', ...(await machine.offer(market)) });
  for (let i = 0; i < 3; i++) {
    const answered = await machine.call('GET', '/exchange/v1/catering-flow', { grant: active.grantId!, purpose: 'data-trade' });
    assert.equal(answered.status, 200, answered.text);
    assert.match(answered.text, /guests/);
  }
  assert.equal((await machine.call('GET', '/exchange/v1/catering-flow', { grant: active.grantId!, purpose: 'curiosity' })).status, 403);

  // 公共数据用于公共治理: what was worked out of public data under an agreement is free for a body that governs with it
  const agreed = await applyFor(seller, 'data-authorisation');
  await decide(registry, agreed.caseId, 'authorise');
  await province.settle();
  const founded = await applyFor(seller, 'data-asset-registration', { title: '小微企业活跃度指数', dataKind: 'public', agreementNumber: agreed.number });
  await decide(registry, founded.caseId, 'pass');
  await upTo('2026-12-23T09:00:00+08:00');
  await province.settle();
  seller = await at.seller();
  registry = await at.registry();
  const publicAsset = (await seller.call(trading.listAssets, { state: 'registered' })).assets.find((a) => a.kind === 'public')!;
  const free = await seller.call(trading.offerProduct, { ...offer, assetId: publicAsset.id, title: '小微企业活跃度接口' });
  await registry.call(trading.reviewProduct, { productId: free.id, version: 1, to: 'listed', reason: '合规审查通过' });
  const given = await (await at.steward()).call(trading.orderAsBody, { productId: free.id, purpose: '助企纾困政策评估', until: '2027-06-30', governance: true });
  const gift = (await registry.call(trading.listTrades, {})).trades.find((x) => x.id === given.tradeId)!;
  assert.deepEqual([gift.governance, gift.price, gift.side], [true, 0, 'buyer'], 'the registry and this buyer are of one body');

  // 结算: of a month that is over, once; from the meter, shared out by rule
  await refused('trading.periodOpen', registry.call(trading.settle, { tradeId: served.tradeId, period: '2026-12' }));
  await upTo('2027-01-04T09:00:00+08:00');
  registry = await at.registry();
  const metered = await registry.call(trading.settle, { tradeId: served.tradeId, period: '2026-12' });
  assert.deepEqual([metered.calls, metered.amount, metered.shares], [3, 1.2, { seller: 1.16, source: 0, platform: 0.04 }]);
  const once = await registry.call(trading.settle, { tradeId: bought.tradeId, period: '2026-12' });
  assert.deepEqual([once.amount, once.shares], [1000, { seller: 970, source: 0, platform: 30 }]);
  await refused('trading.settled', registry.call(trading.settle, { tradeId: served.tradeId, period: '2026-12' }));
  seller = await at.seller();
  buyer = await at.buyer();
  assert.ok((await toldTo(buyer)).includes('数据交易合同即将到期'), 'before the last day of the service');
  assert.equal((await seller.call(trading.listSettlements, { tradeId: served.tradeId })).settlements[0]?.digest, metered.digest);
  assert.deepEqual((await (await at.rival()).call(trading.listSettlements, { tradeId: served.tradeId })).settlements, [], 'not a stranger’s to read');

  // 投诉 that is upheld takes the product off the shelf; the regulator ends a trade and the next call is refused
  const { id: complaintId } = await buyer.call(trading.complain, { productId: file.id, what: '月报内容与产品说明不一致，缺少分时数据' });
  await registry.call(trading.answerComplaint, { complaintId, upheld: true, answer: '经核实缺少约定内容，产品下架整改' });
  assert.equal((await province.visitor.call(trading.listProducts, {})).products.some((p) => p.id === file.id), false);
  assert.equal((await tradeOf(buyer, bought.tradeId)).product, '餐饮客流月报', 'the contract still says what was bought');
  const running = (await registry.call(trading.listTrades, {})).trades.find((x) => x.id === served.tradeId)!;
  await registry.call(trading.endTrade, { tradeId: served.tradeId, version: running.version, reason: '卖方安全整改' });
  assert.equal((await machine.call('GET', '/exchange/v1/catering-flow', { grant: active.grantId!, purpose: 'data-trade' })).status, 403);

  // 监管总览 and 注销: the holder withdraws the registration, its products go
  const seen = await registry.call(trading.overview, {});
  assert.deepEqual([seen.assets.registered, seen.trades.active, seen.amount, seen.shares.platform, seen.complaintsOpen], [2, 2, 1001.2, 30.04, 0]);
  await refusedWith(403, (await province.signIn('o001')).call(trading.overview, {}));
  const mine = (await seller.call(trading.listAssets, { state: 'registered' })).assets.find((a) => a.id === publicAsset.id)!;
  assert.equal(mine.mine, true);
  await seller.call(trading.delistMine, { productId: service.id, version: 2, reason: '接口改版，暂停销售' });
  assert.deepEqual((await province.visitor.call(trading.listProducts, { text: '分时接口' })).products.map((p) => p.id).includes(service.id), false, 'taken back by its seller, and found no more');
  await seller.call(trading.withdrawAsset, { assetId: mine.id, version: mine.version, reason: '授权运营到期' });
  assert.equal((await province.visitor.call(trading.listProducts, {})).products.some((p) => p.id === free.id), false);
  assert.equal((await seller.call(trading.myAssets, {})).assets.find((a) => a.id === publicAsset.id)?.state, 'withdrawn');

  // 到期: a contract ends with its last day, and its grant with it
  await upTo('2027-01-21T00:10:00+08:00');
  await platform.play({ now: province.clock.now().toISOString() });
  assert.equal((await callIt()).status, 403);
  const over = await (await at.buyer()).call(trading.myTrade, { tradeId: subscribed.tradeId });
  assert.deepEqual([over.state, over.reason], ['ended', '合同到期']);
});
