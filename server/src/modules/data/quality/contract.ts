/** 数据标准, 数据质量, 清洗比对, 分析挖掘: the governance of what registers hold. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const register = z.string().max(128);
const title = z.string().trim().min(1).max(100);
const column = z.string().max(64);
const feel = z.string().min(1).max(2000);
const instant = z.string();
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const state = z.enum(['waiting', 'done', 'failed']);
const dimension = z.enum(['conformity', 'completeness', 'accuracy', 'consistency', 'timeliness', 'accessibility']);
const source = z.string().regex(/^(register|file):[a-zA-Z0-9._-]{1,80}$/).describe('register:<id> or file:<id of an uploaded table>');

const pathOf = '/api/desk/data-governance';

// ---- 数据标准
export const elementView = z.object({
  id: z.string(), name: z.string(), identifier: z.string().nullable(), definition: z.string(), type: z.string(), representation: z.string().nullable(), lengthMax: z.int().nullable(), codeList: z.string().nullable(), standard: z.string(), usedBy: z.array(z.string()).describe('register.field'),
});
export const listElements = contract({
  name: 'quality.listElements', method: 'GET', path: `${pathOf}/elements`, audience: 'officer', permission: 'quality.view', summary: '数据元目录',
  input: z.object({ text: z.string().max(60).default('') }), output: z.object({ elements: z.array(elementView) }),
});
export const checkConformity = contract({
  name: 'quality.checkConformity', method: 'GET', path: `${pathOf}/registers/:register/conformity`, audience: 'officer', permission: 'quality.view', summary: '登记簿的贯标检查：定义与数据',
  input: z.object({ register }),
  output: z.object({
    register: z.string(), title: z.string(), snapshotAt: instant.nullable().describe('rows are checked on the newest snapshot'),
    fields: z.array(z.object({ field: z.string(), title: z.string(), element: z.string().nullable(), elementName: z.string().nullable(), standard: z.string().nullable(), faults: z.array(z.string()).describe('where the definition departs from its element'), checked: z.int().nullable(), failed: z.int().nullable() })),
    mapped: z.int(), conforming: z.int(),
  }),
});
export const registerCodes = contract({
  name: 'quality.registerCodes', method: 'GET', path: `${pathOf}/registers/:register/codes`, audience: 'officer', permission: 'quality.view', summary: '登记簿各代码字段的代码和名称', input: z.object({ register }),
  output: z.object({ codes: z.record(z.string(), z.array(z.object({ code: z.string(), name: z.string() }))).describe('by field; lists of more than 300 codes are left out') }), errors: ['quality.notFound'],
});
const mappingView = z.object({ column: z.string(), element: z.string().nullable(), elementName: z.string().nullable(), version: z.int(), by: z.string(), at: instant });
export const proposeMapping = contract({
  name: 'quality.proposeMapping', method: 'POST', path: `${pathOf}/mappings/propose`, audience: 'officer', permission: 'quality.view', summary: '来源列与数据元对照建议',
  input: z.object({ columns: z.array(z.object({ column: title, samples: z.array(z.string().max(200)).max(50).default([]) })).min(1).max(200) }),
  output: z.object({ proposals: z.array(z.object({ column: z.string(), element: z.string().nullable(), elementName: z.string().nullable(), why: z.enum(['name', 'synonym', 'form', 'none']) })) }),
});
export const mapColumns = contract({
  name: 'quality.mapColumns', method: 'POST', path: `${pathOf}/mappings`, audience: 'officer', permission: 'quality.manage', summary: '确认来源列与数据元对照',
  input: z.object({ source: title, columns: z.array(z.object({ column: title, element: z.string().max(128).nullable(), version: z.int().min(0).describe('0: not mapped before') })).min(1).max(200) }),
  output: z.object({ mappings: z.array(mappingView) }), errors: ['quality.stale', 'quality.elementMissing'],
});
export const listMappings = contract({
  name: 'quality.listMappings', method: 'GET', path: `${pathOf}/mappings`, audience: 'officer', permission: 'quality.view', summary: '来源列与数据元对照',
  input: z.object({ source: title }), output: z.object({ mappings: z.array(mappingView) }),
});

// ---- 数据质量
const ruleCommon = { id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/), title, dimension, object: column.optional(), threshold: z.number().min(0).max(1).default(1), when: feel.optional(), clause: z.string().max(200).optional() };
export const ruleInput = z.discriminatedUnion('kind', [
  z.object({ ...ruleCommon, kind: z.literal('row'), expression: feel }),
  z.object({ ...ruleCommon, kind: z.literal('unique'), columns: z.array(column).min(1).max(5) }),
  z.object({ ...ruleCommon, kind: z.literal('found'), columns: z.array(column).min(1).max(5), among: z.object({ register, columns: z.array(column).min(1).max(5) }) }),
  z.object({ ...ruleCommon, kind: z.literal('set'), expression: feel }),
]);
const ruleView = z.object({ id: z.string(), title: z.string(), dimension, object: z.string().nullable(), threshold: z.number(), kind: z.enum(['row', 'unique', 'found', 'set']), expression: z.string().describe('as it is written'),
  when: z.string().nullable().describe('FEEL: for which records'), holds: z.string().nullable().describe('FEEL; null for rules over many records'), columns: z.array(z.string()).describe('of rules over many records'), among: z.object({ title: z.string(), columns: z.array(z.string()).describe('by their titles') }).nullable(), clause: z.string().nullable(), made: z.object({ id: z.uuid(), version: z.int(), by: z.string() }).nullable().describe('null: of the content') });
const runView = z.object({ id: z.uuid(), state, requestedBy: z.string(), requestedAt: instant, doneAt: instant.nullable(), snapshotAt: instant.nullable(), rows: z.int().nullable(), milliseconds: z.int().nullable(), score: z.number().nullable(), problem: z.string().nullable() });
const scored = z.object({ name: z.string(), id: z.string(), score: z.number(), checked: z.int(), failed: z.int() });

export const qualityBoard = contract({
  name: 'quality.board', method: 'GET', path: `${pathOf}/quality`, audience: 'officer', permission: 'quality.view', summary: '数据质量总览', input: z.object({}),
  output: z.object({ registers: z.array(z.object({ register: z.string(), title: z.string(), rules: z.int(), last: runView.nullable(), trend: z.array(z.object({ at: instant, score: z.number() })), openTickets: z.int() })) }),
});
export const registerQuality = contract({
  name: 'quality.register', method: 'GET', path: `${pathOf}/quality/:register`, audience: 'officer', permission: 'quality.view', summary: '一个登记簿的规则、得分与走势', input: z.object({ register }),
  output: z.object({ register: z.string(), title: z.string(), rules: z.array(ruleView), runs: z.array(runView), columns: z.array(z.object({ name: z.string(), title: z.string(), kind: z.string() })) }),
});
export const addRule = contract({
  name: 'quality.addRule', method: 'POST', path: `${pathOf}/quality/:register/rules`, audience: 'officer', permission: 'quality.manage', summary: '新增质量规则（不能按集合计算的被拒绝）',
  input: z.object({ register, rule: ruleInput }), output: ruleView, errors: ['analysis.notSetBased', 'analysis.unknownColumn', 'analysis.sealed', 'quality.ruleTwice'],
});
export const retireRule = contract({
  name: 'quality.retireRule', method: 'POST', path: `${pathOf}/rules/:ruleId/retire`, audience: 'officer', permission: 'quality.manage', summary: '停用质量规则',
  input: z.object({ ruleId: z.uuid(), version: z.int() }), output: z.object({ version: z.int() }), errors: ['quality.stale', 'quality.notFound'],
});
export const startRun = contract({
  name: 'quality.startRun', method: 'POST', path: `${pathOf}/quality/:register/runs`, audience: 'officer', permission: 'quality.manage', summary: '稽核：对新快照运行全部规则',
  input: z.object({ register }), output: z.object({ runId: z.uuid() }), errors: ['quality.noRules'],
});
export const getRun = contract({
  name: 'quality.getRun', method: 'GET', path: `${pathOf}/runs/:runId`, audience: 'officer', permission: 'quality.view', summary: '稽核结果：按规则、维度、部门', input: z.object({ runId: z.uuid() }),
  output: runView.extend({
    register: z.string(), byDimension: z.array(scored), byDepartment: z.array(scored),
    rules: z.array(z.object({ id: z.string(), title: z.string(), dimension, threshold: z.number(), checked: z.int(), failed: z.int(), passed: z.boolean(), refused: z.string().nullable(), sample: z.array(z.uuid()).describe('records that fail, to be opened for a purpose') })),
  }),
});
const ticketState = z.enum(['open', 'answered', 'objected', 'closed']);
const ticketView = z.object({
  id: z.uuid(), number: z.string(), register: z.string(), registerTitle: z.string(), rule: z.string(), title: z.string(), department: z.string(), departmentName: z.string(), state: ticketState, failed: z.int(), openedAt: instant, closedAt: instant.nullable(), version: z.int(), runId: z.uuid(), caseId: z.uuid().nullable(), dueOn: z.string().nullable().describe('limit of the case'),
});
export const listTickets = contract({
  name: 'quality.listTickets', method: 'GET', path: `${pathOf}/tickets`, audience: 'officer', permission: 'quality.view', summary: '数据质量问题工单（本人管理范围）',
  input: z.object({ state: ticketState.optional(), register: register.optional(), cursor: z.uuid().optional() }), output: z.object({ tickets: z.array(ticketView), next: z.uuid().nullable() }),
});
export const getTicket = contract({
  name: 'quality.getTicket', method: 'GET', path: `${pathOf}/tickets/:ticketId`, audience: 'officer', permission: 'quality.view', summary: '问题工单', input: z.object({ ticketId: z.uuid() }),
  output: ticketView.extend({ sample: z.array(z.uuid()), task: z.object({ id: z.string(), version: z.int(), name: z.string(), options: z.array(z.object({ value: z.string(), label: z.string(), needsOpinion: z.boolean(), tone: z.string() })) }).nullable().describe('the step that the reader may take'), actions: z.array(z.object({ at: instant, kind: z.enum(['opened', 'found-again', 'answered', 'objected', 'dismissed', 'excused', 'closed']), failed: z.int().nullable(), note: z.string().nullable(), by: z.string() })) }), errors: ['quality.notFound'],
});
export const answerTicket = contract({
  name: 'quality.answerTicket', method: 'POST', path: `${pathOf}/tickets/:ticketId/answer`, audience: 'officer', permission: 'quality.correct', summary: '数源部门答复问题工单',
  input: z.object({ ticketId: z.uuid(), version: z.int(), note: z.string().trim().min(4).max(1000) }), output: z.object({ version: z.int() }), errors: ['quality.stale', 'quality.closed', 'quality.notFound', 'quality.notYours', 'quality.inHand'],
});
export const objectToTicket = contract({
  name: 'quality.objectToTicket', method: 'POST', path: `${pathOf}/tickets/:ticketId/object`, audience: 'officer', permission: 'quality.correct', summary: '责任单位提出异议，由数据主管部门裁定',
  input: z.object({ ticketId: z.uuid(), version: z.int(), reason: z.string().trim().min(4).max(1000) }), output: z.object({ version: z.int() }), errors: ['quality.stale', 'quality.closed', 'quality.notFound', 'quality.notYours', 'quality.inHand'],
});

// ---- 快照, 清洗, 比对
const snapshotView = z.object({ source: z.string(), title: z.string(), at: instant, rows: z.int(), digest: z.string(), personal: z.boolean(), columns: z.array(z.object({ name: z.string(), title: z.string(), kind: z.string() })) });
export const takeSnapshot = contract({
  name: 'quality.takeSnapshot', method: 'POST', path: `${pathOf}/snapshots`, audience: 'officer', permission: 'quality.manage', summary: '生成分析快照（登记簿或上传的表格）',
  input: z.object({ of: z.union([z.object({ register }), z.object({ fileId: z.uuid() })]) }), output: z.object({ source: z.string() }), errors: ['quality.fileInvalid', 'records.unknownRegister'],
});
export const listSnapshots = contract({ name: 'quality.listSnapshots', method: 'GET', path: `${pathOf}/snapshots`, audience: 'officer', permission: 'quality.view', summary: '分析快照', input: z.object({}), output: z.object({ snapshots: z.array(snapshotView) }) });
const pair = z.object({ left: column, right: column });
/** 比对方法: columns of one kind as they are, where none is named. */
const comparer = z.union([z.enum(['plain', 'number', 'date']), z.strictObject({ first: z.int().min(1).max(40) }), z.strictObject({ decimals: z.int().min(0).max(6) })]);
const comparedPair = pair.extend({ by: comparer.optional() });
const compared = { left: source, right: source, key: z.array(comparedPair).min(1).max(5), columns: z.array(comparedPair).max(60) };
export const previewComparison = contract({
  name: 'quality.previewComparison', method: 'POST', path: `${pathOf}/comparisons/preview`, audience: 'officer', permission: 'quality.manage', summary: '配对预览：前 1000 行能否找到对方', input: z.object(compared),
  output: z.object({
    sampled: z.int(), matched: z.int(), twice: z.int(), byColumn: z.array(z.object({ left: z.string(), right: z.string(), same: z.int() })), personal: z.boolean().describe('rows about persons: counts only'),
    shown: z.array(z.object({ key: z.array(cell), found: z.boolean(), values: z.array(z.object({ column: z.string(), left: cell, right: cell, same: z.boolean() })) })),
  }),
  errors: ['analysis.snapshotMissing', 'analysis.unknownColumn', 'analysis.queryInvalid', 'quality.tooFew'],
});
export const startComparison = contract({
  name: 'quality.startComparison', method: 'POST', path: `${pathOf}/comparisons`, audience: 'officer', permission: 'quality.manage', summary: '比对两个来源',
  input: z.object({ title, ...compared }), output: z.object({ comparisonId: z.uuid() }), errors: ['analysis.snapshotMissing', 'analysis.unknownColumn', 'analysis.queryInvalid'],
});
export const comparisonResult = z.object({
  leftRows: z.int(), rightRows: z.int(), same: z.int(), differing: z.int(), missingLeft: z.int(), missingRight: z.int(), duplicateLeft: z.int(), duplicateRight: z.int(), withoutKeyLeft: z.int(), withoutKeyRight: z.int(), columnsSampled: z.boolean(),
  differingByColumn: z.array(z.object({ left: z.string(), right: z.string(), differing: z.int() })),
  samples: z.array(z.object({ kind: z.enum(['missing-left', 'missing-right', 'differing']), key: z.array(cell), columns: z.array(z.string()), values: z.array(z.object({ column: z.string(), left: cell, right: cell })) })),
});
const comparisonView = z.object({ id: z.uuid(), title: z.string(), state, left: z.string(), right: z.string(), requestedBy: z.string(), requestedAt: instant, problem: z.string().nullable(), result: comparisonResult.nullable() });
export const listComparisons = contract({
  name: 'quality.listComparisons', method: 'GET', path: `${pathOf}/comparisons`, audience: 'officer', permission: 'quality.view', summary: '比对任务', input: z.object({}),
  output: z.object({ comparisons: z.array(comparisonView) }),
});
const namedPair = comparedPair.extend({ leftTitle: z.string(), rightTitle: z.string() });
export const getComparison = contract({
  name: 'quality.getComparison', method: 'GET', path: `${pathOf}/comparisons/:comparisonId`, audience: 'officer', permission: 'quality.view', summary: '一项比对：条件与结果', input: z.object({ comparisonId: z.uuid() }),
  output: comparisonView.extend({ key: z.array(namedPair), columns: z.array(namedPair), leftSource: z.string(), rightSource: z.string(), doneAt: instant.nullable() }), errors: ['quality.notFound'],
});
export const findDuplicates = contract({
  name: 'quality.findDuplicates', method: 'POST', path: `${pathOf}/duplicates`, audience: 'officer', permission: 'quality.manage', summary: '疑似重复：名称归一后相同',
  input: z.object({ source, name: column, same: z.array(column).max(5).default([]), ignore: z.array(z.string().max(20)).max(50).default([]), key: column.default('recordId') }),
  output: z.object({ groups: z.int(), rows: z.int(), shown: z.array(z.object({ count: z.int(), keys: z.array(z.string()) })) }),
});
const step = z.discriminatedUnion('do', [
  z.object({ do: z.literal('trim') }), z.object({ do: z.literal('half-width') }), z.object({ do: z.literal('upper') }), z.object({ do: z.literal('lower') }), z.object({ do: z.literal('remove-blanks') }), z.object({ do: z.literal('date') }),
  z.object({ do: z.literal('map'), codes: z.record(z.string().max(100), z.string().max(100)) }), z.object({ do: z.literal('empty'), values: z.array(z.string().max(40)).min(1).max(50) }),
]);
const cleanings = z.array(z.object({ column, as: column, steps: z.array(step).max(10) })).min(1).max(200);
export const previewCleaning = contract({
  name: 'quality.previewCleaning', method: 'POST', path: `${pathOf}/cleanings/preview`, audience: 'officer', permission: 'quality.manage', summary: '清洗预览：前后对照',
  input: z.object({ source, register, cleanings }),
  output: z.object({ rows: z.int(), changed: z.int(), personal: z.boolean().describe('rows about persons: counts only'), changedByColumn: z.array(z.object({ column: z.string(), changed: z.int() })), shown: z.array(z.array(z.object({ column: z.string(), before: cell, after: cell }))), acceptable: z.int(), faults: z.array(z.object({ row: z.int(), field: z.string(), why: z.string() })).describe('the first rows that the register would refuse after cleaning') }),
});
export const applyCleaning = contract({
  name: 'quality.applyCleaning', method: 'POST', path: `${pathOf}/cleanings`, audience: 'officer', permission: 'quality.manage', summary: '清洗入库：按登记簿标准入库并留来源',
  input: z.object({ source, register, cleanings }), output: z.object({ cleaningId: z.uuid() }), errors: ['analysis.snapshotMissing', 'records.unknownField', 'quality.maskedField', 'quality.personalOpen'],
});
export const listCleanings = contract({
  name: 'quality.listCleanings', method: 'GET', path: `${pathOf}/cleanings`, audience: 'officer', permission: 'quality.view', summary: '清洗任务', input: z.object({}),
  output: z.object({ cleanings: z.array(z.object({ id: z.uuid(), register: z.string(), registerTitle: z.string(), source: z.string(), columns: z.int(), state, requestedBy: z.string(), requestedAt: instant })) }),
});
export const getCleaning = contract({
  name: 'quality.getCleaning', method: 'GET', path: `${pathOf}/cleanings/:cleaningId`, audience: 'officer', permission: 'quality.view', summary: '清洗任务', input: z.object({ cleaningId: z.uuid() }),
  output: z.object({ id: z.uuid(), register: z.string(), registerTitle: z.string(), state, problem: z.string().nullable(), requestedBy: z.string(), requestedAt: instant, report: z.object({ read: z.int(), created: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int(), faults: z.array(z.object({ row: z.int(), field: z.string(), why: z.string() })) }).nullable() }), errors: ['quality.notFound'],
});

