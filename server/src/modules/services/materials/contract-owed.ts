import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { caseSummary } from '../cases/contract-case.ts';
import { caseId, day, limit, version, words } from '../contract-types.ts';

/** 容缺后补, by the applicant: all of what is owed, or some of it. */
export const provideLater = contract({
  name: 'services.provideLater',
  method: 'POST',
  path: '/api/services/my/cases/:caseId/later-materials',
  audience: 'citizen',
  summary: '补交容缺材料',
  input: z.object({ caseId, version, materials: z.array(z.object({ itemId: z.string().max(128), materialId: z.string().max(128), fileIds: z.array(z.uuid()).min(1).max(20) })).min(1).max(50) }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.unknown', 'services.nothingOwed', 'services.fileUnknown', 'services.wayNotAllowed'],
});

export const owedMaterial = z.object({
  caseId: z.uuid(),
  caseNumber: z.string(),
  caseName: words,
  caseVersion: version,
  applicant: words,
  organisation: words,
  materialId: z.string(),
  name: words,
  state: z.enum(['later', 'given']),
  dueOn: day.nullable(),
  overdue: z.boolean(),
  note: words.nullable(),
});

export const listOwed = contract({
  name: 'services.listOwed',
  method: 'GET',
  path: '/api/desk/owed-materials',
  audience: 'officer',
  permission: 'cases.view',
  summary: '容缺台账：待补交、逾期未补、待核对',
  input: z.object({ box: z.enum(['owed', 'overdue', 'given']).default('owed'), limit }),
  output: z.object({ materials: z.array(owedMaterial), counts: z.object({ owed: z.int(), overdue: z.int(), given: z.int() }) }),
});

export const settleLater = contract({
  name: 'services.settleLater',
  method: 'POST',
  path: '/api/desk/cases/:caseId/owed-materials',
  audience: 'officer',
  permission: 'cases.view',
  summary: '核对补交的容缺材料：确认，或者要求重新提交',
  input: z.object({ caseId, version, materialId: z.string().max(260).describe('<item>/<material>'), settle: z.enum(['confirmed', 'again']), reason: z.string().max(1000).optional() }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notYourTask', 'services.nothingOwed', 'services.reasonMissing'],
});

/** 逾期退件: never by itself, always by an official with a notice. */
export const closeOverdue = contract({
  name: 'services.closeOverdue',
  method: 'POST',
  path: '/api/desk/cases/:caseId/close-overdue',
  audience: 'officer',
  permission: 'cases.view',
  summary: '逾期未补正（视为撤回）、容缺材料逾期未补（终止办理）',
  input: z.object({ caseId, version, reason: z.string().trim().min(2).max(1000) }),
  output: caseSummary,
  errors: ['cases.stale', 'cases.notNow', 'cases.notYourTask', 'services.notOverdue'],
});

/** 事后核查 (国办发〔2020〕42号): each grant on a promise has its check, with a day and a result. */
export const listLaterChecks = contract({
  name: 'services.listLaterChecks',
  method: 'GET',
  path: '/api/desk/later-checks',
  audience: 'officer',
  permission: 'cases.view',
  summary: '告知承诺事后核查台账：待核查、逾期未核查、属实、不实',
  input: z.object({ box: z.enum(['open', 'overdue', 'kept', 'broken']).default('open'), limit }),
  output: z.object({
    checks: z.array(z.object({
      caseId: z.uuid().describe('the check, a case of its own'),
      caseNumber: z.string(),
      caseName: words,
      checkedCaseId: z.uuid().describe('the case that was granted on the promise'),
      checkedNumber: z.string(),
      applicant: words,
      organisation: words,
      promises: z.array(words).describe('what was promised, by the names of the papers'),
      state: z.string(),
      stateWords: words,
      step: words.nullable().describe('the step that it waits at'),
      dueOn: day.nullable(),
      overdue: z.boolean(),
      concludedOn: day.nullable(),
    })),
    counts: z.object({ open: z.int(), overdue: z.int(), kept: z.int(), broken: z.int() }),
  }),
});
