import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import { story, type Persona } from './harness.ts';
import { administrator, ask, batchOf, callerMachine, decideFromList, grantTo, handIn, inspectLibrary, measure } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode } from './restaurant.ts';

const company = '长春市南关区云杉餐饮管理有限公司';
const purpose = '核查企业信用状况';
const header = '信息编号,主体类型,主体名称,统一社会信用代码,公民身份号码,信息类别,信息内容,依据,认定机关代码,认定机关,认定日期,公示截止日期,是否已信用修复,所在行政区划';
const entry = (n: number, kind: string, title: string, subject = `enterprise,${company},${companyCode},`): string => `XY990000${n},${subject},${kind},${title},《食品安全法》,11220102YW00020340,长春市南关区市场监督管理局,2026-11-20,2029-11-20,false,220102`;
const minutes = 60_000;

/** Window clerk of 南关区: what stands in its library. */
const district = 'o001';
const fileOf = async (who: Persona, code: string) => (await who.call(data.browseRegister, { register: 'credit-file', purpose, where: [{ field: 'creditCode', op: 'eq', value: code }] })).records;

story('credit-db', 'entries of all departments in one library, files of all kinds of subject; a penalty handed in changes its subject’s file, a repair changes it back; other systems follow', async (province) => {
  const officer = await province.signIn(administrator);
  const steward = await province.signIn('o019');
  const keeper = await province.signIn(district);
  const library = await inspectLibrary(officer, 'credit-db');
  assert.deepEqual(library.registers.map((r) => r.personal), [true, true]);

  // files for government bodies, enterprises, persons, institutions, social organisations
  const kinds = await ask(officer, 'credit-db', 'files-by-kind');
  assert.deepEqual(['enterprise', 'government', 'institution', 'person', 'social-organisation'].filter((k) => !kinds.rows.some((r) => r['subjectKind'] === k && Number(r['files']) > 0)), []);
  assert.equal(kinds.labels['subjectKind']!['government'], '政府机关');

  // before: what stands in the file; another system begins to follow changes
  const [before] = await fileOf(keeper, companyCode);
  const machine = await callerMachine(province);
  const grant = await grantTo(province, officer, 'credit-file.changes', ['creditCode', 'penalties', 'honours']);
  const follow = async (after: string | number) => (await machine.call('GET', `/exchange/v1/credit-file.changes?after=${after}`, { grant })).json as { changes: { kind: string; data: Record<string, unknown> }[]; next: number };
  const start = (await follow('end')).next;

  // a department hands in two penalties and an honour, one row is wrong
  const run = await handIn(province, steward, 'credit-record', [header, entry(1, 'penalty', '未取得许可从事食品经营'), entry(2, 'penalty', '未建立进货查验记录'), entry(3, 'honour', '食品安全示范店'), entry(4, 'fine', '罚款')].join('\n'));
  assert.deepEqual([run.state, run.created, run.refused], ['done', 3, 1], JSON.stringify(run.refusedLines));
  province.clock.advance(6 * minutes);
  await province.settle();
  const [after] = await fileOf(keeper, companyCode);
  assert.deepEqual([Number(after!.data['penalties']) - Number(before!.data['penalties']), Number(after!.data['honours']) - Number(before!.data['honours']), after!.version], [2, 1, before!.version + 1]);
  assert.match(after!.provenance['penalties']!.source, /信用信息联动/);
  const news = await follow(start);
  assert.deepEqual(news.changes.map((c) => [c.kind, c.data['penalties']]), [['change', after!.data['penalties']]], 'a change tells what changed');

  // nothing new: nothing is written again; a subject without a file gets one
  province.clock.advance(6 * minutes);
  await province.settle();
  assert.equal((await fileOf(keeper, companyCode))[0]!.version, after!.version);
  const body = '11220102YW001131XW';
  assert.deepEqual(await fileOf(keeper, body), []);
  await handIn(province, steward, 'credit-record', [header, entry(5, 'honour', '政务诚信示范单位', `government,长春市南关区南岭街道办事处,${body},`)].join('\n'), '政务诚信');
  province.clock.advance(6 * minutes);
  await province.settle();
  assert.deepEqual((await fileOf(keeper, body)).map((r) => [r.data['subjectKind'], r.data['honours'], r.data['penalties']]), [['government', 1, 0]]);

  // 信用修复: only what may be repaired, once at a time, decided by the credit office
  const office = await province.signIn('o200');
  const repair = (entryNumber: string, who = officer) => who.call(libraries.openRepair, { entryNumber, reason: '已完成整改并公开承诺', purpose: '受理信用修复申请' });
  await refused('libraries.notPenalty', repair('XY9900003'));
  await refused('libraries.unknown', repair('XY0000000'));
  await refusedWith(403, repair('XY9900001', await province.signIn('p001')));
  const asked = await repair('XY9900001');
  await refused('libraries.repairOpen', repair('XY9900001'));
  await decideFromList(office, asked.caseId, 'adopt', '整改到位，准予修复');
  province.clock.advance(6 * minutes);
  await province.settle();
  const [mended] = await fileOf(keeper, companyCode);
  assert.equal(Number(mended!.data['penalties']), Number(after!.data['penalties']) - 1);
  await refused('libraries.notPenalty', repair('XY9900001'));
  const refusedRepair = await repair('XY9900002');
  await decideFromList(office, refusedRepair.caseId, 'keep', '公示期未满');
  province.clock.advance(6 * minutes);
  await province.settle();
  assert.equal((await fileOf(keeper, companyCode))[0]!.data['penalties'], mended!.data['penalties']);

  // its quality is measured; of persons only figures, and none of few
  const measured = await measure(province, officer, 'credit-record');
  assert.ok(measured.score! > 60 && measured.byDimension.length >= 4);
  const grades = await ask(officer, 'credit-db', 'grades');
  assert.equal(grades.suppressedBelow, 5);
  assert.equal(grades.rows.every((r) => Number(r['files']) >= 5), true);
});

