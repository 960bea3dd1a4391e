/**
 * Makes the rows of the theme and special libraries: content/jilin/records/ (facts: the seventh census, lists of items handled
 * elsewhere) and content/jilin/demo/records/ (invented, marked by the demonstration pack). The day of making is 2026-11-01.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { formatCsv, parseCsv } from '../../server/src/engines/content/csv.ts';
import { census } from './census-2020.ts';
import { createRandom } from './identifiers.ts';
import { crossProvinceItems, oneMatterItems, provinceWideItems } from './handled-elsewhere.ts';

const folder = new URL('../../content/jilin/', import.meta.url);
const read = (file: string): Record<string, string>[] => {
  const [header, ...rows] = parseCsv(readFileSync(new URL(file, folder), 'utf8'));
  return rows.map(({ cells }) => Object.fromEntries((header?.cells ?? []).map((column, i) => [column, cells[i] ?? ''])));
};
type Row = Record<string, string | number | boolean | undefined>;
const write = (file: string, rows: Row[]): void => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const target = new URL(`${file}.csv`, folder);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, formatCsv([columns, ...rows.map((row) => columns.map((c) => (row[c] === undefined ? '' : String(row[c]))))]));
  console.log(`${file}: ${rows.length}`);
};
const demo = (register: string, rows: Row[]): void => write(`demo/records/${register}`, rows);
const fact = (register: string, rows: Row[]): void => write(`records/${register}`, rows);

const random = createRandom(20261101);
const { int, pick, next } = random;
const divisions = read('divisions.csv');
const named = (level: string): { id: string; name: string }[] => divisions.filter((d) => d['level'] === level).map((d) => ({ id: d['id']!, name: d['name']! }));
const [prefectures, counties, towns] = [named('2'), named('3'), named('4')];
const companies = read('demo/companies.csv') as unknown as { id: string; name: string; division: string; industry: string; type: string }[];
const organisations = read('organisations.csv');
const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((m) => `2026-${m}`);
const day = (from: number, to: number): string => `${int(from, to)}-${String(int(1, 12)).padStart(2, '0')}-${String(int(1, 28)).padStart(2, '0')}`;
const fixed = (n: number, digits = 2): string => n.toFixed(digits);
const serial = (prefix: string, i: number, width = 6): string => `${prefix}${String(i + 1).padStart(width, '0')}`;
const nameOf = (division: string): string => divisions.find((d) => d['id'] === division)?.['name'] ?? division;
const district = (division: string): string => division.slice(0, 6);

fact('macro-indicator', census);
fact('province-wide-item', provinceWideItems);
fact('cross-province-item', crossProvinceItems);
fact('one-matter-item', oneMatterItems);

const persons = read('demo/persons.csv') as unknown as { id: string; name: string; identityNumber: string; division: string }[];
const authorities = organisations.filter((o) => ['market-regulation', 'ecology-environment', 'emergency', 'taxation', 'human-resources'].includes(o['function']!));
const authorityNear = (division: string): Record<string, string> => authorities.find((o) => o['division'] === district(division)) ?? authorities[0]!;
const kinds = ['licence', 'licence', 'licence', 'penalty', 'commitment', 'honour', 'registration'] as const;
const contents: Record<(typeof kinds)[number], readonly string[]> = {
  licence: ['食品经营许可', '公共场所卫生许可', '户外招牌设置许可', '排水许可'], penalty: ['未按规定公示年度报告', '未悬挂营业执照', '占道经营'],
  commitment: ['告知承诺事项按期履约', '按期缴纳社会保险费'], honour: ['守合同重信用企业', '食品安全示范店'], registration: ['设立登记', '变更登记'],
};
const entry = (i: number, subject: Row, division: string): Row => {
  const kind = pick(kinds);
  const authority = authorityNear(division);
  const decidedOn = day(2023, 2026);
  return { entryNumber: serial('XY2026', i), ...subject, entryKind: kind, title: pick(contents[kind]), basis: kind === 'penalty' ? '《企业信息公示暂行条例》' : undefined, authorityCode: authority['id']!, authority: authority['name']!, decidedOn, publicTo: kind === 'penalty' ? `${Number(decidedOn.slice(0, 4)) + 3}${decidedOn.slice(4)}` : undefined, repaired: kind === 'penalty' && next() < 0.3, division: district(division) };
};
const companySubject = (c: (typeof companies)[number]): Row => ({ subjectKind: c.type === '9500' ? 'individual-business' : 'enterprise', subjectName: c.name, creditCode: c.id, identityNumber: undefined });
const personSubject = (p: (typeof persons)[number]): Row => ({ subjectKind: 'person', subjectName: p.name, creditCode: undefined, identityNumber: p.identityNumber });
const entries = [...companies.flatMap((c) => [c, c]).map((c, i) => entry(i, companySubject(c), c.division)), ...persons.slice(0, 60).map((p, i) => entry(companies.length * 2 + i, personSubject(p), p.division))];
demo('credit-record', entries);
/** A file says what the entries of its subject say, as the linked update would. */
const standing = (subject: Row): Row | undefined => {
  const own = entries.filter((e) => (e['creditCode'] ?? e['identityNumber']) === (subject['creditCode'] ?? subject['identityNumber']) && (subject['creditCode'] ?? subject['identityNumber']) !== undefined);
  const count = (kind: string): number => own.filter((e) => e['entryKind'] === kind && !(kind === 'penalty' && e['repaired'] === true)).length;
  return own.length === 0 ? undefined : { licences: count('licence'), penalties: count('penalty'), honours: count('honour'), dishonest: false };
};
const file = (i: number, subject: Row, division: string): Row => ({ fileNumber: serial('DA2026', i), ...subject, grade: pick(['A', 'A', 'B', 'B', 'B', 'C', 'D']), assessedOn: '2026-06-30', licences: int(0, 6), penalties: int(0, 2), honours: int(0, 2), dishonest: next() < 0.02, ...standing(subject), division: district(division) });
const bodies = organisations.filter((o) => o['level'] === '3').slice(0, 40);
const institutions = organisations.filter((o) => o['nature'] !== 'department' && o['nature'] !== 'government').slice(0, 30);
demo('credit-file', [
  ...companies.map((c, i) => file(i, companySubject(c), c.division)), ...persons.slice(0, 80).map((p, i) => file(1000 + i, personSubject(p), p.division)),
  ...bodies.map((o, i) => file(2000 + i, { subjectKind: 'government', subjectName: o['name']!, creditCode: o['id']!, identityNumber: undefined }, o['division']!)),
  ...institutions.map((o, i) => file(3000 + i, { subjectKind: 'institution', subjectName: o['name']!, creditCode: o['id']!, identityNumber: undefined }, o['division']!)),
  ...companies.slice(0, 12).map((c, i) => file(4000 + i, { subjectKind: 'social-organisation', subjectName: `${nameOf(district(c.division))}${['餐饮', '物流', '软件', '建筑', '商贸', '养老'][i % 6]}行业协会（示范${i + 1}）`, creditCode: undefined, identityNumber: undefined }, c.division)),
]);
const credit = (register: string, industries: readonly string[], more: () => Row): void =>
  demo(register, companies.filter((c) => industries.length === 0 || industries.includes(c.industry)).slice(0, 60).map((c) => ({ creditCode: c.id, name: c.name, grade: pick(['A', 'A', 'B', 'B', 'C', 'D']), assessedOn: '2026-06-30', ...more(), division: district(c.division) })));
