import { isDeepStrictEqual } from 'node:util';
import { formErrors } from '#engines/forms';
import type { Context } from '#kernel/context';
import { check } from '@yiwang/ui/form-logic/check.ts';
import type { Answers } from '@yiwang/ui/form-logic/form.ts';
import { problemWords, type FormProblem } from '@yiwang/ui/form-logic/form-problem.ts';
import { fillSources, wantedSources, type WantedSource } from '@yiwang/ui/form-logic/sources.ts';
import { updateApplication, type ApplicationRow } from './application-queries.ts';
import type { DraftView } from './contract-application.ts';
import { checkOptions, loadDraft, pageId, purposeOf, type DraftState } from './draft-state.ts';
import { draftViewOf } from './draft-view.ts';
import { fetchAsked } from '../materials/fetch-asked.ts';
import { fetchSources, type Fetched } from './fetch-sources.ts';
import type { Hall } from '../hall.ts';
import { keepLocked, lockedValues, valueAt } from './keep-locked.ts';

/**
 * 保存草稿: saves whatever was typed and says what is still wrong on the page. Facts from registers that are locked stay as
 * fetched; where a key has changed, what hangs on it is fetched anew.
 */
export async function saveDraft(hall: Hall, outer: Context, input: { draftId: string; version: number; answers: Record<string, unknown>; page?: number | undefined }): Promise<DraftView> {
  const before = await loadDraft(hall, outer, input.draftId);
  const { ctx, form, application } = before;
  refuseStale(before, input.version);
  const options = checkOptions(hall, before);
  const page = pageId(form, input.page) ?? before.draft.page ?? undefined;

  const own = lockedValues(before.draft.answers, ownSources(form, application));
  const wantedBefore = wantedSources(form, before.draft.answers, options);
  const wanted = wantedSources(form, keepLocked(input.answers, own), options);
  const same = (w: WantedSource): boolean => wantedBefore.some((b) => b.path === w.path && b.key === w.key);
  const standing = new Set(wanted.filter(same).map((w) => w.path));
  const stands = (path: string): boolean => path in own || standing.has(path);
  const sources = Object.fromEntries(Object.entries(application.sources).filter(([path]) => stands(path) || !isSourced(form, path)));
  const locked = { ...lockedValues(before.draft.answers, sources), ...own };

  const purpose = purposeOf(before);
  const fresh = wanted.filter((w) => !same(w));
  const fetched = await fetchSources(hall, ctx, form, fresh, purpose);
  const answers = fillSources(keepLocked(input.answers, locked), fresh, fetched.values);
  const checked = check(form, { ...answers, ...keepGivenLocked(input.answers, locked) }, { ...options, page, sourced: { ...locked, ...fetched.values } });
  const problems = [...ownChanged(before, input.answers, own, page), ...checked.problems];

  const after: DraftState = { ...before, application: { ...application, sources: { ...unchanged(sources, before.draft.answers, answers), ...taken(fetched, answers) } }, draft: { ...before.draft, answers, page: page ?? null } };
  after.application.materials = await fetchAsked(hall, after, purpose, before);
  const saved = await writeDraft(hall, after, input.version);
  return draftViewOf(hall, saved, problems);
}

export function refuseStale({ draft }: DraftState, version: number): void {
  if (draft.version !== version) throw formErrors.draftStale({ version: draft.version });
}

/** Writes both halves of a draft: the sealed answers, which refuse another version, and what belongs to the application. */
export async function writeDraft(hall: Hall, state: DraftState, version: number): Promise<DraftState> {
  const { ctx, draft, form, application } = state;
  const entry = await hall.forms.drafts.save(ctx, { id: draft.id, version, formId: form.form.id, formVersion: form.form.version, subject: draft.subject, answers: draft.answers, ...(draft.page === null ? {} : { page: draft.page }) });
  await updateApplication(ctx.tx, application);
  return { ...state, draft: { ...entry, answers: draft.answers, dropped: draft.dropped } };
}

/** A fact that the applicant has written over is hers: it no longer comes from a register. */
const unchanged = (sources: ApplicationRow['sources'], before: Answers, now: Answers): ApplicationRow['sources'] =>
  Object.fromEntries(Object.entries(sources).filter(([path, source]) => source.locked || isDeepStrictEqual(valueAt(before, path), valueAt(now, path))));

/** What was fetched and stands in the form: an answer that was there already is not overwritten, and stays the applicant's. */
const taken = (fetched: Fetched, answers: Answers): ApplicationRow['sources'] =>
  Object.fromEntries(Object.entries(fetched.sources).filter(([path]) => isDeepStrictEqual(valueAt(answers, path), fetched.values[path])));

/** 本人身份: the code for which the session acts is not the form's to change. */
const ownChanged = ({ form, application }: DraftState, given: Readonly<Record<string, unknown>>, own: Readonly<Record<string, unknown>>, page: string | undefined): FormProblem[] =>
  Object.entries(own).flatMap(([path, value]) => {
    const on = form.fields.get(path)?.page.page.id;
    if (!Object.hasOwn(given, path) || given[path] === value || (page !== undefined && on !== page)) return [];
    return [{ path, code: 'locked', message: problemWords('locked', { register: application.sources[path]!.register }), page: on ?? null }];
  });

const isSourced = (form: DraftState['form'], path: string): boolean => form.fields.get(path.split('.').at(-1)!)?.field.field.source !== undefined;

/** Facts of the applicant herself: fields that no source of the form fills. */
const ownSources = (form: DraftState['form'], application: ApplicationRow): ApplicationRow['sources'] =>
  Object.fromEntries(Object.entries(application.sources).filter(([path]) => !isSourced(form, path)));

/** What the applicant tried to write into locked fields outside repeated sections: the check names it. */
const keepGivenLocked = (given: Readonly<Record<string, unknown>>, locked: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.keys(locked).flatMap((path) => (Object.hasOwn(given, path) ? [[path, given[path]]] : [])));
