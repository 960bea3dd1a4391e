import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { dayWords } from '../day-words.ts';
import { lockAssessment, noteAction, questionnaireOf, type AssessmentRow } from './assessments.ts';
import { openCertification } from './certificates.ts';
import type * as c from './contract.ts';
import type { Assessment } from './deps.ts';
import { errors } from './errors.ts';
import { itemsOf } from './questionnaire-kind.ts';
import { scoreAssessment, type Judgement } from './score-assessment.ts';
import { tellFirm } from './tell-firm.ts';

const mustAssess = (ctx: Context, a: AssessmentRow): void => {
  if (!ctx.actor.organisations.includes(a.assessor)) throw errors.notAssessor();
};

const judgedOf = async (ctx: Context, id: string): Promise<Map<string, Judgement>> =>
  new Map((await ctx.tx.query<{ item: string; judged: Judgement }>('select item, judged from assessment.item where assessment_id = $1 and judged is not null', [id])).map((r) => [r.item, r.judged]));

/** 评定: each item by what was found, not by what was said; what fails becomes a finding with a day. */
export async function judgeAssessment(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.judgeAssessment>): Promise<OutputOf<typeof c.judgeAssessment>> {
  const a = await lockAssessment(ctx, i.assessmentId, i.version, ['judging']);
  mustAssess(ctx, a);
  const q = questionnaireOf(deps, a);
  const items = new Map(itemsOf(q).map((x) => [x.id, x]));
  for (const { item } of i.items) if (!items.has(item)) throw errors.itemUnknown({ item });
  if (i.mendBy < dayInChina(ctx.now)) throw errors.dueInPast();
  await ctx.tx.query(
    `update assessment.item t set judged = x.judged, judged_words = x.words, judged_by = $3 from jsonb_to_recordset($2::jsonb) as x(item text, judged text, words text) where t.assessment_id = $1 and t.item = x.item`,
    [a.id, JSON.stringify(i.items.map((x) => ({ item: x.item, judged: x.judged, words: x.words ?? null }))), ctx.actor.name]);
  const judged = await judgedOf(ctx, a.id);
  const missing = [...items.values()].filter((x) => !judged.has(x.id));
  if (missing[0] !== undefined) throw errors.incomplete({ count: missing.length, item: textIn(missing[0].text, ctx.locale) });
  const words = new Map(i.items.map((x) => [x.item, x.words]));
  const failing = [...items.values()].filter((x) => ['partly', 'fails'].includes(judged.get(x.id)!));
  for (const x of failing)
    ctx.tx.insert('assessment.finding', { id: ctx.newId(), assessment_id: a.id, item: x.id, severity: x.must || judged.get(x.id) === 'fails' ? 'major' : 'minor', words: words.get(x.id) ?? textIn(x.text, 'zh'), due_on: i.mendBy, state: 'open', evidence: [] });
  const { score, level } = scoreAssessment(q, judged);
  await ctx.tx.query("update assessment.assessment set state = 'mending', score = $2, level = $3, judged_at = $4, version = version + 1 where id = $1", [a.id, score, level, ctx.now]);
  await noteAction(ctx, a.id, 'judged', `${score}`);
  tellFirm(deps, ctx, a, 'judged', { score, findings: failing.length, next: failing.length === 0 ? { zh: '没有需要整改的', en: 'there is nothing to mend' } : { zh: `请于${dayWords(i.mendBy).zh}前整改`, en: `mend them by ${dayWords(i.mendBy).en}` } });
  deps.ledger.append(ctx.tx, { kind: 'assessment.judged', subject: a.id, data: { number: a.number, score, level, findings: failing.length } });
  return { version: a.version + 1, score, level, findings: failing.length };
}

/** 验证: mended indeed, then its item conforms; or not yet, then it is open again. */
export async function verifyFinding(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.verifyFinding>): Promise<OutputOf<typeof c.verifyFinding>> {
  const a = await lockAssessment(ctx, i.assessmentId, i.version, ['mending']);
  mustAssess(ctx, a);
  const [finding] = await ctx.tx.query<{ item: string }>("update assessment.finding set state = $3, verified_words = $4, verified_at = $5 where id = $1 and assessment_id = $2 and state = 'mended' returning item", [i.findingId, a.id, i.accept ? 'verified' : 'open', i.words, ctx.now]);
  if (finding === undefined) throw errors.notFound();
  if (i.accept) await ctx.tx.query("update assessment.item set judged = 'conform' where assessment_id = $1 and item = $2", [a.id, finding.item]);
  const { score, level } = scoreAssessment(questionnaireOf(deps, a), await judgedOf(ctx, a.id));
  await ctx.tx.query('update assessment.assessment set score = $2, level = $3, version = version + 1 where id = $1', [a.id, score, level]);
  await noteAction(ctx, a.id, i.accept ? 'verified' : 'reopened', finding.item);
  if (!i.accept) tellFirm(deps, ctx, a, 'reopened', { item: itemsOf(questionnaireOf(deps, a)).find((x) => x.id === finding.item)?.text ?? finding.item, words: i.words });
  return { version: a.version + 1, score, level };
}

/** 结论: with the level that was reached the data bureau is asked for a certificate; below it the assessment has failed. */
export async function concludeAssessment(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.concludeAssessment>): Promise<OutputOf<typeof c.concludeAssessment>> {
  const a = await lockAssessment(ctx, i.assessmentId, i.version, ['mending']);
  mustAssess(ctx, a);
  const q = questionnaireOf(deps, a);
  const passed = (a.level ?? 0) >= q.certifyFrom;
  const { open } = await ctx.tx.one<{ open: number }>("select count(*)::int as open from assessment.finding where assessment_id = $1 and severity = 'major' and state <> 'verified'", [a.id]);
  if (passed && open > 0) throw errors.openFindings({ count: open });
  const caseId = passed ? await openCertification(deps, ctx, a, q) : null;
  await ctx.tx.query('update assessment.assessment set state = $2, concluded_at = $3, case_id = $4, version = version + 1 where id = $1', [a.id, passed ? 'certifying' : 'failed', ctx.now, caseId]);
  await noteAction(ctx, a.id, passed ? 'passed' : 'failed', i.words);
  tellFirm(deps, ctx, a, 'concluded', { result: passed ? { zh: '达到发证等级，已报数据主管部门发证', en: 'the level is reached, and the data bureau is asked for the certificate' } : { zh: '未达到发证等级', en: 'the level that is certified was not reached' }, words: i.words });
  deps.ledger.append(ctx.tx, { kind: 'assessment.concluded', subject: a.id, data: { number: a.number, passed, score: a.score === null ? null : Number(a.score), level: a.level } });
  return { version: a.version + 1, state: passed ? 'certifying' : 'failed', caseId };
}
