import type { services, OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../format.ts';
import { useSite } from '../site.ts';

export const starsDrawn = (n: number): string => '★'.repeat(n) + '☆'.repeat(5 - n);

/** 公开的评价与回复. */
export const ReviewList = ({ reviews }: { reviews: OutputOf<typeof services.publicReviews> }): JSX.Element => {
  const { text, locale } = useSite();
  return (
    <>
      {reviews.average === null ? null : <p>{text.guide.reviewsCount(reviews.average.toFixed(1), reviews.count)}</p>}
      <ul class="yw-list">
        {reviews.reviews.map((one) => (
          <li key={one.at}>
            <p><span class="stars-drawn" aria-hidden="true">{starsDrawn(one.stars)}</span> <span class="yw-hidden">{text.rate.starWords(one.stars)}</span><span class="yw-soft yw-small">{day(one.at, locale)}</span></p>
            {one.comment === null ? null : <p>{one.comment}</p>}
            {one.reply === null ? null : <p class="yw-quote yw-small">{text.guide.reply}{one.reply}</p>}
          </li>
        ))}
      </ul>
    </>
  );
};
