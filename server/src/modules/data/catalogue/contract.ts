/** 数据目录: found, registered, mounted; the lists, demands, corrections, sources of materials, grades, lineage, assessment, joint procurement. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { entryFields, grades, informationItem, openingTypes, sharingTypes, sharingWays } from './contract-entry.ts';

const id = z.uuid();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const line = z.string().trim().min(1).max(200);
const prose = z.string().trim().min(4).max(1000);
const body = z.string().max(18).describe('credit code of a body');
const division = z.string().regex(/^\d{0,12}$/);
const cursor = z.string().max(200).optional();
const listKinds = ['demand', 'responsibility', 'negative', 'open'] as const;
const done = z.object({ ok: z.literal(true) });
const opened = z.object({ caseId: id, number: z.string(), dueOn: z.string().nullable().describe('null: the calendar of that year is not known yet') });

const proposal = z.object(entryFields);
export const entrySummary = z.object({
  id, code: z.string(), title: z.string(), summary: z.string(), provider: body, providerName: z.string(), division: z.string(), sharing: z.enum(sharingTypes), opening: z.enum(openingTypes), grade: z.enum(grades), updateCycle: z.string(),
  mounts: z.array(z.string()), publishedOn: z.string().nullable(), dataUpdatedAt: z.string().nullable(), rows: z.number().nullable().describe('from 100,000 on to three digits (约)'), state: z.string(), version: z.int(),
});
export const entryView = entrySummary.extend({
  classification: z.object({ class: z.string(), section: z.string(), group: z.string(), detail: z.string(), serial: z.string() }),
  format: z.string(), keywords: z.array(z.string()), items: z.array(informationItem.extend({ type: z.string() })),
  sharingCondition: z.string().nullable(), sharingWays: z.array(z.string()), sharingBasis: z.string().nullable(), openingCondition: z.string().nullable(), openingBasis: z.string().nullable(),
  related: z.array(z.object({ code: z.string(), id: id.nullable(), title: z.string().nullable() })), gradeConfirmedBy: z.string().nullable(),
  mounted: z.array(z.object({ id, kind: z.string(), target: z.string(), title: z.string(), at: z.string(), by: z.string() })),
  versions: z.array(z.object({ version: z.int(), at: z.string(), by: z.string(), change: z.string() })),
  divided: z.boolean().describe('按行授权: its rows belong to divisions and may be asked for by one'),
  fresh: z.boolean().nullable().describe('updated within its cycle; null where nothing came in yet'), quality: z.number().nullable(),
  liaison: z.object({ responsible: z.string(), liaison: z.string(), phone: z.string() }).nullable(),
  answerDays: z.int().describe('working days in which a demand is answered'),
});

export const searchEntries = contract({
  name: 'catalogue.search', method: 'GET', path: '/api/desk/catalogue/entries', audience: 'officer', permission: 'catalogue.view', summary: '数据资源门户：检索目录',
  input: z.object({
    text: z.string().max(60).optional(), class: z.string().regex(/^[1-9]$/).optional(), provider: body.optional(), sharing: z.enum(sharingTypes).optional(), opening: z.enum(openingTypes).optional(),
    mounted: z.enum(['table', 'interface', 'file']).optional(), cursor, limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  output: z.object({
    entries: z.array(entrySummary), next: z.string().nullable(), by: z.string(),
    facets: z.object({ class: z.record(z.string(), z.int()), sharing: z.record(z.string(), z.int()), opening: z.record(z.string(), z.int()), providers: z.array(z.object({ id: body, name: z.string(), count: z.int() })) }).nullable().describe('on the first page only'),
  }),
});
export const getEntry = contract({ name: 'catalogue.getEntry', method: 'GET', path: '/api/desk/catalogue/entries/:entryId', audience: 'officer', permission: 'catalogue.view', summary: '目录条目', input: z.object({ entryId: id }), output: entryView, errors: ['catalogue.unknown'] });

export const register = contract({
  name: 'catalogue.register', method: 'POST', path: '/api/desk/catalogue/registrations', audience: 'officer', permission: 'catalogue.edit', summary: '编目登记：部门审核、数据主管部门审核后发布',
  input: z.object({ classification: z.string().regex(/^[1-9]\d{5}[0-9A-Za-z]{0,20}$/), proposal, organisation: body.optional() }), output: opened, errors: ['catalogue.invalid', 'catalogue.notYours'],
});
export const changeRegistration = contract({
  name: 'catalogue.change', method: 'POST', path: '/api/desk/catalogue/entries/:entryId/change', audience: 'officer', permission: 'catalogue.edit', summary: '目录变更',
  input: z.object({ entryId: id, version: z.int(), proposal, reason: prose }), output: opened, errors: ['catalogue.invalid', 'catalogue.notYours', 'catalogue.stale', 'catalogue.pending'],
});
export const withdrawEntry = contract({
  name: 'catalogue.withdraw', method: 'POST', path: '/api/desk/catalogue/entries/:entryId/withdraw', audience: 'officer', permission: 'catalogue.edit', summary: '目录注销',
  input: z.object({ entryId: id, version: z.int(), reason: prose }), output: opened, errors: ['catalogue.notYours', 'catalogue.stale', 'catalogue.pending'],
});
const registrationView = z.object({ caseId: id, number: z.string(), kind: z.string(), title: z.string(), entryId: id.nullable(), organisation: body, state: z.string(), reason: z.string().nullable(), createdAt: z.string(), createdBy: z.string(), endedAt: z.string().nullable() });
export const listRegistrations = contract({
  name: 'catalogue.registrations', method: 'GET', path: '/api/desk/catalogue/registrations', audience: 'officer', permission: 'catalogue.view', summary: '登记办理情况', input: z.object({ cursor, limit: z.coerce.number().int().min(1).max(100).default(20) }),
  output: z.object({ registrations: z.array(registrationView), next: z.string().nullable() }),
});

export const mountEntry = contract({
  name: 'catalogue.mount', method: 'POST', path: '/api/desk/catalogue/entries/:entryId/mounts', audience: 'officer', permission: 'catalogue.edit', summary: '挂接库表、接口、文件',
  input: z.object({ entryId: id, kind: z.enum(['table', 'interface', 'file']), target: line, title: line }), output: z.object({ mountId: id }), errors: ['catalogue.mountUnknown', 'catalogue.mountedAlready', 'catalogue.notYours'],
});
export const unmountEntry = contract({ name: 'catalogue.unmount', method: 'POST', path: '/api/desk/catalogue/mounts/:mountId/end', audience: 'officer', permission: 'catalogue.edit', summary: '解除挂接', input: z.object({ mountId: id }), output: done });

export const exportCatalogue = contract({
  name: 'catalogue.export', method: 'GET', path: '/api/desk/catalogue/export', audience: 'officer', permission: 'catalogue.view', summary: '导出目录（JSON；省级目录表见 /api/desk/catalogue/workbook）',
  input: z.object({ provider: body.optional(), after: z.string().max(80).optional() }), output: z.object({ entries: z.array(proposal.extend({ code: z.string(), provider: body })), next: z.string().nullable() }),
});
export const importCatalogue = contract({
  name: 'catalogue.import', method: 'POST', path: '/api/desk/catalogue/import', audience: 'officer', permission: 'catalogue.edit', summary: '导入目录（省级目录表 XLSX，base64；或者 JSON）',
  input: z.object({ workbook: z.base64().max(8_000_000).optional(), entries: z.array(proposal.extend({ classification: z.string().regex(/^[1-9]\d{5}[0-9A-Za-z]{0,20}$/) })).max(500).optional(), organisation: body.optional() }),
  output: z.object({ opened: z.array(opened.extend({ title: z.string() })), refused: z.array(z.object({ row: z.int(), title: z.string(), why: z.string() })) }), errors: ['catalogue.workbook'],
});

const rateRow = z.object({
  organisation: z.string(), name: z.string(), entries: z.int(), known: z.int().describe('published and still to be catalogued'), tables: z.int(), interfaces: z.int(),
  cataloguing: z.number().nullable(), mounting: z.number().nullable(), gathering: z.number().nullable(), sharing: z.number().nullable(), updating: z.number().nullable(),
});

export const rates = contract({
  name: 'catalogue.rates', method: 'GET', path: '/api/desk/catalogue/rates', audience: 'officer', permission: 'catalogue.view', summary: '编目率、挂接率、归集率、共享率、更新及时率',
  input: z.object({ division: division.optional() }),
  output: z.object({ total: rateRow, bodies: z.array(rateRow), materials: z.object({ all: z.int(), free: z.int(), rate: z.number() }) }),
});

const listRow = z.record(z.string(), z.string().nullable());
export const draftList = contract({
  name: 'catalogue.draftList', method: 'GET', path: '/api/desk/catalogue/lists/:kind/draft', audience: 'officer', permission: 'catalogue.view', summary: '清单（按目录和需求现状生成）',
  input: z.object({ kind: z.enum(listKinds), division: division.optional() }), output: z.object({ rows: z.array(listRow) }),
});
export const issueList = contract({
  name: 'catalogue.issueList', method: 'POST', path: '/api/desk/catalogue/lists', audience: 'officer', permission: 'catalogue.manage', summary: '逐级发布需求、责任、负面、开放清单',
  input: z.object({ kind: z.enum(listKinds), division, number: line, title: line, basedOn: id.optional() }), output: z.object({ id, rows: z.int() }), errors: ['catalogue.listEmpty', 'catalogue.notIssuer'],
});
export const issuedLists = contract({
  name: 'catalogue.issuedLists', method: 'GET', path: '/api/desk/catalogue/lists', audience: 'officer', permission: 'catalogue.view', summary: '已发布的清单', input: z.object({ kind: z.enum(listKinds).optional() }),
  output: z.object({ lists: z.array(z.object({ id, kind: z.string(), division: z.string(), number: z.string(), title: z.string(), issuer: z.string(), issuedAt: z.string(), rows: z.int(), basedOn: id.nullable() })) }),
});
export const getIssuedList = contract({ name: 'catalogue.getIssuedList', method: 'GET', path: '/api/desk/catalogue/lists/:listId', audience: 'officer', permission: 'catalogue.view', summary: '清单全文', input: z.object({ listId: id }), output: z.object({ title: z.string(), number: z.string(), issuer: z.string(), issuedAt: z.string(), rows: z.array(listRow) }) });
export const setLiaison = contract({
  name: 'catalogue.setLiaison', method: 'POST', path: '/api/desk/catalogue/liaisons', audience: 'officer', permission: 'catalogue.edit', summary: '责任人、联络员',
  input: z.object({ organisation: body.optional(), responsible: line, post: line, liaison: line, phone: z.string().trim().regex(/^[0-9-]{5,20}$/), version: z.int().describe('0 where there is none yet') }), output: z.object({ version: z.int() }), errors: ['catalogue.stale'],
});

const scope = z.string().regex(/^\d{2,12}$/).describe('按行授权: only rows of this division');
const demandView = z.object({
  caseId: id, number: z.string(), entryId: id.nullable(), title: z.string(), demander: body, demanderName: z.string(), provider: body, providerName: z.string(), purpose: z.string(), basis: z.string(), fields: z.array(z.string()),
  itemId: z.string().nullable(), materialId: z.string().nullable(), way: z.string(), until: z.string().nullable(), scope: z.string().nullable().describe('按行授权: digits of the division whose rows it is for; null for all'), scopeName: z.string().nullable(), scopeVersion: z.int(), state: z.string(), stateWords: z.string(), answerDue: z.string().nullable(), deliverDue: z.string().nullable(), late: z.boolean(),
  answer: z.string().nullable(), decision: z.string().nullable(), grant: z.string().nullable(), rating: z.int().nullable(), createdAt: z.string(), createdBy: z.string(), role: z.enum(['demander', 'provider', 'coordinator']),
  task: z.object({ id, version: z.int(), name: z.string(), options: z.array(z.object({ value: z.string(), label: z.string(), needsOpinion: z.boolean(), tone: z.string() })) }).nullable(),
});
export const openDemand = contract({
  name: 'catalogue.demand', method: 'POST', path: '/api/desk/catalogue/demands', audience: 'officer', permission: 'demand.request', summary: '提出数据需求（申请）',
  input: z.object({
    entryId: id.optional(), provider: body.optional(), title: z.string().trim().max(120).optional(), purpose: prose, basis: prose, fields: z.array(z.string().max(60)).max(500).default([]), way: z.enum(sharingWays).default('interface'),
    itemId: z.string().max(128).optional(), materialId: z.string().max(128).optional(), until: day.optional(), scope: scope.optional(), objection: prose.optional().describe('for data that is not shared: why it should be'), organisation: body.optional(),
  }).refine((i) => i.entryId !== undefined || (i.provider !== undefined && i.title !== undefined), { params: { zh: '须指明目录条目，或者数据提供部门和数据名称', en: 'name an entry, or a provider and a title' } }),
  output: opened, errors: ['catalogue.notShared', 'catalogue.fieldUnknown', 'catalogue.ownData', 'catalogue.unknown', 'catalogue.notDivided', 'catalogue.scopeUnknown'],
});
export const scopeDemand = contract({
  name: 'catalogue.scopeDemand', method: 'POST', path: '/api/desk/catalogue/demands/:caseId/scope', audience: 'officer', permission: 'demand.answer', summary: '数据提供部门确定授权范围（属地）',
  input: z.object({ caseId: id, version: z.int().describe('`scopeVersion` that it was based on'), scope: scope.nullable() }), output: z.object({ version: z.int() }),
  errors: ['catalogue.demandUnknown', 'catalogue.notProvider', 'catalogue.deliveredAlready', 'catalogue.scopeStale', 'catalogue.notDivided', 'catalogue.scopeUnknown'],
});
export const listDemands = contract({
  name: 'catalogue.demands', method: 'GET', path: '/api/desk/catalogue/demands', audience: 'officer', permission: 'catalogue.view', summary: '我的申请与需求',
  input: z.object({ box: z.enum(['mine', 'answer', 'coordinate', 'all']).default('all'), cursor, limit: z.coerce.number().int().min(1).max(100).default(20) }), output: z.object({ demands: z.array(demandView), next: z.string().nullable() }),
});
export const getDemand = contract({
  name: 'catalogue.getDemand', method: 'GET', path: '/api/desk/catalogue/demands/:caseId', audience: 'officer', permission: 'catalogue.view', summary: '需求办理过程', input: z.object({ caseId: id }),
  output: demandView.extend({ divided: z.boolean().describe('whether it may be for the rows of one division'), steps: z.array(z.object({ at: z.string(), by: z.string(), organisation: z.string().nullable(), step: z.string(), decided: z.string().describe('in words; empty where nothing was to decide'), words: z.string().describe('the decision as it is kept'), opinion: z.string() })) }), errors: ['catalogue.demandUnknown'],
});
export const rateDemand = contract({
  name: 'catalogue.rateDemand', method: 'POST', path: '/api/desk/catalogue/demands/:caseId/rate', audience: 'officer', permission: 'demand.request', summary: '评价数据供给', input: z.object({ caseId: id, rating: z.int().min(1).max(5), comment: z.string().trim().max(500).default('') }), output: done,
  errors: ['catalogue.notFulfilled', 'catalogue.ratedAlready'],
});
export const coordination = contract({
  name: 'catalogue.coordination', method: 'GET', path: '/api/desk/catalogue/coordination', audience: 'officer', permission: 'catalogue.view', summary: '数据共享协调：争议、决定、落实', input: z.object({}),
  output: z.object({ open: z.int(), decided: z.int(), fulfilled: z.int(), overdue: z.int(), disputes: z.array(demandView), liaisons: z.array(z.object({ organisation: body, name: z.string(), responsible: z.string(), post: z.string(), liaison: z.string(), phone: z.string(), version: z.int() })) }),
});

const correctionView = z.object({ caseId: id, number: z.string(), entryId: id, title: z.string(), item: z.string().nullable(), doubt: z.string(), proposed: z.string().nullable(), demanderName: z.string(), state: z.string(), dueOn: z.string().nullable(), answer: z.string().nullable(), createdAt: z.string() });
export const openCorrection = contract({
  name: 'catalogue.correct', method: 'POST', path: '/api/desk/catalogue/entries/:entryId/corrections', audience: 'officer', permission: 'demand.request', summary: '数据校核：疑义交数源部门核查更正',
  input: z.object({ entryId: id, item: z.string().max(60).optional(), doubt: prose, proposed: z.string().trim().max(500).optional() }), output: opened, errors: ['catalogue.fieldUnknown', 'catalogue.unknown'],
});
export const listCorrections = contract({ name: 'catalogue.corrections', method: 'GET', path: '/api/desk/catalogue/corrections', audience: 'officer', permission: 'catalogue.view', summary: '校核办理情况', input: z.object({}), output: z.object({ corrections: z.array(correctionView) }) });

const materialView = z.object({
  itemId: z.string(), item: z.string(), materialId: z.string(), material: z.string(), spared: z.boolean().describe('fetched by the item itself'), state: z.enum(['unmatched', 'proposed', 'ready', 'free']), entryId: id.nullable(), source: z.string().nullable(),
  sourceProvider: z.string().nullable(), decision: z.string().nullable(), version: z.int(), proposals: z.array(z.object({ entryId: id, title: z.string(), provider: z.string() })),
});
export const listMaterials = contract({ name: 'catalogue.materials', method: 'GET', path: '/api/desk/catalogue/materials', audience: 'officer', permission: 'catalogue.view', summary: '事项材料与数据来源对接', input: z.object({ itemId: z.string().max(128).optional() }), output: z.object({ materials: z.array(materialView), all: z.int(), free: z.int(), rate: z.number() }) });
export const matchMaterial = contract({
  name: 'catalogue.matchMaterial', method: 'POST', path: '/api/desk/catalogue/materials/:itemId/:materialId', audience: 'officer', permission: 'catalogue.manage', summary: '确认材料的数据来源',
  input: z.object({ itemId: z.string().max(128), materialId: z.string().max(128), entryId: id, version: z.int().describe('0 where there is none yet'), note: z.string().trim().max(500).default('') }), output: z.object({ state: z.string(), version: z.int() }), errors: ['catalogue.materialUnknown', 'catalogue.unknown', 'catalogue.stale'],
});
export const freeMaterials = contract({
  name: 'catalogue.freeMaterials', method: 'POST', path: '/api/desk/catalogue/material-decisions', audience: 'officer', permission: 'catalogue.manage', summary: '发布免提交材料的规范性文件',
  input: z.object({ number: line, title: line, materials: z.array(z.object({ itemId: z.string().max(128), materialId: z.string().max(128) })).min(1).max(500) }), output: z.object({ id, digest: z.string(), body: z.string() }), errors: ['catalogue.sourceNotReady', 'catalogue.numberTaken'],
});
export const materialDecisions = contract({ name: 'catalogue.materialDecisions', method: 'GET', path: '/api/catalogue/material-decisions', audience: 'public', summary: '免提交材料的决定', input: z.object({}), output: z.object({ decisions: z.array(z.object({ id, number: z.string(), title: z.string(), issuer: z.string(), issuedAt: z.string(), body: z.string(), digest: z.string() })) }) });

const gradeProposal = z.object({ name: z.string(), class: z.string().nullable(), classTitle: z.string().nullable(), grade: z.enum(grades), sensitive: z.boolean(), mask: z.string(), by: z.enum(['name', 'samples', 'both', 'none']), was: z.enum(grades).nullable() });
export const proposeGrades = contract({
  name: 'catalogue.proposeGrades', method: 'POST', path: '/api/desk/catalogue/grading/propose', audience: 'officer', permission: 'catalogue.edit', summary: '分类分级建议（按名称和样本）',
  input: z.object({ entryId: id.optional(), fields: z.array(z.object({ name: z.string().trim().min(1).max(60), samples: z.array(z.string().max(200)).max(50).default([]) })).max(500).default([]) }), output: z.object({ proposals: z.array(gradeProposal), grade: z.enum(grades) }),
});
export const confirmGrades = contract({
  name: 'catalogue.confirmGrades', method: 'POST', path: '/api/desk/catalogue/entries/:entryId/grades', audience: 'officer', permission: 'catalogue.edit', summary: '确认分级：条目就高',
  input: z.object({ entryId: id, version: z.int(), items: z.array(z.object({ name: z.string().max(60), grade: z.enum(grades), sensitive: z.boolean() })).min(1).max(500) }), output: z.object({ grade: z.enum(grades), version: z.int() }), errors: ['catalogue.fieldUnknown', 'catalogue.stale', 'catalogue.notYours', 'catalogue.invalid'],
});

const node = z.object({ id: z.string(), kind: z.string(), title: z.string() });
export const lineage = contract({
  name: 'catalogue.lineage', method: 'GET', path: '/api/desk/catalogue/lineage', audience: 'officer', permission: 'catalogue.view', summary: '血缘：来自何处、用于何处；停用影响',
  input: z.object({ node: z.string().max(200).describe('entry:<id>, register:<id>, field:<register>.<field>, item:<id> …') }),
  output: z.object({ nodes: z.array(node), edges: z.array(z.object({ from: z.string(), to: z.string(), how: z.string() })), impact: z.array(node).describe('what breaks if it ends') }), errors: ['catalogue.unknown'],
});

export const assessment = contract({
  name: 'catalogue.assessment', method: 'GET', path: '/api/desk/catalogue/assessment', audience: 'officer', permission: 'catalogue.view', summary: '数据共享绩效评价',
  input: z.object({ division: division.optional() }),
  output: z.object({ weights: z.record(z.string(), z.number()), bodies: z.array(z.object({ organisation: z.string(), name: z.string(), supply: z.number().nullable(), quality: z.number().nullable(), use: z.number().nullable(), response: z.number().nullable(), score: z.number(), rank: z.int() })) }),
});

export const assetLibrary = contract({
  name: 'catalogue.assets', method: 'GET', path: '/api/desk/catalogue/assets', audience: 'officer', permission: 'catalogue.view', summary: '数据资产管理库：各库的归属、来源、标准、数量、时效',
  input: z.object({}), output: z.object({ libraries: z.array(z.object({ register: z.string(), title: z.string(), kind: z.string(), owner: z.string(), source: z.string().nullable(), standard: z.string().nullable(), rows: z.number(), updatedAt: z.string().nullable(), fresh: z.boolean().nullable(), grade: z.string(), entryId: id, fields: z.int(), services: z.int() })) }),
});
export const hubOverview = contract({
  name: 'catalogue.hub', method: 'GET', path: '/api/desk/catalogue/overview', audience: 'officer', permission: 'catalogue.view', summary: '公共数据汇聚共享总览：目录、归集、需求、共享、监测', input: z.object({}),
  output: z.object({
    entries: z.int(), bodies: z.int(), mounted: z.int(), open: z.int(), records: z.number(), sources: z.int(), services: z.int(), grants: z.int(), calls: z.number().describe('the last 30 days'), callsByDay: z.array(z.object({ day: z.string(), calls: z.number() })),
    demands: z.object({ open: z.int(), overdue: z.int(), fulfilled: z.int() }), governed: z.object({ measured: z.int(), score: z.number().nullable(), tickets: z.int() }), late: z.array(entrySummary), pending: z.int().describe('being registered'),
    rates: z.object({ cataloguing: z.number().nullable(), mounting: z.number().nullable(), gathering: z.number().nullable(), sharing: z.number().nullable(), updating: z.number().nullable(), materials: z.number().nullable() }).describe('0 to 1'),
    materials: z.object({ free: z.int(), all: z.int() }), openSets: z.int(), shared: z.object({ calls: z.number(), rows: z.number(), refused: z.number() }).describe('since the beginning: calls, and record-times, counted apart'),
    monitor: z.object({ services: z.int(), failing: z.int(), failed: z.int(), refused: z.int(), slowest: z.int().describe('ms, 95th percentile'), failedRuns: z.int(), refusedRows: z.int(), keysEnding: z.int() }),
    levels: z.array(z.object({ id, name: z.string(), role: z.enum(['upper', 'lower']), state: z.enum(['asked', 'waiting', 'active', 'ended']), failures: z.int(), heardAt: z.string().nullable(), reconciledAt: z.string().nullable(), waiting: z.int().describe('messages not taken yet'), told: z.int().describe('own entries that it was told'), entries: z.int(), calls: z.number().describe('that it reported') })),
    targets: z.array(z.object({ measure: z.enum(['entries', 'cataloguing', 'mounting', 'gathering', 'sharing', 'updating', 'records', 'sharedCalls', 'sharedRows', 'openSets']), atLeast: z.number(), now: z.number().nullable(), reached: z.boolean(), by: z.int(), basis: z.string() })),
  }),
});
const instant = z.string().nullable();
const lifeView = z.object({
    register: z.string(), title: z.string(), kind: z.enum(['base', 'theme', 'department']), owner: z.string(), rows: z.number(), updatedAt: instant, fresh: z.boolean().nullable(),
    sources: z.int(), lastRunAt: instant, read: z.number(), refused: z.number(), standard: z.string().nullable(), score: z.number().nullable(), measuredAt: instant, tickets: z.int(),
    entryId: id, code: z.string(), sharing: z.enum(sharingTypes), opening: z.enum(openingTypes), grade: z.enum(grades), graded: z.boolean(), services: z.int(), grants: z.int(), calls: z.number(),
  });
export const registerLives = contract({
  name: 'catalogue.lives', method: 'GET', path: '/api/desk/catalogue/lives', audience: 'officer', permission: 'catalogue.view', summary: '数据全生命周期：各登记簿的归集、治理、编目、服务', input: z.object({}),
  output: z.object({ registers: z.array(lifeView) }),
});
/** 一个登记簿的一生 on one screen: handed in → standard → quality → catalogue → service → called. */
export const registerLife = contract({
  name: 'catalogue.life', method: 'GET', path: '/api/desk/catalogue/lives/:register', audience: 'officer', permission: 'catalogue.view', summary: '一个登记簿的全生命周期：归集、标准、质量、编目、服务、调用',
  input: z.object({ register: z.string().max(60) }), errors: ['catalogue.unknown'],
  output: lifeView.extend({
    fields: z.int(), onElements: z.int().describe('fields whose standard is named'),
    runs: z.array(z.object({ at: z.string(), source: z.string(), by: z.string(), state: z.string(), read: z.number(), created: z.number(), changed: z.number(), refused: z.number() })),
    measured: z.array(z.object({ at: z.string(), score: z.number().nullable(), rows: z.number(), milliseconds: z.number() })),
    versions: z.array(z.object({ version: z.int(), at: z.string(), by: z.string(), change: z.string() })),
    served: z.array(z.object({ id: z.string(), title: z.string(), mode: z.string(), grants: z.int(), calls: z.number(), consumers: z.array(z.string()) })),
    callsByDay: z.array(z.object({ day: z.string(), calls: z.number() })),
  }),
});

