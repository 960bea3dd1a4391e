import assert from 'node:assert/strict';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as cascade from '../server/src/modules/data/cascade/contract.ts';
import { story, type Persona } from './harness.ts';
import { callerMachine, decideFromList, grantTo, handIn, measure } from './libraries.ts';
import { refusedWith } from './refused.ts';
import { joinHouses, openUpper, talk } from './two-houses.ts';

/** 长春市数据局 (o057), whose hub it is; 吴凯刚, data steward of a department (o019), its head (o016) and its district's bureau (o006). */
const row = (n: number, number = '220102196512209251'): string => `JK220102${940000 + n},赵德厚,${number},食品经营,南关区疾病预防控制中心,220102,2026-11-10,2027-11-09\n`;
const csv = `健康证明编号,姓名,身份号码,从业类别,体检机构,行政区划,发证日期,有效期至\n${Array.from({ length: 30 }, (_, n) => row(n)).join('')}${row(99, '220102196512209252')}`;

story('public-data-hub', 'one page of the city’s data bureau: catalogue, publication, matching, governance and monitoring, each number moved by what is done where it leads; against the plan’s targets; joined to the province, whose line is seen to be up or down', async (city, t) => {
  const hub = async (who: Persona) => who.call(catalogue.hubOverview, {});
  let bureau = await city.signIn('o057');
  let steward = await city.signIn('o019');
  await refusedWith(403, hub(await city.signIn('o001')));
  await refusedWith(401, city.visitor.call(catalogue.hubOverview, {}));
  const first = await hub(bureau);
  assert.ok(first.entries > 100 && first.records > 1_000 && first.services > 10, JSON.stringify([first.entries, first.records, first.services]));

  // 统一: the same figures as where they are worked on, never another count
  const rates = (await bureau.call(catalogue.rates, {})).total;
  assert.deepEqual([first.entries, first.rates.cataloguing, first.rates.gathering, first.rates.sharing], [rates.entries, rates.cataloguing, rates.gathering, rates.sharing]);
  for (const { measure: what, now, atLeast, reached } of first.targets) assert.equal(reached, now !== null && now >= atLeast, what);
  assert.deepEqual(first.targets.find((x) => x.measure === 'records'), { measure: 'records', atLeast: 5_000_000_000, now: first.records, reached: false, by: 2025, basis: '汇聚有效数据 50 亿条' });
  assert.equal(first.targets.find((x) => x.measure === 'cataloguing')?.now, rates.cataloguing);

  // 目录统一管理: a registration waits, the cataloguing rate falls; published, it is an entry more
  const { caseId } = await steward.call(catalogue.register, {
    classification: '327001', proposal: {
      title: '餐饮单位后厨视频接入信息', summary: '后厨视频接入的餐饮单位', format: 'database', keywords: ['后厨'], items: [{ name: '企业名称', type: 'C', length: 100 }], sharing: { type: 'unconditional', ways: ['interface'] }, opening: { type: 'unconditional' }, updateCycle: 'daily',
    },
  });
  const waiting = await hub(bureau);
  assert.deepEqual([waiting.pending, waiting.entries, (waiting.rates.cataloguing ?? 1) <= (first.rates.cataloguing ?? 0)], [first.pending + 1, first.entries, true]);
  await decideFromList(await city.signIn('o016'), caseId, 'pass', '本部门数据');
  await decideFromList(await city.signIn('o006'), caseId, 'publish', '符合编制指南');
  const listed = await hub(bureau);
  assert.deepEqual([listed.pending, listed.entries], [first.pending, first.entries + 1]);

  // 资源统一发布: what a department hands in is counted when it is in; what was sent back stands under governance
  const run = await handIn(city, steward, 'health-certificate', csv);
  assert.deepEqual([run.created, run.refused], [30, 1]);
  const gathered = await hub(bureau);
  assert.deepEqual([gathered.records, gathered.sources], [listed.records + 30, listed.sources + 1]);
  assert.equal(gathered.monitor.refusedRows, listed.monitor.refusedRows + 1);

  // 供需统一对接: a demand is open, overdue when its clock has run out
  const entry = (await steward.call(catalogue.searchEntries, { text: '婚姻登记信息' })).entries[0]!;
  await steward.call(catalogue.openDemand, { entryId: entry.id, purpose: '核验申请人婚姻状况', basis: '依据部门职责规定', fields: [] });
  assert.deepEqual([(await hub(bureau)).demands.open, (await hub(bureau)).demands.overdue], [first.demands.open + 1, first.demands.overdue]);

  // 资源统一治理: a register is measured
  await measure(city, bureau, 'school');
  const governed = await hub(bureau);
  assert.equal(governed.governed.measured, gathered.governed.measured + 1);

  // 资源统一监控: calls and record-times counted apart, a refusal is no call
  const machine = await callerMachine(city);
  const grant = await grantTo(city, await city.signIn('o087'), 'food-drug-credit.query', ['creditCode', 'grade']);
  for (const code of ['91220102YW9000019E', '91220102YW9000019E', '91222401YW9000043Q']) assert.equal((await machine.call('POST', '/exchange/v1/food-drug-credit.query', { grant, body: { key: { creditCode: code } } })).status, 200);
  assert.equal((await machine.call('POST', '/exchange/v1/food-drug-credit.query', { grant, purpose: 'curiosity', body: { key: { creditCode: '91220102YW9000019E' } } })).status, 403);
  const used = await hub(bureau);
  assert.deepEqual([used.grants, used.shared.calls, used.shared.rows, used.monitor.services], [governed.grants + 1, first.shared.calls + 3, first.shared.rows + 3, first.monitor.services + 1]);
  assert.equal(used.callsByDay.at(-1)?.calls, 3);
  assert.equal(used.targets.find((x) => x.measure === 'sharedRows')?.now, used.shared.rows);

  // 级联: joined to the province; entries go up and come down, calls are reported; a line that is cut is seen, and seen to be up again
  assert.deepEqual(used.levels, []);
  const { upper, line } = await openUpper(t, city.clock.now());
  await joinHouses({ city, upper, line });
  city.clock.advance(120_000);
  upper.clock.advance(120_000);
  await talk({ city, upper });
  bureau = await city.signIn('o057');
  const [joined] = (await hub(bureau)).levels;
  assert.deepEqual([joined?.name, joined?.role, joined?.state, joined?.failures, joined?.waiting], ['吉林省政务服务和数字化建设管理局', 'upper', 'active', 0, 0], JSON.stringify(joined));
  assert.ok(joined!.told > 0 && joined!.entries > 100, JSON.stringify(joined));
  const below = (await hub(await upper.signIn('o087'))).levels;
  assert.deepEqual(below.map((l) => [l.role, l.state, l.calls]), [['lower', 'active', 3]]);
  line.cut = true;
  // longer than an hour: then both compare what they told each other
  city.clock.advance(7_200_000);
  await city.settle();
  assert.ok((await hub(await city.signIn('o057'))).levels[0]!.failures > 0, 'the line is down');
  line.cut = false;
  city.clock.advance(1_200_000);
  upper.clock.advance(8_400_000);
  await talk({ city, upper });
  bureau = await city.signIn('o057');
  assert.equal((await hub(bureau)).levels[0]!.failures, 0);
  assert.equal((await bureau.call(cascade.listPeers, {})).peers[0]!.line.failures, 0, 'as where it is worked on');

  // time that passes is told: a demand whose limit is over, an entry behind its cycle, a source whose run failed
  steward = await city.signIn('o019');
  const broken = await steward.call(collection.makeSource, { register: 'health-certificate', kind: 'interface', name: '停机的接口', settings: { url: 'http://127.0.0.1:1/' } });
  await steward.call(collection.startRun, { sourceId: broken.id });
  await city.settle();
  assert.equal((await hub(bureau)).monitor.failedRuns, first.monitor.failedRuns + 1);
  city.clock.advance(40 * 86_400_000);
  await city.settle();
  const later = await hub(await city.signIn('o057'));
  assert.equal(later.demands.overdue, first.demands.overdue + 1);
  assert.ok(later.late.some((e) => e.title.includes('健康证明')) || later.late.length > first.late.length, 'what is behind its cycle');
});
