import assert from 'node:assert/strict';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import { story, type Province, type Persona } from './harness.ts';
import { administrator, ask, batchOf, callerMachine, grantTo, handIn, inspectLibrary, measure } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';

/** What one library's own users do: a row that its department hands in, the question that this row must move. */
interface Theme {
  library: string;
  register: string;
  /** Data steward of the department that hands in. */
  steward: string;
  header: string;
  good: string;
  /** A row that the register refuses. */
  bad: string;
  question: string;
  /** The row of the answer that the good row belongs to, and the measures that it adds to. */
  at: Record<string, string>;
  adds: Record<string, number>;
  fields: string[];
}

const themes: Theme[] = [
  { library: 'investment-theme-db', register: 'investment-project', steward: 'o195', header: '项目代码,项目名称,建设单位,建设单位代码,所属行业,审批类型,总投资（元）,累计完成投资（元）,开工日期,计划竣工日期,项目阶段,所在行政区划', good: '2611-220102-04-01-900001,南关区算力中心项目,长春市南关区云杉餐饮管理有限公司,91220102YW9000019E,59,filing,80000000,20000000,2026-03-01,2027-12-28,building,220102', bad: '2611-220102-04-01-900002,无代码项目,某公司,91220102YW9000019X,59,filing,1,1,2026-03-01,2027-12-28,building,220102', question: 'by-stage', at: { stage: 'building' }, adds: { projects: 1, total: 80_000_000, done: 20_000_000 }, fields: ['projectCode', 'name', 'stage', 'totalInvestment'] },
  { library: 'transport-theme-db', register: 'bus-line', steward: 'o193', header: '线路编号,线路名称,运营单位,起点,终点,线路长度（千米）,站点数,配车数,新能源车数,首班时间,末班时间,所在行政区划', good: '2201-901,长春市901路,长春公交集团,南关,净月,18.5,30,24,24,05:30,22:00,2201', bad: '2201-902,长春市902路,长春公交集团,南关,净月,很长,30,24,24,05:30,22:00,2201', question: 'fleet', at: { division: '2201' }, adds: { lines: 1, vehicles: 24, newEnergy: 24 }, fields: ['lineCode', 'name', 'vehicles'] },
  { library: 'tourism-theme-db', register: 'scenic-area', steward: 'o194', header: '景区编号,景区名称,质量等级,类型,所在行政区划,评定年份', good: 'JL-A9001,莲花山滑雪场,4A,滑雪度假,2201,2025', bad: 'JL-A9002,某景区,6A,滑雪度假,2201,2025', question: 'graded', at: { grade: '4A' }, adds: { areas: 1 }, fields: ['areaCode', 'name', 'grade'] },
  { library: 'energy-theme-db', register: 'energy-use', steward: 'o195', header: '地区,月份,能源品种,消费量,单位,同比（%）', good: '2201,2026-10,electricity,50000,万千瓦时,3.2', bad: '2201,2026-10,uranium,1,吨,0', question: 'electricity', at: { month: '2026-10' }, adds: { quantity: 50_000 }, fields: ['division', 'month', 'quantity'] },
  { library: 'epidemic-db', register: 'epidemic-event', steward: 'o196', header: '事件编号,病种,事件级别,报告日期,病例数,结案日期,处置措施,所在行政区划', good: 'YQ900001,C01,4,2026-11-20,9,,隔离治疗,220102', bad: 'YQ900002,Z99,4,2026-11-20,9,,隔离治疗,220102', question: 'open', at: { disease: 'C01' }, adds: { events: 1, persons: 9 }, fields: ['eventNumber', 'disease', 'persons'] },
  { library: 'economy-monitoring-db', register: 'monthly-economy', steward: 'o195', header: '指标代码,地区,月份,累计值,同比（%）,单位', good: 'retail,2201,2026-10,123.45,-7.5,亿元', bad: 'retail,2201,2026-10,很多,1,亿元', question: 'falling', at: { division: '2201', indicator: 'retail' }, adds: { months: 1 }, fields: ['indicator', 'month', 'value'] },
  { library: 'social-management-db', register: 'social-event', steward: 'o087', header: '事件编号,事件类别,网格编码,上报日期,办结日期,群众是否满意,所在行政区划', good: 'SJ900001,facility,220102001001,2026-11-20,,,220102001', bad: 'SJ900002,facility,220102001001,昨天,,,220102001', question: 'open-events', at: { kind: 'facility' }, adds: { events: 1, open: 1 }, fields: ['eventNumber', 'kind', 'gridCode'] },
  { library: 'business-environment-db', register: 'business-environment', steward: 'o087', header: '地区,年度,评价指标,得分,办理环节,办理时间（工作日）,材料数', good: '2201,2026,01,55,3,1.5,4', bad: '2201,2026,77,55,3,1.5,4', question: 'weakest', at: {}, adds: {}, fields: ['division', 'indicator', 'score'] },
  { library: 'province-wide-db', register: 'province-wide-item', steward: 'o087', header: '序号,名称,牵头部门,通办方式,清单依据,服务对象,实施日期', good: 'SN901,不动产登记查询,省自然资源厅,online,全省清单,person,2026-11-01', bad: 'SN902,某事项,省公安厅,teleport,全省清单,person,2026-11-01', question: 'by-department', at: { department: '省自然资源厅' }, adds: { items: 1, online: 1 }, fields: ['itemNumber', 'name', 'way'] },
  { library: 'cross-province-db', register: 'cross-province-item', steward: 'o087', header: '序号,名称,牵头部门,通办方式,清单依据,服务对象,实施日期', good: 'KS901,社保关系转移接续查询,省人力资源和社会保障厅,online,国办发〔2022〕34号,person,2026-11-01', bad: 'KS902,某事项,省公安厅,online,国办发〔2022〕34号,robot,2026-11-01', question: 'by-department', at: { department: '省人力资源和社会保障厅' }, adds: { items: 1, online: 1 }, fields: ['itemNumber', 'name', 'way'] },
  { library: 'one-matter-db', register: 'one-matter-item', steward: 'o087', header: '序号,名称,牵头部门,联办单位,联办事项数,服务对象,实施日期', good: 'YJ901,开办养老机构,省民政厅,民政、消防、卫健,5,legal,2026-11-01', bad: 'YJ902,某件事,省民政厅,民政,多,legal,2026-11-01', question: 'by-department', at: { department: '省民政厅' }, adds: { items: 1, joint: 5 }, fields: ['itemNumber', 'name', 'items'] },
  { library: 'education-industry-db', register: 'school', steward: 'o198', header: '学校标识码,学校名称,办学类型,举办者,所在行政区划,地址,班级数,在校学生数,专任教师数,占地面积（平方米）,统计年度', good: '2201029901,南关区第九小学,primary,南关区教育局,220102,学府路9号,20,980,60,20000,2026', bad: '2201029902,某学校,academy,南关区教育局,220102,学府路9号,20,900,60,20000,2026', question: 'by-kind', at: { kind: 'primary' }, adds: { schools: 1, pupils: 980, teachers: 60 }, fields: ['schoolCode', 'name', 'pupils'] },
];