const purchaseView = z.object({ id, title: z.string(), supplier: z.string(), contractNumber: z.string(), amountFen: z.number(), buyer: z.string(), startsOn: day, endsOn: day, scope: z.string(), entryId: id.nullable(), inForce: z.boolean(), uses: z.array(z.object({ id, organisation: z.string(), name: z.string(), purpose: z.string(), state: z.string(), note: z.string().nullable(), askedAt: z.string() })) });
export const listPurchases = contract({ name: 'catalogue.purchases', method: 'GET', path: '/api/desk/catalogue/purchases', audience: 'officer', permission: 'catalogue.view', summary: '社会数据统采共用', input: z.object({}), output: z.object({ purchases: z.array(purchaseView) }) });
export const addPurchase = contract({
  name: 'catalogue.addPurchase', method: 'POST', path: '/api/desk/catalogue/purchases', audience: 'officer', permission: 'catalogue.manage', summary: '登记社会数据采购合同',
  input: z.object({ title: line, supplier: line, contractNumber: line, amountFen: z.int().min(0), startsOn: day, endsOn: day, scope: prose, entryId: id.optional() }).refine((i) => i.startsOn <= i.endsOn, { params: { zh: '止期早于起期', en: 'ends before it starts' } }), output: z.object({ id }), errors: ['catalogue.numberTaken'],
});
export const askPurchase = contract({ name: 'catalogue.askPurchase', method: 'POST', path: '/api/desk/catalogue/purchases/:purchaseId/uses', audience: 'officer', permission: 'demand.request', summary: '申请共用', input: z.object({ purchaseId: id, purpose: prose }), output: z.object({ useId: id }), errors: ['catalogue.purchaseUnknown', 'catalogue.purchaseOver', 'catalogue.usedAlready'] });
export const decidePurchaseUse = contract({ name: 'catalogue.decidePurchaseUse', method: 'POST', path: '/api/desk/catalogue/purchase-uses/:useId', audience: 'officer', permission: 'catalogue.manage', summary: '同意或者不同意共用', input: z.object({ useId: id, grant: z.boolean(), note: z.string().trim().max(500).default('') }), output: done, errors: ['catalogue.purchaseUnknown'] });
