import { route, type Module } from '#kernel/house';
import { answerAccount, callToAccount, closeAccount, listAccounts } from './accountability.ts';
import { searchActivity } from './activity.ts';
import { answerAssessment, mendFinding } from './answer-assessment.ts';
import { getAssessment, listAssessments, listQuestionnaires, openAssessment } from './assessments.ts';
import { annulCertificate, registerCertification } from './certificates.ts';
import * as c from './contract.ts';
import type { Assessment } from './deps.ts';
import { concludeAssessment, judgeAssessment, verifyFinding } from './judge-assessment.ts';

/** 数据安全审计、合规性评估认证: what was done with data, how bodies and providers stand, certificates, accountability. */
export function assessmentModule(deps: Assessment): Module {
  registerCertification(deps);
  return {
    name: 'assessment',
    systems: ['data-security-assessment'],
    uses: [],
    routes: [
      route(c.listQuestionnaires, async (ctx) => listQuestionnaires(deps, ctx)),
      route(c.openAssessment, (ctx, i) => openAssessment(deps, ctx, i)),
      route(c.listAssessments, (ctx, i) => listAssessments(deps, ctx, i)),
      route(c.getAssessment, (ctx, i) => getAssessment(deps, ctx, i)),
      route(c.answerAssessment, (ctx, i) => answerAssessment(deps, ctx, i)),
      route(c.judgeAssessment, (ctx, i) => judgeAssessment(deps, ctx, i)),
      route(c.mendFinding, (ctx, i) => mendFinding(deps, ctx, i)),
      route(c.verifyFinding, (ctx, i) => verifyFinding(deps, ctx, i)),
      route(c.concludeAssessment, (ctx, i) => concludeAssessment(deps, ctx, i)),
      route(c.annulCertificate, (ctx, i) => annulCertificate(deps, ctx, i)),
      route(c.callToAccount, (ctx, i) => callToAccount(deps, ctx, i)),
      route(c.answerAccount, (ctx, i) => answerAccount(ctx, i)),
      route(c.closeAccount, (ctx, i) => closeAccount(deps, ctx, i)),
      route(c.listAccountability, (ctx) => listAccounts(deps, ctx)),
      route(c.searchActivity, (ctx, i) => searchActivity(deps, ctx, i)),
    ],
  };
}
