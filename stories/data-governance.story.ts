import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import { story, type Persona, type Province } from './harness.ts';
import { callerMachine, decideFromList, grantTo } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';
import * as services from '../server/src/modules/services/contract.ts';

const bureau = '11220102YW00020340';

/** 统一社会信用代码 with its check character (GB 32100-2015). */
function creditCode(seventeen: string): string {
  const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = [...seventeen].reduce((total, c, i) => total + characters.indexOf(c) * (3 ** i % 31), 0);
  return seventeen + characters[(31 - (sum % 31)) % 31];
}

const firms = ['91220102MA0YL0001', '91220102MA0YL0002', '91220102MA0YL0003'].map(creditCode);
const header = '信用代码,企业名称,企业类型,法定代表人,住所,成立日期,状态,区划,登记机关,注册资本,经营范围,行业门类';
const row = (code: string, name: string, on: string, capital: string, scope: string): string => `${code},${name},1130,王雨桐,长春市南关区人民大街 1 号,${on},存续,220102,${bureau},${capital},${scope},62`;

const table = (lines: readonly string[]): Uint8Array => Buffer.from(`${[header, ...lines].join('\n')}\n`);
const upload = async (who: Persona, lines: readonly string[], name = '企业.csv') => {
  const fileId = await who.upload(name, table(lines), 'text/csv');
  return (await who.call(quality.takeSnapshot, { of: { fileId } })).source;
};

type Cleanings = Parameters<typeof clean>[2];
const cleanings = [
  { column: 'c1', as: 'creditCode', steps: [{ do: 'half-width' as const }, { do: 'remove-blanks' as const }, { do: 'upper' as const }] },
  { column: 'c2', as: 'name', steps: [{ do: 'trim' as const }] },
  { column: 'c3', as: 'type', steps: [] },
  { column: 'c4', as: 'legalRepresentative', steps: [] },
  { column: 'c5', as: 'address', steps: [] },
  { column: 'c6', as: 'establishedOn', steps: [{ do: 'half-width' as const }, { do: 'date' as const }] },
  { column: 'c7', as: 'state', steps: [{ do: 'map' as const, codes: { 存续: 'active', 注销: 'cancelled' } }] },
  { column: 'c8', as: 'division', steps: [] },
  { column: 'c9', as: 'registeringAuthorityCode', steps: [] },
  { column: 'c10', as: 'registeredCapital', steps: [{ do: 'half-width' as const }, { do: 'empty' as const, values: ['无', '-'] }] },
  { column: 'c11', as: 'businessScope', steps: [{ do: 'empty' as const, values: ['无'] }] },
  { column: 'c12', as: 'industry', steps: [] },
];

async function clean(province: Province, who: Persona, steps: typeof cleanings, lines: readonly string[]) {
  const source = await upload(who, lines);
  const { cleaningId } = await who.call(quality.applyCleaning, { source, register: 'legal-entity', cleanings: steps });
  await province.settle();
  return who.call(quality.getCleaning, { cleaningId });
}

