import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import type { CaseView } from '../pages/case-progress.tsx';
import { useSite } from '../site.ts';
import { starsDrawn } from './review-list.tsx';

/** What came out: licences, documents, the applicant's own rating. */
export const CaseResults = ({ view }: { view: CaseView }): JSX.Element => {
  const { text } = useSite();
  const { cases: words, rate } = text;
  return (
    <>
      {view.licences.length === 0 ? null : (
        <section aria-labelledby="licences">
          <h2 id="licences">{words.licences}</h2>
          <ul class="menu-list">{view.licences.map((licence) => <li key={licence.recordId}><a href={`/my/licences/${licence.recordId}`}><Icon name="shield" /><span>{licence.name}<br /><span class="yw-soft yw-small yw-code">{licence.number}</span></span><Icon name="arrow" /></a></li>)}</ul>
        </section>
      )}
      {view.documents.length === 0 ? null : (
        <section class="band" aria-labelledby="documents">
          <h2 id="documents">{words.documents}</h2>
          <ul class="yw-files">{view.documents.map((document) => <li key={document.id}><span>{document.name}</span><span>{document.previewUrl === null ? null : <><a href={document.previewUrl}>{words.preview}<span class="yw-hidden"> {document.name}</span></a>{' '}</>}<a href={document.url}>{text.common.download} {document.format.toUpperCase()}<span class="yw-hidden"> {document.name}</span></a></span></li>)}</ul>
        </section>
      )}
      {view.rating === null ? null : (
        <section aria-labelledby="rating">
          <h2 id="rating">{words.yourRating}</h2>
          <p><span class="stars-drawn" aria-hidden="true">{starsDrawn(view.rating.stars)}</span> {rate.starWords(view.rating.stars)} · {view.rating.satisfaction}</p>
          {view.rating.comment === null ? null : <p>{view.rating.comment}</p>}
          {view.rating.reply === null ? null : <p class="yw-quote"><b>{words.reply}</b>{'\n'}{view.rating.reply}</p>}
        </section>
      )}
    </>
  );
};
