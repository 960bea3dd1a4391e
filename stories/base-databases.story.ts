import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import { examineFoodLicence } from './food-licence-granted.ts';
import { story, type Persona } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode, decide, ownerOf } from './restaurant.ts';

/** 赵德厚, a citizen of 南关区. */
const zhao = { login: 'p004', name: '赵德厚', number: '220102196512209251', phone: '14200000004' };
const purpose = '核查户籍登记信息是否准确';

const open = (who: Persona, register: string, recordId: string, why = purpose) => who.call(data.openRecord, { register, recordId, purpose: why });

story('population-db', 'people as officials may see them: masked in lists, in the clear for a reason that the person reads, verified without being told, as they were on a day', async (province) => {
  const officer = await province.signIn('o031');
  const browse = (input: Record<string, unknown>, who = officer) => who.call(data.browseRegister, { register: 'population', purpose, ...input });

  // the catalogue says what the library is, where each fact comes from, and why it may be read
  const { registers } = await officer.call(data.listRegisters, { category: 'base' });
  const population = registers.find((r) => r.id === 'population')!;
  assert.deepEqual([population.personal, population.open, population.authority, population.purposes.length > 0], [true, false, '公安机关', true]);
  assert.equal(population.fields.find((f) => f.id === 'sex')?.standard, 'GB/T 2261.1-2003');

  // a list is masked even for whom one record may be opened; a purpose is a must
  await refused('records.purposeMissing', officer.call(data.browseRegister, { register: 'population' }));
  const page = await browse({ limit: 5, where: [{ field: 'division', op: 'startsWith', value: '220102' }] });
  assert.equal(page.records.length, 5);
  for (const r of page.records) {
    assert.match(String(r.data['identityNumber']), /^\d{3}\*+[\dX]{4}$/);
    assert.match(String(r.data['name']), /\*/);
    assert.equal(String(r.data['division']).startsWith('220102'), true);
  }
  const next = await browse({ limit: 5, where: [{ field: 'division', op: 'startsWith', value: '220102' }], cursor: page.next! });
  assert.equal(next.records.some((r) => page.records.some((p) => p.id === r.id)), false);
  const everything = await browse({ limit: 100 });
  assert.equal(everything.records.every((r) => String(r.data['division']).startsWith('220102')), true, 'a district’s police browses its district');

  // queries that would fish are refused, whatever they look like
  await refused('records.notSearchable', browse({ where: [{ field: 'identityNumber', op: 'startsWith', value: '2201' }] }));
  await refused('records.notSearchable', browse({ where: [{ field: 'maritalStatus', op: 'eq', value: '10' }] }));
  await refused('records.unknownField', browse({ where: [{ field: 'name; drop table', op: 'eq', value: 'x' }] }));
  await refused('records.filterInvalid', browse({ where: [{ field: 'birthDate', op: 'gte', value: '1990-02-30' }] }));
  await refused('records.cursorInvalid', browse({ cursor: '0 or 1=1' }));
  await refused('http.invalid', browse({ limit: 10_000 }));
  await refused('records.unknownRegister', officer.call(data.browseRegister, { register: '../population', purpose }));
  assert.deepEqual((await browse({ where: [{ field: 'name', op: 'eq', value: "' or '1'='1" }] })).records, []);

  // one person: in the clear for who keeps the register, masked for who does not; refused without words
  const [found] = (await browse({ where: [{ field: 'identityNumber', op: 'eq', value: zhao.number }] })).records;
  assert.ok(found);
  const seen = await open(officer, 'population', found.id);
  assert.deepEqual([seen.unmasked, seen.data['name'], seen.data['identityNumber'], seen.data['phone']], [true, zhao.name, zhao.number, zhao.phone]);
  assert.equal(seen.provenance['name']?.source, '演示数据');
  const clerk = await province.signIn('o001');
  const less = await open(clerk, 'population', found.id, '窗口核对申请人');
  assert.deepEqual([less.unmasked, less.data['identityNumber'] === zhao.number, less.data['phone'] === zhao.phone], [false, false, false]);
  await refused('http.invalid', open(officer, 'population', found.id, '看'));
  await refused('records.notFound', open(officer, 'population', '00000000-0000-4000-8000-000000000000'));
  await refusedWith(404, open(await province.signIn('o097'), 'population', found.id));
  await refusedWith(403, open(await province.signIn('o009'), 'population', found.id));
  await refusedWith(403, (await province.signIn('p008')).call(data.openRecord, { register: 'population', recordId: found.id, purpose }));

  // he reads who looked, at what, why
  const citizen = await province.signIn(zhao.login);
  const looks = (await citizen.call(services.whoLooked, {})).accesses;
  const opened = looks.find((a) => a.purpose === purpose && a.who.startsWith('贺'));
  assert.ok(opened, JSON.stringify(looks.map((a) => [a.who, a.purpose])));
  assert.deepEqual([opened.what, opened.organisation, opened.fields.includes('公民身份号码')], ['人口基础信息库', '长春市公安局南关区分局', true]);
  assert.equal(looks.some((a) => a.purpose === '窗口核对申请人'), true);
  assert.equal((await (await province.signIn('p008')).call(services.whoLooked, {})).accesses.some((a) => a.purpose === '窗口核对申请人'), false, 'nobody reads another’s looks');

  // history and the state on a day
  const history = await officer.call(data.recordHistory, { register: 'population', recordId: found.id, purpose });
  assert.deepEqual(history.actions.map((a) => [a.version, a.kind, a.effectiveOn, a.by]), [[1, 'create', '2026-01-01', '演示数据']]);
  const on = async (day: string) => (await officer.call(data.recordAsOf, { register: 'population', recordId: found.id, on: day, purpose })).record;
  assert.equal((await on('2026-06-30'))?.data['name'], zhao.name);
  assert.equal(await on('2025-12-31'), null, 'before it was written there was nothing');
  await refused('http.invalid', on('last year'));

  // 核验: a department's system learns yes or no, and he reads that it asked
  const machine = await machineOf(province, '11220102YW0002050M');
  const verify = (fields: Record<string, string>, key: Record<string, string> = { identityNumber: zhao.number }, register = 'population') => machine(data.verifyData, { register, key, fields, purpose: '参保登记核验' });
  assert.deepEqual(await verify({ name: zhao.name, sex: '1' }), { found: true, matches: { name: true, sex: true }, all: true });
  assert.deepEqual(await verify({ name: '赵德厚 ', sex: '2' }), { found: true, matches: { name: true, sex: false }, all: false });
  assert.deepEqual(await verify({ name: zhao.name }, { identityNumber: '220104196502289238' }), { found: false, matches: { name: false }, all: false });
  await refused('records.filterInvalid', verify({ name: zhao.name }, { identityNumber: '220102196512209252' }));
  await refused('data.keyInvalid', verify({ phone: zhao.phone }, { name: zhao.name }));
  await refused('data.fieldInvalid', verify({ salary: '5000' }));
  await refused('data.notForYou', citizen.call(data.verifyData, { register: 'population', key: { identityNumber: '220103199004189143' }, fields: { name: '王雨桐' }, purpose: '出于好奇查询' }));
  await refusedWith(403, machine(data.browseRegister, { register: 'population', purpose: '批量下载' }));
  assert.equal((await citizen.call(services.whoLooked, {})).accesses.some((a) => a.who === '部门系统' && a.purpose === '参保登记核验'), true);
});

