import type { PartyIdentity } from '#engines/access';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { fillSources, wantedSources } from '@yiwang/ui/form-logic/sources.ts';
import { actingFor } from './acting-for.ts';
import { sealApplicant, type Applicant, type ApplicationRow } from './application-queries.ts';
import type { DraftView } from './contract-application.ts';
import { formContext } from './draft-scope.ts';
import { pageId, purposeOf, refuseOutsideMandate, type DraftState } from './draft-state.ts';
import { draftViewOf } from './draft-view.ts';
import { errors } from '../errors.ts';
import { fetchAsked } from '../materials/fetch-asked.ts';
import { fetchSources } from './fetch-sources.ts';
import { applicantFacts, applicationPurpose, findApplicantParty } from './find-applicant.ts';
import type { Hall } from '../hall.ts';
import { audienceOf } from '../items/item-summary.ts';
import { knownAnswers } from './known-answers.ts';
import { findMatter, type Matter } from './matter.ts';
import { placeOf } from '../place-of.ts';
import { settleGuide } from '../items/settle-guide.ts';

export interface StartDraft {
  kind: 'service-item' | 'life-event';
  id: string;
  division: string;
  guide: Record<string, unknown>;
  applicant?: string | undefined;
}

/** 开始申报: a draft in which everything that government knows stands already, each fact with its source. */
export async function startDraft(hall: Hall, outer: Context, input: StartDraft): Promise<DraftView> {
  const party = await findApplicantParty(hall, outer, input.applicant);
  const ctx = await actingFor(outer, { party_id: party.id, account_id: outer.actor.accountId ?? '' });
  const matter = findMatter(hall.catalogue, input.kind, input.id, placeOf(hall, ctx, input.division));
  refuseUnserved(ctx, matter, party);
  const guide = completeGuide(hall, ctx, matter, input.guide);
  const purpose = applicationPurpose(textIn(matter.name, 'zh'));
  const { applicant, own } = await applicantFacts(hall, ctx, party, purpose);
  const form = hall.forms.form(matter.form, { on: ctx.now });

  const known = await knownAnswers(hall, ctx, form, applicant, purpose);
  const at = { now: ctx.now, context: formContext(matter, guide, applicant) };
  const wanted = wantedSources(form, known.answers, at);
  const fetched = await fetchSources(hall, ctx, form, wanted, purpose, own);
  const answers = fillSources(known.answers, wanted, fetched.values);

  const draft = await hall.forms.drafts.save(ctx, {
    formId: form.form.id, formVersion: form.form.version, subject: input.kind === 'service-item' ? `item:${matter.id}` : `life-event:${matter.id}`, answers, page: pageId(form, 0),
  });
  const application = applicationRow(ctx, { matter, party, applicant, guide, division: input.division, draftId: draft.id });
  application.sources = { ...known.sources, ...fetched.sources };
  const state: DraftState = { ctx, application, draft: { ...draft, answers, dropped: [] }, matter, form, applicant };
  application.materials = await fetchAsked(hall, state, purposeOf(state));
  ctx.tx.insert('services.application', { ...application, applicant: sealApplicant(hall.signing.fields, applicant), created_at: ctx.now.toISOString() });
  return draftViewOf(hall, state);
}

function refuseUnserved(ctx: Context, matter: Matter, party: PartyIdentity): void {
  const as = { person: { zh: '个人', en: 'a person' }, company: { zh: '企业', en: 'a company' } }[party.kind][ctx.locale];
  if (!audienceOf(matter.serves).includes(party.kind)) throw errors.notServed({ as });
  refuseOutsideMandate(ctx, matter);
}

function completeGuide(hall: Hall, ctx: Context, matter: Matter, given: Record<string, unknown>): Record<string, unknown> {
  const { questions, answers, complete } = settleGuide(matter.guide, given, hall.rules);
  if (!complete) throw errors.guideIncomplete({ question: textIn(questions.find((q) => !(q.id in answers))!.text, ctx.locale) });
  return answers;
}

interface Making {
  matter: Matter;
  party: PartyIdentity;
  applicant: Applicant;
  guide: Record<string, unknown>;
  division: string;
  draftId: string;
}

const applicationRow = (ctx: Context, { matter, party, guide, division, draftId }: Making): ApplicationRow => ({
  draft_id: draftId,
  party_id: party.id,
  party_kind: party.kind,
  party_name: party.name,
  account_id: ctx.actor.accountId ?? '',
  organisation: ctx.actor.kind === 'officer' ? (ctx.actor.organisations[0] ?? null) : null,
  subject_kind: matter.kind,
  subject_id: matter.id,
  subject_version: matter.version,
  division,
  guide,
  sources: {},
  materials: {},
  applicant: Buffer.alloc(0),
  case_id: null,
  created_at: ctx.now,
});
