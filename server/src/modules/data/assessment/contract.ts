/** 数据安全审计、合规性评估认证、问责. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const instant = z.string();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const words = (min: number, max: number) => z.string().trim().min(min).max(max);
const change = { version: z.int().min(1) };
const changed = z.object({ version: z.int() });
const creditCode = z.string().regex(/^[0-9A-Z]{18}$/);
const subjectKind = z.enum(['body', 'data-centre', 'cloud-provider']);
const state = z.enum(['answering', 'judging', 'mending', 'certifying', 'certified', 'failed', 'annulled']);
const answer = z.enum(['yes', 'partly', 'no', 'not-applicable']);
const judgement = z.enum(['conform', 'partly', 'fails', 'not-applicable']);
const files = z.array(z.uuid()).max(20);
const assessmentId = z.uuid();

export const listQuestionnaires = contract({
  name: 'assessment.listQuestionnaires', method: 'GET', path: '/api/assessments/questionnaires', audience: 'anyone', summary: '已发布的数据安全评估问卷', input: z.object({}),
  output: z.object({
    questionnaires: z.array(z.object({
      id: z.string(), version: z.int(), title: z.string(), basis: z.string(), for: z.array(subjectKind), certifyFrom: z.int(),
      domains: z.array(z.object({ id: z.string(), title: z.string(), items: z.array(z.object({ id: z.string(), text: z.string(), clause: z.string(), level: z.int(), weight: z.int(), must: z.boolean(), evidence: z.boolean() })) })),
    })),
  }),
});
const summary = z.object({
  id: z.string(), number: z.string(), questionnaire: z.string(), questionnaireTitle: z.string(), subjectKind, subjectCode: z.string(), subjectName: z.string(), object: z.string(), assessorName: z.string(), assessedBy: z.string(), state, dueOn: day,
  score: z.number().nullable(), level: z.int().nullable(), certificate: z.string().nullable(), caseId: z.string().nullable(), openedAt: instant, version: z.int(), mine: z.boolean(), judge: z.boolean(),
});
export const openAssessment = contract({
  name: 'assessment.open', method: 'POST', path: '/api/desk/assessments', audience: 'officer', permission: 'assessment.manage', summary: '发起评估（部门、数据中心、云服务商）',
  input: z.object({ questionnaire: z.string().max(60), subjectKind, subjectCode: creditCode, object: words(2, 100).describe('what is assessed: a body’s systems, a data centre, a cloud'), dueOn: day }), output: z.object({ id: z.string(), number: z.string(), version: z.int() }),
  errors: ['assessment.notFound', 'assessment.notForSubject', 'assessment.subjectUnknown', 'assessment.ownSubject', 'assessment.dueInPast'],
});
export const listAssessments = contract({
  name: 'assessment.list', method: 'GET', path: '/api/assessments', audience: 'anyone', summary: '评估（本单位被评估的、本单位评估的、属地的）', input: z.object({ state: state.optional(), cursor: z.uuid().optional() }), output: z.object({ assessments: z.array(summary), next: z.string().nullable() }),
});
export const getAssessment = contract({
  name: 'assessment.get', method: 'GET', path: '/api/assessments/:assessmentId', audience: 'anyone', summary: '一次评估：题目、自评、评定、不符合项、经过', input: z.object({ assessmentId }),
  output: summary.extend({
    basis: z.string(), certifyFrom: z.int(), annulled: z.object({ at: instant, by: z.string(), reason: z.string(), basis: z.string().nullable() }).nullable().describe('证书撤销: by whom, why'),
    domains: z.array(z.object({
      id: z.string(), title: z.string(), score: z.number().nullable(),
      items: z.array(z.object({ id: z.string(), text: z.string(), clause: z.string(), level: z.int(), weight: z.int(), must: z.boolean(), evidenceNeeded: z.boolean(), answer: answer.nullable(), words: z.string().nullable(), evidence: z.array(z.string()), answeredBy: z.string().nullable(), judged: judgement.nullable(), judgedWords: z.string().nullable() })),
    })),
    findings: z.array(z.object({ id: z.string(), item: z.string(), severity: z.enum(['major', 'minor']), words: z.string(), dueOn: day, late: z.boolean(), state: z.enum(['open', 'mended', 'verified']), mendedWords: z.string().nullable(), evidence: z.array(z.string()), mendedAt: instant.nullable(), verifiedWords: z.string().nullable() })),
    actions: z.array(z.object({ at: instant, kind: z.string(), note: z.string().nullable(), by: z.string() })),
  }),
  errors: ['assessment.notFound'],
});
export const answerAssessment = contract({
  name: 'assessment.answer', method: 'POST', path: '/api/assessments/:assessmentId/answers', audience: 'anyone', summary: '自评填报与提交',
  input: z.object({ assessmentId, items: z.array(z.object({ item: z.string().max(60), answer, words: words(1, 1000).optional(), evidence: files.default([]) })).max(300), submit: z.boolean().default(false), ...change }), output: z.object({ version: z.int(), state }),
  errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notSubject', 'assessment.itemUnknown', 'assessment.incomplete', 'assessment.evidenceMissing'],
});
export const judgeAssessment = contract({
  name: 'assessment.judge', method: 'POST', path: '/api/desk/assessments/:assessmentId/judgement', audience: 'officer', permission: 'assessment.manage', summary: '逐项评定，不符合的列为不符合项并定整改期限',
  input: z.object({ assessmentId, items: z.array(z.object({ item: z.string().max(60), judged: judgement, words: words(1, 1000).optional() })).min(1).max(300), mendBy: day, ...change }), output: z.object({ version: z.int(), score: z.number(), level: z.int(), findings: z.int() }),
  errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notAssessor', 'assessment.itemUnknown', 'assessment.incomplete', 'assessment.dueInPast'],
});
export const mendFinding = contract({
  name: 'assessment.mend', method: 'POST', path: '/api/assessments/:assessmentId/findings/:findingId/mending', audience: 'anyone', summary: '整改并附证明', input: z.object({ assessmentId, findingId: z.uuid(), words: words(4, 1000), evidence: files.min(1), ...change }), output: changed,
  errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notSubject'],
});
export const verifyFinding = contract({
  name: 'assessment.verify', method: 'POST', path: '/api/desk/assessments/:assessmentId/findings/:findingId/verification', audience: 'officer', permission: 'assessment.manage', summary: '验证整改', input: z.object({ assessmentId, findingId: z.uuid(), accept: z.boolean(), words: words(2, 500), ...change }),
  output: z.object({ version: z.int(), score: z.number(), level: z.int() }), errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notAssessor'],
});
export const concludeAssessment = contract({
  name: 'assessment.conclude', method: 'POST', path: '/api/desk/assessments/:assessmentId/conclusion', audience: 'officer', permission: 'assessment.manage', summary: '作出结论：达到等级的报数据主管部门发证', input: z.object({ assessmentId, words: words(2, 500), ...change }),
  output: z.object({ version: z.int(), state, caseId: z.string().nullable() }), errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notAssessor', 'assessment.openFindings'],
});
export const annulCertificate = contract({
  name: 'assessment.annul', method: 'POST', path: '/api/desk/assessments/:assessmentId/annulment', audience: 'officer', permission: 'assessment.certify', summary: '撤销合规证书', input: z.object({ assessmentId, reason: words(4, 500), basis: words(4, 200), ...change }), output: changed,
  errors: ['assessment.notFound', 'assessment.stale', 'assessment.noCertificate', 'services.notYourLicence', 'services.licenceNotNow'],
});

const measure = z.enum(['talk', 'notice', 'handover']);
export const callToAccount = contract({
  name: 'assessment.callToAccount', method: 'POST', path: '/api/desk/accountability', audience: 'officer', permission: 'assessment.manage', summary: '问责：约谈、通报、移送',
  input: z.object({ organisation: creditCode, measure, reason: words(4, 1000), basis: words(4, 200), answerDue: day, assessmentId: z.uuid().optional(), event: z.uuid().optional().describe('the look, call or export that it is about') }), output: z.object({ id: z.string(), number: z.string(), version: z.int() }),
  errors: ['assessment.organisationUnknown', 'assessment.notFound', 'assessment.dueInPast'],
});
export const answerAccount = contract({ name: 'assessment.answerAccount', method: 'POST', path: '/api/desk/accountability/:accountabilityId/answer', audience: 'officer', permission: 'assessment.answer', summary: '问责答复', input: z.object({ accountabilityId: z.uuid(), answer: words(4, 1000), ...change }), output: changed, errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notSubject'] });
export const closeAccount = contract({ name: 'assessment.closeAccount', method: 'POST', path: '/api/desk/accountability/:accountabilityId/closing', audience: 'officer', permission: 'assessment.manage', summary: '问责办结', input: z.object({ accountabilityId: z.uuid(), outcome: words(4, 1000), ...change }), output: changed, errors: ['assessment.notFound', 'assessment.stale', 'assessment.notNow', 'assessment.notAssessor'] });
export const listAccountability = contract({
  name: 'assessment.listAccountability', method: 'GET', path: '/api/desk/accountability', audience: 'officer', summary: '问责台账', input: z.object({}),
  output: z.object({ accounts: z.array(z.object({ id: z.string(), number: z.string(), organisation: z.string(), organisationName: z.string(), measure, reason: z.string(), basis: z.string(), event: z.string().nullable(), assessmentId: z.string().nullable(), answerDue: day, state: z.enum(['open', 'answered', 'closed']), answer: z.string().nullable(), outcome: z.string().nullable(), by: z.string(), at: instant, mine: z.boolean(), version: z.int() })) }),
});

export const searchActivity = contract({
  name: 'assessment.searchActivity', method: 'GET', path: '/api/desk/audit/data-activity', audience: 'officer', permission: 'audit.view', summary: '数据活动审计：查询、接口调用、导出，含事由',
  input: z.object({
    from: z.iso.datetime({ offset: true }).optional(), to: z.iso.datetime({ offset: true }).optional(), organisation: creditCode.optional(), accountId: z.uuid().optional(), register: z.string().max(60).optional(), reason: words(1, 60).optional(), kind: z.enum(['look', 'call', 'export']).optional(),
    nightOnly: z.stringbool().default(false), before: z.iso.datetime({ offset: true }).optional().describe('where the page before ended'),
  }),
  output: z.object({
    events: z.array(z.object({ kind: z.enum(['look', 'call', 'export']), id: z.string(), at: instant, who: z.string().nullable(), accountId: z.string().nullable(), organisation: z.string(), organisationName: z.string(), what: z.string(), whatTitle: z.string(), reason: z.string().nullable(), reference: z.string().nullable(), outcome: z.string(), rows: z.int().nullable().describe('records; of looks: people'), night: z.boolean() })),
    before: z.string().nullable(),
  }),
});