const matches = (row: Record<string, unknown>, at: Record<string, string>): boolean => Object.entries(at).every(([k, v]) => row[k] === v);

async function useLibrary(province: Province, officer: Persona, theme: Theme, machine: Awaited<ReturnType<typeof callerMachine>>): Promise<void> {
  const steward = await province.signIn(theme.steward);
  const before = await inspectLibrary(officer, theme.library);
  const rowsBefore = before.registers.find((r) => r.id === theme.register)!.rows;
  const answered = async () => (await ask(officer, theme.library, theme.question)).rows.find((r) => matches(r, theme.at)) ?? {};
  const earlier = await answered();

  // its department hands in: the good row comes in, the bad one goes back with line and reason
  const run = await handIn(province, steward, theme.register, `${theme.header}\n${theme.good}\n${theme.bad}\n`, `${before.title}报送`);
  assert.deepEqual([run.state, run.created, run.refused, run.refusedLines.map((l) => l.line)], ['done', 1, 1, [3]], `${theme.library}: ${JSON.stringify(run)}`);

  // its users' question is answered with the new row in it
  const later = await answered();
  for (const [measured, by] of Object.entries(theme.adds)) assert.ok(Math.abs(Number(later[measured]) - Number(earlier[measured] ?? 0) - by) < 1e-6, `${theme.library} ${measured}: ${String(earlier[measured])} → ${String(later[measured])}`);

  // its rules are run over the set; the overview shows volume, freshness and score
  const quality = await measure(province, officer, theme.register);
  assert.ok(quality.rows === rowsBefore + 1 && quality.score! > 60, `${theme.library}: ${rowsBefore} → ${quality.rows} rows, ${quality.score}`);
  const { libraries: all } = await officer.call(libraries.listLibraries, {});
  const shown = all.find((l) => l.id === theme.library)!;
  assert.ok(shown.rows >= quality.rows! && shown.score !== null && shown.updatedAt !== null && shown.services > 0, JSON.stringify(shown));

  // an application calls its service under a grant and gets the granted fields
  const rows = await batchOf(machine, theme.register, await grantTo(province, officer, `${theme.register}.batch`, theme.fields));
  assert.equal(rows.length, rowsBefore + 1, theme.library);
  for (const row of rows.slice(0, 5)) assert.deepEqual(Object.keys(row).filter((k) => !theme.fields.includes(k)), [], 'granted fields only');
}

const title = 'a department hands in, its users’ question is answered with it, rules measure it, an application calls it';
const tellOf = (libraryIds: readonly string[]) => async (province: Province): Promise<void> => {
  const portion = themes.filter((t) => libraryIds.includes(t.library));
  assert.equal(portion.length, libraryIds.length);
  const officer = await province.signIn(administrator);
  const machine = await callerMachine(province);
  for (const theme of portion) await useLibrary(province, officer, theme, machine);
  await refused('libraries.unknown', ask(officer, portion[0]!.library, 'no-such-question'));
  await refused('http.invalid', ask(officer, portion[0]!.library, portion[0]!.question, { division: "22' or 1=1" }));
  await refusedWith(403, ask(await province.signIn('p001'), portion[0]!.library, portion[0]!.question));
  // what is not published does not answer the public
  const published = await province.visitor.call(libraries.askOpenLibrary, { libraryId: 'macro-economy-db', questionId: 'population' });
  assert.ok(published.rows.length > 0);
  await refused('libraries.notForPublic', province.visitor.call(libraries.askOpenLibrary, { libraryId: 'business-environment-db', questionId: 'ranking' }));
};

story(['investment-theme-db', 'transport-theme-db', 'tourism-theme-db', 'energy-theme-db'], title, tellOf(['investment-theme-db', 'transport-theme-db', 'tourism-theme-db', 'energy-theme-db']));
story(['epidemic-db', 'economy-monitoring-db', 'social-management-db', 'business-environment-db'], title, tellOf(['epidemic-db', 'economy-monitoring-db', 'social-management-db', 'business-environment-db']));
story(['province-wide-db', 'cross-province-db', 'one-matter-db', 'education-industry-db'], title, tellOf(['province-wide-db', 'cross-province-db', 'one-matter-db', 'education-industry-db']));