credit('food-drug-credit', ['62', '52', '51', '14'], () => ({ inspections: int(1, 6), failedSamples: int(0, 1), riskGrade: pick(['A', 'B', 'C']) }));
credit('medical-credit', [], () => ({ institutionGrade: pick(['一级', '二级', '未定级']), badPractice: int(0, 3), accidents: 0 }));
credit('environment-credit', [], () => ({ emissionPermit: undefined, exceeded: int(0, 2), penalties: int(0, 1) }));
credit('intellectual-property-credit', [], () => ({ patents: int(0, 40), infringements: int(0, 1), abnormalApplications: int(0, 1) }));
credit('production-safety-credit', [], () => ({ standardGrade: pick(['二级', '三级', '未评']), accidents: 0, hazardsOpen: int(0, 2) }));
credit('social-security-credit', [], () => ({ insured: int(2, 300), arrearsMonths: int(0, 2), wageComplaints: int(0, 1) }));
credit('medical-insurance-credit', [], () => ({ designated: next() < 0.2, violations: int(0, 1), recovered: int(0, 3) * 500 }));

const titles = ['居民身份证', '营业执照', '食品安全管理制度', '房屋租赁合同', '从业人员健康证明', '经营场所平面图', '法定代表人授权委托书'];
const titleKind = ['certificate', 'certificate', 'proof', 'contract', 'certificate', 'drawing', 'proof'];
demo('material', persons.slice(0, 120).map((p, i) => {
  const t = i % titles.length;
  return { materialNumber: serial('CL2026', i), title: titles[t], kind: titleKind[t], form: '', source: '', holderName: p.name, identityNumber: p.identityNumber, issuer: t < 2 ? '公安机关、登记机关' : '申请人', issuedOn: day(2022, 2026), usedTimes: int(0, 5), division: district(p.division) };
}).map((row) => ({ ...row, form: 'electronic', source: 'applicant' })));
const sites = organisations.filter((o) => o['nature'] === 'government').slice(0, 12);
const columns = [['政务公开', 'disclosure'], ['政策文件', 'policy'], ['政策解读', 'interpretation'], ['政务动态', 'news'], ['办事服务', 'service'], ['互动交流', 'interaction']] as const;
demo('web-resource', sites.flatMap((site, s) => Array.from({ length: 18 }, (_, i) => {
  const [column, kind] = columns[i % columns.length]!;
  const theme = pick(['business', 'catering', 'elderly', 'health', 'insurance', 'transport', 'environment', 'housing']);
  return { resourceNumber: serial('WZ', s * 100 + i), site: `${site['shortName']}门户网站`, siteOwner: site['id']!, column, kind, theme, title: `${nameOf(site['division']!)}${column}：${['便民惠企措施', '年度重点工作', '服务指南更新', '征求意见', '数据发布', '常见问题'][i % 6]}（第${i + 1}期，示范）`, summary: '示范数据', tags: column, url: `/sites/${site['division']}/${i + 1}`, publishedOn: day(2025, 2026), division: site['division']! };
})));

