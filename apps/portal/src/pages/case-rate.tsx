import { services } from '@yiwang/server/contracts';
import { definePage, fieldOf, fieldsOf, param, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { Button, ErrorSummary, Input, PostForm } from '../view/form.tsx';
import { starsDrawn } from '../view/review-list.tsx';

/** 好差评: five levels, words, by name or without (国办发〔2019〕51号). */
export const caseRate = definePage({
  path: '/my/cases/:caseId/rate',
  signedIn: true,
  get: (context) => show(context, ''),
  async post(context) {
    const stars = Number(fieldOf(context, 'stars'));
    if (!Number.isInteger(stars) || stars < 1 || stars > 5) return { ...(await show(context, context.text.rate.starsMissing)), status: 422 };
    const comment = fieldOf(context, 'comment').trim().slice(0, 2000);
    const input = { caseId: param(context, 'caseId'), stars, tags: fieldsOf(context, 'tags').slice(0, 10).map((tag) => tag.slice(0, 40)), named: fieldOf(context, 'anonymous') !== 'yes', ...(comment === '' ? {} : { comment }) };
    try {
      const { followUpCaseId } = await context.call(services.rateCase, input, sendOnce(context, input));
      return { redirect: `/my/cases/${input.caseId}?done=${followUpCaseId === null ? 'rated' : 'followUp'}` };
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status !== 409) throw error;
      return { ...(await show(context, refusal.words)), status: 409 };
    }
  },
});

async function show(context: PageContext, error: string): Promise<Rendered> {
  const { rate: words } = context.text;
  const view = await context.call(services.getMyCase, { caseId: param(context, 'caseId') });
  const chosen = Number(fieldOf(context, 'stars'));
  const tags = new Set(fieldsOf(context, 'tags'));
  return {
    title: words.title,
    personal: true,
    back: { href: `/my/cases/${view.id}`, words: view.name },
    body: (
      <>
        {error === '' ? null : <ErrorSummary errors={[{ id: 'stars-5', words: error }]} />}
        <h1>{words.title}</h1>
        <p class="yw-lead">{view.name} · {view.department}</p>
        <PostForm>
          <fieldset class={`stars ${error === '' ? 'yw-field' : 'yw-field yw-field--wrong'}`}>
            <legend class="yw-label">{words.stars}</legend>
            {error === '' ? null : <p class="yw-error">{error}</p>}
            {[5, 4, 3, 2, 1].map((n) => <div class="yw-choice yw-choice--boxed" key={n}><input type="radio" id={`stars-${n}`} name="stars" value={n} checked={chosen === n} /><label for={`stars-${n}`}><span>{words.levels[n - 1]}</span> <span class="stars-drawn" aria-hidden="true">{starsDrawn(n)}</span></label></div>)}
          </fieldset>
          <fieldset class="yw-field">
            <legend class="yw-label">{words.tags}</legend>
            <div class="yw-grid yw-grid--small">{[...words.good, ...words.bad].map((tag, at) => <div class="yw-choice yw-choice--boxed" key={tag}><input type="checkbox" id={`tag-${at}`} name="tags" value={tag} checked={tags.has(tag)} /><label for={`tag-${at}`}>{tag}</label></div>)}</div>
          </fieldset>
          <Input id="comment" label={words.comment} rows={4} value={fieldOf(context, 'comment')} />
          <div class="yw-field">
            <div class="yw-choice"><input type="checkbox" id="anonymous" name="anonymous" value="yes" checked={fieldOf(context, 'anonymous') === 'yes'} aria-describedby="anonymous-hint" /><label for="anonymous">{words.anonymous}</label></div>
            <p class="yw-hint" id="anonymous-hint">{words.anonymousHint}</p>
          </div>
          <Button>{words.send}</Button>
        </PostForm>
      </>
    ),
  };
}