const industries = [
  { field: 'food-drug', row: (code: string) => `${code},示范主体,D,2026-11-01,3,2,C,220102`, header: '统一社会信用代码,名称,信用等级,评价日期,年度监督检查次数,抽检不合格批次,风险等级,所在行政区划' },
  { field: 'medical', row: (code: string) => `${code},示范主体,D,2026-11-01,3,0,220102` },
  { field: 'environment', row: (code: string) => `${code},示范主体,D,2026-11-01,2,1,220102` },
  { field: 'intellectual-property', row: (code: string) => `${code},示范主体,D,2026-11-01,7,1,0,220102` },
  { field: 'production-safety', row: (code: string) => `${code},示范主体,D,2026-11-01,0,4,220102` },
  { field: 'social-security', row: (code: string) => `${code},示范主体,D,2026-11-01,12,2,1,220102` },
  { field: 'medical-insurance', row: (code: string) => `${code},示范主体,D,2026-11-01,true,1,300,220102` },
];

story('industry-credit-dbs', 'seven fields, each with its own assessment: regulators hand in, see whom to watch, and other departments verify or fetch under a grant', async (province) => {
  const officer = await province.signIn(administrator);
  const machine = await callerMachine(province);
  const { libraries: all } = await officer.call(libraries.listLibraries, { group: 'industry-credit' });
  assert.deepEqual(all.map((l) => l.id).toSorted(), industries.map((i) => `${i.field}-credit-db`).toSorted());
  for (const { field, row } of industries) {
    const register = `${field}-credit`;
    await inspectLibrary(officer, `${field}-credit-db`);
    const { registers } = await officer.call(data.listRegisters, { category: 'industry-credit' });
    const fields = registers.find((r) => r.id === register)!.fields.map((f) => f.id);
    const columns = fields.filter((f) => !['emissionPermit', 'standardGrade', 'institutionGrade'].includes(f));
    const watched = async () => (await ask(officer, `${field}-credit-db`, 'to-watch', { division: '2201' })).rows.reduce((n, r) => n + Number(r['subjects']), 0);
    const before = await watched();
    const run = await handIn(province, officer, register, `${columns.join(',')}\n${row('91220102MA0YL0001R')}\n${row('91220102MA0YL0001X').replace('D', 'Z')}\n`, `${field}信用`);
    assert.deepEqual([run.created, run.refused], [1, 1], `${register}: ${JSON.stringify(run)}`);
    assert.ok((await watched()) === before + 1 || (before === 0), register);
    const measured = await measure(province, officer, register);
    assert.ok(measured.score! > 50, register);
    const rows = await batchOf(machine, register, await grantTo(province, officer, `${register}.batch`, ['creditCode', 'grade']));
    assert.equal(rows.length, measured.rows);
    const verify = await machine.call('POST', `/exchange/v1/${register}.verify`, { grant: await grantTo(province, officer, `${register}.verify`, ['creditCode', 'grade']), body: { key: { creditCode: '91220102MA0YL0001R' }, fields: { grade: 'A' } } });
    assert.deepEqual(verify.json, { found: true, matches: { grade: false }, all: false }, `${register}: ${verify.text}`);
  }
});
