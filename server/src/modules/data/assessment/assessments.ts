import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { bodyName } from '../body-name.ts';
import { dayWords } from '../day-words.ts';
import type * as c from './contract.ts';
import type { Assessment } from './deps.ts';
import { errors } from './errors.ts';
import { questionnaireKind, type Questionnaire, type SubjectKind } from './questionnaire-kind.ts';
import { scoreAssessment, type Judgement } from './score-assessment.ts';
import { tellFirm } from './tell-firm.ts';

export type State = 'answering' | 'judging' | 'mending' | 'certifying' | 'certified' | 'failed' | 'annulled';
/** 证书撤销, as it is kept. */
export interface Annulled { at: string; by: string; organisation: string | null; reason: string; basis: string | null }
export interface AssessmentRow {
  id: string; number: string; questionnaire: string; questionnaire_version: number; subject_kind: SubjectKind; subject_code: string; subject_name: string; object: string; party_id: string | null; division: string; assessor: string; assessor_account: string;
  assessor_name: string; state: State; due_on: string; score: string | null; level: number | null; opened_at: Date; submitted_at: Date | null; judged_at: Date | null; concluded_at: Date | null; case_id: string | null; certificate: string | null; annulled: Annulled | null; version: number;
}
interface ItemRow { item: string; answer: 'yes' | 'partly' | 'no' | 'not-applicable' | null; words: string | null; evidence: string[]; answered_by: string | null; judged: Judgement | null; judged_words: string | null; judged_by: string | null }
export interface FindingRow { id: string; item: string; severity: 'major' | 'minor'; words: string; due_on: string; state: 'open' | 'mended' | 'verified'; mended_words: string | null; evidence: string[]; mended_at: Date | null; verified_words: string | null; verified_at: Date | null }

const columns = 'id, number, questionnaire, questionnaire_version, subject_kind, subject_code, subject_name, object, party_id, division, assessor, assessor_account, assessor_name, state, due_on::text, score, level, opened_at, submitted_at, judged_at, concluded_at, case_id, certificate, annulled, version';

export const questionnaireOf = ({ content }: Pick<Assessment, 'content'>, row: Pick<AssessmentRow, 'questionnaire' | 'questionnaire_version'>): Questionnaire => content.get(questionnaireKind, row.questionnaire, { version: row.questionnaire_version }).value;

/** Locked, and of the version that the caller saw. */
export async function lockAssessment(ctx: Context, id: string, version: number | undefined, states: readonly State[]): Promise<AssessmentRow> {
  const row = await ctx.tx.maybe<AssessmentRow>(`select ${columns} from assessment.assessment where id = $1 for update`, [id]);
  if (row === undefined) throw errors.notFound();
  if (version !== undefined && row.version !== version) throw errors.stale({ version: row.version });
  if (!states.includes(row.state)) throw errors.notNow({ state: row.state });
  return row;
}

export async function noteAction(ctx: Context, id: string, kind: string, note: string | null = null): Promise<void> {
  const { n } = await ctx.tx.one<{ n: number }>('select coalesce(max(seq), 0)::int + 1 as n from assessment.action where assessment_id = $1', [id]);
  ctx.tx.insert('assessment.action', { assessment_id: id, seq: n, at: ctx.now, kind, note, actor_name: ctx.actor.name });
}

const findingsOf = (ctx: Context, id: string): Promise<FindingRow[]> => ctx.tx.query<FindingRow>('select id, item, severity, words, due_on::text, state, mended_words, evidence, mended_at, verified_words, verified_at from assessment.finding where assessment_id = $1 order by id', [id]);

export function listQuestionnaires({ content }: Assessment, ctx: Context): OutputOf<typeof c.listQuestionnaires> {
  return {
    questionnaires: content.list(questionnaireKind).map(({ id, version, value: q }) => ({
      id, version, title: textIn(q.title, ctx.locale), basis: textIn(q.basis, ctx.locale), for: q.for, certifyFrom: q.certifyFrom,
      domains: q.domains.map((d) => ({ id: d.id, title: textIn(d.title, ctx.locale), items: d.items.map((i) => ({ id: i.id, text: textIn(i.text, ctx.locale), clause: i.clause, level: i.level, weight: i.weight, must: i.must, evidence: i.evidence })) })),
    })),
  };
}

/** 立项: an assessor opens an assessment of another body, of a data centre or of a cloud provider. */
export async function openAssessment(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.openAssessment>): Promise<OutputOf<typeof c.openAssessment>> {
  const questionnaire = deps.content.find(questionnaireKind, i.questionnaire);
  if (questionnaire === undefined) throw errors.notFound();
  if (!questionnaire.value.for.includes(i.subjectKind)) throw errors.notForSubject();
  if (i.dueOn < dayInChina(ctx.now)) throw errors.dueInPast();
  const body = deps.organisation(i.subjectCode);
  const party = body === undefined ? await deps.partyByCode(i.subjectCode) : undefined;
  const [assessor] = ctx.actor.organisations;
  if ((body === undefined && party?.kind !== 'company') || assessor === undefined) throw errors.subjectUnknown({ code: i.subjectCode });
  if (ctx.actor.organisations.includes(i.subjectCode) && i.subjectKind === 'body') throw errors.ownSubject();
  const { n } = await ctx.tx.one<{ n: number }>("select nextval('assessment.number') as n");
  const id = ctx.newId();
  const number = `PG${dayInChina(ctx.now).slice(0, 4)}${String(n).padStart(5, '0')}`;
  ctx.tx.insert('assessment.assessment', {
    id, number, questionnaire: i.questionnaire, questionnaire_version: questionnaire.version, subject_kind: i.subjectKind, subject_code: i.subjectCode, subject_name: body?.name ?? party!.name, object: i.object, party_id: party?.id ?? null,
    division: body?.division ?? party!.division ?? deps.organisation(assessor)?.division ?? '', assessor, assessor_account: ctx.actor.accountId, assessor_name: ctx.actor.name, state: 'answering', due_on: i.dueOn, opened_at: ctx.now,
  });
  await ctx.tx.flush();
  await noteAction(ctx, id, 'opened');
  tellFirm(deps, ctx, { id, number, party_id: party?.id ?? null, object: i.object }, 'opened', { assessor: deps.organisation(assessor)?.name ?? assessor, due: dayWords(i.dueOn) });
  deps.ledger.append(ctx.tx, { kind: 'assessment.opened', subject: id, data: { number, questionnaire: i.questionnaire, subject: i.subjectCode } });
  return { id, number, version: 1 };
}

