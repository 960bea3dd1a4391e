import { services } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../format.ts';
import { definePage, fieldOf, param, type PageContext, type Redirect, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { Button, ErrorSummary, Input, PostForm, type ShownError } from '../view/form.tsx';
import { Notice } from '../view/pieces.tsx';
import type { CaseView } from './case-progress.tsx';

interface Wanted {
  itemId: string;
  materialId: string;
  name: string;
  why: string;
}

/** 补正, and 补交 of what was promised for later: one upload a material. */
export const caseSupplement = definePage({
  path: '/my/cases/:caseId/supplement',
  signedIn: true,
  async get(context) {
    return show(await load(context), context, []);
  },
  async post(context) {
    const view = await load(context);
    const wanted = wantedOf(view);
    const materials = wanted.map(({ itemId, materialId }, at) => ({ itemId, materialId, fileIds: (context.request.body?.files[`material-${at}`] ?? []).map((file) => file.id), ...(fieldOf(context, `record-${at}`) === '' ? {} : { recordId: fieldOf(context, `record-${at}`) }) }));
    if (view.supplement === null) return giveLater(view, materials, context);
    const missing = materials.flatMap((one, at) => (one.fileIds.length === 0 && !('recordId' in one) ? [{ id: `material-${at}`, words: context.text.cases.supplementMissing(wanted[at]?.name ?? '') }] : []));
    if (missing.length > 0) return { ...show(view, context, missing), status: 422 };
    const note = fieldOf(context, 'note').trim();
    const input = { caseId: view.id, version: Number(fieldOf(context, 'version')) || 0, materials, ...(note === '' ? {} : { note: note.slice(0, 1000) }) };
    try {
      await context.call(services.answerSupplement, input, sendOnce(context, input));
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status === 404 || refusal.status >= 500) throw error;
      return { ...show(await load(context), context, [{ id: 'note', words: refusal.words }]), status: refusal.status };
    }
    return { redirect: `/my/cases/${view.id}?done=supplement` };
  },
});

/** 补交: what was uploaded, one or all; the rest stays owed. */
async function giveLater(view: CaseView, all: { itemId: string; materialId: string; fileIds: string[] }[], context: PageContext): Promise<Rendered | Redirect> {
  const materials = all.filter((one) => one.fileIds.length > 0).map(({ itemId, materialId, fileIds }) => ({ itemId, materialId, fileIds }));
  if (materials.length === 0) return { ...show(view, context, [{ id: 'material-0', words: context.text.cases.laterNone }]), status: 422 };
  const input = { caseId: view.id, version: Number(fieldOf(context, 'version')) || 0, materials };
  try {
    await context.call(services.provideLater, input, sendOnce(context, input));
  } catch (error) {
    const refusal = refusalOf(error, context.request.locale);
    if (refusal.status === 404 || refusal.status >= 500) throw error;
    return { ...show(await load(context), context, [{ id: 'material-0', words: refusal.words }]), status: refusal.status };
  }
  return { redirect: `/my/cases/${view.id}?done=later` };
}

const load = (context: PageContext): Promise<CaseView> => context.call(services.getMyCase, { caseId: param(context, 'caseId') });

const wantedOf = (view: CaseView): Wanted[] =>
  view.supplement?.materials ?? view.materials.filter((material) => material.state === 'later').map((material) => ({ itemId: material.itemId, materialId: material.id, name: material.name, why: material.note ?? '' }));

const show = (view: CaseView, context: PageContext, errors: ShownError[]): Rendered => ({
  title: view.supplement === null ? context.text.cases.laterTitle : context.text.cases.supplementTitle,
  personal: true,
  back: { href: `/my/cases/${view.id}`, words: view.name },
  body: <SupplementView view={view} errors={errors} />,
});

const SupplementView = ({ view, errors }: { view: CaseView; errors: ShownError[] }): JSX.Element => {
  const { text: { cases: words, apply }, locale } = useSite();
  const materialOf = (one: Wanted) => view.materials.find((material) => material.itemId === one.itemId && material.id === one.materialId);
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{view.supplement === null ? words.laterTitle : words.supplementTitle}</h1>
      {view.supplement === null ? null : <Notice tone="soon" icon="warning"><p>{view.supplement.reason}</p>{view.supplement.until === null ? null : <p><b>{words.supplementUntil(day(view.supplement.until, locale))}</b></p>}<p class="yw-small">{words.supplementLead}</p></Notice>}
      {view.supplement === null ? <p class="yw-lead">{words.laterLead}</p> : null}
      <PostForm files keep>
        <input type="hidden" name="version" value={view.version} />
        {wantedOf(view).map((one, at) => {
          const error = errors.find(({ id }) => id === `material-${at}`)?.words;
          const material = materialOf(one);
          const due = view.supplement === null && material !== undefined ? (material.laterDue === null ? words.laterAfterAcceptance : words.laterUntil(day(material.laterDue, locale))) : '';
          const hint = [due, view.supplement === null && one.why !== '' ? words.laterAgain(one.why) : one.why, apply.uploadHint((material?.accept ?? ['pdf', 'jpg', 'png']).join(' '), material?.filesMax ?? 5)].filter((part) => part !== '');
          return (
            <div key={one.itemId + one.materialId} class={error === undefined ? 'yw-field' : 'yw-field yw-field--wrong'}>
              <label class="yw-label" for={`material-${at}`}>{one.name}</label>
              {hint.map((part, n) => <p key={part} class="yw-hint" id={`material-${at}-hint-${n}`}>{part}</p>)}
              {error === undefined ? null : <p class="yw-error" id={`material-${at}-error`}>{error}</p>}
              <input class="yw-input" type="file" id={`material-${at}`} name={`material-${at}`} multiple aria-describedby={`${hint.map((_, n) => `material-${at}-hint-${n}`).join(' ')}${error === undefined ? '' : ` material-${at}-error`}`} />
              {(material?.candidates ?? []).length === 0 ? null : (
                <fieldset class="yw-field"><legend>{apply.ways.wallet}</legend>
                  {material?.candidates.map((candidate) => <div class="yw-choice" key={candidate.recordId}><input type="radio" id={`record-${at}-${candidate.recordId}`} name={`record-${at}`} value={candidate.recordId} /><label for={`record-${at}-${candidate.recordId}`}>{candidate.title} <span class="yw-soft">{candidate.number}</span></label></div>)}
                </fieldset>
              )}
            </div>
          );
        })}
        {view.supplement === null ? null : <Input id="note" label={words.supplementNote} rows={4} />}
        <div class="yw-actions"><Button>{view.supplement === null ? words.laterSend : words.supplementSend}</Button></div>
      </PostForm>
    </>
  );
};
