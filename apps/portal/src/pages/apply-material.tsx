import { libraries, services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import type { Draft } from '../draft-form.ts';
import { day } from '../format.ts';
import { definePage, fieldOf, param, type PageContext, type Rendered } from '../page.ts';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';
import { useSite } from '../site.ts';
import { Button, ErrorSummary, PostForm, type ShownError } from '../view/form.tsx';
import type { Material } from './apply-materials.tsx';

type Way = Material['ways'][number];
type Reusable = OutputOf<typeof libraries.reusableMaterials>['materials'][number];
const ways: readonly (Way | 'remove')[] = ['upload', 'wallet', 'fetch', 'promise', 'later', 'remove'];

/** One material: every way in which it may be provided. */
export const applyMaterial = definePage({
  path: '/apply/:draftId/materials/:itemId/:materialId',
  signedIn: true,
  async get(context) {
    return show(context, []);
  },
  async post(context) {
    const words = context.text.apply;
    const way = ways.find((one) => one === fieldOf(context, 'way')) ?? 'upload';
    const reused = fieldOf(context, 'reuse');
    const fileIds = reused !== '' ? [reused] : (context.request.body?.files['files'] ?? []).map((file) => file.id);
    const recordId = fieldOf(context, 'recordId');
    if (way === 'upload' && fileIds.length === 0) return show(context, [{ id: 'files', words: words.uploadNothing }]);
    if (way === 'wallet' && recordId === '') return show(context, [{ id: 'record-0', words: words.walletNothing }]);
    if (way === 'promise' && fieldOf(context, 'consent') !== 'yes') return show(context, [{ id: 'consent', words: words.promiseNothing }]);
    const input = {
      draftId: param(context, 'draftId'),
      version: Number(fieldOf(context, 'version')) || 0,
      itemId: param(context, 'itemId'),
      materialId: param(context, 'materialId'),
      way,
      ...(way === 'upload' ? { fileIds } : {}),
      ...(way === 'wallet' ? { recordId } : {}),
    };
    try {
      await context.call(services.provideMaterial, input, sendOnce(context, input));
    } catch (error) {
      const refusal = refusalOf(error, context.request.locale);
      if (refusal.status >= 500 || refusal.status === 404) throw error;
      return show(context, [{ id: 'ways', words: refusal.words || words.uploadFailed }]);
    }
    return { redirect: `/apply/${input.draftId}/materials#m-${input.itemId}-${input.materialId}` };
  },
});

async function show(context: PageContext, errors: ShownError[]): Promise<Rendered> {
  const draft = await context.call(services.getDraft, { draftId: param(context, 'draftId') });
  const material = draft.materials.find((one) => one.itemId === param(context, 'itemId') && one.id === param(context, 'materialId'));
  const reusable = material?.ways.includes('upload') === true ? await reusableFor(context, material) : [];
  if (material === undefined) return { title: context.text.errors.notFoundTitle, status: 404, body: <h1>{context.text.errors.notFoundTitle}</h1> };
  return {
    title: material.name,
    personal: true,
    ...(errors.length > 0 ? { status: 422 } : {}),
    back: { href: `/apply/${draft.id}/materials`, words: context.text.apply.materialsTitle },
    body: <MaterialView draft={draft} material={material} reusable={reusable} errors={errors} />,
  };
}

const reusableMax = 5;
/** 已有材料: of the same name first; others after them, for a paper may be asked for under another name. */
async function reusableFor(context: PageContext, material: Material): Promise<Reusable[]> {
  const { materials } = await context.call(libraries.reusableMaterials, {});
  const given = new Set(material.files.map((file) => file.id));
  return materials.filter((one) => !given.has(one.fileId)).toSorted((a, b) => Number(b.title === material.name) - Number(a.title === material.name)).slice(0, reusableMax);
}

const MaterialView = ({ draft, material, reusable, errors }: { draft: Draft; material: Material; reusable: readonly Reusable[]; errors: ShownError[] }): JSX.Element => {
  const { text: { apply: words }, locale } = useSite();
  const errorOf = (id: string): string | undefined => errors.find((error) => error.id === id)?.words;
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="progress-words">{material.itemName}</p>
      <h1>{material.name}</h1>
      {material.note === null ? null : <p>{material.note}</p>}
      <div id="ways" tabIndex={-1}>
        {reusable.length === 0 ? null : (
          <section class="way" aria-labelledby="reuse">
            <h2 id="reuse">{words.reuseTitle}</h2>
            <p>{words.reuseLead}</p>
            <PostForm>
              <input type="hidden" name="version" value={draft.version} />
              <input type="hidden" name="way" value="upload" />
              <fieldset class="yw-field">
                <legend class="yw-hidden">{words.reuseTitle}</legend>
                {reusable.map((one, at) => (
                  <div class="yw-choice yw-choice--boxed" key={one.id}>
                    <input type="radio" id={`reuse-${at}`} name="reuse" value={one.fileId} checked={at === 0} />
                    <label for={`reuse-${at}`}>{one.title}<br /><span class="yw-soft yw-small">{one.source}{one.issuedOn === null ? '' : ` · ${day(one.issuedOn, locale)}`}</span></label>
                  </div>
                ))}
              </fieldset>
              <Button>{words.reuseButton}</Button>
            </PostForm>
          </section>
        )}
        {material.ways.filter((way) => way !== 'wallet' || material.candidates.length > 0).map((way) => (
          <section key={way} class="way" aria-labelledby={`way-${way}`}>
            <h2 id={`way-${way}`}>{words.ways[way]}</h2>
            <PostForm files={way === 'upload'}>
              <input type="hidden" name="version" value={draft.version} />
              <input type="hidden" name="way" value={way} />
              <WayFields way={way} material={material} error={errorOf(way === 'upload' ? 'files' : way === 'wallet' ? 'record-0' : 'consent')} />
            </PostForm>
          </section>
        ))}
        {material.ways.includes('wallet') && material.candidates.length === 0 ? <p class="yw-soft">{words.walletEmpty}</p> : null}
        {material.state === 'missing' ? null : (
          <PostForm>
            <input type="hidden" name="version" value={draft.version} />
            <button class="yw-link-button" type="submit" name="way" value="remove">{words.removeButton}</button>
          </PostForm>
        )}
      </div>
    </>
  );
};

