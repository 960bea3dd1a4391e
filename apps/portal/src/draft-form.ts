import { services, type OutputOf } from '@yiwang/server/contracts';
import { regionDigits, type Form } from '@yiwang/ui/form-logic/form.ts';
import type { FormSettings, RegionLists } from '@yiwang/ui/form/form-fields.tsx';
import { fieldsOfPage, viewForm, type PageView } from '@yiwang/ui/form/form-view.ts';
import type { Answers } from '@yiwang/ui/form-logic/form.ts';
import { isPlainObject } from '@yiwang/ui/form-logic/plain-object.ts';
import type { PageContext } from './page.ts';

export type Draft = OutputOf<typeof services.startDraft>;
type CaseForm = Pick<OutputOf<typeof services.getMyCase>, 'form' | 'answers'>;

/** Pages of a draft's form; errors by path where they are to be shown. */
export function pagesOf(draft: Pick<Draft, 'form' | 'answers'> & Partial<Pick<Draft, 'sources' | 'party'>>, context: PageContext, errors?: ReadonlyMap<string, string>, answers: Answers = draft.answers): PageView[] {
  const { locale, now } = context.request;
  return viewForm({
    form: draft.form as unknown as Form,
    answers,
    locale,
    now,
    context: { applicant: draft.party ?? null, item: null },
    ...(draft.sources ? { sources: draft.sources } : {}),
    ...(errors ? { errors } : {}),
  });
}

export const caseFormPages = (view: CaseForm, context: PageContext): PageView[] => pagesOf(view, context);

/** Problems of one page, by path; a page without problems is done. */
export function errorsOn(page: PageView, problems: Draft['problems']): Map<string, string> {
  const paths = new Set([...fieldsOfPage(page).map((field) => field.path), ...page.sections.map((section) => section.id)]);
  return new Map(problems.filter((problem) => paths.has(problem.path)).map((problem) => [problem.path, problem.message]));
}

/** Lists of divisions that the regions on these pages need: the first level, and below everything that is chosen. */
export async function formSettings(pages: readonly PageView[], context: PageContext): Promise<FormSettings> {
  const parents = new Set<string>();
  for (const { field, value } of pages.flatMap(fieldsOfPage)) {
    if (field.type !== 'region' && field.type !== 'address') continue;
    const digits = typeof value === 'string' ? value : isPlainObject(value) && typeof value['region'] === 'string' ? value['region'] : '';
    parents.add('');
    for (const level of Object.values(regionDigits)) if (level <= digits.length && level < regionDigits[field.level]) parents.add(digits.slice(0, level));
  }
  const lists: Record<string, RegionLists[string]> = {};
  await Promise.all([...parents].filter((parent) => /^\d*$/.test(parent)).map(async (parent) => (lists[parent] = (await context.call(services.listDivisions, { parent })).divisions)));
  return { locale: context.request.locale, regions: lists };
}
