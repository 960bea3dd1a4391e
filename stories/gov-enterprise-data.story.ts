import assert from 'node:assert/strict';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as seals from '../server/src/modules/capabilities/seals/contract.ts';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import * as development from '../server/src/modules/data/development/contract.ts';
import * as enterprise from '../server/src/modules/data/enterprise/contract.ts';
import * as halls from '../server/src/modules/services/contract.ts';
import { startFirmPlatform } from './firm-platform.ts';
import { grantFoodLicence } from './food-licence-granted.ts';
import { story, type Persona, type Province } from './harness.ts';
import { ownerOf } from './restaurant.ts';
import { refused, refusedWith } from './refused.ts';
import { toldTo } from './told-to.ts';

const market = '11220102YW00020340';
const transport = '11220000YW0000194B';
/** Fictional firms of two trades, by their legal representatives: a delivery platform, a ride-hailing platform; and a third that is a stranger to both. */
const food = { login: 'p010', code: '91220102YW90000354' };
const ride = { login: 'p016', code: '91220102YW9000254E' };
const stranger = { login: 'p008', code: '91220102YW90000279' };

async function actingFor(province: Province, { login, code }: { login: string; code: string }): Promise<Persona> {
  const person = await province.signIn(login);
  const party = (await person.call(identity.me, {})).parties.find((p) => p.creditCode === code);
  assert.ok(party, `${login} acts for ${code}`);
  await person.call(identity.switchParty, { partyId: party.partyId });
  return person;
}

const shop = (n: number, licence: string, more: Record<string, unknown> = {}) => ({ mid: `S${n}`, mname: `示范店铺${n}`, lic: licence, addr: `长春市南关区示范路${n}号`, city: '220102', st: 'online', cnt: 100 * n, ...more });
const dialect = [{ field: 'shopId', column: 'mid' }, { field: 'shopName', column: 'mname' }, { field: 'licenceIdentifier', column: 'lic' }, { field: 'address', column: 'addr' }, { field: 'division', column: 'city' }, { field: 'state', column: 'st' }, { field: 'ordersMonth', column: 'cnt' }];
const place = { rows: 'result.list', next: 'result.mark', positionParameter: 'since' };
const purpose = '核对平台供数';