const schoolKinds = [['kindergarten', '幼儿园'], ['primary', '小学'], ['junior', '初级中学'], ['nine-year', '九年一贯制学校'], ['senior', '高级中学'], ['vocational', '职业学校']] as const;
demo('school', counties.flatMap((c, k) => schoolKinds.map(([kind, words], i) => {
  const classes = int(6, 48);
  return { schoolCode: `${c.id}${String(k * 10 + i).padStart(4, '0')}`, name: `${c.name}第${['一', '二', '三', '四'][i % 4]}${words}（示范）`, kind, operator: `${c.name}教育局`, division: c.id, address: `${c.name}学府路${int(1, 200)}号`, classes, pupils: classes * int(28, 46), teachers: Math.round(classes * 2.2), area: int(5, 60) * 1000, year: 2025 };
})));

const works = ['冷链物流园', '食品加工厂', '污水处理厂提标', '产业园标准厂房', '养老服务中心', '智慧停车场', '老旧小区改造', '秸秆综合利用', '新能源汽车零部件', '中医药产业园'];
demo('investment-project', counties.flatMap((c, k) => [0, 1].map((n) => {
  const company = companies[(k * 2 + n) % companies.length]!;
  const total = int(20, 900) * 1_000_000;
  const stage = pick(['reserve', 'early', 'building', 'building', 'completed']);
  const share = stage === 'completed' ? 1 : stage === 'building' ? 0.2 + next() * 0.6 : 0;
  return { projectCode: `26${String(int(1, 12)).padStart(2, '0')}-${c.id}-04-01-${String(100000 + k * 10 + n)}`, name: `${c.name}${works[(k + n * 3) % works.length]}项目（示范）`, builder: company.name, creditCode: company.id, industry: ['59', '14', '46', '47', '85'][k % 5], approvalKind: pick(['approval', 'verification', 'filing', 'filing']), totalInvestment: total, doneInvestment: fixed(total * share), startedOn: stage === 'reserve' || stage === 'early' ? undefined : day(2024, 2026), completesOn: `2027-${String(int(1, 12)).padStart(2, '0')}-28`, stage, division: c.id };
})));
demo('bus-line', prefectures.flatMap((p) => Array.from({ length: 8 }, (_, i) => {
  const [from, to] = [pick(towns.filter((t) => t.id.startsWith(p.id))), pick(towns.filter((t) => t.id.startsWith(p.id)))];
  const vehicles = int(6, 40);
  return { lineCode: `${p.id}-${String(i + 1).padStart(3, '0')}`, name: `${p.name}${i + 1}路（示范）`, operator: `${p.name}公共交通集团（示范）`, origin: from.name, terminus: to.name, lengthKm: fixed(6 + next() * 22, 1), stops: int(12, 38), vehicles, newEnergyVehicles: Math.round(vehicles * (0.5 + next() / 2)), firstBus: '05:30', lastBus: pick(['21:00', '21:30', '22:00']), division: p.id };
})));
const centre: Record<string, [number, number]> = { '2201': [125.3245, 43.8868], '2202': [126.553, 43.8436], '2203': [124.3708, 43.1703], '2204': [125.1453, 42.9027], '2205': [125.9365, 41.7212], '2206': [126.4278, 41.9425], '2207': [124.8236, 45.1182], '2208': [122.8411, 45.619], '2224': [129.5132, 42.9048] };
demo('parking-lot', prefectures.flatMap((p) => Array.from({ length: 12 }, (_, i) => {
  const [x, y] = centre[p.id] ?? [125.3, 43.9];
  const places = int(40, 600);
  return { lotCode: `P${p.id}${String(i + 1).padStart(4, '0')}`, name: `${p.name}${pick(['人民', '文化', '解放', '站前', '滨河', '体育'])}广场停车场${i + 1}（示范）`, address: `${p.name}${pick(['人民', '解放', '自由', '建设'])}路${int(1, 300)}号`, longitude: fixed(x + (next() - 0.5) / 8, 6), latitude: fixed(y + (next() - 0.5) / 10, 6), places, chargingPlaces: Math.round(places * next() * 0.3), feePerHour: pick([2, 3, 5]), division: p.id };
})));
const scenic: [string, string, string, string, number][] = [
  ['长白山景区', '5A', '自然景观', '2224', 2007], ['伪满皇宫博物院', '5A', '人文景观', '2201', 2007], ['净月潭景区', '5A', '自然景观', '2201', 2011], ['长影世纪城', '5A', '主题乐园', '2201', 2015], ['敦化六鼎山文化旅游区', '5A', '人文景观', '2224', 2015], ['世界雕塑公园', '5A', '人文景观', '2201', 2017], ['通化市高句丽文物古迹旅游景区', '5A', '人文景观', '2205', 2019],
  ['北大湖滑雪度假区', '4A', '滑雪度假', '2202', 2014], ['查干湖旅游度假区', '4A', '自然景观', '2207', 2012], ['向海国家级自然保护区', '4A', '自然景观', '2208', 2007], ['拉法山国家森林公园', '4A', '自然景观', '2202', 2009],
];
fact('scenic-area', scenic.map(([name, grade, kind, division, ratedOn], i) => ({ areaCode: serial('JL-A', i, 4), name, grade, kind, division, ratedOn })));
demo('tourism-flow', prefectures.flatMap((p) => months.map((month) => ({ division: p.id, month, visitors: fixed(20 + next() * 400), income: fixed(2 + next() * 60) }))));
const units: Record<string, string> = { electricity: '万千瓦时', gas: '万立方米', coal: '吨', heat: '吉焦' };
demo('energy-use', prefectures.flatMap((p) => months.flatMap((month) => Object.entries(units).map(([kind, unit]) => ({ division: p.id, month, kind, quantity: fixed(500 + next() * 90_000), unit, yearOnYear: fixed(next() * 14 - 4, 1) })))));
demo('monthly-economy', prefectures.flatMap((p) => months.slice(1).flatMap((month) => ([['industry-growth', '%'], ['investment-growth', '%'], ['retail', '亿元'], ['revenue', '亿元'], ['trade', '亿元']] as const).map(([indicator, unit]) => ({ indicator, division: p.id, month, value: fixed(unit === '%' ? next() * 12 - 2 : 5 + next() * 300), yearOnYear: fixed(next() * 16 - 4, 1), unit })))));
demo('epidemic-event', Array.from({ length: 40 }, (_, i) => {
  const reportedOn = day(2025, 2026);
  return { eventNumber: serial('YQ', i), disease: pick(['C01', 'C11', 'C10', 'C02', 'B13', 'B05']), grade: pick(['4', '4', '4', '3']), reportedOn, persons: int(3, 40), closedOn: i % 5 === 0 ? undefined : reportedOn.slice(0, 8) + '28', measures: '隔离治疗、环境消毒、健康教育', division: pick(counties).id };
}));
demo('community-grid', towns.filter((t) => t.id.startsWith('2201')).slice(0, 80).flatMap((t, k) => [1, 2].map((n) => ({ gridCode: `${t.id}${String(n).padStart(3, '0')}`, name: `${t.name}第${n}网格`, warden: persons[(k * 2 + n) % persons.length]!.name, households: int(180, 420), residents: int(400, 1100), partyMembers: int(6, 60), areaKm2: fixed(0.1 + next() * 3), division: t.id }))));
demo('social-event', Array.from({ length: 160 }, (_, i) => {
  const t = pick(towns.filter((town) => town.id.startsWith('2201')).slice(0, 80));
  const reportedOn = day(2026, 2026).replace(/-(1[12])-/, '-10-');
  return { eventNumber: serial('SJ', i), kind: pick(['dispute', 'safety', 'environment', 'facility', 'service', 'security']), gridCode: `${t.id}00${int(1, 2)}`, reportedOn, closedOn: i % 7 === 0 ? undefined : reportedOn.slice(0, 8) + '28', satisfied: i % 7 === 0 ? undefined : next() < 0.93, division: t.id };
}));
demo('business-environment', prefectures.flatMap((p) => Array.from({ length: 18 }, (_, i) => ({ division: p.id, year: 2025, indicator: String(i + 1).padStart(2, '0'), score: fixed(70 + next() * 28), steps: int(1, 8), days: fixed(0.5 + next() * 20, 1), materials: int(1, 12) }))));