story('data-quality', 'rules of six dimensions run over a register as a set; what fails becomes a ticket of the department, which only a clean run closes', async (province) => {
  const administrator = await province.signIn('o087');
  const steward = await province.signIn('o019');
  const run = async () => {
    const { runId } = await administrator.call(quality.startRun, { register: 'legal-entity' });
    await province.settle();
    return administrator.call(quality.getRun, { runId });
  };
  const first = await run();
  assert.deepEqual([first.state, first.problem, first.rules.filter((r) => r.refused !== null)], ['done', null, []]);
  assert.equal(first.rules.length, (await administrator.call(quality.registerQuality, { register: 'legal-entity' })).rules.length);
  assert.deepEqual(new Set(first.byDimension.map((d) => d.id)), new Set(['conformity', 'completeness', 'accuracy', 'consistency', 'timeliness', 'accessibility']));
  const before = new Set((await steward.call(quality.listTickets, { register: 'legal-entity' })).tickets.map((t) => t.rule));

  // two companies come in that a rule of dates and a rule of completeness do not pass
  const bad = [row(firms[0]!, '长春未来餐饮有限公司', '2031年1月2日', '100000', '无'), row(firms[1]!, '长春今日餐饮有限公司', '2020/3/4', '100000', '餐饮服务')];
  assert.deepEqual((await clean(province, administrator, cleanings, bad)).report, { read: 2, created: 2, changed: 0, unchanged: 0, refused: 0, faults: [] });
  const second = await run();
  const rule = (id: string) => second.rules.find((r) => r.id === id)!;
  assert.deepEqual([rule('established-past').failed, rule('established-past').passed, rule('scope-filled').failed, rule('code-once').failed], [1, false, 1, 0]);
  assert.ok(second.score! < first.score!);
  assert.ok(second.byDepartment.some((d) => d.id === bureau && d.name.includes('南关') && d.failed >= 2));

  // the source department sees its ticket and the record, opens it for a purpose, answers; others do not see it
  const mine = (await steward.call(quality.listTickets, { state: 'open', register: 'legal-entity' })).tickets.filter((t) => !before.has(t.rule));
  assert.deepEqual(mine.map((t) => t.rule).toSorted(), ['established-past', 'representative-filled', 'scope-filled']);
  const dates = mine.find((t) => t.rule === 'established-past')!;
  assert.match(dates.number, /^ZL20261123\d{6}$/);
  const ticket = await steward.call(quality.getTicket, { ticketId: dates.id });
  assert.deepEqual([ticket.department, ticket.failed, ticket.sample.length], [bureau, 1, 1]);
  const opened = await steward.call(data.openRecord, { register: 'legal-entity', recordId: ticket.sample[0]!, purpose: '核实质量问题工单' });
  assert.equal(opened.data['name'], '长春未来餐饮有限公司');
  assert.ok((await administrator.call(quality.listTickets, { state: 'open', register: 'legal-entity' })).tickets.some((x) => x.id === dates.id), 'the province oversees what its districts have to mend');
  assert.equal(JSON.stringify(ticket).includes('长春未来'), false, 'a ticket tells which record, no value');
  await refused('quality.notFound', (await province.signIn('o097')).call(quality.getTicket, { ticketId: dates.id })).catch(async () => refusedWith(403, (await province.signIn('o097')).call(quality.getTicket, { ticketId: dates.id })));
  await refused('quality.stale', steward.call(quality.answerTicket, { ticketId: dates.id, version: 9, note: '已更正成立日期' }));
  await refusedWith(403, administrator.call(quality.answerTicket, { ticketId: dates.id, version: dates.version, note: '替部门答复' }));
  const due = await steward.call(quality.getTicket, { ticketId: dates.id });
  assert.equal(due.dueOn, '2026-12-07', 'the case has a limit of ten working days');
  const machine = await callerMachine(province);
  const follows = await grantTo(province, administrator, 'legal-entity.changes', ['creditCode', 'establishedOn']);
  const news = async (after: string | number) => (await machine.call('GET', `/exchange/v1/legal-entity.changes?after=${after}`, { grant: follows })).json as { changes: { data: Record<string, unknown> }[]; next: number };
  const start = (await news('end')).next;
  await steward.call(quality.answerTicket, { ticketId: dates.id, version: dates.version, note: '成立日期录入有误，已更正' });
  await refused('quality.inHand', steward.call(quality.answerTicket, { ticketId: dates.id, version: dates.version + 1, note: '再次答复，等待复核' }));

  // answered is not closed: found again as long as it is wrong; mended at the source, the next run closes it
  await province.settle();
  const again = await steward.call(quality.getTicket, { ticketId: dates.id });
  assert.deepEqual([again.state, again.actions.map((a) => a.kind)], ['open', ['opened', 'answered', 'found-again']]);
  const mended = await clean(province, administrator, cleanings, [row(firms[0]!, '长春未来餐饮有限公司', '2021-01-02', '100000', '餐饮服务')]);
  assert.deepEqual([mended.report?.changed, mended.report?.created], [1, 0]);
  // what is corrected is seen downstream by who follows the register
  const seen = await news(start);
  assert.ok(seen.changes.some((x) => x.data['establishedOn'] === '2021-01-02'), JSON.stringify(seen));
  const last = await run();
  assert.ok(last.score! > second.score! && last.rules.find((r) => r.id === 'established-past')!.passed);
  const closed = await steward.call(quality.getTicket, { ticketId: dates.id });
  assert.deepEqual([closed.state, closed.actions.at(-1)?.kind], ['closed', 'closed']);
  await refused('quality.closed', steward.call(quality.answerTicket, { ticketId: dates.id, version: closed.version, note: '再次答复工单' }));
  assert.equal((await steward.call(services.workList, { limit: 100 })).tasks.some((x) => x.caseId === closed.caseId), false, 'its case is over');

  // another is objected to: the data bureau of the place decides, on a clock of its own; dismissed it is to be mended, upheld it is none
  const scope = (await steward.call(quality.listTickets, { state: 'open', register: 'legal-entity' })).tickets.find((x) => x.rule === 'representative-filled')!;
  await refused('quality.notFound', (await province.signIn('o191')).call(quality.objectToTicket, { ticketId: scope.id, version: scope.version, reason: '不是我单位的问题' })).catch(async () => refusedWith(403, (await province.signIn('o191')).call(quality.objectToTicket, { ticketId: scope.id, version: scope.version, reason: '不是我单位的问题' })));
  await steward.call(quality.objectToTicket, { ticketId: scope.id, version: scope.version, reason: '分支机构依法不设法定代表人' });
  const district = await province.signIn('o006');
  assert.equal((await district.call(quality.getTicket, { ticketId: scope.id })).state, 'objected');
  await decideFromList(district, scope.caseId!, 'dismiss', '名单中并非分支机构');
  const back = await steward.call(quality.getTicket, { ticketId: scope.id });
  assert.deepEqual([back.state, back.actions.slice(-2).map((a) => a.kind)], ['open', ['objected', 'dismissed']]);
  await steward.call(quality.objectToTicket, { ticketId: scope.id, version: back.version, reason: '已补充分支机构证明材料' });
  await decideFromList(district, scope.caseId!, 'uphold', '证明材料属实');
  const excused = await steward.call(quality.getTicket, { ticketId: scope.id });
  assert.deepEqual([excused.state, excused.actions.at(-1)?.kind, excused.actions.at(-1)?.note], ['closed', 'excused', '证明材料属实']);
  await run();
  assert.equal((await steward.call(quality.listTickets, { state: 'open', register: 'legal-entity' })).tickets.some((x) => x.rule === 'representative-filled'), false, 'what was explained is found and is no new problem');

  // a rule made at the desk: what cannot be computed over sets, sealed fields and hostile words are refused before anything is kept
  const add = (more: object, who = administrator) => who.call(quality.addRule, { register: 'legal-entity', rule: { id: 'capital-small', title: '注册资本不低于一万元', dimension: 'accuracy', kind: 'row', expression: 'registeredCapital >= 10000000000', threshold: 1, ...more } as never });
  await refused('analysis.notSetBased', add({ expression: 'some x in [1, 2] satisfies x = registeredCapital' }));
  await refused('analysis.notSetBased', add({ expression: 'name = "x"; drop table reg.legal_entity' }));
  await refused('analysis.notSetBased', add({ expression: 'salary > 1' }));
  await refused('analysis.sealed', add({ expression: 'starts with(phone, "13")' }));
  await refused('analysis.unknownColumn', add({ kind: 'unique', columns: ['name"; --'] }));
  await refused('quality.ruleTwice', add({ id: 'scope-filled' }));
  await refusedWith(403, add({}, steward));
  const made = await add({});
  const failing = await run();
  assert.equal(failing.rules.find((r) => r.id === 'capital-small')!.passed, false);
  await administrator.call(quality.retireRule, { ruleId: made.made!.id, version: 1 });
  await refused('quality.stale', administrator.call(quality.retireRule, { ruleId: made.made!.id, version: 1 }));
  assert.equal((await run()).rules.some((r) => r.id === 'capital-small'), false);

  const board = await administrator.call(quality.qualityBoard, {});
  const entry = board.registers.find((r) => r.register === 'legal-entity')!;
  assert.deepEqual([entry.trend.length, entry.last?.state], [7, 'done']);
  assert.equal(entry.trend[1]!.score < entry.trend[0]!.score, true, 'the trend shows what happened');
});

