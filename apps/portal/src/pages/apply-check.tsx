import { services } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import type { FormSettings } from '@yiwang/ui/form/form-fields.tsx';
import type { PageView } from '@yiwang/ui/form/form-view.ts';
import { errorsOn, formSettings, pagesOf, type Draft } from '../draft-form.ts';
import { definePage, fieldOf, param, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { AnswersSummary } from '../view/answers-summary.tsx';
import { Button, ErrorSummary, PostForm } from '../view/form.tsx';
import { Facts, Progress, Tag } from '../view/pieces.tsx';
import { materialHref } from './apply-materials.tsx';

/** 核对并提交. */
export const applyCheck = definePage({
  path: '/apply/:draftId/check',
  signedIn: true,
  get: (context) => show(context, false),
  async post(context) {
    if (fieldOf(context, 'declared') !== 'yes') return { ...(await show(context, true)), status: 422 };
    const input = { draftId: param(context, 'draftId'), version: Number(fieldOf(context, 'version')) || 0 };
    try {
      const { caseId } = await context.call(services.submitDraft, input, sendOnce(context, input));
      return { redirect: `/my/cases/${caseId}/submitted` };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (!['forms.draftStale', 'forms.answers', 'services.materialMissing'].includes(refusal.code)) throw error;
      return { ...(await show(context, false, refusal.words)), status: 422 };
    }
  },
});

async function show(context: PageContext, undeclared: boolean, refused = ''): Promise<Rendered> {
  const draft = await context.call(services.getDraft, { draftId: param(context, 'draftId') });
  const pages = pagesOf(draft, context);
  return {
    title: context.text.apply.checkTitle,
    personal: true,
    back: { href: `/apply/${draft.id}/materials`, words: context.text.apply.materialsTitle },
    body: <CheckView draft={draft} pages={pages} settings={await formSettings(pages, context)} undeclared={undeclared} refused={refused} />,
  };
}

const CheckView = ({ draft, pages, settings, undeclared, refused }: { draft: Draft; pages: PageView[]; settings: FormSettings; undeclared: boolean; refused: string }): JSX.Element => {
  const { apply: words, common, drafts } = useSite().text;
  const missing = draft.materials.filter((material) => material.required && (material.state === 'missing' || material.state === 'rejected'));
  const wrong = pages.flatMap((page, at) => [...errorsOn(page, draft.problems)].map(([path, message]) => ({ path, message, at })));
  const ready = missing.length === 0 && wrong.length === 0;
  return (
    <>
      {undeclared ? <ErrorSummary errors={[{ id: 'declared', words: words.declarationMissing }]} /> : null}
      {refused === '' ? null : <ErrorSummary errors={[{ id: 'answers', words: refused }]} />}
      <Progress at={pages.length + 1} of={pages.length + 2} words={`${draft.subject.name} · ${words.step(pages.length + 2, pages.length + 2)}`} />
      <h1>{words.checkTitle}</h1>
      <p class="yw-lead">{words.checkLead}</p>
      {ready ? null : (
        <div class="yw-summary-box">
          <h2>{words.problemsLead}</h2>
          <ul>
            {wrong.map(({ path, message, at }) => <li key={path}><a href={`/apply/${draft.id}/form/${at + 1}?check=1&from=check`}>{message}</a></li>)}
            {missing.map((material) => <li key={material.itemId + material.id}><a href={materialHref(draft.id, material)}>{words.materialMissing(material.name)}</a></li>)}
          </ul>
        </div>
      )}
      <section aria-labelledby="items">
        <h2 id="items">{words.checkItems}</h2>
        <ul class="yw-list">{draft.items.map((item) => <li key={item.id}><p><b>{item.name}</b></p><p class="yw-soft yw-small">{item.department}</p></li>)}</ul>
      </section>
      <div id="answers" tabIndex={-1}>{pages.map((page, at) => <AnswersSummary key={page.id} page={page} settings={settings} changeHref={`/apply/${draft.id}/form/${at + 1}?from=check`} />)}</div>
      <section aria-labelledby="materials">
        <h2 id="materials">{words.checkMaterials}</h2>
        <Facts facts={draft.materials.map((material) => ({
          label: material.name,
          value: <><Tag tone={material.state === 'missing' || material.state === 'rejected' ? 'soon' : 'good'}>{words.materialStates[material.state]}</Tag>{material.source === null ? null : <><br /><span class="yw-soft yw-small">{material.source}</span></>}</>,
          action: material.ways.length === 0 ? undefined : <a href={materialHref(draft.id, material)}>{common.change}<span class="yw-hidden"> {material.name}</span></a>,
        }))} />
      </section>
      <PostForm>
        <input type="hidden" name="version" value={draft.version} />
        <div class={undeclared ? 'yw-field yw-field--wrong' : 'yw-field'}>
          {undeclared ? <p class="yw-error" id="declared-error">{words.declarationMissing}</p> : null}
          <div class="yw-choice"><input type="checkbox" id="declared" name="declared" value="yes" aria-describedby={undeclared ? 'declared-error' : undefined} /><label for="declared">{words.declaration}</label></div>
        </div>
        <div class="yw-actions"><Button>{words.submit}</Button><a href="/my/drafts">{drafts.title}</a></div>
      </PostForm>
    </>
  );
};