const summaryOf = (deps: Assessment, ctx: Context, a: AssessmentRow): OutputOf<typeof c.listAssessments>['assessments'][number] => ({
  id: a.id, number: a.number, questionnaire: a.questionnaire, questionnaireTitle: textIn(questionnaireOf(deps, a).title, ctx.locale), subjectKind: a.subject_kind, subjectCode: a.subject_code, subjectName: a.subject_name, object: a.object,
  assessorName: bodyName(deps, a.assessor, ctx.locale), assessedBy: a.assessor_name, state: a.state, dueOn: a.due_on, score: a.score === null ? null : Number(a.score), level: a.level, certificate: a.certificate, caseId: a.case_id, openedAt: a.opened_at.toISOString(), version: a.version,
  mine: a.party_id !== null ? a.party_id === ctx.actor.partyId : ctx.actor.organisations.includes(a.subject_code), judge: ctx.actor.organisations.includes(a.assessor) && ctx.actor.permissions.has('assessment.manage'),
});

/** Row-level security says whose: the assessed body's own, the assessor's, those of the territory. */
export async function listAssessments(deps: Assessment, ctx: Context, i: ParsedInputOf<typeof c.listAssessments>): Promise<OutputOf<typeof c.listAssessments>> {
  const rows = await ctx.tx.query<AssessmentRow>(`select ${columns} from assessment.assessment where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit 51`, [i.state ?? null, i.cursor ?? null]);
  return { assessments: rows.slice(0, 50).map((a) => summaryOf(deps, ctx, a)), next: rows.length > 50 ? rows[49]!.id : null };
}

const annulledView = (deps: Assessment, ctx: Context, { annulled }: AssessmentRow): OutputOf<typeof c.getAssessment>['annulled'] =>
  annulled === null ? null : { at: annulled.at, by: [annulled.organisation === null ? '' : bodyName(deps, annulled.organisation, ctx.locale), annulled.by].filter((x) => x !== '').join(' '), reason: annulled.reason, basis: annulled.basis };

export async function getAssessment(deps: Assessment, ctx: Context, { assessmentId }: { assessmentId: string }): Promise<OutputOf<typeof c.getAssessment>> {
  const a = await ctx.tx.maybe<AssessmentRow>(`select ${columns} from assessment.assessment where id = $1`, [assessmentId]);
  if (a === undefined) throw errors.notFound();
  const q = questionnaireOf(deps, a);
  const given = new Map((await ctx.tx.query<ItemRow>('select item, answer, words, evidence, answered_by, judged, judged_words, judged_by from assessment.item where assessment_id = $1', [a.id])).map((i) => [i.item, i]));
  const actions = await ctx.tx.query<{ at: Date; kind: string; note: string | null; actor_name: string }>('select at, kind, note, actor_name from assessment.action where assessment_id = $1 order by seq', [a.id]);
  const judged = new Map([...given].flatMap(([id, i]) => (i.judged === null ? [] : [[id, i.judged] as const])));
  const scored = scoreAssessment(q, judged);
  return {
    ...summaryOf(deps, ctx, a), basis: textIn(q.basis, ctx.locale), certifyFrom: q.certifyFrom, annulled: annulledView(deps, ctx, a),
    domains: q.domains.map((d) => ({
      id: d.id, title: textIn(d.title, ctx.locale), score: judged.size === 0 ? null : (scored.domains.find((x) => x.id === d.id)?.score ?? null),
      items: d.items.map((i) => {
        const g = given.get(i.id);
        return { id: i.id, text: textIn(i.text, ctx.locale), clause: i.clause, level: i.level, weight: i.weight, must: i.must, evidenceNeeded: i.evidence, answer: g?.answer ?? null, words: g?.words ?? null, evidence: g?.evidence ?? [], answeredBy: g?.answered_by ?? null, judged: g?.judged ?? null, judgedWords: g?.judged_words ?? null };
      }),
    })),
    findings: (await findingsOf(ctx, a.id)).map((f) => ({
      id: f.id, item: f.item, severity: f.severity, words: f.words, dueOn: f.due_on, late: f.state === 'open' && f.due_on < dayInChina(ctx.now), state: f.state, mendedWords: f.mended_words, evidence: f.evidence, mendedAt: f.mended_at?.toISOString() ?? null, verifiedWords: f.verified_words,
    })),
    actions: actions.map((x) => ({ at: x.at.toISOString(), kind: x.kind, note: x.note, by: x.actor_name })),
  };
}
