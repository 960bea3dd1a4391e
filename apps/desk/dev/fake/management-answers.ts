import { services } from '@yiwang/server/contracts';
import * as identity from '@yiwang/server/contracts/capabilities/identity';
import * as messages from '@yiwang/server/contracts/capabilities/messages';
import * as seals from '@yiwang/server/contracts/capabilities/seals';
import { answer, type FakeAnswer } from './answer.ts';
import { draft } from './draft.ts';
import { summary, task } from './cases.ts';
import { ago, company, dayFrom, id, itemNames, market, organisations } from './fixtures.ts';
import { officers, posts } from './people.ts';

const ok = { ok: true } as const;
const done = { done: true } as const;
const division = (digits: string, name: string, level: number, branch = true) => ({ digits, code: digits.padEnd(12, '0'), name, level, parent: level === 1 ? null : digits.slice(0, level === 2 ? 2 : level === 3 ? 4 : 6), branch });
const divisions = [division('22', '吉林省', 1), division('2201', '长春市', 2), division('2202', '吉林市', 2), division('2224', '延边朝鲜族自治州', 2), division('220102', '南关区', 3), division('220104', '朝阳区', 3), division('220112', '双阳区', 3), ...['南岭街道', '自强街道', '民康街道', '新春街道', '长通街道', '全安街道', '曙光街道', '永吉街道', '桃源街道'].map((name, at) => division(`22010200${at + 1}`, name, 4, false))];
const codeOf = (at: number): string => `11220102YW00${String(181600 + at).slice(0, 6)}`.padEnd(18, 'A');
const organisation = (at: number) => ({ creditCode: codeOf(at), name: organisations[at] ?? '', shortName: (organisations[at] ?? '').replace('长春市', ''), englishName: '', division: '220102', level: 3, parent: null, nature: '行政机关', function: '市场监督管理、食品安全监督管理', address: '长春市南关区人民大街 7520 号', phone: '0431-85280000' });
const account = (n: number) => ({ id: officers[n]!.accountId, kind: 'officer' as const, loginName: `o0${31 + n}`, name: officers[n]!.name, state: n === 3 ? 'locked' as const : 'active' as const, lockedUntil: null, lockReason: null, division: '220102', organisation: codeOf(0), organisationName: market, title: officers[n]!.post, secondFactor: n % 2 === 0, version: 1 });
const elements = {
  name: { zh: '食品经营许可（餐饮服务）核发', en: 'Food business licence (restaurants)' },
  summary: { zh: '在本省行政区域内从事餐饮服务，应当依法取得食品经营许可。', en: 'Restaurants need a food business licence.' },
  basicCode: '000131016002',
  itemType: '01',
  level: '4',
  bases: [{ law: '中华人民共和国食品安全法', article: '第三十五条', text: '国家对食品生产经营实行许可制度。' }, { law: '食品经营许可和备案管理办法', article: '第四条' }],
  handling: 'promised',
  statutoryDays: 20,
  promisedDays: 5,
  conditions: ['具有与经营的食品品种、数量相适应的食品原料处理和食品加工、销售、贮存等场所', '具有相应的经营设备或者设施', '有食品安全专业技术人员、食品安全管理人员和保证食品安全的规章制度'],
  fee: { charged: false, fen: 0 },
  visits: 0,
  onlineDepth: '4',
  reach: 'province',
  consult: { zh: '0431-12345；长春市南关区政务服务中心二楼综合窗口', en: '0431-12345' },
  complain: { zh: '12345 政务服务便民热线', en: 'Hotline 12345' },
  form: 'open-restaurant',
  process: 'standard-approval',
};
const managed = (n: number) => ({ id: n === 1 ? 'food-business-licence' : `item-${n}`, name: itemNames[n] ?? '', basicCode: `00013101600${n}`, itemType: n % 3 === 0 ? '公共服务' : '行政许可', department: organisations[n] ?? '', version: 3 + n, state: '已发布', pack: 'jilin', division: n === 1 ? '220102' : null, cases: 12_480 - n * 1_377, onlineDepth: '四级（全程网办）', marks: [['高频', '全程网办'], ['一件事', '全程网办', '省内通办'], ['一件事'], ['全程网办'], ['告知承诺', '容缺受理'], ['跨省通办', '高频'], ['免申即享'], ['跨省通办']][n] ?? [] });
const seal = (n: number) => ({ id: id(500 + n), version: 2, code: n === 4 ? null : `2201020000${1170 + n}`, organisation: codeOf(n % 5), organisationName: organisations[n % 5] ?? '', name: `${organisations[n % 5]}${n % 2 === 0 ? '' : '行政审批专用章'}`, kind: n % 2 === 0 ? '单位公章' : '行政审批专用章', state: (['active', 'active', 'made', 'suspended', 'applied', 'cancelled'] as const)[n % 6] ?? 'active', certificateId: 'c1', validFrom: '2026-01-01T00:00:00Z', validTo: '2031-01-01T00:00:00Z', reason: '机构名称变更，按国发〔2019〕14 号重新制发', appliedBy: '程军勇', appliedAt: ago(400 + n * 24) });

