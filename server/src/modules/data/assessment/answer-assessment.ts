import type { Context } from '#kernel/context';
import type { ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { lockAssessment, noteAction, questionnaireOf, type AssessmentRow } from './assessments.ts';
import type * as c from './contract.ts';
import type { Assessment } from './deps.ts';
import { errors } from './errors.ts';
import { itemsOf } from './questionnaire-kind.ts';

/** The assessed body's officials with the duty to answer; of a company, whoever acts for it. */
export function mustBeSubject(ctx: Context, a: Pick<AssessmentRow, 'party_id' | 'subject_code'>): void {
  const mine = a.party_id !== null ? a.party_id === ctx.actor.partyId : ctx.actor.organisations.includes(a.subject_code) && ctx.actor.permissions.has('assessment.answer');
  if (!mine) throw errors.notSubject();
}

/** Files that the sender may see: evidence of others cannot be borrowed. */
export const checkEvidence = (deps: Pick<Assessment, 'files'>, ctx: Context, files: readonly string[]): Promise<unknown> => Promise.all(files.map((id) => deps.files.getMeta(ctx, id)));

/** 自评填报: item by item, as often as wanted; handing in needs all of them, with evidence where it is asked for. */
export async function answerAssessment(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.answerAssessment>): Promise<{ version: number; state: 'answering' | 'judging' }> {
  const a = await lockAssessment(ctx, i.assessmentId, i.version, ['answering']);
  mustBeSubject(ctx, a);
  const items = new Map(itemsOf(questionnaireOf(deps, a)).map((x) => [x.id, x]));
  for (const { item } of i.items) if (!items.has(item)) throw errors.itemUnknown({ item });
  await checkEvidence(deps, ctx, i.items.flatMap((x) => x.evidence));
  await ctx.tx.query(
    `insert into assessment.item (assessment_id, item, answer, words, evidence, answered_by)
     select $1, x.item, x.answer, x.words, coalesce((select array_agg(e::uuid) from jsonb_array_elements_text(x.evidence) e), '{}'), $3 from jsonb_to_recordset($2::jsonb) as x(item text, answer text, words text, evidence jsonb)
     on conflict (assessment_id, item) do update set answer = excluded.answer, words = excluded.words, evidence = excluded.evidence, answered_by = excluded.answered_by`,
    [a.id, JSON.stringify(i.items.map((x) => ({ item: x.item, answer: x.answer, words: x.words ?? null, evidence: x.evidence }))), ctx.actor.name]);
  if (i.submit) {
    const given = new Map((await ctx.tx.query<{ item: string; answer: string | null; files: number }>('select item, answer, cardinality(evidence) as files from assessment.item where assessment_id = $1', [a.id])).map((x) => [x.item, x]));
    const missing = [...items.values()].filter((x) => given.get(x.id)?.answer == null);
    if (missing[0] !== undefined) throw errors.incomplete({ count: missing.length, item: textIn(missing[0].text, ctx.locale) });
    const bare = [...items.values()].find((x) => x.evidence && given.get(x.id)?.answer === 'yes' && given.get(x.id)?.files === 0);
    if (bare !== undefined) throw errors.evidenceMissing({ item: textIn(bare.text, ctx.locale) });
  }
  await ctx.tx.query('update assessment.assessment set state = $2, submitted_at = $3, version = version + 1 where id = $1', [a.id, i.submit ? 'judging' : 'answering', i.submit ? ctx.now : null]);
  if (i.submit) {
    await noteAction(ctx, a.id, 'submitted');
    deps.ledger.append(ctx.tx, { kind: 'assessment.submitted', subject: a.id, data: { number: a.number } });
  }
  return { version: a.version + 1, state: i.submit ? 'judging' : 'answering' };
}

/** 整改: what was mended, with evidence; the assessor verifies. */
export async function mendFinding(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.mendFinding>): Promise<{ version: number }> {
  const a = await lockAssessment(ctx, i.assessmentId, i.version, ['mending']);
  mustBeSubject(ctx, a);
  await checkEvidence(deps, ctx, i.evidence);
  const done = await ctx.tx.query<{ item: string }>("update assessment.finding set state = 'mended', mended_words = $3, evidence = $4, mended_at = $5 where id = $1 and assessment_id = $2 and state <> 'verified' returning item", [i.findingId, a.id, i.words, i.evidence, ctx.now]);
  if (done[0] === undefined) throw errors.notFound();
  await ctx.tx.query('update assessment.assessment set version = version + 1 where id = $1', [a.id]);
  await noteAction(ctx, a.id, 'mended', done[0].item);
  return { version: a.version + 1 };
}