story('data-cleaning-compare', 'a table of another department is profiled, compared with the register, cleaned before everyone’s eyes and loaded; duplicates are found however they are written', async (province) => {
  const administrator = await province.signIn('o087');
  await administrator.call(quality.takeSnapshot, { of: { register: 'legal-entity' } });
  await province.settle();
  const lines = [
    row(`　${firms[0]!.toLowerCase()}`, ' 长春云岭餐饮有限公司 ', '２０２０年３月４日', '１０００００', '餐饮服务'), row(firms[1]!, '长春云岭餐饮（有限公司）', '2020.3.5', '-', '餐饮服务'),
    row('91220102MA0000000X', '代码有误的公司', '20200306', '1', '餐饮服务'), row('91220103YW90000018', '名单外的公司', '2020-3', '1', "x'); drop table reg.legal_entity; --"),
  ];
  const source = await upload(administrator, lines);
  const { columns } = await administrator.call(quality.profileSource, { source });
  assert.deepEqual([columns[0]!.title, columns[0]!.rows, columns[1]!.distinct, columns[9]!.filled], ['信用代码', 4, 4, 4]);

  // cleaning: before and after, what the register would still refuse, then the load with provenance
  const asked = { source, register: 'legal-entity', cleanings };
  const preview = await administrator.call(quality.previewCleaning, asked);
  const change = (as: string) => preview.shown.flat().filter((x) => x.column === as).map((x) => [x.before, x.after]);
  assert.deepEqual(change('establishedOn').toSorted(), [['2020.3.5', '2020-03-05'], ['20200306', '2020-03-06'], ['２０２０年３月４日', '2020-03-04']].toSorted());
  assert.deepEqual(preview.rows, 4);
  assert.equal(preview.acceptable, 2);
  assert.ok(preview.faults.some((f) => f.field === 'creditCode') && preview.faults.some((f) => f.field === 'establishedOn'));
  await refused('quality.fileInvalid', administrator.call(quality.previewCleaning, { ...asked, cleanings: [{ column: 'c1', as: 'salary', steps: [] }] }));
  await refused('analysis.unknownColumn', administrator.call(quality.previewCleaning, { ...asked, cleanings: [{ column: 'c1"; --', as: 'name', steps: [] }] as Cleanings }));
  const { report } = await clean(province, administrator, cleanings, lines);
  assert.deepEqual([report?.read, report?.created, report?.refused], [4, 2, 2]);
  const [found] = (await administrator.call(data.browseRegister, { register: 'legal-entity', where: [{ field: 'creditCode', op: 'eq', value: firms[0]! }], purpose: '核对入库结果' })).records;
  assert.deepEqual([found!.data['name'], found!.data['establishedOn'], found!.data['registeredCapital'], found!.data['state']], ['长春云岭餐饮有限公司', '2020-03-04', 100_000, 'active']);
  assert.match(found!.provenance['name']!.source, /^清洗入库/);

  // comparison: who is missing, who differs, in which column; the same for a second run
  await administrator.call(quality.takeSnapshot, { of: { register: 'legal-entity' } });
  const other = await upload(administrator, [row(firms[0]!, '长春云岭餐饮有限公司', '2020-03-04', '1', ''), row(firms[1]!, '另一个名称', '2020-03-05', '', ''), row(firms[2]!, '只在名单里的公司', '2020-03-05', '', '')], '名单.csv');
  await province.settle();
  const compare = async (more: object = {}) => {
    const { comparisonId } = await administrator.call(quality.startComparison, { title: '名单比对', left: other, right: 'register:legal-entity', key: [{ left: 'c1', right: 'creditCode' }], columns: [{ left: 'c2', right: 'name' }, { left: 'c8', right: 'division' }], ...more });
    await province.settle();
    return (await administrator.call(quality.listComparisons, {})).comparisons.find((x) => x.id === comparisonId)!;
  };
  const { result, state } = await compare();
  assert.deepEqual([state, result!.leftRows, result!.same, result!.differing, result!.missingRight, result!.missingLeft], ['done', 3, 1, 1, 1, result!.rightRows - 2]);
  assert.deepEqual(result!.differingByColumn.map((x) => x.differing), [1, 0]);
  assert.deepEqual(result!.samples.find((s) => s.kind === 'differing'), { kind: 'differing', key: [firms[1]], columns: ['c2'], values: [{ column: 'c2', left: '另一个名称', right: '长春云岭餐饮（有限公司）' }] });
  assert.deepEqual((await compare()).result, result);
  await refused('analysis.unknownColumn', compare({ key: [{ left: 'c1', right: 'creditCode"; --' }] }));
  await refused('analysis.snapshotMissing', compare({ right: 'register:marriage' }));
  // columns of two kinds: days as people write them, sums with what stands around them, names written alike; tried on the first rows before
  const raw = await upload(administrator, [row(firms[0]!.toLowerCase(), '长春 云岭餐饮有限公司', '2020年3月4日', '100000元', ''), row(firms[1]!, '长春云岭餐饮(有限公司)', '2020/3/6', '', '')], '手工名单.csv');
  const mixed = { left: raw, right: 'register:legal-entity', key: [{ left: 'c1', right: 'creditCode', by: 'plain' as const }], columns: [{ left: 'c2', right: 'name', by: 'plain' as const }, { left: 'c6', right: 'establishedOn', by: 'date' as const }, { left: 'c10', right: 'registeredCapital', by: 'number' as const }] };
  const paired = await administrator.call(quality.previewComparison, mixed);
  assert.deepEqual([paired.sampled, paired.matched, paired.byColumn.map((x) => x.same), paired.personal], [2, 2, [2, 1, 2], false]);
  const told = await compare(mixed);
  assert.deepEqual([told.result!.same, told.result!.differing, told.result!.differingByColumn.map((x) => x.differing)], [1, 1, [0, 1, 0]]);
  assert.deepEqual((await administrator.call(quality.getComparison, { comparisonId: told.id })).columns.map((x) => x.by), ['plain', 'date', 'number']);
  await refused('analysis.queryInvalid', administrator.call(quality.previewComparison, { ...mixed, columns: [{ left: 'c6', right: 'establishedOn' }] }));
  await refusedWith(422, administrator.call(quality.previewComparison, { ...mixed, key: [{ left: 'c1', right: 'creditCode', by: { first: 999 } }] }));
  await refused('analysis.unknownColumn', administrator.call(quality.previewComparison, { ...mixed, key: [{ left: 'c1', right: 'creditCode" from x --', by: 'plain' }] }));
  await refusedWith(404, (await province.signIn('o057')).call(quality.previewComparison, mixed));
  await refusedWith(403, (await province.signIn('o019')).call(quality.previewComparison, mixed));

  const twins = await administrator.call(quality.findDuplicates, { source: 'register:legal-entity', name: 'name', ignore: ['有限公司'], same: ['division'] });
  assert.ok(twins.groups >= 1 && twins.shown.some((g) => g.keys.includes(found!.id)));

  // a file belongs to who may open it
  const stranger = await province.signIn('o006');
  assert.equal((await stranger.call(quality.listSnapshots, {})).snapshots.some((s) => s.source === source), false);
  await refusedWith(404, stranger.call(quality.profileSource, { source }));
  const broken = await administrator.upload('坏.csv', Buffer.from('甲,乙\n1\n'), 'text/csv');
  await refused('quality.fileInvalid', administrator.call(quality.takeSnapshot, { of: { fileId: broken } }));
  await refusedWith(403, (await province.signIn('o019')).call(quality.applyCleaning, asked));
});

