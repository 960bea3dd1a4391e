import { services } from '@yiwang/server/contracts';
import type { Answers } from '@yiwang/ui/form-logic/form.ts';
import { isPlainObject } from '@yiwang/ui/form-logic/plain-object.ts';
import { fieldId, fieldsOfPage, type PageView } from '@yiwang/ui/form/form-view.ts';
import { readAnswers } from '@yiwang/ui/form/read-answers.ts';
import { errorsOn, formSettings, pagesOf, type Draft } from '../draft-form.ts';
import { definePage, fieldOf, param, queryOf, type PageContext, type Redirect, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { FormPageView } from '../view/form-page-view.tsx';

/** 填写信息: one page of the form a page. */
export const applyForm = definePage({
  path: '/apply/:draftId/form/:page',
  signedIn: true,
  async get(context) {
    const draft = await context.call(services.getDraft, { draftId: param(context, 'draftId') });
    const found = pageOf(draft, context);
    if (found === undefined) return { redirect: `/apply/${draft.id}/materials` };
    const errors = queryOf(context, 'check') === '' ? undefined : errorsOn(found.page, draft.problems);
    return show(draft, found.at, context, { ...(errors ? { errors } : {}), revealed: queryOf(context, 'revealed') !== '' });
  },
  async post(context) {
    const draft = await context.call(services.getDraft, { draftId: param(context, 'draftId') });
    const found = pageOf(draft, context);
    if (found === undefined) return { redirect: `/apply/${draft.id}/form/1` };
    const { page, at } = found;
    const [verb = 'next', path = '', index = ''] = fieldOf(context, 'do').split(':');
    const posted = context.request.body ?? { fields: {}, files: {} };
    const answers = change(readAnswers(page, posted, draft.answers), verb, path, Number(index));
    let saved: Draft;
    try {
      const input = { draftId: draft.id, version: Number(fieldOf(context, 'version')) || 0, answers, page: at };
      saved = await context.call(services.saveDraft, input, sendOnce(context, input));
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.code !== 'forms.draftStale') throw error;
      return { ...(await show(draft, at, context, { answers, stale: true })), status: 409 };
    }
    return next(context, draft, saved, page, at, verb, path);
  },
});

async function next(context: PageContext, before: Draft, saved: Draft, page: PageView, at: number, verb: string, path: string): Promise<Rendered | Redirect> {
  const here = `/apply/${saved.id}/form/${at + 1}`;
  if (verb === 'save') return { redirect: '/my/drafts?saved=1' };
  if (verb === 'add' || verb === 'remove' || verb === 'unfile' || verb === 'region') return { redirect: `${here}#${fieldId(path)}` };
  const pages = pagesOf(saved, context);
  const now = pages.find((one) => one.id === page.id);
  if (now !== undefined) {
    // answers have called for questions that the reader has not seen: they are shown before anything is wrong with them
    const seen = new Set(fieldsOfPage(page).map((field) => field.path));
    const errors = errorsOn(now, saved.problems);
    if (errors.size > 0 && [...errors.keys()].every((one) => !seen.has(one) && fieldsOfPage(now).some((field) => field.path === one))) return { redirect: `${here}?revealed=1` };
    if (errors.size > 0) return { ...(await show(saved, at, context, { errors })), status: 422 };
  }
  const following = pages.findIndex((one) => one.index > page.index);
  if (fieldOf(context, 'from') === 'check') return { redirect: `/apply/${saved.id}/check` };
  return { redirect: following < 0 ? `/apply/${before.id}/materials` : `/apply/${before.id}/form/${following + 1}` };
}

function pageOf(draft: Draft, context: PageContext): { page: PageView; at: number } | undefined {
  const at = Number(param(context, 'page')) - 1;
  const page = pagesOf(draft, context)[at];
  return page && { page, at };
}

interface Showing {
  errors?: Map<string, string>;
  answers?: Answers;
  stale?: boolean;
  revealed?: boolean;
}

async function show(draft: Draft, at: number, context: PageContext, { errors, answers, stale = false, revealed = false }: Showing): Promise<Rendered> {
  const pages = pagesOf(draft, context, errors, answers);
  const page = pages[at] ?? pages[0];
  if (page === undefined) throw new Error('the draft has no pages');
  const settings = await formSettings([page], context);
  return {
    title: page.title,
    personal: true,
    back: at === 0 ? { href: '/my/drafts', words: context.text.drafts.title } : { href: `/apply/${draft.id}/form/${at}`, words: context.text.frame.back },
    body: <FormPageView draft={draft} page={page} at={at} of={pages.length} settings={settings} errors={errors} stale={stale} revealed={revealed} from={queryOf(context, 'from') || fieldOf(context, 'from')} />,
  };
}

/** Rows and files that a button of the page adds or takes away. */
function change(answers: Answers, verb: string, path: string, index: number): Answers {
  const rows = answers[path];
  if (verb === 'add') return { ...answers, [path]: [...(Array.isArray(rows) ? rows : []), {}] };
  if (verb === 'remove') return { ...answers, [path]: Array.isArray(rows) ? rows.filter((_, at) => at !== index) : [] };
  if (verb !== 'unfile') return answers;
  const [section = '', row, id] = path.split('.');
  const drop = (value: unknown): unknown => (Array.isArray(value) ? value.filter((_, at) => at !== index) : undefined);
  const inRows = answers[section];
  if (row === undefined || id === undefined || !Array.isArray(inRows)) return { ...answers, [section]: drop(answers[section]) };
  return { ...answers, [section]: inRows.map((one: unknown, at) => (at === Number(row) && isPlainObject(one) ? { ...one, [id]: drop(one[id]) } : one)) };
}
