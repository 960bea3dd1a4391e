import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { answers, caseId, caseState, clockView, cursor, day, done, formDefinition, instant, limit, materialView, timelineEntry, version, words } from '../contract-types.ts';

export const caseSummary = z.object({
  id: z.uuid(),
  number: z.string(),
  name: words,
  state: caseState,
  stateWords: words,
  department: words,
  division: words,
  applicant: words,
  submittedAt: instant,
  dueOn: day.nullable(),
  light: clockView.shape.light,
  version,
});
export type CaseSummary = z.infer<typeof caseSummary>;

const resultDocument = z.object({ id: z.string(), name: words, format: z.enum(['ofd', 'pdf']), url: z.string(), previewUrl: z.string().nullable() });

/** 办件: everything that its applicant may see. */
export const caseView = caseSummary.extend({
  definition: z.object({ kind: z.string(), id: z.string(), version: z.int() }),
  clock: clockView,
  form: formDefinition,
  answers,
  materials: z.array(materialView),
  timeline: z.array(timelineEntry),
  children: z.array(caseSummary),
  parent: z.object({ id: z.uuid(), number: z.string(), name: words }).nullable(),
  documents: z.array(resultDocument),
  licences: z.array(z.object({ recordId: z.uuid(), name: words, number: z.string() })),
  /** What the applicant is asked for now. */
  supplement: z.object({ reason: words, materials: z.array(z.object({ itemId: z.string(), materialId: z.string(), name: words, why: words })), askedAt: instant, until: day.nullable(), overdue: z.boolean() }).nullable(),
  /** 逾期: whether an official may close it for a limit that has passed (补正、容缺). */
  closable: z.boolean(),
  /** 特别程序 or refusal reasons. */
  reason: words.nullable(),
  actions: z.array(z.enum(['supplement', 'withdraw', 'rate', 'laterMaterial'])),
  rating: z.object({ stars: z.int(), satisfaction: words, comment: words.nullable(), reply: words.nullable() }).nullable(),
  receiptUrl: z.string(),
  lookedAt: z.array(z.object({ at: instant, who: words, organisation: words, purpose: words })),
});
export type CaseView = z.infer<typeof caseView>;

export const listMyCases = contract({
  name: 'services.listMyCases',
  method: 'GET',
  path: '/api/services/my/cases',
  audience: 'citizen',
  summary: '我的办件',
  input: z.object({ state: z.enum(['open', 'waiting', 'concluded']).optional().describe('waiting: the applicant has to do something'), cursor, limit }),
  output: z.object({ cases: z.array(caseSummary), next: z.string().nullable() }),
});

export const getMyCase = contract({
  name: 'services.getMyCase',
  method: 'GET',
  path: '/api/services/my/cases/:caseId',
  audience: 'citizen',
  summary: '办件进度',
  input: z.object({ caseId }),
  output: caseView,
  errors: ['cases.unknown'],
});

export const trackCase = contract({
  name: 'services.trackCase',
  method: 'GET',
  path: '/api/services/track',
  audience: 'public',
  summary: '凭办件编号与查询码查进度（不显示个人信息）',
  input: z.object({ number: z.string().max(40), code: z.string().max(12) }),
  output: z.object({ number: z.string(), name: words, stateWords: words, department: words, dueOn: day.nullable(), steps: z.array(z.object({ at: instant, title: words })) }),
  errors: ['cases.unknown'],
});