story('data-standards', 'data elements with their standards; columns of a source are mapped to them; a register’s definition and rows are held against them', async (province) => {
  const administrator = await province.signIn('o087');
  const { elements } = await administrator.call(quality.listElements, { text: '' });
  const number = elements.find((e) => e.id === 'identity-number')!;
  assert.deepEqual([number.name, number.standard, number.usedBy.includes('population.identityNumber')], ['公民身份号码', 'GB 11643-1999', true]);
  assert.deepEqual((await administrator.call(quality.listElements, { text: 'GB/T 4754' })).elements.map((e) => e.id), ['industry']);

  const { proposals } = await administrator.call(quality.proposeMapping, { columns: [
    { column: '姓名（必填）', samples: [] }, { column: 'SFZH', samples: [] }, { column: '性别代码', samples: ['1'] }, { column: 'col_7', samples: ['13844000001', '13944000002', '15044000003'] }, { column: '备注', samples: ['无', 'x', 'y'] },
  ] });
  assert.deepEqual(proposals.map((p) => [p.element, p.why]), [['person-name', 'name'], ['identity-number', 'synonym'], ['sex', 'synonym'], ['phone', 'form'], [null, 'none']]);
  const source = '社保系统.参保人员表';
  const map = (columns: { column: string; element: string | null; version: number }[], who = administrator) => who.call(quality.mapColumns, { source, columns });
  const { mappings } = await map(proposals.map((p) => ({ column: p.column, element: p.element, version: 0 })));
  assert.deepEqual([mappings.length, mappings.find((m) => m.column === 'SFZH')?.elementName], [5, '公民身份号码']);
  await refused('quality.stale', map([{ column: 'SFZH', element: 'phone', version: 0 }]));
  await map([{ column: 'SFZH', element: 'phone', version: 1 }]);
  assert.deepEqual((await administrator.call(quality.listMappings, { source })).mappings.filter((m) => m.column === 'SFZH').map((m) => [m.element, m.version]), [['phone', 2]]);
  await refused('quality.elementMissing', map([{ column: 'x', element: 'nothing', version: 0 }]));
  await refusedWith(403, map([{ column: 'x', element: 'sex', version: 0 }], await province.signIn('o019')));

  // conformity: of the definition at once, of the rows once there is a snapshot
  const dry = await administrator.call(quality.checkConformity, { register: 'population' });
  assert.deepEqual([dry.snapshotAt, dry.mapped >= 14, dry.fields.find((f) => f.field === 'name')?.checked, dry.fields.flatMap((f) => f.faults)], [null, true, null, []]);
  await administrator.call(quality.takeSnapshot, { of: { register: 'population' } });
  await province.settle();
  const wet = await administrator.call(quality.checkConformity, { register: 'population' });
  const sex = wet.fields.find((f) => f.field === 'sex')!;
  assert.deepEqual([sex.elementName, sex.checked! > 50, sex.failed], ['性别', true, 0]);
  assert.equal(wet.fields.find((f) => f.field === 'identityNumber')!.checked, null, 'a sealed field is checked when it comes in, not here');
  await refusedWith(403, (await province.signIn('p001')).call(quality.listElements, { text: '' }));
});

