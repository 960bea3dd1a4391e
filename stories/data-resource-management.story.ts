import assert from 'node:assert/strict';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import { exchangeMachine } from './exchange-machine.ts';
import { story } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';

/** 吴凯刚 data steward of 南关区市场监督管理局 (o019), 于宇超 data administrator of the district (o006). */
const market = '11220102YW00020340';
const register = 'health-certificate';
const head = '健康证明编号,姓名,身份号码,从业类别,体检机构,行政区划,发证日期,有效期至\n';
const row = (n: number, on = '2026-11-10'): string => `JK220102${String(910000 + n)},赵德厚,220102196512209251,食品经营,南关区疾病预防控制中心,220102,${on},2027-11-09\n`;

story('data-resource-management', 'the whole life of one register on one screen: handed in, held against its standard, measured, catalogued, granted, called and counted', async (province) => {
  const [steward, administrator] = [await province.signIn('o019'), await province.signIn('o006')];
  const life = () => administrator.call(catalogue.registerLife, { register });
  const before = await life();
  assert.deepEqual([before.runs, before.measured, before.served.every((s) => s.calls === 0), before.fields > 0 && before.onElements <= before.fields], [[], [], true, true]);
  assert.ok(before.versions.length > 0, 'its entry has versions');
  await refused('catalogue.unknown', administrator.call(catalogue.registerLife, { register: 'nothing' }));
  await refusedWith(403, (await province.signIn('o001')).call(catalogue.registerLife, { register }));

  // 归集: a file, two good rows and a bad one
  const source = await steward.call(collection.makeSource, { register, kind: 'file', name: '健康证明月报' });
  const handIn = async (text: string) => {
    const answer = await fetch(`${province.url}/api/desk/collection/sources/${source.id}/file?name=${encodeURIComponent('十一月.csv')}`, { method: 'POST', headers: { cookie: steward.cookie, 'content-type': 'application/octet-stream' }, body: Buffer.from(text) });
    assert.equal(answer.ok, true);
    await province.settle();
  };
  await handIn(`${head}${row(1)}${row(2)}${row(3, '2026-13-40')}`);
  const gathered = await life();
  assert.deepEqual(gathered.runs.map((r) => [r.source, r.state, r.read, r.created, r.refused]), [['健康证明月报', 'done', 3, 2, 1]]);
  assert.deepEqual([gathered.sources, gathered.read, gathered.refused], [1, 3, 1]);

  // 标准、质量: held against its data elements, measured by rules, scored
  const conformity = await administrator.call(quality.checkConformity, { register });
  assert.ok(conformity.fields.length >= 8);
  await administrator.call(quality.addRule, { register, rule: { id: 'issued-before-end', title: '发证日期早于有效期', kind: 'row', dimension: 'accuracy', threshold: 1, expression: 'issuedOn < validTo' } as never });
  await administrator.call(quality.addRule, { register, rule: { id: 'written-lately', title: '一个月内有更新', kind: 'set', dimension: 'timeliness', threshold: 1, expression: 'newestDays != null and newestDays <= 31' } as never });
  const measure = async () => {
    const { runId } = await administrator.call(quality.startRun, { register });
    await province.settle();
    return administrator.call(quality.getRun, { runId });
  };
  const first = await measure();
  assert.deepEqual([first.score, first.rules.filter((r) => !r.passed).map((r) => r.id)], [100, []]);
  await handIn(`${head}${[4, 5, 6, 7].map((n) => row(n)).join('')}`);
  await measure();

  // 编目、服务、调用: granted to the body that asked, called by its machine, counted by the gateway
  const service = gathered.served.find((s) => s.mode === 'verify')!;
  assert.ok(service, JSON.stringify(gathered.served));
  const grant = { service: service.id, organisation: market, purposeCode: 'food-licence', purpose: '食品经营许可核验健康证明', legalBasis: '《食品安全法》第四十五条', fields: ['number', 'holder'], validTo: '2027-06-30T00:00:00Z' };
  const { id: grantId } = await administrator.call(sharing.grantService, grant);
  const machine = await exchangeMachine(province.url, () => province.clock.now());
  await (await machineOf(province, market))(sharing.registerKey, { name: '许可审批系统', ...(await machine.offer(market)) });
  const ask = (number: string) => machine.call('POST', `/exchange/v1/${service.id}`, { grant: grantId, purpose: grant.purposeCode, body: { key: { number }, fields: { holder: '赵德厚' } } });
  const answer = await ask('JK220102910001');
  assert.equal(answer.status, 200, answer.text);
  await ask('JK220102910009');
  const whole = await life();
  assert.deepEqual([whole.rows - before.rows, whole.runs.length, whole.measured.length, whole.measured[0]?.rows], [6, 2, 2, whole.rows]);
  const served = whole.served.find((s) => s.id === service.id)!;
  assert.deepEqual([served.grants, served.calls, served.consumers], [1, 2, ['长春市南关区市场监督管理局']]);
  assert.deepEqual(whole.callsByDay.map((d) => d.calls), [2]);
  assert.deepEqual([whole.calls, whole.score], [2, 100]);
  const line = (await administrator.call(catalogue.registerLives, {})).registers.find((r) => r.register === register)!;
  assert.deepEqual([line.calls, line.rows, line.sources, line.entryId], [whole.calls, whole.rows, whole.sources, whole.entryId], 'one line of all registers says the same');
});