story('gov-enterprise-data', 'platform firms and departments agree what to share and for what, both seal it; the firm’s data fills a register with checks and source, it calls public services masked and metered, both are fused; whoever ends it stops both directions at once', async (province, t) => {
  await grantFoodLicence(province);
  const licence = (await (await ownerOf(province)).call(halls.listMyLicences, {})).licences.find((l) => l.name === '食品经营许可证')!.identifier;
  const platform = await startFirmPlatform(t, province.url);
  let steward = await province.signIn('o019');
  let administrator = await province.signIn('o006');
  let firm = await actingFor(province, food);

  // 场景: of the trades that the plan names, with what goes which way
  const { scenes } = await province.visitor.call(enterprise.listScenes, {});
  assert.deepEqual(new Set(scenes.map((s) => s.trade)), new Set(['transport', 'tourism', 'catering', 'internet-medicine', 'network-security']));
  const scene = scenes.find((s) => s.id === 'catering-platform')!;
  assert.deepEqual([scene.inbound?.register, scene.inbound?.fields.find((f) => f.id === 'licenceIdentifier')?.title, scene.outbound.length], ['platform-catering-shop', '食品经营许可证电子证照标识', 3]);
  assert.ok((await province.visitor.call(enterprise.partners, { scene: scene.id })).bodies.some((b) => b.organisation === market));

  // 企业申请 → 部门起草 → 数据主管部门审核: nobody else, nothing that the scene does not list, nobody reviews her own draft
  await refused('enterprise.bodyUnknown', firm.call(enterprise.apply, { scene: scene.id, organisation: '11220102YW0001859P', words: '申请参与共享' }));
  await refused('enterprise.companyOnly', (await province.signIn('p002')).call(enterprise.apply, { scene: scene.id, organisation: market, words: '以个人身份申请' }));
  const applied = await firm.call(enterprise.apply, { scene: scene.id, organisation: market, words: '入网审核需要核验许可' });
  await refused('enterprise.there', firm.call(enterprise.apply, { scene: scene.id, organisation: market, words: '再次申请参与共享' }));
  const services = ['certificate.verify', 'certificate.query'];
  const terms = { scene: scene.id, companyCode: food.code, application: { agreementId: applied.id, version: 1 }, purpose: '入网商户许可核验', until: '2027-10-31', fields: dialect, services };
  await refused('enterprise.fieldNotOffered', steward.call(enterprise.offer, { ...terms, fields: [...dialect, { field: 'bankAccount', column: 'bank' }] }));
  await refused('enterprise.fieldMissing', steward.call(enterprise.offer, { ...terms, fields: dialect.slice(1) }));
  await refused('enterprise.serviceUnknown', steward.call(enterprise.offer, { ...terms, services: ['population.query'] }));
  await refused('enterprise.nothingShared', steward.call(enterprise.offer, { ...terms, fields: [], services: [] }));
  await refused('enterprise.termInvalid', steward.call(enterprise.offer, { ...terms, until: '2036-01-01' }));
  await refused('enterprise.notYourScene', steward.call(enterprise.offer, { ...terms, scene: 'ride-platform' }));
  await refusedWith(403, (await province.signIn('o001')).call(enterprise.offer, terms));
  const drafted = await steward.call(enterprise.offer, terms);
  assert.equal(drafted.id, applied.id, 'it answers the application');
  await refusedWith(403, steward.call(enterprise.reviewAgreement, { agreementId: drafted.id, version: 2, approve: true, reason: '同意送签' }));
  await refused('enterprise.notNow', firm.call(enterprise.sign, { agreementId: drafted.id, version: 2, url: `${platform.url}/open/v2/items`, token: 'firm-token' }));
  await administrator.call(enterprise.reviewAgreement, { agreementId: drafted.id, version: 2, approve: true, reason: '用途明确，信息项必要' });

  const waiting = (await firm.call(halls.listMyMessages, { limit: 5 })).messages[0]!;
  assert.deepEqual([waiting.title, waiting.url], ['政企数据共享协议待签署', `/my/sharing/${drafted.id}`], 'the firm is told, with the way there');
  // 属地: the city's and the province's bureau see what their districts agree with firms, and change nothing of it; a stranger to the place sees nothing
  for (const login of ['o057', 'o087']) {
    const above = await province.signIn(login);
    assert.deepEqual((await above.call(enterprise.listAgreements, {})).agreements.map((a) => a.id), [drafted.id], login);
    assert.equal((await above.call(enterprise.getAgreement, { agreementId: drafted.id })).mine, 'overseer');
    await refusedWith(404, above.call(enterprise.reviewAgreement, { agreementId: drafted.id, version: 3, approve: true, reason: '越级办理' }));
  }

  // 企业签署: it sees what it signs; an address that is not on the list of hosts, or none, is refused before anything is sealed
  const seen = await firm.call(enterprise.myAgreement, { agreementId: drafted.id });
  assert.deepEqual([seen.state, seen.terms.inbound?.fields.length, seen.terms.outbound.map((s) => s.service), seen.terms.outbound[1]?.masked, seen.terms.duties.length], ['offered', 7, services, ['holder'], 4]);
  const other = await actingFor(province, stranger);
  await refusedWith(404, other.call(enterprise.myAgreement, { agreementId: drafted.id }));
  await refusedWith(404, other.call(enterprise.sign, { agreementId: drafted.id, version: 3 }));
  const signing = { agreementId: drafted.id, version: 3, url: `${platform.url}/open/v2/items`, token: 'firm-token', ...place };
  await refused('enterprise.interfaceMissing', firm.call(enterprise.sign, { agreementId: drafted.id, version: 3 }));
  await refused('collection.hostRefused', firm.call(enterprise.sign, { ...signing, url: 'http://169.254.169.254/latest' }));
  await refused('collection.settingsInvalid', firm.call(enterprise.sign, { ...signing, url: 'file:///etc/passwd' }));
  await refused('enterprise.stale', firm.call(enterprise.sign, { ...signing, version: 2 }));
  await platform.play({ organisation: food.code, rows: [shop(1, licence), shop(2, 'JY00000000000000'), shop(3, licence, { city: '火星' }), shop(4, licence, { st: 'offline' })] });
  await firm.call(enterprise.sign, signing);
  await province.settle();
  const active = await firm.call(enterprise.myAgreement, { agreementId: drafted.id });
  assert.deepEqual([active.state, active.uses.map((u) => u.inForce), active.terms.atEnd, active.disposal], ['active', [true, true], { what: 'delete', days: 30, keep: null }, null], JSON.stringify(active.actions));
  assert.equal((await toldTo(firm))[0], '政企数据共享协议已生效');
  const contract = Buffer.from(await (await firm.get(active.contractUrl!)).arrayBuffer());
  const report = await (await province.signIn('o087')).call(seals.verifyDocument, { document: contract.toString('base64') });
  assert.deepEqual([report.verdict, report.signatures.length, report.signatures.every((s) => s.state === 'valid')], ['valid', 2, true]);
  assert.equal((await other.get(active.contractUrl!)).status, 404);
  assert.equal((await steward.get((await steward.call(enterprise.getAgreement, { agreementId: drafted.id })).contractUrl!)).status, 200, 'the body has its copy');

  // 企业供政府: pulled page by page, checked; good rows with source, a bad one told; whose they are the rows cannot say
  assert.deepEqual([active.supply?.read, active.supply?.loaded, active.supply?.refused, active.supply?.late], [4, 3, 1, false], JSON.stringify(active.supply));
  const browse = async (register: string) => (await administrator.call(data.browseRegister, { register, purpose, limit: 50 })).records;
  const shops = await browse('platform-catering-shop');
  assert.deepEqual(shops.map((r) => r.data['shopId']).toSorted(), ['S1', 'S2', 'S4']);
  assert.ok(shops.every((r) => r.data['platformCode'] === food.code && r.provenance['shopName']?.source === active.company), JSON.stringify(shops[0]));
  const run = await steward.call(collection.getRun, { runId: active.supply!.lastRunId! });
  assert.deepEqual([run.refusedLines.length, run.refusedLines[0]?.faults[0]?.field], [1, 'division']);
  const source = (await steward.call(collection.listSources, {})).sources.find((s) => s.id === active.supply!.sourceId)!;
  assert.equal(source.supplier, active.company);
  await refused('collection.agreed', steward.call(collection.changeSource, { sourceId: source.id, version: source.version, name: '改成别的接口', settings: { url: 'http://127.0.0.1:1/' } }));
  assert.doesNotMatch(JSON.stringify([active, source, await steward.call(enterprise.getAgreement, { agreementId: drafted.id })]), /firm-token/, 'the token is never read back');
  await platform.play({ rows: [...[1, 2, 3, 4].map((n) => shop(n, licence)), shop(5, licence, { platformCode: ride.code })] });
  await steward.call(collection.startRun, { sourceId: source.id });
  await province.settle();
  assert.ok((await browse('platform-catering-shop')).every((r) => r.data['platformCode'] === food.code), 'it cannot write another firm’s rows');

  // 政府供企业: before it lists a restaurant the platform asks whether the licence holds; masked, for the purpose only, nothing that was not granted
  await refused('exchange.proofWrong', firm.call(enterprise.registerKey, { name: '入网审核系统', ...(await platform.key()), proof: Buffer.from('x').toString('base64') }));
  await firm.call(enterprise.registerKey, { name: '入网审核系统', ...(await platform.key()) });
  assert.equal((await firm.call(enterprise.myKeys, {})).keys.length, 1);
  const [verifyGrant, queryGrant] = active.uses.map((u) => u.grantId) as [string, string];
  const verify = (identifier: string, more = {}) => platform.ask({ path: '/exchange/v1/certificate.verify', grant: verifyGrant, purpose: 'platform-listing', body: { key: { identifier }, fields: { division: '220102', state: 'valid' } }, ...more });
  assert.deepEqual((await verify(licence)).json, { found: true, matches: { division: true, state: true }, all: true });
  assert.deepEqual([(await verify('JY00000000000000')).json['found']], [false], 'this one is not listed');
  assert.equal((await verify(licence, { purpose: 'marketing' })).json['code'], 'exchange.purposeDiffers');
  const query = (body: unknown, more = {}) => platform.ask({ path: '/exchange/v1/certificate.query', grant: queryGrant, purpose: 'platform-listing', body, ...more });
  const told = await query({ key: { identifier: licence } });
  assert.equal(told.status, 200, JSON.stringify(told.json));
  assert.doesNotMatch(JSON.stringify(told.json), /云杉餐饮/, 'who holds it leaves masked');
  assert.match(JSON.stringify(told.json), /食品经营许可证/);
  assert.doesNotMatch(JSON.stringify(told.json), /holderCode|caseNumber/, 'granted fields only');
  assert.equal((await verify(licence, { body: { key: { identifier: licence }, fields: { holderCode: food.code } } })).json['code'], 'exchange.fieldNotGranted');
  assert.ok((await platform.ask({ path: '/exchange/v1/population.query', grant: queryGrant, purpose: 'platform-listing', body: { key: { identityNumber: '220103199004189143' } } })).status >= 400);
  const metered = await firm.call(enterprise.myAgreement, { agreementId: drafted.id });
  assert.deepEqual(metered.uses.map((u) => u.calls), [2, 1]);
  assert.equal(metered.callsByDay[0]?.calls, 3);

  // 融合: what is listed against what is licensed; leads for the department
  await platform.play({ rows: [1, 2, 3, 4, 5].map((n) => shop(n, licence)).concat(shop(6, 'JY99999999999999')) });
  await steward.call(collection.startRun, { sourceId: source.id });
  await province.settle();
  const engineer = await province.signIn('o087');
  const fused = (await engineer.call(development.startRun, { pipelineId: scene.fusion!.pipeline })).runId;
  await province.settle();
  const outcome = await engineer.call(development.getRun, { runId: fused });
  assert.deepEqual([outcome.state, outcome.problem], ['done', null]);
  assert.deepEqual((await browse('platform-finding')).map((r) => [r.data['subjectName'], r.data['finding']]), [['示范店铺2', '查无此食品经营许可证'], ['示范店铺6', '查无此食品经营许可证']]);

  // a bureau that drafts itself does not review itself
  const alone = await administrator.call(enterprise.offer, { ...terms, application: undefined, companyCode: stranger.code });
  await refused('enterprise.ownDraft', administrator.call(enterprise.reviewAgreement, { agreementId: alone.id, version: 1, approve: true, reason: '自己审核自己' }));
  await administrator.call(enterprise.end, { agreementId: alone.id, version: 1, reason: '不再需要该协议' });

  // another trade, another firm, another level: the province's transport authority, reviewed by its data bureau
  const rides = await startFirmPlatform(t, province.url);
  await rides.play({ organisation: ride.code, token: 'ride-token', rows: [{ plate: '吉A12345', operatorCode: food.code, operator: '示范运营一', division: '220102', state: 'online', reportedOn: '2026-11-23' }, { plate: '吉A54321', operatorCode: '91220102YW9999999X', operator: '示范运营二', division: '220102', state: 'online', reportedOn: '2026-11-23' }] });
  const rideFields = ['plate', 'operatorCode', 'operator', 'division', 'state', 'reportedOn'].map((field) => ({ field, column: field }));
  const authority = await province.signIn('o193');
  const second = await authority.call(enterprise.offer, { scene: 'ride-platform', companyCode: ride.code, purpose: '网约车运力监测与派单优化', until: '2026-12-31', fields: rideFields, services: ['parking-lot.query'], everyMinutes: 60 });
  await refusedWith(404, administrator.call(enterprise.getAgreement, { agreementId: second.id }));
  await engineer.call(enterprise.reviewAgreement, { agreementId: second.id, version: 1, approve: true, reason: '同意送企业签署' });
  let rider = await actingFor(province, ride);
  await rider.call(enterprise.sign, { agreementId: second.id, version: 2, url: `${rides.url}/open/v2/items`, token: 'ride-token', ...place });
  await province.settle();
  const riding = await rider.call(enterprise.myAgreement, { agreementId: second.id });
  assert.deepEqual([riding.state, riding.supply?.loaded, riding.organisation], ['active', 1, transport], JSON.stringify(riding.supply));
  assert.deepEqual((await rider.call(enterprise.myAgreements, {})).agreements.map((a) => a.number), [second.number]);
  await rider.call(enterprise.registerKey, { name: '派单系统', ...(await rides.key()) });
  const parking = () => rides.ask({ path: '/exchange/v1/parking-lot.query', grant: riding.uses[0]!.grantId, purpose: 'ride-dispatch', body: { key: { lotCode: 'P22010001' } } });
  assert.equal((await parking()).status, 200);
  assert.ok((await rides.ask({ path: '/exchange/v1/certificate.verify', grant: verifyGrant, purpose: 'platform-listing', body: { key: { identifier: licence }, fields: { state: 'valid' } } })).status >= 400, 'one firm’s grant is not another’s');
  const sums = await administrator.call(enterprise.overview, {});
  assert.deepEqual([sums.agreements, sums.firms, sums.calls, sums.trades.map((x) => [x.trade, x.active])], [{ open: 0, active: 1, ended: 1 }, 1, 3, [['catering', 1]]]);
  // the province sees its own and, of its territory, the district's
  assert.deepEqual((await engineer.call(enterprise.overview, {})).trades, [{ trade: 'transport', active: 1, loaded: 1, calls: 1 }, ...sums.trades]);
  assert.deepEqual((await steward.call(enterprise.listAgreements, {})).agreements.map((a) => a.id), [drafted.id], 'a department sees its own');

  // a source that answers wrongly is told and late after three cycles; nobody else is harmed
  await rides.play({ mode: 'wrong' });
  province.clock.advance(4 * 3_600_000);
  await province.settle();
  rider = await actingFor(province, ride);
  const late = await rider.call(enterprise.myAgreement, { agreementId: second.id });
  assert.deepEqual([late.supply?.lastState, late.supply?.late, typeof late.supply?.failure], ['failed', true, 'string']);

  // 退出 by the firm: with its word both directions stop, everywhere, at once, and its token is forgotten
  firm = await actingFor(province, food);
  await platform.play({ now: province.clock.now().toISOString() });
  assert.equal((await verify(licence)).status, 200);
  await refused('enterprise.stale', firm.call(enterprise.withdraw, { agreementId: drafted.id, version: 1, reason: '业务调整退出共享' }));
  await refusedWith(404, (await actingFor(province, stranger)).call(enterprise.withdraw, { agreementId: drafted.id, version: active.version, reason: '不是自己的协议' }));
  // also while its interface is being read: what was asked before the word is not loaded after it
  steward = await province.signIn('o019');
  const asked = (await platform.play({ mode: 'hold', rows: [1, 2, 3, 4, 5, 6, 7].map((n) => shop(n, licence)) })).length;
  const { runId: underWay } = await steward.call(collection.startRun, { sourceId: source.id });
  const reading = province.settle();
  while ((await platform.play({})).length === asked);
  await firm.call(enterprise.withdraw, { agreementId: drafted.id, version: active.version, reason: '业务调整退出共享' });
  const due = new Date(province.clock.now().getTime() + 30 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const before = (await platform.play({ mode: 'ok' })).length;
  await reading;
  const broken = await steward.call(collection.getRun, { runId: underWay });
  assert.deepEqual([broken.state, broken.created, broken.failure?.zh], ['failed', 0, '数据源已停用']);
  assert.equal((await verify(licence)).status, 403, 'the next call is refused');
  assert.equal((await query({ key: { identifier: licence } })).status, 403);
  await refused('collection.stopped', steward.call(collection.startRun, { sourceId: source.id }));
  province.clock.advance(2 * 86_400_000);
  await province.settle();
  assert.equal((await platform.play({})).length, before, 'its interface is not asked again');
  firm = await actingFor(province, food);
  const over = await firm.call(enterprise.myAgreement, { agreementId: drafted.id });
  assert.deepEqual([over.state, over.endedBy, over.supply?.state, over.uses.map((u) => u.inForce), over.actions.map((a) => a.kind)], ['ended', 'company', 'stopped', [false, false], ['applied', 'drafted', 'approved', 'signed', 'sealed', 'ended']]);
  administrator = await province.signIn('o006');
  assert.deepEqual([(await browse('platform-catering-shop')).length, over.disposal?.dueOn, over.disposal?.doneAt], [5, due, null], 'what was handed in stays until its day, and the firm reads which');

  // 期满处置: as the agreement promised, deleted with history and originals, proved, told to the firm; nothing of others goes with it
  province.clock.set(new Date(Date.parse(`${due}T00:00:00+08:00`) - 3_600_000));
  await province.settle();
  administrator = await province.signIn('o006');
  assert.equal((await browse('platform-catering-shop')).length, 5, 'not before');
  province.clock.set(new Date(`${due}T01:00:00+08:00`));
  await province.settle();
  administrator = await province.signIn('o006');
  firm = await actingFor(province, food);
  assert.equal((await browse('platform-catering-shop')).length, 0);
  const gone = await firm.call(enterprise.myAgreement, { agreementId: drafted.id });
  assert.deepEqual([gone.disposal?.what, gone.disposal?.rows, gone.disposal?.proved, gone.actions.at(-1)?.kind], ['delete', 5, true, 'deleted']);
  assert.equal((await toldTo(firm))[0], '贵单位提供的数据已处置');
  const { receipt } = await firm.call(enterprise.myDisposalProof, { agreementId: drafted.id });
  assert.match(JSON.stringify(receipt), /enterprise\.dataDisposed/);
  await refusedWith(404, (await actingFor(province, stranger)).call(enterprise.myDisposalProof, { agreementId: drafted.id }));
  const erased = await (await province.signIn('o019')).call(collection.getRun, { runId: active.supply!.lastRunId! });
  assert.deepEqual([erased.refused, erased.refusedLines], [1, []], 'the figures stay, the lines are gone');
  assert.equal((await browse('platform-ride-vehicle')).length, 1, 'another firm’s rows stay');
  rider = await actingFor(province, ride);
  assert.ok((await toldTo(rider)).includes('政企数据共享协议即将到期'), 'before the last day');

  // 到期: the last day ends the other one by itself, in both directions
  await rides.play({ mode: 'ok' });
  province.clock.set(new Date('2027-01-01T00:10:00+08:00'));
  await province.settle();
  await rides.play({ now: province.clock.now().toISOString() });
  assert.equal((await parking()).status, 403);
  const ended = (await (await province.signIn('o193')).call(enterprise.listAgreements, { state: 'ended' })).agreements;
  assert.deepEqual(ended.find((a) => a.id === second.id)?.endedBy, 'term');
});