story('data-analysis-mining', 'figures over registers, joined on keys and grouped; of persons nothing but figures, of few persons nothing, of other divisions nothing', async (province) => {
  const analyst = await province.signIn('o087');
  for (const register of ['population', 'legal-entity', 'social-insurance']) await analyst.call(quality.takeSnapshot, { of: { register } });
  await province.settle();
  const ask = (question: object, who = analyst) => who.call(quality.analyse, question as never);
  const count = [{ as: 'people', fn: 'count' }];
  const all = await ask({ from: 'register:population', measures: [...count, { as: 'grown', fn: 'count', where: 'birthDate + duration("P18Y") <= today()' }] });
  const people = Number(all.rows[0]!['people']);
  assert.ok(people > 50 && Number(all.rows[0]!['grown']) < people);
  const bySex = await ask({ from: 'register:population', groupBy: [{ column: 'sex' }], measures: count, order: [{ by: 'sex' }] });
  assert.equal(bySex.rows.reduce((n, r) => n + Number(r['people']), 0), people);
  const byYear = await ask({ from: 'register:population', groupBy: [{ column: 'birthDate', by: 'day', as: 'day' }], measures: count });
  assert.deepEqual([byYear.rows.every((r) => Number(r['people']) >= 5), byYear.suppressedBelow, byYear.suppressedGroups > 10], [true, 5, true]);

  // association of two registers by a sealed key: representatives of companies, by the sex that the population register knows
  const joined = await ask({ from: 'register:legal-entity', joins: [{ source: 'register:population', as: 'p', kind: 'inner', on: [{ left: 'legalRepresentativeNumber', right: 'identityNumber' }] }], groupBy: [{ column: 'p.sex', as: 'sex' }], measures: [{ as: 'firms', fn: 'count' }, { as: 'capital', fn: 'sum', of: 'registeredCapital' }] });
  assert.ok(joined.rows.every((r) => ['1', '2'].includes(String(r['sex'])) && Number(r['firms']) >= 5));
  assert.ok(joined.rows.length + joined.suppressedGroups >= 1);

  // a district's analyst counts her district, whatever she asks; hostile questions are refused
  const inDistrict = Number((await ask({ from: 'register:population', where: 'starts with(division, "220102")', measures: count })).rows[0]!['people']);
  assert.deepEqual((await ask({ from: 'register:population', measures: count }, await province.signIn('o006'))).rows[0], { people: inDistrict });
  await refused('analysis.sealed', ask({ from: 'register:population', groupBy: [{ column: 'identityNumber' }], measures: count }));
  await refused('data.maskedColumn', ask({ from: 'register:population', measures: [{ as: 'x', fn: 'min', of: 'name' }] }));
  await refused('analysis.sealed', ask({ from: 'register:population', where: 'starts with(phone, "138")', measures: count }));
  await refused('analysis.unknownColumn', ask({ from: 'register:population', groupBy: [{ column: 'name" from x --' }], measures: count }));
  await refused('analysis.notSetBased', ask({ from: 'register:population', where: 'read_text("/etc/passwd") != null', measures: count }));
  await refused('analysis.snapshotMissing', ask({ from: 'register:marriage', measures: count }));
  await refused('http.invalid', ask({ from: '../../x', measures: count }));
  await refusedWith(403, ask({ from: 'register:population', measures: count }, await province.signIn('o019')));
  const profile = await analyst.call(quality.profileSource, { source: 'register:population' });
  assert.deepEqual(profile.columns.filter((x) => ['name', 'identityNumber'].includes(x.name)).map((x) => [x.min, x.filled]), [[null, people], [null, people]], 'a portrait without a face');
});
