/** 数据开发: pipelines and their runs, register models, questions in the safe space, authorised operation. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { draftSchema, measureSchema, pipelineSchema, sourceSchema } from './contract-step.ts';

const pathOf = '/api/desk/data-development';
const instant = z.string();
const pipelineId = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
const day = z.iso.date();
const state = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']);
const desk = { audience: 'officer', permission: 'data.manage' } as const;

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const stepFigures = z.object({ seq: z.int(), kind: z.string(), rowsIn: z.int(), rowsOut: z.int(), refused: z.int(), milliseconds: z.int(), note: z.string().nullable() });
const shape = z.object({ personal: z.boolean(), columns: z.array(z.object({ name: z.string(), kind: z.string(), title: z.string(), sealed: z.boolean() })) });
const runView = z.object({
  id: z.uuid(), pipeline: z.string(), title: z.string(), version: z.int(), day, reason: z.enum(['manual', 'schedule', 'back-fill', 'dependency']), state, requestedBy: z.string(), requestedAt: instant, startedAt: instant.nullable(), finishedAt: instant.nullable(),
  moved: z.int().nullable(), problem: z.string().nullable(),
});

// ---- 数据管道
export const listPipelines = contract({
  ...desk, name: 'development.listPipelines', method: 'GET', path: `${pathOf}/pipelines`, summary: '数据管道', input: z.object({}),
  output: z.object({ pipelines: z.array(z.object({ id: z.string(), title: z.string(), version: z.int(), origin: z.enum(['content', 'desk']), active: z.boolean(), steps: z.int(), schedule: z.string().nullable(), workingDays: z.boolean(), after: z.array(z.string()), publishes: z.object({ as: z.enum(['set', 'service', 'open-candidate']), name: z.string(), title: z.string() }).nullable(), last: z.object({ state, day, moved: z.int().nullable() }).nullable() })) }),
});
export const getPipeline = contract({
  ...desk, name: 'development.getPipeline', method: 'GET', path: `${pathOf}/pipelines/:pipelineId`, summary: '一条数据管道：步骤、每步后的列、运行历史', input: z.object({ pipelineId }),
  output: z.object({ id: z.string(), version: z.int(), origin: z.enum(['content', 'desk']), active: z.boolean(), by: z.string().nullable(), title: z.string(), definition: pipelineSchema, why: z.string().nullable().describe('what stops it as things stand'), shapes: z.array(shape), runs: z.array(runView) }),
});
export const checkPipeline = contract({
  ...desk, name: 'development.checkPipeline', method: 'POST', path: `${pathOf}/check`, summary: '核对步骤（未画完的也可以）', input: z.object({ definition: draftSchema }), output: z.object({ ok: z.boolean(), why: z.string().nullable(), shapes: z.array(shape) }),
});
export const tryPipeline = contract({
  ...desk, name: 'development.tryPipeline', method: 'POST', path: `${pathOf}/try`, summary: '试运行：取前若干行走一遍，不写入', input: z.object({ definition: pipelineSchema, rows: z.int().min(1).max(5_000).default(500).describe('taken from the source') }),
  output: z.object({
    why: z.string().nullable().describe('what stopped it'), steps: z.array(stepFigures), personal: z.boolean().describe('rows about persons: not shown'), columns: z.array(z.object({ name: z.string(), title: z.string(), kind: z.string() })), rows: z.array(z.record(z.string(), cell)).describe('the first that would leave'),
    faults: z.array(z.object({ row: z.int(), field: z.string(), why: z.string() })).describe('what the register would refuse'),
  }),
  errors: ['development.stepInvalid', 'development.personalLeaves', 'development.sealedLeaves'],
});
export const savePipeline = contract({
  ...desk, name: 'development.savePipeline', method: 'PUT', path: `${pathOf}/pipelines/:pipelineId`, summary: '保存为新版本', input: z.object({ pipelineId, version: z.int().min(0).describe('the version it was based on; 0 for a new one'), definition: pipelineSchema, active: z.boolean().default(true) }),
  output: z.object({ version: z.int() }), errors: ['development.stale', 'development.stepInvalid', 'development.ownedByContent', 'development.personalLeaves', 'development.sealedLeaves'],
});
export const startRun = contract({ ...desk, name: 'development.startRun', method: 'POST', path: `${pathOf}/pipelines/:pipelineId/runs`, summary: '立即运行', input: z.object({ pipelineId }), output: z.object({ runId: z.uuid() }) });
export const backFill = contract({
  ...desk, name: 'development.backFill', method: 'POST', path: `${pathOf}/pipelines/:pipelineId/back-fill`, summary: '补数：对过去每一天各运行一次', input: z.object({ pipelineId, from: day, to: day }),
  output: z.object({ runs: z.array(z.object({ day, runId: z.uuid() })) }), errors: ['development.daysInvalid', 'content.calendarUnknown'],
});
export const cancelRun = contract({ ...desk, name: 'development.cancelRun', method: 'POST', path: `${pathOf}/runs/:runId/cancel`, summary: '取消运行', input: z.object({ runId: z.uuid() }), output: z.object({ state: z.literal('cancelled') }), errors: ['development.notCancellable'] });
export const getRun = contract({
  ...desk, name: 'development.getRun', method: 'GET', path: `${pathOf}/runs/:runId`, summary: '一次运行：每步进出与退回行数', input: z.object({ runId: z.uuid() }),
  output: runView.extend({ attempt: z.int(), steps: z.array(stepFigures) }),
});
export const listAlarms = contract({ ...desk, name: 'development.listAlarms', method: 'GET', path: `${pathOf}/alarms`, summary: '未处理告警', input: z.object({}), output: z.object({ alarms: z.array(z.object({ id: z.uuid(), pipeline: z.string(), runId: z.uuid().nullable(), what: z.string(), at: instant })) }) });
export const seeAlarm = contract({ ...desk, name: 'development.seeAlarm', method: 'POST', path: `${pathOf}/alarms/:alarmId/seen`, summary: '告警已阅', input: z.object({ alarmId: z.uuid() }), output: z.object({ ok: z.literal(true) }) });

// ---- 数据模型设计
export const draftRegister = contract({
  ...desk, name: 'development.draftRegister', method: 'POST', path: `${pathOf}/register-drafts`, summary: '由数据画像起草登记簿模型（内容 YAML）', input: z.object({ from: sourceSchema, id: pipelineId, title: z.string().trim().min(2).max(60) }),
  output: z.object({ yaml: z.string(), columns: z.array(z.object({ column: z.string(), field: z.string(), type: z.string(), element: z.string().nullable(), filled: z.number(), unique: z.boolean() })) }),
});

// ---- 安全空间：查询工作台与出域审核
const reference = z.string().regex(/^([a-z][a-zA-Z0-9]{0,30}\.)?[a-z][a-zA-Z0-9]{0,39}$/);
const named = z.string().regex(/^[a-z][a-zA-Z0-9]{0,30}$/);
const asked = z.object({
  from: named.optional(),
  joins: z.array(z.object({ view: named, on: z.array(z.object({ left: reference, right: named })).min(1).max(3) })).max(3).default([]),
  where: z.string().trim().min(1).max(2000).optional(),
  groupBy: z.array(z.object({ column: reference, by: z.union([z.enum(['year', 'quarter', 'month', 'day']), z.object({ first: z.int().min(1).max(40) }), z.object({ width: z.number().positive() })]).optional(), as: named.optional() })).max(6).default([]),
  measures: z.array(measureSchema.extend({ of: reference.optional() })).max(19).default([]),
  rows: z.array(reference).max(60).default([]),
  limit: z.int().min(1).max(10_000).optional(),
});
const askedOutput = z.object({ questionId: z.uuid(), rows: z.int(), suppressed: z.int(), state: z.literal('waiting') });
const askErrors = ['development.columnNotOffered', 'development.quotaUsed', 'development.agreementEnded'];
const offers = z.object({
  offers: z.array(z.object({
    id: z.string(), title: z.string(), description: z.string().nullable(), grade: z.int(), level: z.enum(['figures', 'rows']), scenes: z.array(z.string()), smallestGroup: z.int(), rowsMax: z.int(), questionsPerDay: z.int(), priceClass: z.enum(['free', 'cost', 'market']),
    views: z.array(z.object({
      as: z.string(), register: z.string(), title: z.string(), snapshotAt: instant.nullable().describe('null: no snapshot yet, nothing can be asked'), rows: z.int().nullable(),
      columns: z.array(z.object({ column: z.string(), title: z.string(), kind: z.string().describe('`digest`: sealed, good for joins only'), masked: z.boolean() })),
    })),
  })),
});
const questionView = z.object({
  id: z.uuid(), agreementId: z.uuid().nullable(), offer: z.string(), offerTitle: z.string(), purpose: z.string(), askedBy: z.string(), askedAt: instant, tookMs: z.int(), rows: z.int(), suppressed: z.int(), smallestGroup: z.int(), least: z.int(), grade: z.int(),
  state: z.enum(['tried', 'waiting', 'released', 'withheld']), reviewedBy: z.string().nullable(), note: z.string().nullable(), version: z.int(),
});
const resultColumns = z.array(z.object({ name: z.string(), kind: z.string(), title: z.string() }));
const names = z.record(z.string(), z.record(z.string(), z.string())).describe('what codes are called, by column and value');
const snapshots = z.array(z.object({ name: z.string(), at: instant }));
const described = z.object({
  from: z.string(), register: z.string().describe('of the main table'), columns: z.record(z.string(), z.string()).describe('titles of what a condition may name'), joins: z.array(z.object({ view: z.string(), on: z.array(z.string()) })), where: z.string().nullable().describe('FEEL'), groupBy: z.array(z.object({ title: z.string(), by: z.string().nullable(), first: z.number().nullable(), width: z.number().nullable() })),
  measures: z.array(z.object({ title: z.string().nullable(), fn: z.string(), where: z.string().nullable() })), rows: z.array(z.string()), limit: z.int().nullable(),
});
const taken = z.object({ exportId: z.string(), digest: z.string(), columns: resultColumns, names, rows: z.array(z.record(z.string(), cell)) });

export const listOffers = contract({ audience: 'officer', permission: 'data.view', name: 'development.listOffers', method: 'GET', path: `${pathOf}/offers`, summary: '可在安全空间使用的数据', input: z.object({}), output: offers });
export const askAsOfficial = contract({ audience: 'officer', permission: 'data.view', name: 'development.askAsOfficial', method: 'POST', path: `${pathOf}/questions`, summary: '安全空间查询（工作人员）', input: z.object({ offer: pipelineId, purpose: z.string().trim().min(4).max(200), asked }), output: askedOutput, errors: askErrors });
/** 试查与提交: what could leave is seen inside; a review lets it go. */
export const tryQuestion = contract({
  audience: 'officer', permission: 'data.view', name: 'development.tryQuestion', method: 'POST', path: `${pathOf}/questions/try`, summary: '安全空间试查（工作人员）：结果只在空间内显示', input: z.object({ offer: pipelineId, asked }),
  output: z.object({
    questionId: z.uuid(), version: z.int(), rows: z.int(), suppressed: z.int().describe('groups held back'), smallestGroup: z.int(), least: z.int(), tookMs: z.int(), truncated: z.boolean(), columns: resultColumns, names, shown: z.array(z.record(z.string(), cell)),
    heldBack: z.int().describe('rows that too few others are like: not shown'), snapshots,
  }),
  errors: askErrors,
});
export const submitQuestion = contract({
  audience: 'officer', permission: 'data.view', name: 'development.submitQuestion', method: 'POST', path: `${pathOf}/questions/:questionId/submit`, summary: '提交出域审核', input: z.object({ questionId: z.uuid(), version: z.int(), purpose: z.string().trim().min(4).max(200) }),
  output: z.object({ version: z.int(), state: z.literal('waiting') }), errors: ['development.notFound', 'development.stale', 'development.submittedAlready'],
});
export const myQuestions = contract({ audience: 'anyone', name: 'development.myQuestions', method: 'GET', path: '/api/data-development/questions', summary: '我的查询', input: z.object({ agreementId: z.uuid().optional() }), output: z.object({ questions: z.array(questionView) }) });
export const takeResult = contract({ audience: 'anyone', name: 'development.takeResult', method: 'POST', path: '/api/data-development/questions/:questionId/result', summary: '导出已审核的结果', input: z.object({ questionId: z.uuid() }), output: taken, errors: ['development.notReleased', 'development.agreementEnded'] });
export const listForReview = contract({ ...desk, name: 'development.listForReview', method: 'GET', path: `${pathOf}/reviews`, summary: '出域审核', input: z.object({ state: z.enum(['waiting', 'released', 'withheld']).default('waiting') }), output: z.object({ questions: z.array(questionView) }) });
export const reviewPage = contract({ ...desk, name: 'development.reviewPage', method: 'GET', path: `${pathOf}/reviews/:questionId`, summary: '待审结果', input: z.object({ questionId: z.uuid() }), output: questionView.extend({ asked: z.looseObject({}), described, digest: z.string(), result: z.object({ columns: resultColumns, names, rows: z.array(z.record(z.string(), cell)), truncated: z.boolean(), snapshots }) }) });
export const review = contract({ ...desk, name: 'development.review', method: 'POST', path: `${pathOf}/reviews/:questionId`, summary: '出域审核决定', input: z.object({ questionId: z.uuid(), version: z.int(), release: z.boolean(), note: z.string().trim().min(2).max(500) }), output: z.object({ state: z.enum(['released', 'withheld']), exportId: z.string().nullable() }), errors: ['development.stale', 'development.ownReview', 'development.groupTooSmall'] });

