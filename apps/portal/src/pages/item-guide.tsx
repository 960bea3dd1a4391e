import { docking, services, type OutputOf } from '@yiwang/server/contracts';
import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { definePage, here, param } from '../page.ts';
import { useSite } from '../site.ts';
import { Button, PostForm } from '../view/form.tsx';
import { Facts, Tag } from '../view/pieces.tsx';
import { handOverText } from './hand-over-text.ts';
import { ReviewList } from '../view/review-list.tsx';

type Guide = OutputOf<typeof services.getItem>;
type Elsewhere = OutputOf<typeof docking.listHandoverSystems>['systems'];
type Reviews = OutputOf<typeof services.publicReviews>;

/** 办事指南: every element that an applicant may read, and the way to apply. */
export const itemGuide = definePage({
  path: '/items/:itemId',
  async get(context) {
    const itemId = param(context, 'itemId');
    const [guide, reviews, elsewhere] = await Promise.all([
      context.call(services.getItem, { itemId, ...here(context) }),
      context.call(services.publicReviews, { itemId, limit: 3 }),
      context.call(docking.listHandoverSystems, { item: itemId.slice(0, 80) }),
    ]);
    return { title: guide.name, width: 'wide', back: { href: '/catalogue', words: context.text.catalogue.title }, body: <GuideView guide={guide} reviews={reviews} elsewhere={elsewhere.systems} /> };
  },
});

const GuideView = ({ guide, reviews, elsewhere }: { guide: Guide; reviews: Reviews; elsewhere: Elsewhere }): JSX.Element => {
  const { text } = useSite();
  const { guide: words } = text;
  const parts: { id: string; title: string; body: ComponentChildren }[] = [
    { id: 'conditions', title: words.conditions, body: guide.conditions.length === 1 ? <p>{guide.conditions[0]}</p> : <ol>{guide.conditions.map((one) => <li key={one}>{one}</li>)}</ol> },
    { id: 'materials', title: words.materials, body: <Materials guide={guide} /> },
    { id: 'flow', title: words.flow, body: <ol class="yw-steps">{guide.flow.map((step) => <li key={step.step}><p><b>{step.step}</b> <span class="yw-soft">{text.common.days(step.days)}</span></p><p class="yw-soft">{step.by}</p></li>)}</ol> },
    { id: 'basics', title: words.basics, body: <Facts wide facts={[...guide.elements, { label: words.fee, value: guide.fee }, { label: words.result, value: guide.result }]} /> },
    { id: 'windows', title: words.windows, body: <Windows guide={guide} /> },
    { id: 'basis', title: words.basis, body: <ul>{guide.bases.map((basis) => <li key={basis.law + (basis.article ?? '')}><b>{basis.law}</b> {basis.article}{basis.text === null ? null : <blockquote class="yw-quote yw-small">{basis.text}</blockquote>}</li>)}</ul> },
    { id: 'consult', title: words.consult, body: <Facts wide facts={[{ label: words.consultBy, value: guide.consult }, { label: words.complainBy, value: guide.complain }]} /> },
    { id: 'codes', title: words.codes, body: <Facts wide facts={[{ label: words.basicCode, value: <span class="yw-code">{guide.codes.basic}</span> }, { label: words.implementationCode, value: <span class="yw-code">{guide.codes.implementation}</span> }, { label: text.common.item, value: words.version(guide.codes.version) }]} /> },
    ...(reviews.count === 0 ? [] : [{ id: 'reviews', title: words.reviews, body: <ReviewList reviews={reviews} /> }]),
  ];
  return (
    <>
      <h1>{guide.name}</h1>
      <p class="yw-lead reading">{guide.summary}</p>
      <div class="with-side">
        <div class="guide-parts">{parts.map((part) => <section key={part.id} class="guide-part" aria-labelledby={part.id}><h2 id={part.id}>{part.title}</h2>{part.body}</section>)}</div>
        <aside class="side first" aria-label={words.start}>
          <div class="apply-box">
            <Facts facts={[{ label: words.department, value: guide.department }, { label: words.promised, value: text.common.days(guide.promisedDays) }, { label: words.visits, value: text.common.visits(guide.visits) }]} />
            <PostForm action={`/start/service-item/${encodeURIComponent(guide.id)}`}><Button>{words.start}</Button></PostForm>
            <p class="yw-small yw-soft">{words.startNote}</p>
          </div>
          {elsewhere.length === 0 ? null : <ElsewhereBox guide={guide} systems={elsewhere} />}
          {guide.partOf.length === 0 ? null : <><p>{words.partOf}</p><ul class="menu-list">{guide.partOf.map((event) => <li key={event.id}><a href={`/events/${encodeURIComponent(event.id)}`}><Icon name="spark" /><span>{event.name}</span></a></li>)}</ul></>}
          <nav aria-label={words.contents}>
            <ul class="toc">{parts.map((part) => <li key={part.id}><a href={`#${part.id}`}>{part.title}</a></li>)}</ul>
          </nav>
          <button type="button" class="yw-button yw-button--plain yw-button--small" hidden data-island="print"><Icon name="print" size={20} />{text.common.print}</button>
        </aside>
      </div>
    </>
  );
};

/** 跳转办理: the same at the department's own system, signed in. */
const ElsewhereBox = ({ guide, systems }: { guide: Guide; systems: Elsewhere }): JSX.Element => {
  const t = handOverText[useSite().locale];
  return <><h2 class="item-name">{t.box}</h2><ul class="yw-list">{systems.map((one) => <li key={one.system}><a href={`/handover/${encodeURIComponent(one.system)}/${encodeURIComponent(guide.id)}`}>{one.title}</a><p class="yw-soft yw-small">{one.owner}</p></li>)}</ul></>;
};

const Materials = ({ guide }: { guide: Guide }): JSX.Element => {
  const { text } = useSite();
  const { guide: words, common } = text;
  if (guide.materials.length === 0) return <p>{words.noMaterials}</p>;
  return (
    <table class="yw-table materials">
      <caption class="yw-hidden">{words.materials}</caption>
      <thead><tr><th scope="col">{words.materialName}</th><th scope="col">{words.materialForm}</th><th scope="col">{words.materialHow}</th></tr></thead>
      <tbody>
        {guide.materials.map((material) => (
          <tr key={material.id}>
            <th scope="row">{material.name} <Tag tone={material.required ? '' : 'quiet'}>{material.required ? common.required : common.optional}</Tag>{material.note === null ? null : <p class="yw-small yw-soft">{material.note}</p>}</th>
            <td data-label={words.materialForm}>{material.form} · {common.copies(material.copies)}</td>
            <td data-label={words.materialHow}>{material.howToGet}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Windows = ({ guide }: { guide: Guide }): JSX.Element => {
  const { guide: words } = useSite().text;
  return <ul class="yw-grid">{guide.windows.map((window) => <li key={window.name + window.address}><div class="yw-card"><h3>{window.name}</h3><p>{words.address}{' '}{window.address}</p><p>{words.hours}{' '}{window.hours}</p><p>{words.telephone}{' '}<a href={`tel:${window.phone}`}>{window.phone}</a></p></div></li>)}</ul>;
};