story(['legal-entity-db', 'e-cert-db'], 'companies are public, their people are not; a licence granted this morning is in the library and verified by all, whose every look its holder reads', async (province) => {
  const officer = await province.signIn('o013');
  const browse = (register: string, input: Record<string, unknown>, who = officer) => who.call(data.browseRegister, { register, purpose: '核查许可申请单位', ...input });

  // companies: by name, by industry, by state; published by law, but for the identity number of who runs them
  const restaurants = await browse('legal-entity', { where: [{ field: 'industry', op: 'eq', value: '62' }, { field: 'state', op: 'eq', value: 'active' }, { field: 'division', op: 'startsWith', value: '220102' }], limit: 100 });
  assert.equal(restaurants.records.some((r) => r.data['creditCode'] === companyCode), true);
  assert.equal(restaurants.records.every((r) => r.data['industry'] === '62' && r.data['state'] === 'active'), true);
  const [company] = (await browse('legal-entity', { where: [{ field: 'creditCode', op: 'eq', value: companyCode }] })).records;
  assert.deepEqual([company!.data['name'], company!.data['legalRepresentativeNumber'] === '220103199004189143'], ['长春市南关区云杉餐饮管理有限公司', false]);
  const since2020 = await browse('legal-entity', { where: [{ field: 'establishedOn', op: 'gte', value: '2020-01-01' }], order: { field: 'establishedOn', descending: true }, limit: 20 });
  const days = since2020.records.map((r) => String(r.data['establishedOn']));
  assert.deepEqual(days, days.toSorted().toReversed());
  await refused('records.notSearchable', browse('legal-entity', { where: [{ field: 'businessScope', op: 'eq', value: '餐饮' }] }));
  await refused('records.filterInvalid', browse('legal-entity', { where: [{ field: 'establishedOn', op: 'gte', value: 'yesterday' }] }));
  const machine = await machineOf(province, '11220102YW00020858');
  const ask = (fields: Record<string, string>, code = companyCode) => machine(data.verifyData, { register: 'legal-entity', key: { creditCode: code }, fields, purpose: '消防检查前核验主体' });
  assert.deepEqual((await ask({ name: '长春市南关区云杉餐饮管理有限公司', legalRepresentative: '王雨桐', state: 'active' })).all, true);
  assert.deepEqual(await ask({ legalRepresentative: '王雨' }), { found: true, matches: { legalRepresentative: false }, all: false });
  assert.equal((await ask({ state: 'active' }, '11220102YW0001867J')).found, false);
  await refused('records.filterInvalid', ask({ state: 'active' }, '91220102YW90000278'));

  // a licence is granted: the library has it at once, with its issuer, its case, its file's digest
  const owner = await ownerOf(province);
  const { caseId, number } = await examineFoodLicence(province, owner);
  assert.deepEqual((await browse('certificate', { where: [{ field: 'caseNumber', op: 'eq', value: number }] })).records, [], 'before the decision there is none');
  await decide(await province.signIn('o016'), caseId, 'decide', 'grant');
  await province.settle();
  const [record] = (await browse('certificate', { where: [{ field: 'caseNumber', op: 'eq', value: number }] })).records;
  assert.ok(record);
  assert.deepEqual([record.data['name'], record.data['issuerCode'], record.data['issuedOn'], record.version], ['食品经营许可证', '11220102YW00020340', '2026-11-23', 1]);
  assert.match(String(record.data['fileDigest']), /^[0-9a-f]{64}$/);
  const [mine] = (await owner.call(services.listMyLicences, {})).licences;
  assert.deepEqual([mine!.recordId, mine!.identifier, mine!.valid], [record.id, record.data['identifier'], true]);
  const licence = await owner.call(services.getMyLicence, { recordId: record.id });
  const code = licence.code.text.split('/').at(-1)!;
  const check = (text: string) => province.visitor.call(services.verifyLicence, { code: text });
  assert.equal((await check(code)).valid, true);
  const forged = await check(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`);
  assert.deepEqual([forged.found, forged.number], [false, null]);

  // another department asks the library instead of the applicant: yes or no
  const fire = (fields: Record<string, string>) => machine(data.verifyData, { register: 'certificate', key: { identifier: mine!.identifier }, fields, purpose: '消防检查前核验许可' });
  assert.deepEqual(await fire({ holderCode: companyCode, number: mine!.number }), { found: true, matches: { holderCode: true, number: true }, all: true });
  assert.equal((await fire({ number: 'JY29999999999999' })).all, false);
  await refused('data.keyInvalid', machine(data.verifyData, { register: 'certificate', key: { holderCode: companyCode }, fields: {}, purpose: '批量查询持证情况' }));

  // her company sees both looks; another city's official has no such record
  const opened = await officer.call(data.openRecord, { register: 'certificate', recordId: record.id, purpose: '抽查证照信息' });
  assert.equal(opened.version, 1);
  assert.equal((await owner.call(services.whoLooked, {})).accesses.some((a) => a.purpose === '抽查证照信息' && a.what === '电子证照库'), true);
  assert.equal((await owner.call(services.getMyLicence, { recordId: record.id })).uses.some((u) => u.purpose === '消防检查前核验许可'), true);
  await refusedWith(404, (await province.signIn('o097')).call(data.openRecord, { register: 'certificate', recordId: record.id, purpose: '异地查看证照' }));
  await refused('services.licenceUnknown', (await province.signIn('p008')).call(services.getMyLicence, { recordId: record.id }));
  const { actions } = await officer.call(data.recordHistory, { register: 'certificate', recordId: record.id, purpose: '核对发证经过' });
  assert.deepEqual(actions.map((a) => [a.version, a.kind, a.caseId]), [[1, 'create', caseId]]);
  assert.equal((await officer.call(data.recordAsOf, { register: 'certificate', recordId: record.id, on: '2026-11-22', purpose: '核对发证经过' })).record, null);
});
