import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { exchangeMachine } from './exchange-machine.ts';
import { story, type Persona } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';

/** 吴凯刚 data steward of 南关区市场监督管理局 (o019) and its head (o016); the data bureau (o087); the steward of 省公安厅 (o191), of 省市场监督管理厅 (o192). */
const market = '11220102YW00020340';
const police = '11220000YW0000119J';
const zhao = { login: 'p004', name: '赵德厚', number: '220102196512209251' };

async function decide(who: Persona, caseId: string, decision: string, opinion: string): Promise<void> {
  const task = (await who.call(services.workList, { limit: 100 })).tasks.find((x) => x.caseId === caseId);
  assert.ok(task, `${who.name} has something to decide`);
  await who.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion });
}

story('data-sharing-exchange', 'a department finds data, applies, is granted at once by rule or by its provider’s answer after a dispute; its machine calls; interfaces are published, watched, doubted, withdrawn; the person sees it', async (province, t) => {
  const [steward, bureau, provider] = [await province.signIn('o019'), await province.signIn('o087'), await province.signIn('o191')];
  const entryOf = async (text: string) => (await steward.call(catalogue.searchEntries, { text })).entries.find((e) => e.title.includes(text))!;
  const population = await entryOf('户籍人口基本信息');

  // a department's own interface, published behind the gateway and mounted on its entry
  let broken = false;
  const own = http.createServer((request, response) => {
    response.writeHead(broken ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ items: [{ permit: request.url, holder: '一家餐饮店', phone: '13900000001' }] }));
  });
  await new Promise<void>((done) => void own.listen(0, '127.0.0.1', done));
  t.after(() => own.close());
  const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  const definition = { title: '食品生产许可查询接口', mode: 'proxy', provider: '11220000YW0000282R', fields: ['permit', 'holder'], upstream: { url, items: 'items' }, sla: { answerMs: 500, availability: 99 } };
  await refusedWith(403, steward.call(sharing.putService, { id: 'food-production', version: 0, definition, state: 'active', reason: '越权登记' }));
  await bureau.call(sharing.putService, { id: 'food-production', version: 0, definition, state: 'active', reason: '按共享清单登记' });
  const permits = await entryOf('食品生产许可信息');
  assert.equal(permits.sharing, 'unconditional');
  await (await province.signIn('o192')).call(catalogue.mountEntry, { entryId: permits.id, kind: 'interface', target: 'food-production', title: '食品生产许可查询接口' });

  // 无条件: granted at once, by the rule that the catalogue is; what is on condition, not shared, not there or not hers is not
  const apply = (more: Record<string, unknown> = {}) =>
    steward.call(sharing.apply, { entryId: permits.id, service: 'food-production', fields: ['permit', 'holder'], purpose: '食品加工企业许可核验', basis: '《食品生产许可管理办法》第十二条', until: '2027-06-30', reference: 'food-business-licence', ...more });
  const closed = (await steward.call(catalogue.searchEntries, { sharing: 'none' })).entries[0]!;
  await refused('sharing.conditional', apply({ entryId: population.id, service: 'population.query' }));
  await refused('sharing.notShared', apply({ entryId: closed.id }));
  await refused('sharing.serviceUnknown', apply({ service: 'population.query' }));
  await refused('sharing.notYours', apply({ organisation: police }));
  await refused('exchange.grantInvalid', apply({ until: '2026-01-01' }));
  const atOnce = await apply();
  const given = (await bureau.call(sharing.listGrants, { organisation: market })).grants.find((g) => g.id === atOnce.grantId)!;
  assert.deepEqual([given.state, given.fields, given.purpose, given.validTo], ['active', ['permit', 'holder'], '食品加工企业许可核验（food-business-licence）', '2027-06-30T15:59:59.000Z']);

  // 有条件: the provider answers, refuses with its reason; the coordination group decides; the delivery is the grant
  const { caseId } = await steward.call(catalogue.openDemand, { entryId: population.id, purpose: '食品经营许可核验负责人身份', basis: '《食品经营许可和备案管理办法》第十二条', fields: ['姓名', '公民身份号码'], until: '2027-06-30' });
  await decide(provider, caseId, 'refuse', '《个人信息保护法》第六条：用途过宽');
  await decide(steward, caseId, 'dispute', '仅核验许可负责人，属履职必需');
  // 属地: the provider says for whose rows it will be granted, nobody else does
  const before = await provider.call(catalogue.getDemand, { caseId });
  assert.deepEqual([before.divided, before.scope, before.scopeVersion], [true, null, 1]);
  await decide(bureau, caseId, 'share', '属履职必需，应当共享');
  const scoped = (who: Persona, scope: string | null, version = 1) => who.call(catalogue.scopeDemand, { caseId, version, scope });
  await refused('catalogue.notProvider', scoped(steward, '220102'));
  await refusedWith(403, scoped(bureau, '220102'));
  await refused('catalogue.scopeUnknown', scoped(provider, '229999'));
  await refusedWith(422, scoped(provider, "22' or '1'='1"));
  await scoped(provider, '220102');
  await refused('catalogue.scopeStale', scoped(provider, '2201'));
  await decide(provider, caseId, 'deliver', '已授权');
  await refused('catalogue.deliveredAlready', scoped(provider, null, 2));
  const demand = await steward.call(catalogue.getDemand, { caseId });
  const grant = (await bureau.call(sharing.listGrants, { caseId })).grants[0]!;
  assert.deepEqual([grant.id, grant.organisation, grant.fields.toSorted(), grant.purpose, grant.division], [demand.grant, market, ['identityNumber', 'name'], '食品经营许可核验负责人身份', '220102']);

  // her machine calls: exactly those fields, masked; the interface cut to what was granted
  const machine = await exchangeMachine(province.url, () => province.clock.now());
  await (await machineOf(province, market))(sharing.registerKey, { name: '许可审批系统', ...(await machine.offer(market)) });
  const listed = () => machine.call('GET', '/exchange/v1/food-production/2026', { grant: atOnce.grantId, purpose: atOnce.purposeCode });
  const answer = await listed();
  assert.deepEqual([answer.status, answer.json], [200, { items: [{ permit: '/2026', holder: '一家餐饮店' }] }], answer.text);
  const looked = await steward.call(sharing.tryGrant, { grantId: atOnce.grantId, path: '/2026' });
  assert.deepEqual(JSON.parse(looked.text!.body), answer.json, 'what an official who tries it sees');
  await refused('exchange.pathInvalid', steward.call(sharing.tryGrant, { grantId: atOnce.grantId, path: '/../admin' }));
  const ask = () => {
    const under = { grant: grant.id, purpose: grant.purposeCode };
    return grant.service.endsWith('.batch') ? machine.call('GET', `/exchange/v1/${grant.service}?limit=5`, under) : machine.call('POST', `/exchange/v1/${grant.service}`, { ...under, reference: 'XK-2026-9', body: { key: { identityNumber: zhao.number } } });
  };
  const found = await ask();
  assert.equal(found.status, 200, found.text);
  assert.doesNotMatch(found.text, /residenceAddress|220102196512209251/);

  // 接口文档: what a caller needs, and not where the provider's own system stands
  const paper = await province.visitor.call(sharing.document, { id: 'food-production' });
  assert.ok(JSON.stringify(paper).includes('/exchange/v1/food-production') && !JSON.stringify(paper).includes(url));
  const verify = (await province.visitor.call(sharing.document, { id: 'population.verify' })) as unknown as { paths: Record<string, { post?: { requestBody?: unknown } }> };
  assert.ok(verify.paths['/exchange/v1/population.verify']?.post?.requestBody !== undefined);
  await refused('exchange.serviceUnknown', province.visitor.call(sharing.document, { id: 'nothing-here' }));

  // 监测: a provider that fails is seen as failing, with the words of its last failure, and left alone after five
  broken = true;
  const codes: unknown[] = [];
  for (let i = 0; i < 6; i++) codes.push((await listed()).json['code']);
  assert.deepEqual([codes[0], codes.at(-1)], ['exchange.upstreamFailed', 'exchange.upstreamDown']);
  // the row of a refusal may follow its answer; that of the next call stands behind it
  assert.equal((await ask()).status, 200);
  const watched = (await bureau.call(sharing.monitor, {})).services.find((s) => s.service === 'food-production')!;
  assert.deepEqual([watched.calls, watched.failed, watched.refused, watched.lastFailure, watched.promisedMs, watched.rows], [7, 6, 0, 'exchange.upstreamDown', 500, 1]);
  await refusedWith(403, (await province.signIn('o001')).call(sharing.monitor, {}));

  // 校核: an answer that looks wrong goes to its provider, who answers
  const doubt = await steward.call(catalogue.openCorrection, { entryId: population.id, item: '姓名', doubt: '核验结果与证件不一致', proposed: '以最新登记为准' });
  await decide(provider, doubt.caseId, 'corrected', '已按最新户口登记更正');
  assert.equal((await steward.call(catalogue.listCorrections, {})).corrections[0]?.state, 'corrected');

  // 统计, 存证, the person's own view
  const day = { from: '2026-11-23', to: '2026-11-23' };
  const meter = (await bureau.call(sharing.readMeter, { ...day, organisation: market })).days;
  assert.deepEqual([meter.find((d) => d.grantId === atOnce.grantId)?.calls, (meter.find((d) => d.grantId === grant.id)?.calls ?? 0) >= 1], [1, true]);
  const log = (await bureau.call(sharing.listCalls, { grantId: grant.id })).calls;
  assert.deepEqual([log[0]?.outcome, log[0]?.purpose], ['done', grant.purposeCode]);
  const looks = (await (await province.signIn(zhao.login)).call(services.whoLooked, {})).accesses;
  if (!grant.service.endsWith('.batch')) assert.ok(looks.some((a) => a.purpose === '食品经营许可核验负责人身份（XK-2026-9）'), JSON.stringify(looks.slice(0, 3)));

  // withdrawn: the very next call is refused; suspended: nobody's call passes
  await bureau.call(sharing.withdrawGrant, { grantId: grant.id, reason: '业务已办结' });
  const after = await ask();
  assert.equal(after.json['code'], 'exchange.grantEnded');
  await bureau.call(sharing.putService, { id: 'food-production', version: 1, definition: null, state: 'suspended', reason: '提供方系统检修' });
  assert.equal((await listed()).json['code'], 'exchange.serviceSuspended');
});
