import { mandateCovers } from '#engines/access';
import type { Context } from '#kernel/context';
import type { RestoredDraft } from '#engines/forms';
import { textIn } from '#kernel/i18n';
import type { CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { CheckOptions } from '@yiwang/ui/form-logic/check.ts';
import { settle } from '@yiwang/ui/form-logic/settle.ts';
import { actingFor } from './acting-for.ts';
import { applicantOf, findApplication, type Applicant, type ApplicationRow } from './application-queries.ts';
import { formContext, materialScope } from './draft-scope.ts';
import { errors } from '../errors.ts';
import { applicationPurpose } from './find-applicant.ts';
import { formLookups } from './form-view.ts';
import type { Hall } from '../hall.ts';
import { findMatter, itemsFor, materialsFor, type Matter, type MatterItem, type MatterMaterial } from './matter.ts';

/** A draft with all that it rests on; `ctx` acts for its party. */
export interface DraftState {
  ctx: Context;
  application: ApplicationRow;
  draft: RestoredDraft;
  matter: Matter;
  form: CompiledForm;
  applicant: Applicant;
}

export async function loadDraft(hall: Hall, outer: Context, draftId: string): Promise<DraftState> {
  // both in one round trip; at the window only the application says whose draft it is
  const early = outer.actor.partyId === null ? undefined : hall.forms.drafts.restore(outer, draftId);
  early?.catch(() => {}); // an application that is unknown is told first
  const application = await findApplication(outer.tx, draftId, outer.actor);
  const ctx = await actingFor(outer, application);
  const draft = await (ctx === outer && early !== undefined ? early : hall.forms.drafts.restore(ctx, draftId));
  const matter = findMatter(hall.catalogue, application.subject_kind, application.subject_id, { division: application.division, on: ctx.now });
  refuseOutsideMandate(outer, matter);
  return {
    ctx, application, draft, matter,
    form: hall.forms.form(draft.formId, { version: draft.formVersion }),
    applicant: applicantOf(hall.signing.fields, application),
  };
}

/** 委托事项: an agent works on what his mandate names, whoever began the draft. */
export function refuseOutsideMandate(ctx: Context, matter: Matter): void {
  if (mandateCovers(ctx.actor, matter.id) || matter.items.every((i) => mandateCovers(ctx.actor, i.id))) return;
  throw errors.notServed({ as: ctx.locale === 'zh' ? '受托人（委托未包括该事项）' : 'an agent whose mandate leaves this out' });
}

export const purposeOf = (state: Pick<DraftState, 'matter'>) => applicationPurpose(textIn(state.matter.name, 'zh'));

export const checkOptions = (hall: Pick<Hall, 'content'>, { matter, application, applicant, ctx }: DraftState): CheckOptions => ({
  now: ctx.now, context: formContext(matter, application.guide, applicant), lookups: formLookups(hall.content),
});

/** Items that the guide's answers include, and the materials that the answers so far ask for. */
export function askedOf(hall: Pick<Hall, 'content' | 'rules'>, state: DraftState): { items: MatterItem[]; materials: MatterMaterial[]; scope: Record<string, unknown> } {
  const { matter, application, applicant, form, draft } = state;
  const { answers } = settle(form, draft.answers, checkOptions(hall, state));
  const items = itemsFor(matter, application.guide, hall.rules);
  const scope = materialScope(matter, application.guide, applicant, answers);
  return { items, materials: materialsFor(items, scope, hall.rules), scope };
}

/** Page as the contract counts it, from 0. */
export const pageIndex = ({ form }: CompiledForm, id: string | null): number => Math.max(0, form.pages.findIndex((p) => p.id === id));
export const pageId = ({ form }: CompiledForm, index: number | undefined): string | undefined => (index === undefined ? undefined : form.pages[Math.min(index, form.pages.length - 1)]?.id);