const WayFields = ({ way, material, error }: { way: Way; material: Material; error: string | undefined }): JSX.Element => {
  const { apply: words } = useSite().text;
  const errorWords = error === undefined ? null : <p class="yw-error" id={`error-${way}`}>{error}</p>;
  const wrong = error === undefined ? 'yw-field' : 'yw-field yw-field--wrong';
  switch (way) {
    case 'upload':
      return (
        <>
          <div class={wrong}>
            <label class="yw-label" for="files">{words.uploadLabel}</label>
            <p class="yw-hint" id="files-hint">{words.uploadHint(material.accept.join(' '), material.filesMax)}</p>
            {errorWords}
            <input class="yw-input" type="file" id="files" name="files" multiple={material.filesMax > 1} accept={material.accept.map((one) => `.${one}`).join(',')} aria-describedby={`files-hint${error === undefined ? '' : ' error-upload'}`} />
          </div>
          <Button>{words.uploadButton}</Button>
        </>
      );
    case 'wallet':
      return (
        <>
          <fieldset class={wrong}>
            <legend class="yw-hidden">{words.ways.wallet}</legend>
            {errorWords}
            {material.candidates.map((one, at) => (
              <div class="yw-choice yw-choice--boxed" key={one.recordId}>
                <input type="radio" id={`record-${at}`} name="recordId" value={one.recordId} checked={material.candidates.length === 1} />
                <label for={`record-${at}`}>{one.title}<br /><span class="yw-soft yw-small">{one.number}</span></label>
              </div>
            ))}
          </fieldset>
          <Button>{words.walletButton}</Button>
        </>
      );
    case 'promise':
      return (
        <>
          <p>{words.promiseLead}</p>
          <blockquote class="yw-quote">{material.promise}</blockquote>
          <div class={wrong}>
            {errorWords}
            <div class="yw-choice"><input type="checkbox" id="consent" name="consent" value="yes" aria-describedby={error === undefined ? undefined : 'error-promise'} /><label for="consent">{words.promiseConsent}</label></div>
          </div>
          <Button kind="plain">{words.promiseButton}</Button>
        </>
      );
    case 'fetch':
      return <><p>{words.fetchLead}</p><Button>{words.fetchButton}</Button></>;
    case 'later':
      return <><p>{words.laterLead(material.laterDays ?? 0)}</p><Button kind="plain">{words.laterButton}</Button></>;
  }
};
