import { libraries, services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { showBytes } from '@yiwang/ui/form/show-bytes.ts';
import { pagesOf, type Draft } from '../draft-form.ts';
import { day } from '../format.ts';
import { definePage, param } from '../page.ts';
import { useSite } from '../site.ts';
import { LinkButton, PostForm } from '../view/form.tsx';
import { Notice, Progress, Tag } from '../view/pieces.tsx';

export type Material = Draft['materials'][number];
export const materialHref = (draftId: string, material: Material): string => `/apply/${draftId}/materials/${encodeURIComponent(material.itemId)}/${encodeURIComponent(material.id)}`;

/** 提供材料: what was fetched, what is still wanted. */
export const applyMaterials = definePage({
  path: '/apply/:draftId/materials',
  signedIn: true,
  async get(context) {
    const draft = await context.call(services.getDraft, { draftId: param(context, 'draftId') });
    const pages = pagesOf(draft, context).length;
    const open = draft.materials.some((material) => isOpen(material) && material.ways.includes('upload'));
    const reusable = open ? (await context.call(libraries.reusableMaterials, {})).materials : [];
    return { title: context.text.apply.materialsTitle, personal: true, back: { href: `/apply/${draft.id}/form/${Math.max(1, pages)}`, words: context.text.frame.back }, body: <MaterialsView draft={draft} pages={pages} reusable={reusable} /> };
  },
});

type Reusable = OutputOf<typeof libraries.reusableMaterials>['materials'][number];
const isOpen = (material: Material): boolean => material.state === 'missing' || material.state === 'rejected';

const MaterialsView = ({ draft, pages, reusable }: { draft: Draft; pages: number; reusable: readonly Reusable[] }): JSX.Element => {
  const { apply: words, common } = useSite().text;
  const wanted = draft.materials.filter((material) => material.required && (material.state === 'missing' || material.state === 'rejected')).length;
  const items = [...new Map(draft.materials.map((material) => [material.itemId, material.itemName]))];
  return (
    <>
      <Progress at={pages} of={pages + 2} words={`${draft.subject.name} · ${words.step(pages + 1, pages + 2)}`} />
      <h1>{words.materialsTitle}</h1>
      <p class="yw-lead">{words.materialsLead}</p>
      {wanted === 0 ? <Notice tone="good" icon="check"><p>{words.materialsDone}</p></Notice> : <Notice><p>{words.materialsLeft(wanted)}</p></Notice>}
      {items.map(([itemId, itemName]) => (
        <section key={itemId} class="band" aria-label={itemName}>
          <h2>{itemName}</h2>
          <ul class="yw-list">{draft.materials.filter((material) => material.itemId === itemId).map((material) => <MaterialLine key={material.id} draft={draft} material={material} reusable={reusable.find((one) => one.title === material.name)} />)}</ul>
        </section>
      ))}
      <div class="yw-actions">
        <LinkButton href={`/apply/${draft.id}/check`}>{common.continue}</LinkButton>
        <a href="/my/drafts">{words.saveLater}</a>
      </div>
    </>
  );
};

const toneOf: Record<Material['state'], 'good' | 'soon' | 'bad' | 'quiet'> = { missing: 'soon', uploaded: 'good', fetched: 'good', wallet: 'good', promised: 'good', later: 'quiet', given: 'good', rejected: 'bad' };

const MaterialLine = ({ draft, material, reusable }: { draft: Draft; material: Material; reusable: Reusable | undefined }): JSX.Element => {
  const { apply: words, common } = useSite().text;
  const open = isOpen(material);
  const href = materialHref(draft.id, material);
  return (
    <li class="material" id={`m-${material.itemId}-${material.id}`}>
      <div>
        <p><b>{material.name}</b>{material.required ? null : <span class="yw-soft"> · {common.optional}</span>}</p>
        <p><Tag tone={toneOf[material.state]}>{words.materialStates[material.state]}</Tag>{material.state === 'fetched' ? <> <Tag tone="good">{words.fromRegister}</Tag></> : null}</p>
        {material.source === null ? null : <p class="yw-small yw-soft">{material.source}</p>}
        {material.note === null ? null : <p class="yw-small yw-soft">{material.note}</p>}
      </div>
      {material.ways.length === 0 ? null : <a class={`yw-button yw-button--small${open ? '' : ' yw-button--plain'}`} href={href}>{open ? words.provide : words.changeMaterial}<span class="yw-hidden"> {material.name}</span></a>}
      {open ? <Offer href={href} version={draft.version} material={material} reusable={reusable} /> : null}
      {material.files.length === 0 ? null : <ul class="yw-files">{material.files.map((file) => <li key={file.id}><a href={file.url}>{file.name}</a><small class="yw-soft">{showBytes(file.bytes)}</small></li>)}</ul>}
    </li>
  );
};

/** 已有材料免提交: what she has already, given with one press: a licence of the wallet, else an earlier paper of the same name. */
const Offer = ({ href, version, material, reusable }: { href: string; version: number; material: Material; reusable: Reusable | undefined }): JSX.Element | null => {
  const { text: { apply: words }, locale } = useSite();
  const [licence] = material.ways.includes('wallet') ? material.candidates : [];
  const paper = licence === undefined && material.ways.includes('upload') ? reusable : undefined;
  if (licence === undefined && paper === undefined) return null;
  return (
    <PostForm action={href}>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="way" value={licence === undefined ? 'upload' : 'wallet'} />
      {licence === undefined ? <input type="hidden" name="reuse" value={paper?.fileId} /> : <input type="hidden" name="recordId" value={licence.recordId} />}
      <p class="yw-small yw-offer"><Tag tone="good">{words.offered}</Tag> <span>{licence === undefined ? [words.earlier, paper === undefined || paper.issuedOn === null ? '' : day(paper.issuedOn, locale)].filter((part) => part !== '').join(' · ') : `${licence.title} ${licence.number}`}</span> <button class="yw-link-button" type="submit">{words.useOffer}<span class="yw-hidden"> {material.name}</span></button></p>
    </PostForm>
  );
};