export const answerSupplement = contract({
  name: 'services.answerSupplement',
  method: 'POST',
  path: '/api/services/my/cases/:caseId/supplement',
  audience: 'citizen',
  summary: '提交补正',
  input: z.object({ caseId, version, materials: z.array(z.object({ itemId: z.string(), materialId: z.string(), fileIds: z.array(z.uuid()).max(20).default([]), recordId: z.uuid().optional() })).max(100), answers: answers.optional(), note: z.string().max(1000).optional() }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notNow', 'services.materialMissing'],
});

export const withdrawCase = contract({
  name: 'services.withdrawCase',
  method: 'POST',
  path: '/api/services/my/cases/:caseId/withdraw',
  audience: 'citizen',
  summary: '撤回申请（决定前）',
  input: z.object({ caseId, version, reason: z.string().max(1000) }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notNow'],
});

export const rateCase = contract({
  name: 'services.rateCase',
  method: 'POST',
  path: '/api/services/my/cases/:caseId/rating',
  audience: 'citizen',
  gathered: true,
  summary: '好差评：一次一评',
  input: z.object({ caseId, stars: z.int().min(1).max(5), tags: z.array(z.string().max(40)).max(10).default([]), comment: z.string().max(2000).optional(), named: z.boolean().default(true) }),
  output: z.object({ ok: z.literal(true), followUpCaseId: z.uuid().nullable().describe('差评 opens a case of its own') }),
  errors: ['services.ratedAlready', 'cases.notNow'],
});

/** 回执: the ledger receipt that verifies offline. */
export const caseReceipt = contract({
  name: 'services.caseReceipt',
  method: 'GET',
  path: '/api/services/my/cases/:caseId/receipt',
  audience: 'citizen',
  summary: '存证回执（可离线验证）',
  input: z.object({ caseId }),
  output: z.looseObject({}),
  errors: ['cases.unknown', 'services.receiptNotYet'],
});

const licence = z.object({ recordId: z.uuid(), name: words, number: z.string(), identifier: z.string(), holder: words, issuer: words, issuedOn: day, validTo: day.nullable(), state: words, valid: z.boolean() });

export const listMyLicences = contract({
  name: 'services.listMyLicences',
  method: 'GET',
  path: '/api/services/my/licences',
  audience: 'citizen',
  summary: '我的证照',
  input: z.object({}),
  output: z.object({ licences: z.array(licence) }),
});

export const getMyLicence = contract({
  name: 'services.getMyLicence',
  method: 'GET',
  path: '/api/services/my/licences/:recordId',
  audience: 'citizen',
  summary: '证照与亮证码',
  input: z.object({ recordId: z.uuid() }),
  output: licence.extend({ fields: z.array(z.object({ label: words, value: words })), previewSvg: z.array(z.string()), ofdUrl: z.string(), pdfUrl: z.string(), code: z.object({ text: z.string(), svg: z.string(), url: z.string() }), uses: z.array(z.object({ at: instant, by: words, purpose: words })) }),
  errors: ['services.licenceUnknown'],
});

export const verifyLicence = contract({
  name: 'services.verifyLicence',
  method: 'GET',
  path: '/api/services/verify/:code',
  audience: 'public',
  summary: '公开核验证照',
  input: z.object({ code: z.string().max(120) }),
  output: z.object({ found: z.boolean(), valid: z.boolean(), stateWords: words, name: words.nullable(), number: z.string().nullable(), holder: words.nullable().describe('masked'), issuer: words.nullable(), issuedOn: day.nullable(), validTo: day.nullable(), steps: z.array(z.object({ name: words, ok: z.boolean(), why: words.nullable() })) }),
});

export const whoLooked = contract({
  name: 'services.whoLooked',
  method: 'GET',
  path: '/api/services/my/accesses',
  audience: 'citizen',
  summary: '谁查看了我的信息',
  input: z.object({ cursor, limit }),
  output: z.object({ accesses: z.array(z.object({ id: z.string(), at: instant, who: words, organisation: words, what: words, fields: z.array(words), purpose: words, caseNumber: z.string().nullable(), caseId: z.string().nullable() })), next: z.string().nullable() }),
});

export const listMyMessages = contract({
  name: 'services.listMyMessages',
  method: 'GET',
  path: '/api/services/my/messages',
  audience: 'anyone',
  summary: '我的消息',
  input: z.object({ cursor, limit }),
  output: z.object({ messages: z.array(z.object({ id: z.string(), at: instant, title: words, body: words, read: z.boolean(), caseId: z.string().nullable(), url: z.string().nullable().describe('the page where it goes on') })), unread: z.int(), next: z.string().nullable() }),
});

export const readMessages = contract({
  name: 'services.readMessages',
  method: 'POST',
  path: '/api/services/my/messages/read',
  audience: 'anyone',
  summary: '标为已读',
  input: z.object({ ids: z.array(z.uuid()).max(100) }),
  output: done,
});
