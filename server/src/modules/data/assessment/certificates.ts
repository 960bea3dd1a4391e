import type { CaseWork } from '#engines/cases';
import type { Context } from '#kernel/context';
import type { ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { noteAction, type Annulled, type AssessmentRow } from './assessments.ts';
import type * as c from './contract.ts';
import { bureauOf, type Assessment } from './deps.ts';
import { errors } from './errors.ts';
import { questionnaireKind, type Questionnaire } from './questionnaire-kind.ts';
import { tellFirm } from './tell-firm.ts';

const processId = 'data-security-certification';
const reviewDays = 10;
const kindWords: Record<string, string> = { body: '政务部门', 'data-centre': '数据中心', 'cloud-provider': '云服务商' };

/** 发证: a case of the data bureau, decided by somebody else than the assessor. */
export async function openCertification(deps: Assessment, ctx: Context, a: AssessmentRow, q: Questionnaire): Promise<string> {
  const bureau = bureauOf(deps, a.division);
  const work = await deps.cases.open(ctx, {
    kind: processId, kindCode: 'AP', definition: { kind: 'process', id: processId, version: 1 }, title: `数据安全合规认证：${a.subject_name}（${a.object}）`, division: bureau.division, organisation: bureau.id,
    party: a.party_id === null ? null : { id: a.party_id, kind: 'company', name: a.subject_name }, channel: 'desk',
    answers: { assessment: a.id, number: a.number, questionnaire: textIn(q.title, 'zh'), subject: a.subject_name, subjectCode: a.subject_code, object: a.object, score: Number(a.score ?? 0), level: a.level ?? 0 },
    process: { id: processId }, variables: { issuer: bureau.id }, promisedDays: reviewDays, statutoryDays: reviewDays * 2,
  });
  await ctx.tx.flush();
  work.move('accepted');
  await work.start();
  await work.save();
  return work.row.id;
}

const assessmentOfCase = (work: CaseWork): Promise<AssessmentRow> => work.ctx.tx.one<AssessmentRow>('select * from assessment.assessment where case_id = $1 for update', [work.row.id]);

/** Steps of the process call these; made before the content is loaded. */
export function registerCertification(deps: Assessment): void {
  deps.cases.registerFunction('assessment.certified', {
    async run(work) {
      const { ctx } = work;
      const a = await assessmentOfCase(work);
      const q = deps.content.get(questionnaireKind, a.questionnaire, { version: a.questionnaire_version }).value;
      const { recordId, number } = await deps.issue(work, {
        type: q.certificate, holder: { name: a.subject_name, code: a.subject_code },
        fields: { object: a.object, kind: kindWords[a.subject_kind] ?? a.subject_kind, questionnaire: textIn(q.title, 'zh'), basis: textIn(q.basis, 'zh'), level: a.level ?? 0, score: Number(a.score ?? 0), assessment: a.number },
      });
      await ctx.tx.query("update assessment.assessment set state = 'certified', certificate = $2, version = version + 1 where id = $1", [a.id, recordId]);
      await noteAction(ctx, a.id, 'certified', number);
      work.move('granted', { number });
    },
  });
  deps.cases.registerFunction('assessment.refused', {
    async run(work) {
      const a = await assessmentOfCase(work);
      const reason = typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : '';
      await work.ctx.tx.query("update assessment.assessment set state = 'failed', version = version + 1 where id = $1", [a.id]);
      await noteAction(work.ctx, a.id, 'refused', reason);
      tellFirm(deps, work.ctx, a, 'concluded', { result: { zh: '不予发证', en: 'no certificate is given' }, words: reason });
      work.move('refused', { reason });
    },
  });
}

/** 证书撤销: what is found later takes it back; whoever verifies the certificate sees it at once. */
export async function annulCertificate(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.annulCertificate>): Promise<{ version: number }> {
  const a = await ctx.tx.maybe<AssessmentRow>('select * from assessment.assessment where id = $1 for update', [i.assessmentId]);
  if (a === undefined) throw errors.notFound();
  if (a.version !== i.version) throw errors.stale({ version: a.version });
  if (a.certificate === null) throw errors.noCertificate();
  const record = await deps.records.find(ctx, 'certificate', a.certificate, { purpose: { duty: 'data-security-certification', text: '撤销数据安全合规证书' } });
  if (record === undefined) throw errors.noCertificate();
  await deps.annul(ctx, { recordId: a.certificate, reason: i.reason, basis: i.basis, version: record.version });
  const annulled: Annulled = { at: ctx.now.toISOString(), by: ctx.actor.name, organisation: ctx.actor.organisations[0] ?? null, reason: i.reason, basis: i.basis };
  await ctx.tx.query("update assessment.assessment set state = 'annulled', annulled = $2, version = version + 1 where id = $1", [a.id, JSON.stringify(annulled)]);
  await noteAction(ctx, a.id, 'annulled', i.reason);
  deps.ledger.append(ctx.tx, { kind: 'assessment.annulled', subject: a.id, data: { number: a.number, certificate: a.certificate, basis: i.basis } });
  return { version: a.version + 1 };
}