export const managementAnswers: FakeAnswer[] = [
  answer(services.findApplicant)((input) => ({ party: input.code.startsWith('9') ? { id: id(400), kind: 'company', name: company, code: '9122****019E' } : input.code.startsWith('0') ? null : { id: id(401), kind: 'person', name: '欧阳慧敏', code: '2201**********0028' } })),
  answer(services.searchServices)(() => ({ results: itemNames.map((name, n) => ({ id: n === 0 ? 'open-restaurant' : `item-${n}`, kind: n === 0 || n === 5 ? 'life-event' as const : 'service-item' as const, name, summary: n === 0 ? '营业执照、食品经营许可、招牌设置、排水许可、消防检查，一次申请' : '依法核发、变更、延续、补发、注销', department: organisations[n] ?? '', promisedDays: 5 + n, visits: 0, audience: ['company' as const], highlight: name, url: '' })), suggestions: [], next: null, total: 8 })),
  answer(services.planLifeEvent)((input) => {
    const given = JSON.parse(input.answers ?? '{}') as Record<string, string>;
    const yesNo = [{ value: 'yes', label: '是' }, { value: 'no', label: '否' }];
    return {
      questions: [{ id: 'large', text: '经营面积是否在 300 平方米以上，或者设在地下、四层及以上？', help: '属公众聚集场所的，营业前须通过消防安全检查', options: yesNo, answer: given['large'] ?? null }, { id: 'signboard', text: '是否设置门头招牌？', help: null, options: yesNo, answer: given['signboard'] ?? null }, { id: 'drainage', text: '是否向城镇排水设施排放污水？', help: null, options: yesNo, answer: given['drainage'] ?? null }],
      complete: ['large', 'signboard', 'drainage'].every((one) => given[one] !== undefined),
      items: [1, 2, 3, 4].map((n) => ({ id: `item-${n}`, name: itemNames[n] ?? '', department: organisations[n - 1] ?? '', promisedDays: 5, included: given[['', '', 'large', 'signboard', 'drainage'][n] ?? ''] !== 'no', reason: given[['', '', 'large', 'signboard', 'drainage'][n] ?? ''] === 'no' ? '所选情形不适用' : null })),
      materials: [],
      promisedDays: 10,
    };
  }),
  answer(services.startDraft)(() => draft),
  answer(services.getDraft)(() => draft),
  answer(services.saveDraft)(() => draft),
  answer(services.provideMaterial)(() => draft),
  answer(services.submitDraft)(() => ({ caseId: id(200), number: task(0).caseNumber, children: [], entryId: id(990) })),
  answer(services.handOut)(() => summary(4)),
  answer(services.listManagedItems)(() => ({ items: itemNames.map((_, n) => managed(n)), next: null, figures: { items: 1_386, departments: 42, online: 97.2, materialsFree: 68.4, lifeEvents: 21 } })),
  answer(services.getManagedItem)(() => ({ ...managed(1), definition: elements, said: { itemType: '行政许可', level: '县级', handling: '承诺件' }, locked: ['basicCode', 'itemType', 'bases', 'statutoryDays', 'conditions'], versions: [{ version: 4, from: dayFrom(-20), to: null }, { version: 3, from: dayFrom(-210), to: dayFrom(-20) }, { version: 2, from: dayFrom(-400), to: dayFrom(-210) }], changes: [{ at: ago(480), by: '程军勇', version: 4, what: '承诺办结时限由 10 个工作日压减为 5 个工作日（吉政数发〔2026〕31 号）' }, { at: ago(5_040), by: '程军勇', version: 3, what: '从业人员健康证明改为告知承诺' }], standsOn: null, followers: [] })),
  answer(services.publishItem)(() => ({ ok: true, version: 5 })),
  answer(services.supervisionBoard)((input) => ({
    totals: { submitted: 12_846, accepted: 12_530, concluded: 11_902, open: 628, onTimeRate: 99.3, averageDays: 2.6, satisfaction: 99.7 },
    lights: { green: 571, soon: 34, yellow: 9, red: 3, stopped: 11 },
    organisations: organisations.map((name, n) => ({ code: codeOf(n), name, open: 120 - n * 11, concluded: 2_400 - n * 201, soon: n % 4, yellow: n % 3, red: n === 2 ? 2 : n === 7 ? 1 : 0, onTimeRate: n === 9 ? null : 100 - n * 0.9, satisfaction: 100 - n * 0.3 })),
    byDay: Array.from({ length: Math.min(30, Number(input.days ?? 30)) }, (_, n) => ({ day: dayFrom(n - 29), submitted: n % 7 > 4 ? 60 + n : 430 + ((n * 37) % 120), concluded: n % 7 > 4 ? 20 + n : 400 + ((n * 53) % 130) })),
    live: Array.from({ length: 12 }, (_, n) => ({ at: ago(n * 0.2), caseId: id(200 + n), number: task(n).caseNumber, title: task(n).caseName, what: ['受理', '办结', '补正', '现场核查', '决定'][n % 5] ?? '', organisation: organisations[n % 10] ?? '' })),
    report: '本期全区共收件 12846 件，受理 12530 件，办结 11902 件，按时办结率 99.31%，平均办理用时 2.6 个工作日，满意率 99.68%。\n在办 628 件中，预警 34 件、黄牌 9 件、红牌 3 件。超过承诺时限的主要集中在长春市南关区城市管理行政执法局（2 件红牌）和长春市南关区交通运输局（1 件红牌），原因为现场勘验排期滞后。\n建议对户外招牌设置审批推行“视频勘验”，并对连续两期被发红牌的单位约谈分管负责人。',
  })),
  answer(services.listCards)(() => ({ cards: [0, 1, 2, 3].map((n) => ({ id: id(550 + n), light: (['red', 'yellow', 'yellow', 'soon'] as const)[n] ?? 'soon', rule: ['超过法定办结时限 1 个工作日', '超过承诺办结时限 1 个工作日', '补正告知超过一次', '承诺时限剩余不足 20%'][n] ?? '', caseId: id(200 + n), caseNumber: task(n).caseNumber, caseName: task(n).caseName, organisation: organisations[n] ?? '', raisedAt: ago(5 + n * 7), state: (['open', 'answered', 'confirmed', 'lifted'] as const)[n] ?? 'open', answer: n === 0 ? null : '因申请人预约的现场核查时间两次变更，已与申请人重新约定并说明。', liftReason: n === 3 ? '系统升级期间误报' : null, version: 1 })), next: null })),
  answer(services.answerCard)(() => ok),
  answer(services.settleCard)(() => ok),
  answer(services.listReviews)((input) => ({
    reviews: [0, 1, 2, 3, 4].map((n) => ({ id: id(650 + n), caseId: id(200 + n), caseNumber: task(n).caseNumber, caseName: task(n).caseName, organisation: organisations[n] ?? '', stars: [5, 1, 4, 2, 5][n] ?? 5, satisfaction: ['非常满意', '非常不满意', '满意', '不满意', '非常满意'][n] ?? '', tags: [['一次就办好', '窗口人员热情'], ['材料重复提交', '等待时间长'], ['网上办很方便'], ['现场核查改期'], []][n] ?? [], comment: ['早上交的材料下午就通知受理了，四个证一次办，太省心了！', '同一份租赁合同让我交了三遍，窗口说系统里看不到上次传的，来回跑了两趟。', '整体不错，希望短信里写清楚现场核查要准备什么。', '约好的核查时间改了两次，开业推迟了。', null][n] ?? null, at: ago(3 + n * 17), channel: ['网上', '窗口评价器', '短信', '12345 热线', '网上'][n] ?? '', followUp: n === 1 || n === 3 ? { caseId: id(210 + n), stateWords: n === 1 ? '核实中' : '已整改', dueOn: dayFrom(6) } : null, reply: n === 3 ? '已向您致歉并调整核查排期，核查员将于 11 月 24 日上午上门。' : null })).filter((one) => input.bad !== true || one.stars <= 2),
    next: null,
    figures: { total: 8_214, satisfaction: 99.7, bad: 26, corrected: 24 },
  })),
  answer(identity.listDivisions)((input) => ({ divisions: divisions.filter((one) => (one.parent ?? '') === (input.parent ?? '')), next: null })),
  answer(identity.getDivision)((input) => ({ division: divisions.find((one) => one.digits === input.digits) ?? divisions[0]!, path: divisions.filter((one) => input.digits.startsWith(one.digits) && one.digits !== input.digits) })),
  answer(identity.listOrganisations)(() => ({ organisations: organisations.map((_, at) => organisation(at)), next: null })),
  answer(identity.getOrganisation)((input) => ({ ...organisation(0), creditCode: input.creditCode })),
  answer(identity.listAccounts)(() => ({ accounts: officers.map((_, n) => account(n)), next: null })),
  answer(identity.getAccount)((input) => ({ ...account(0), id: input.accountId, name: '吴辉睿' })),
  answer(identity.officerScope)((input) => ({ accountId: input.accountId, name: '吴辉睿', posts: posts.map((post) => ({ ...post, effective: { organisations: [codeOf(0)], divisions: ['220102'], territories: ['220102'], permissions: ['cases.view', 'cases.create', 'cases.accept', 'cases.supplement', 'cases.deliver', 'registers.view', 'messages.view', 'appointments.manage', 'documents.view'] }, assignments: post.roles.map((role, n) => ({ id: id(60 + n), role: role.id, fromContent: n === 0 })) })) })),
  answer(identity.lockAccount)(() => done),
  answer(identity.unlockAccount)(() => done),
  answer(identity.assignRole)(() => ({ id: id(61) })),
  answer(identity.revokeRole)(() => done),
  answer(identity.listRoles)(() => ({ roles: [{ id: 'examiner', name: '审查人员', description: '审查申请材料，提出初审意见', permissions: [], excludes: [] }, { id: 'auditor', name: '审计管理员', description: '三员之一：审计全部操作', permissions: [], excludes: [{ id: 'system-administrator', name: '系统管理员' }, { id: 'security-administrator', name: '安全管理员' }] }] })),
  answer(seals.listSeals)((input) => ({ seals: Array.from({ length: 9 }, (_, n) => seal(n)).filter((one) => input.state === undefined || one.state === input.state), next: null })),
  answer(seals.getSeal)((input) => {
    const one = seal(Number(input.sealId.slice(-3)) - 500);
    return { ...one, picture: one.state === 'applied' ? null : `/api/fake/picture/seal/${encodeURIComponent(one.organisationName)}`, actions: [{ at: ago(300), action: '启用', state: 'active', by: '潘涵玲', reason: '经主要负责人批准启用' }, { at: ago(320), action: '制作', state: 'made', by: '潘涵玲', reason: '' }, { at: ago(400), action: '申领', state: 'applied', by: '程军勇', reason: one.reason }] };
  }),
  answer(seals.sealUses)(() => ({ uses: Array.from({ length: 8 }, (_, n) => ({ id: id(680 + n), at: ago(2 + n * 9), by: ['欧阳建华', '程军勇', '系统（自动制证）'][n % 3] ?? '', purpose: `${['食品经营许可证', '受理通知书', '准予行政许可决定书'][n % 3]}（南关市监〔2026〕第 ${117 - n} 号）`, digest: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0', caseId: id(200 + n) })), next: null })),
  answer(seals.applySeal)(() => seal(4)),
  answer(seals.makeSeal)(() => seal(2)),
  answer(seals.changeSeal)(() => seal(1)),
  answer(messages.messageStatistics)(() => ({ total: 48_230, delivered: 99.2, rows: ['短信', '站内消息', '邮件'].flatMap((channel, c) => ['已送达', '失败', '待发'].map((state, s) => ({ template: `t${c}${s}`, title: ['受理通知', '办结领证通知', '补正告知'][c] ?? '', channel, state, count: [[18_400, 160, 22], [21_300, 0, 4], [8_120, 212, 12]][c]?.[s] ?? 0 }))) })),
  answer(messages.listTemplates)(() => ({ templates: [{ id: 'accepted', version: 2, title: '受理通知', body: '【一网】您申请的“{item}”（{number}）已受理，承诺 {due} 前办结。', channels: ['短信', '站内消息'], purpose: 'notice', url: null }, { id: 'supplement', version: 4, title: '一次性告知补正', body: '【一网】您申请的“{item}”需补正 {count} 份材料，请登录查看并一次提交。', channels: ['短信', '站内消息', '邮件'], purpose: 'notice', url: null }, { id: 'due', version: 1, title: '时限提醒', body: '办件 {number} 距承诺时限还有 {days} 个工作日，请及时办理。', channels: ['站内消息'], purpose: 'reminder', url: null }], channels: ['短信', '站内消息', '邮件'] })),
];
