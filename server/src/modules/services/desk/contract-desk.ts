import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { answers, caseId, caseState, cursor, day, divisionDigits, formDefinition, instant, limit, version, words } from '../contract-types.ts';
import { caseSummary, caseView } from '../cases/contract-case.ts';

/** 待办: one task of a work list. */
export const taskSummary = z.object({
  id: z.uuid(),
  /** What a change of the task is based on: a row of a list can be claimed. */
  taskVersion: version,
  caseId: z.uuid(),
  caseNumber: z.string(),
  caseName: words,
  applicant: words,
  step: words,
  state: z.enum(['waiting', 'claimed', 'suspended', 'done', 'returned', 'withdrawn', 'cancelled']),
  assignee: words.nullable(),
  mine: z.boolean(),
  organisation: words,
  createdAt: instant,
  dueOn: day.nullable(),
  caseDueOn: day.nullable(),
  light: caseSummary.shape.light,
});
export type TaskSummary = z.infer<typeof taskSummary>;

/** What an officer may decide at a step; the definition of the step names it. */
export const decisionOption = z.object({ value: z.string(), label: words, needsOpinion: z.boolean(), tone: z.enum(['primary', 'normal', 'danger']) });

export const workList = contract({
  name: 'services.workList',
  method: 'GET',
  path: '/api/desk/tasks',
  audience: 'officer',
  summary: '工作台：待办、已领、已办、超期',
  input: z.object({ box: z.enum(['open', 'mine', 'done']).default('open'), light: z.enum(['soon', 'yellow', 'red']).optional(), text: z.string().max(60).optional(), role: z.string().max(60).optional().describe('only steps of this permission, such as cases.inspect'), cursor, limit }),
  output: z.object({ tasks: z.array(taskSummary), counts: z.object({ open: z.int(), mine: z.int(), soon: z.int(), overdue: z.int() }), next: z.string().nullable() }),
});

export const deskTask = taskSummary.extend({
  role: z.string().nullable(),
  decisions: z.array(decisionOption),
  /** Check list of an inspection, as a form. */
  checklist: formDefinition.nullable(),
  /** 退回 targets. */
  earlierSteps: z.array(z.object({ node: z.string(), name: words })),
  operations: z.array(z.enum(['claim', 'release', 'transfer', 'addSign', 'return', 'withdraw', 'suspend', 'resume', 'circulate'])),
});
export type DeskTask = z.infer<typeof deskTask>;

export const deskCase = caseView.extend({
  tasks: z.array(deskTask),
  history: z.array(taskSummary),
  steps: z.array(z.object({ node: z.string(), name: words, state: z.enum(['done', 'active', 'ahead']) })),
  notes: z.array(z.object({ at: instant, by: words, text: words })),
  proposal: z.object({ decision: words, reasons: z.array(words), rules: z.array(z.string()) }).nullable().describe('what the decision table proposes'),
});
export type DeskCase = z.infer<typeof deskCase>;

export const getDeskCase = contract({
  name: 'services.getDeskCase',
  method: 'GET',
  path: '/api/desk/cases/:caseId',
  audience: 'officer',
  permission: 'cases.view',
  summary: '办件页（查看留痕，申请人可见）',
  input: z.object({ caseId }),
  output: deskCase,
  errors: ['cases.unknown'],
});

export const listDeskCases = contract({
  name: 'services.listDeskCases',
  method: 'GET',
  path: '/api/desk/cases',
  audience: 'officer',
  permission: 'cases.view',
  summary: '办件查询',
  input: z.object({ text: z.string().max(60).optional(), state: caseState.optional(), light: z.enum(['soon', 'yellow', 'red']).optional(), item: z.string().max(128).optional(), handedOut: z.stringbool().optional().describe('出件：false 为已有结果而未出件'), cursor, limit }),
  output: z.object({ cases: z.array(caseSummary), next: z.string().nullable() }),
});

const taskChange = { taskId: z.uuid(), version };