// ---- 分析挖掘
const measure = z.object({ as: column, fn: z.enum(['count', 'filled', 'distinct', 'sum', 'average', 'min', 'max', 'median']), of: z.string().max(128).optional(), where: feel.optional() });
const group = z.object({ column: z.string().max(128), by: z.union([z.enum(['year', 'quarter', 'month', 'day']), z.object({ first: z.int().min(1).max(40) }), z.object({ width: z.number().positive() })]).optional(), as: column.optional() });
export const analyse = contract({
  name: 'quality.analyse', method: 'POST', path: `${pathOf}/analysis`, audience: 'officer', permission: 'data.view', summary: '多维关联分析（只出统计，少于 5 人的分组不显示）',
  input: z.object({
    from: source, joins: z.array(z.object({ source, as: column, kind: z.enum(['inner', 'left']), on: z.array(pair).min(1).max(5) })).max(3).default([]), where: z.string().max(2000).optional(),
    groupBy: z.array(group).max(6).default([]), measures: z.array(measure).min(1).max(20), order: z.array(z.object({ by: z.string().max(64), descending: z.boolean().default(false) })).max(6).default([]), limit: z.int().min(1).max(1000).default(200),
  }),
  output: z.object({ columns: z.array(z.object({ name: z.string(), kind: z.string() })), rows: z.array(z.record(z.string(), cell)), suppressedBelow: z.int(), suppressedGroups: z.int(), truncated: z.boolean(), snapshots: z.array(z.object({ name: z.string(), at: instant })), milliseconds: z.int(),
    names: z.record(z.string(), z.record(z.string(), z.string())).describe('what codes of a group are called, by result column and value') }),
  errors: ['analysis.notSetBased', 'analysis.unknownColumn', 'analysis.sealed', 'analysis.queryInvalid', 'analysis.snapshotMissing', 'quality.notForAnalysis', 'data.maskedColumn'],
});
export const profileSource = contract({
  name: 'quality.profile', method: 'GET', path: `${pathOf}/profiles/:source`, audience: 'officer', permission: 'quality.view', summary: '数据画像：各列的填充、取值与形式', input: z.object({ source }),
  output: z.object({ columns: z.array(z.object({ name: z.string(), title: z.string(), kind: z.string(), rows: z.int(), filled: z.int(), distinct: z.int(), min: cell, max: cell, lengthMin: z.int().nullable(), lengthMax: z.int().nullable(), patterns: z.array(z.object({ pattern: z.string(), share: z.number() })), looksLike: z.record(z.string(), z.number()) })) }),
});
