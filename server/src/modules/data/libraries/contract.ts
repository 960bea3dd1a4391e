/** 数据库（基础库、主题库、专题库）, 一数一源, 标签与画像, 材料复用, 网站资源检索. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const group = z.enum(['base', 'industry-credit', 'theme', 'special']);
const purpose = z.string().trim().min(4).max(200);
const creditCode = z.string().regex(/^[0-9A-Z]{18}$/);
const pathOf = '/api/desk/libraries';

export const libraryView = z.object({
  id: z.string(), title: z.string(), description: z.string(), group, owner: z.string(), ownerName: z.string(), users: z.string(), standard: z.string().nullable(),
  rows: z.int().describe('from 100,000 on to three digits (约)'), updatedAt: z.string().nullable(), score: z.number().nullable().describe('mean quality of its registers, of 100'), services: z.int(), open: z.boolean(),
});
export const registerState = z.object({
  id: z.string(), title: z.string(), fields: z.int(), rows: z.int(), updatedAt: z.string().nullable(), open: z.boolean(), personal: z.boolean(), rules: z.int(), score: z.number().nullable(), measuredAt: z.string().nullable(),
  services: z.array(z.object({ id: z.string(), title: z.string(), mode: z.string() })),
});
const questionView = z.object({ id: z.string(), title: z.string(), register: z.string(), chart: z.enum(['bar', 'line', 'table']) });

export const listLibraries = contract({
  name: 'libraries.list', method: 'GET', path: pathOf, audience: 'officer', permission: 'registers.view', summary: '数据资产：各数据库的责任单位、数据量、时效、质量、服务',
  input: z.object({ group: group.optional() }), output: z.object({ libraries: z.array(libraryView) }),
});
export const getLibrary = contract({
  name: 'libraries.get', method: 'GET', path: `${pathOf}/:libraryId`, audience: 'officer', permission: 'registers.view', summary: '一个数据库：登记簿、数据来源、质量、服务、可问的问题', input: z.object({ libraryId: id }),
  output: libraryView.extend({ registers: z.array(registerState), sources: z.array(z.object({ from: z.string(), way: z.string(), cycle: z.string() })), questions: z.array(questionView) }), errors: ['libraries.unknown'],
});
const answer = z.object({
  title: z.string(), chart: z.enum(['bar', 'line', 'table']), columns: z.array(z.object({ name: z.string(), title: z.string(), kind: z.string() })),
  rows: z.array(z.record(z.string(), cell)), labels: z.record(z.string(), z.record(z.string(), z.string())).describe('names of codes and divisions, by column'),
  suppressedBelow: z.int(), suppressedGroups: z.int(), truncated: z.boolean(), at: z.string().describe('the moment the figures stand for'),
});
const asked = { libraryId: id, questionId: id, division: z.string().regex(/^\d{2,12}$/).optional().describe('only this place and below'), only: z.string().max(60).optional().describe('only this value of the first group') };
export const askLibrary = contract({
  name: 'libraries.ask', method: 'GET', path: `${pathOf}/:libraryId/questions/:questionId`, audience: 'officer', permission: 'registers.view', summary: '按库提问：只统计本人管理范围，个人信息不足 5 人的不显示',
  input: z.object(asked), output: answer, errors: ['libraries.unknown'],
});
export const askOpenLibrary = contract({
  name: 'libraries.askOpen', method: 'GET', path: '/api/libraries/:libraryId/questions/:questionId', audience: 'public', summary: '公开数据库查询（企业、公众）', input: z.object(asked), output: answer, errors: ['libraries.unknown', 'libraries.notForPublic'],
});

// ---- 政府网站统一信息资源库
const resource = z.object({ id: z.uuid(), number: z.string(), title: z.string(), summary: z.string(), site: z.string(), column: z.string(), kind: z.string(), theme: z.string().nullable(), tags: z.array(z.string()), url: z.string(), publishedOn: z.string(), division: z.string() });
export const searchResources = contract({
  name: 'libraries.searchResources', method: 'GET', path: '/api/web-resources', audience: 'public', summary: '跨网站检索政府信息：按词、主题、类型、网站',
  input: z.object({ text: z.string().trim().max(60).default(''), kind: z.string().max(40).optional(), theme: z.string().max(40).optional(), site: z.string().max(100).optional(), division: z.string().regex(/^\d{2,12}$/).optional(), cursor: z.string().max(500).optional() }),
  output: z.object({ resources: z.array(resource), next: z.string().nullable() }),
});

// ---- 材料库
export const reusableMaterials = contract({
  name: 'libraries.reusableMaterials', method: 'GET', path: '/api/my/reusable-materials', audience: 'citizen', summary: '我可以再次使用的材料', input: z.object({ title: z.string().max(100).optional() }),
  output: z.object({ materials: z.array(z.object({ id: z.uuid(), title: z.string(), fileId: z.uuid(), issuedOn: z.string().nullable(), usedTimes: z.int(), source: z.string() })) }),
});

// ---- 信用修复
export const openRepair = contract({
  name: 'libraries.openRepair', method: 'POST', path: `${pathOf}/credit-repairs`, audience: 'officer', permission: 'registers.view', summary: '受理信用修复申请', input: z.object({ entryNumber: z.string().max(60), reason: z.string().trim().min(4).max(500), purpose }),
  output: z.object({ caseId: z.uuid(), number: z.string() }), errors: ['libraries.unknown', 'libraries.notPenalty', 'libraries.repairOpen', 'records.notFound'],
});

// ---- 一数一源
export const listSources = contract({
  name: 'libraries.listSources', method: 'GET', path: '/api/desk/authoritative-sources', audience: 'officer', permission: 'registers.view', summary: '数源清单：每个字段的权威来源', input: z.object({}),
  output: z.object({ registers: z.array(z.object({ register: z.string(), title: z.string(), basis: z.string(), settleDays: z.int(), sources: z.array(z.object({ title: z.string(), fields: z.array(z.object({ id: z.string(), title: z.string() })) })), unnamed: z.array(z.string()).describe('fields that no source is named for') })) }),
});
export const checkSource = contract({
  name: 'libraries.checkSource', method: 'POST', path: '/api/desk/source-checks', audience: 'officer', permission: 'collection.supply', summary: '提交核对：与权威数据比对，矛盾转责任单位核实',
  input: z.object({ register: z.string().max(128), fileId: z.uuid(), note: z.string().trim().min(2).max(200) }),
  output: z.object({ rows: z.int(), same: z.int(), differing: z.int(), unknown: z.int(), invalid: z.int(), columns: z.array(z.string()).describe('fields that were compared'), opened: z.array(z.object({ caseId: z.uuid(), number: z.string(), responsible: z.string() })), underWay: z.int(), left: z.int().describe('contradictions beyond what one check opens') }),
  errors: ['libraries.noSources', 'libraries.personalCheck', 'libraries.tableInvalid', 'libraries.ownSource', 'libraries.noResponsible'],
});
export const listConflicts = contract({
  name: 'libraries.listConflicts', method: 'GET', path: '/api/desk/source-conflicts', audience: 'officer', permission: 'registers.view', summary: '数据矛盾核实：本人可见的', input: z.object({ state: z.enum(['open', 'closed']).optional(), cursor: z.uuid().optional() }),
  output: z.object({ conflicts: z.array(z.object({ caseId: z.uuid(), number: z.string(), title: z.string(), state: z.string(), register: z.string(), recordId: z.uuid(), from: z.string(), responsible: z.string(), due: z.string().nullable(), openedAt: z.string(), closedAt: z.string().nullable(), fields: z.array(z.object({ id: z.string(), title: z.string(), ours: cell, theirs: cell })), task: z.object({ id: z.string(), version: z.int(), name: z.string(), options: z.array(z.object({ value: z.string(), label: z.string(), needsOpinion: z.boolean(), tone: z.string() })) }).nullable().describe('the step that the reader may take') })), next: z.uuid().nullable() }),
});

// ---- 标签与画像
const tagView = z.object({ id: z.string(), title: z.string(), group: z.string(), subject: z.enum(['person', 'legal-entity']), register: z.string(), registerTitle: z.string(), when: z.string(), basis: z.string() });
export const listTags = contract({
  name: 'libraries.listTags', method: 'GET', path: '/api/desk/tags', audience: 'officer', permission: 'data.view', summary: '标签目录与覆盖数（自然人只出统计，不足 5 人不显示）', input: z.object({}),
  output: z.object({ tags: z.array(tagView.extend({ subjects: z.int().nullable().describe('null: fewer than five persons'), of: z.int().nullable(), at: z.string() })) }),
});
export const taggedEntities = contract({
  name: 'libraries.taggedEntities', method: 'POST', path: '/api/desk/tags/entities', audience: 'officer', permission: 'data.view', summary: '按标签组合筛选公开登记的法人', input: z.object({ tags: z.array(id).min(1).max(5), purpose }),
  output: z.object({ entities: z.array(z.object({ creditCode: z.string(), name: z.string() })), total: z.int() }), errors: ['libraries.unknown'],
});
export const entityPortrait = contract({
  name: 'libraries.entityPortrait', method: 'POST', path: '/api/desk/portraits', audience: 'officer', permission: 'registers.view', summary: '法人画像：说明用途、留痕，每个标签注明来源', input: z.object({ creditCode, purpose }),
  output: z.object({
    creditCode: z.string(), name: z.string(), facts: z.array(z.object({ title: z.string(), value: cell, register: z.string() })),
    tags: z.array(tagView.extend({ holds: z.boolean().nullable().describe('null: the register has no record of it in your scope'), source: z.string().nullable(), sourceAt: z.string().nullable() })),
  }), errors: ['libraries.entityUnknown', 'records.purposeMissing'],
});

const fieldName = z.string().trim().min(1).max(60);
const associate = z.object({ register: z.string(), title: z.string() });
export const registerLocal = contract({
  name: 'libraries.registerLocal', method: 'POST', path: '/api/desk/local-libraries', audience: 'officer', permission: 'registers.manage', summary: '地方建库登记（与基础库重复的不予登记）',
  input: z.object({ title: z.string().trim().min(2).max(100), purpose: z.string().trim().min(4).max(500), fields: z.array(fieldName).min(1).max(200), key: z.array(fieldName).min(1).max(5), rowsExpected: z.int().min(0).max(1_000_000_000_000) }),
  output: z.object({ id: z.string(), number: z.string(), associates: z.array(associate).describe('base registers whose facts it takes over the exchange') }), errors: ['libraries.duplicatesBase', 'libraries.localTwice', 'libraries.keyUnknown', 'libraries.notYourLibrary'],
});
export const listLocal = contract({
  name: 'libraries.listLocal', method: 'GET', path: '/api/desk/local-libraries', audience: 'officer', permission: 'registers.view', summary: '地方数据库一览', input: z.object({ division: z.string().regex(/^\d{2,12}$/).optional() }),
  output: z.object({ libraries: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), purpose: z.string(), organisation: z.string(), organisationName: z.string(), division: z.string(), fields: z.array(z.string()), key: z.array(z.string()), rowsExpected: z.number(), associates: z.array(associate), by: z.string(), at: z.string() })) }),
});