export const decideTask = contract({
  name: 'services.decideTask',
  method: 'POST',
  path: '/api/desk/tasks/:taskId/decide',
  audience: 'officer',
  gathered: true,
  summary: '办理：受理、补正、不予受理、审查意见、审批决定、会签意见、检查结果',
  input: z.object({
    ...taskChange,
    decision: z.string().max(40),
    opinion: z.string().max(4000).optional(),
    checklist: answers.optional(),
    /** 核查地点: where the official stood, as written or located by her. */
    place: z.string().max(200).optional(),
    /** With decision `supplement` 一次告知: what is missing and why. */
    supplement: z.array(z.object({ itemId: z.string().max(128), materialId: z.string().max(128), why: z.string().max(500) })).max(100).optional(),
    fileIds: z.array(z.uuid()).max(20).optional(),
  }),
  output: z.object({ ok: z.literal(true), caseVersion: version, state: caseState, stateWords: words }),
  errors: ['cases.stale', 'cases.notYourTask', 'cases.taskClosed', 'services.opinionMissing', 'services.decisionUnknown'],
});

export const operateTask = contract({
  name: 'services.operateTask',
  method: 'POST',
  path: '/api/desk/tasks/:taskId/operate',
  audience: 'officer',
  summary: '签收、放回、转办、加签、退回、撤回、挂起、恢复、传阅',
  input: z.object({
    ...taskChange,
    operation: z.enum(['claim', 'release', 'transfer', 'addSign', 'return', 'withdraw', 'suspend', 'resume', 'circulate']),
    /** Accounts (transfer, addSign, circulate). */
    to: z.array(z.uuid()).max(50).optional(),
    /** Step to return to. */
    node: z.string().max(120).optional(),
    mode: z.enum(['before', 'after', 'parallel']).optional(),
    reason: z.string().max(2000).optional(),
  }),
  output: z.object({ ok: z.literal(true), caseVersion: version }),
  errors: ['cases.stale', 'cases.notYourTask'],
});

export const suspendCase = contract({
  name: 'services.suspendCase',
  method: 'POST',
  path: '/api/desk/cases/:caseId/suspend',
  audience: 'officer',
  permission: 'cases.review',
  summary: '特别程序开始（时钟停止）',
  input: z.object({ caseId, version, procedure: z.string().max(100), reason: z.string().max(2000), days: z.int().min(1).max(365) }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notNow'],
});

export const resumeCase = contract({
  name: 'services.resumeCase',
  method: 'POST',
  path: '/api/desk/cases/:caseId/resume',
  audience: 'officer',
  permission: 'cases.review',
  summary: '特别程序结束（时钟继续）',
  input: z.object({ caseId, version, result: z.string().max(2000) }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notNow'],
});

export const findColleagues = contract({
  name: 'services.findColleagues',
  method: 'GET',
  path: '/api/desk/colleagues',
  audience: 'officer',
  summary: '转办、加签的人选',
  input: z.object({ text: z.string().max(40).default(''), organisation: z.string().max(18).optional() }),
  output: z.object({ people: z.array(z.object({ accountId: z.uuid(), name: words, organisation: words, post: words })) }),
});

export const findApplicant = contract({
  name: 'services.findApplicant',
  method: 'POST',
  path: '/api/desk/applicants/find',
  audience: 'officer',
  permission: 'cases.accept',
  summary: '窗口核验申请人（身份证号或统一社会信用代码；留痕）',
  input: z.object({ code: z.string().max(18), purpose: z.string().max(200) }),
  output: z.object({ party: z.object({ id: z.uuid(), kind: z.enum(['person', 'company']), name: words, code: z.string().describe('masked') }).nullable() }),
});

/** 取件: one window gives out the results. */
export const handOut = contract({
  name: 'services.handOut',
  method: 'POST',
  path: '/api/desk/cases/:caseId/hand-out',
  audience: 'officer',
  permission: 'cases.accept',
  summary: '综合窗口出件',
  input: z.object({ caseId, version, to: z.string().max(60), way: z.enum(['window', 'express', 'electronic']) }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notNow'],
});

export const deskHome = contract({
  name: 'services.deskHome',
  method: 'GET',
  path: '/api/desk/home',
  audience: 'officer',
  summary: '工作门户：待办、时限、消息、应用入口',
  input: z.object({}),
  output: z.object({
    counts: z.object({ open: z.int(), mine: z.int(), soon: z.int(), overdue: z.int(), unread: z.int() }),
    urgent: z.array(taskSummary),
    apps: z.array(z.object({ id: z.string(), name: words, path: z.string(), allowed: z.boolean() })),
    week: z.array(z.object({ day, submitted: z.int(), concluded: z.int() })),
    divisionName: words,
    division: divisionDigits,
  }),
});
