import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import { story, type Persona } from './harness.ts';
import { administrator, callerMachine, decideFromList, grantTo, handIn } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode } from './restaurant.ts';

const other = '91220102YW90000279';
const csv = (rows: string[][]): Uint8Array => Buffer.from(`统一社会信用代码,住所（经营场所）,注册资本（元）,备注\n${rows.map((r) => r.join(',')).join('\n')}\n`);

story('one-source', 'every field has one responsible source; another department’s table is checked against it, contradictions go to who answers for them, with objection, decision and clock; what is settled is seen by all who follow', async (province) => {
  const bureau = await province.signIn(administrator);
  const district = await province.signIn('o006');
  const market = await province.signIn('o019');
  const tax = await province.signIn('o199');
  const read = async (code: string) => (await bureau.call(data.browseRegister, { register: 'legal-entity', purpose: '核对校核结果', where: [{ field: 'creditCode', op: 'eq', value: code }] })).records[0]!;

  // the list of authoritative sources: who answers for each field, and the fields for which nobody is named yet
  const { registers } = await tax.call(libraries.listSources, {});
  const entity = registers.find((r) => r.register === 'legal-entity')!;
  const address = entity.sources.flatMap((s) => s.fields.map((f) => ({ ...f, source: s.title }))).find((f) => f.id === 'address')!;
  assert.equal(address.source, '市场监管部门');
  assert.ok(entity.settleDays > 0);
  assert.deepEqual(registers.find((r) => r.register === 'population')!.sources.map((s) => s.title), ['公安机关', '民政部门', '教育部门', '人力资源社会保障部门']);
  // every register, every field
  const every = (await bureau.call(data.listRegisters, {})).registers;
  assert.deepEqual(every.filter((r) => !registers.some((n) => n.register === r.id)).map((r) => r.id), []);
  assert.deepEqual(registers.filter((r) => r.unnamed.length > 0), []);

  // another department cannot load over the source: it is told who the source is
  const load = await handIn(province, tax, 'legal-entity', `统一社会信用代码,名称\n${companyCode},改名公司\n`);
  assert.equal(load.state, 'failed');
  assert.match(load.failure!.zh, /数源单位是市场监管部门/);
  const standing = await read(companyCode);
  assert.equal(standing.data['name'], '长春市南关区云杉餐饮管理有限公司');

  // public security writes its own fields of a person: what civil affairs said stays, and is not public security's to say
  const police = await province.signIn('o191');
  const citizen = async () => (await bureau.call(data.browseRegister, { register: 'population', purpose: '核对数源', where: [{ field: 'identityNumber', op: 'eq', value: '220103199004189143' }] })).records[0]!;
  const before = await citizen();
  const settled = await handIn(province, police, 'population', '公民身份号码,姓名,性别,出生日期,户籍地行政区划,户籍地址,婚姻状况\n220103199004189143,王雨桐,2,1990-04-18,220102,长春市南关区东岭街道1号,90\n110105194912310021,缺项,,,220102,,\n', '迁移登记');
  assert.deepEqual([settled.state, settled.created, settled.changed, settled.refused], ['done', 0, 1, 1], JSON.stringify(settled));
  assert.deepEqual(settled.facts!['ignored'], ['婚姻状况']);
  const person = await citizen();
  assert.deepEqual([person.version, person.data['maritalStatus'], person.provenance['maritalStatus']!.source], [before.version + 1, before.data['maritalStatus'], before.provenance['maritalStatus']!.source]);
  assert.notEqual(person.data['maritalStatus'], '90');
  assert.equal(person.provenance['residenceAddress']!.source, '吉林省公安厅');
  const foreign = { register: 'population', kind: 'file', name: '人口全量', mapping: [{ column: '身份证', field: 'identityNumber' }, { column: '婚姻', field: 'maritalStatus' }] } as const;
  await refused('collection.otherSource', police.call(collection.makeSource, { ...foreign, mapping: [...foreign.mapping] }));
  // a district speaks for its own territory
  const strayed = await handIn(province, market, 'legal-entity', `统一社会信用代码,名称,类型,法定代表人（经营者）,所在行政区划,住所（经营场所）,成立日期,登记状态\n${other},外区公司,1100,某人,220104,长春市朝阳区某路1号,2023-05-02,active\n`, '外区主体');
  assert.deepEqual([strayed.state, strayed.refusedLines.map((l) => l.faults.map((f) => f.zh))], ['failed', [['不在报送单位的行政区划内']]], JSON.stringify(strayed));

  // it hands in a table to check: same, contradicting, unknown and invalid rows are told apart
  const name = `${entity.sources[0]!.fields.find((f) => f.id === 'address')!.title}`;
  const capital = entity.sources[0]!.fields.find((f) => f.id === 'registeredCapital')!.title;
  const table = (rows: string[][]): Uint8Array => Buffer.from(new TextDecoder().decode(csv(rows)).replace('住所（经营场所）', name).replace('注册资本（元）', capital));
  const check = async (who: Persona, rows: string[][], register = 'legal-entity') => who.call(libraries.checkSource, { register, fileId: await who.upload('税务登记.csv', table(rows), 'text/csv'), note: '税务登记信息核对' });
  const secondBefore = await read(other);
  const rows = [[companyCode, '长春市南关区人民大街9号', '', '实地核查'], [other, String(secondBefore.data['address']), '7000000', ''], ['91220102MA0YL0001R', '不在册的企业', '1', ''], ['91220102YW90000278', '代码错误', '1', '']];
  const first = await check(tax, rows);
  assert.deepEqual([first.rows, first.invalid, first.unknown, first.opened.length, first.left], [4, 1, 1, 2, 0], JSON.stringify(first));
  assert.ok(first.opened.every((o) => o.responsible === '长春市南关区市场监督管理局'));
  assert.deepEqual(first.columns, [name, capital]);
  // the same table again opens nothing twice
  const again = await check(tax, rows);
  assert.deepEqual([again.opened.length, again.underWay], [0, 2]);
  await refused('libraries.ownSource', check(market, [[companyCode, 'x', '', '']]));
  await refused('libraries.personalCheck', check(tax, [[companyCode, 'x', '', '']], 'population'));
  await refused('libraries.tableInvalid', tax.call(libraries.checkSource, { register: 'legal-entity', fileId: await tax.upload('无主键.csv', Buffer.from(`${name}\n某处\n`), 'text/csv'), note: '税务登记信息核对' }));
  await refused('libraries.tableInvalid', tax.call(libraries.checkSource, { register: 'legal-entity', fileId: await tax.upload('坏.csv', Buffer.from('统一社会信用代码,"没有闭合\n1,2\n'), 'text/csv'), note: '税务登记信息核对' }));
  await refusedWith(403, (await province.signIn('o009')).call(libraries.checkSource, { register: 'legal-entity', fileId: '0193f000-0000-7000-8000-000000000001', note: '税务登记信息核对' }));

  // who answers sees both values and the clock; the register still says what it said
  const conflicts = (await market.call(libraries.listConflicts, { state: 'open' })).conflicts;
  assert.equal(conflicts.length, 2);
  const moved = conflicts.find((k) => k.fields[0]!.id === 'address')!;
  assert.deepEqual([moved.fields[0]!.ours, moved.fields[0]!.theirs, moved.from, moved.due], [standing.data['address'], '长春市南关区人民大街9号', '国家税务总局长春市南关区税务局', '2026-11-30']);
  assert.deepEqual([moved.task?.options.map((o) => o.value), (await tax.call(libraries.listConflicts, { state: 'open' })).conflicts.map((k) => k.task)], [['adopt', 'keep'], [null, null]], 'who answers may decide here, who asked waits');
  assert.equal((await read(companyCode)).version, standing.version);
  assert.deepEqual((await (await province.signIn('o097')).call(libraries.listConflicts, {})).conflicts, []);

  // a follower of changes sees nothing until it is settled; adopted: corrected, with case and source in its history
  const machine = await callerMachine(province);
  const grant = await grantTo(province, bureau, 'legal-entity.changes', ['creditCode', 'address', 'registeredCapital']);
  const follow = async (after: string | number) => (await machine.call('GET', `/exchange/v1/legal-entity.changes?after=${after}`, { grant })).json as { changes: { kind: string; data: Record<string, unknown> }[]; next: number };
  const start = (await follow('end')).next;
  await assert.rejects(decideFromList(tax, moved.caseId, 'adopt', '越权核实'), /something to decide/);
  await decideFromList(market, moved.caseId, 'adopt', '经核实，住所已变更');
  const corrected = await read(companyCode);
  assert.deepEqual([corrected.data['address'], corrected.version], ['长春市南关区人民大街9号', standing.version + 1]);
  assert.match(corrected.provenance['address']!.source, /一数一源校核：国家税务总局长春市南关区税务局/);
  const { actions } = await (await province.signIn('o001')).call(data.recordHistory, { register: 'legal-entity', recordId: corrected.id, purpose: '核对更正依据' });
  assert.deepEqual([actions.at(-1)!.kind, actions.at(-1)!.caseId], ['correct', moved.caseId]);
  const news = await follow(start);
  assert.deepEqual(news.changes.map((c) => [c.kind, c.data['address']]), [['correct', '长春市南关区人民大街9号']]);

  // kept: who raised it objects, the data bureau decides
  const disputed = conflicts.find((k) => k.fields[0]!.id === 'registeredCapital')!;
  assert.deepEqual(disputed.fields.map((f) => [f.ours, f.theirs]), [[secondBefore.data['registeredCapital'], 7_000_000]]);
  await decideFromList(market, disputed.caseId, 'keep', '登记档案无误');
  assert.equal((await read(other)).version, secondBefore.version);
  await decideFromList(tax, disputed.caseId, 'object', '已取得变更登记材料');
  await decideFromList(district, disputed.caseId, 'adopt', '以变更登记材料为准');
  assert.equal((await read(other)).data['registeredCapital'], 7_000_000);
  assert.equal((await follow(news.next)).changes.length, 1);
  const closed = (await market.call(libraries.listConflicts, { state: 'closed' })).conflicts;
  assert.deepEqual(closed.map((k) => k.state), ['granted', 'granted']);

  // now the sources agree; a second contradiction that its raiser accepts leaves the record as it is
  const after = await check(tax, [[companyCode, '长春市南关区人民大街9号', '', ''], [other, String(secondBefore.data['address']), '8000000', '']]);
  assert.deepEqual([after.opened.length, after.underWay], [1, 0]);
  await decideFromList(market, after.opened[0]!.caseId, 'keep', '无变更登记');
  await decideFromList(tax, after.opened[0]!.caseId, 'accept', '同意');
  assert.equal((await read(other)).data['registeredCapital'], 7_000_000);
  assert.deepEqual((await market.call(libraries.listConflicts, { state: 'open' })).conflicts, []);
});