// ---- 公共数据授权运营
const agreementView = z.object({
  id: z.uuid(), number: z.string(), operator: z.string(), operatorCode: z.string(), scene: z.string(), purpose: z.string(), offer: z.string(), offerTitle: z.string(), grade: z.int(), priceClass: z.enum(['free', 'cost', 'market']), duties: z.array(z.string()), validUntil: day,
  state: z.enum(['active', 'withdrawn']), reason: z.string().nullable(), version: z.int(), signedAt: instant,
});
const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const listOperatorOffers = contract({ audience: 'public', name: 'development.listOperatorOffers', method: 'GET', path: '/api/data-development/offers', summary: '公共数据授权运营数据清单', input: z.object({}), output: offers });
export const listAgreements = contract({ ...desk, name: 'development.listAgreements', method: 'GET', path: `${pathOf}/agreements`, summary: '授权运营协议', input: z.object({}), output: z.object({ agreements: z.array(agreementView) }) });
/** 场景登记: for which purposes public data is worked on, by whom, over which data, and what came of it. */
export const listScenes = contract({
  ...desk, name: 'development.listScenes', method: 'GET', path: `${pathOf}/scenes`, summary: '场景登记：授权运营协议与工作人员场景', input: z.object({}),
  output: z.object({ scenes: z.array(z.object({
    id: z.uuid().nullable().describe('its agreement'), kind: z.enum(['operator', 'official']), title: z.string(), purpose: z.string(), who: z.string(), offerTitle: z.string(), grade: z.int(), from: day, until: day.nullable().describe('null: an official’s own, question by question'),
    state: z.enum(['active', 'over', 'withdrawn']), meter: z.object({ questions: z.int(), released: z.int(), rows: z.int().describe('that left'), lastAt: instant.nullable() }),
  })) }),
});
export const myAgreements = contract({ audience: 'citizen', name: 'development.myAgreements', method: 'GET', path: '/api/data-development/agreements', summary: '我的授权运营协议', input: z.object({}), output: z.object({ agreements: z.array(agreementView) }) });
export const askAsOperator = contract({ audience: 'citizen', name: 'development.askAsOperator', method: 'POST', path: '/api/data-development/agreements/:agreementId/questions', summary: '安全空间查询（运营单位）', input: z.object({ agreementId: z.uuid(), asked }), output: askedOutput, errors: askErrors });
export const useOf = contract({
  audience: 'anyone', name: 'development.useOf', method: 'GET', path: '/api/data-development/agreements/:agreementId/use', summary: '用量与结算', input: z.object({ agreementId: z.uuid(), period }),
  output: z.object({ period, questions: z.int(), released: z.int(), rows: z.int(), tookMs: z.int(), settlements: z.array(z.object({ id: z.uuid(), period, amount: z.number().describe('yuan'), digest: z.string(), madeAt: instant })) }),
});
export const withdrawAgreement = contract({ ...desk, name: 'development.withdrawAgreement', method: 'POST', path: `${pathOf}/agreements/:agreementId/withdraw`, summary: '撤回授权', input: z.object({ agreementId: z.uuid(), version: z.int(), reason: z.string().trim().min(4).max(500) }), output: z.object({ state: z.literal('withdrawn') }), errors: ['development.stale'] });
export const settle = contract({
  ...desk, name: 'development.settle', method: 'POST', path: `${pathOf}/agreements/:agreementId/settlements`, summary: '出具月结算单', input: z.object({ agreementId: z.uuid(), period }),
  output: z.object({ settlementId: z.uuid(), period, figures: z.object({ questions: z.int(), released: z.int(), rows: z.int(), tookMs: z.int(), priceClass: z.string(), perQuestion: z.number(), perThousandRows: z.number() }), amount: z.number(), digest: z.string() }), errors: ['development.periodOpen', 'development.settled'],
});
