import { services } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { showBytes } from '@yiwang/ui/form/show-bytes.ts';
import { pagesOf, type Draft } from '../draft-form.ts';
import { definePage, param } from '../page.ts';
import { useSite } from '../site.ts';
import { LinkButton } from '../view/form.tsx';
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
    return { title: context.text.apply.materialsTitle, personal: true, back: { href: `/apply/${draft.id}/form/${Math.max(1, pages)}`, words: context.text.frame.back }, body: <MaterialsView draft={draft} pages={pages} /> };
  },
});

const MaterialsView = ({ draft, pages }: { draft: Draft; pages: number }): JSX.Element => {
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
          <ul class="yw-list">{draft.materials.filter((material) => material.itemId === itemId).map((material) => <MaterialLine key={material.id} draftId={draft.id} material={material} />)}</ul>
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

const MaterialLine = ({ draftId, material }: { draftId: string; material: Material }): JSX.Element => {
  const { apply: words, common } = useSite().text;
  const open = material.state === 'missing' || material.state === 'rejected';
  return (
    <li class="material" id={`m-${material.itemId}-${material.id}`}>
      <div>
        <p><b>{material.name}</b>{material.required ? null : <span class="yw-soft"> · {common.optional}</span>}</p>
        <p><Tag tone={toneOf[material.state]}>{words.materialStates[material.state]}</Tag>{material.state === 'fetched' ? <> <Tag tone="good">{words.fromRegister}</Tag></> : null}</p>
        {material.source === null ? null : <p class="yw-small yw-soft">{material.source}</p>}
        {material.note === null ? null : <p class="yw-small yw-soft">{material.note}</p>}
      </div>
      {material.ways.length === 0 ? null : <a class={`yw-button yw-button--small${open ? '' : ' yw-button--plain'}`} href={materialHref(draftId, material)}>{open ? words.provide : words.changeMaterial}<span class="yw-hidden"> {material.name}</span></a>}
      {material.files.length === 0 ? null : <ul class="yw-files">{material.files.map((file) => <li key={file.id}><a href={file.url}>{file.name}</a><small class="yw-soft">{showBytes(file.bytes)}</small></li>)}</ul>}
    </li>
  );
};
