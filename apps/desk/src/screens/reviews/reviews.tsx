import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { Nothing } from '../../pieces/answered.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { More } from '../../pieces/more.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { defineWords, useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords, numberWords, shareWords } from '../../words/when.ts';

const reviewWords = defineWords('reviews', {
  title: ['好差评', 'Reviews'],
  sub: ['一次一评；差评自动生成核实整改办件，15 个工作日内办结并回访', 'One rating a case; a bad one opens a case of its own, to be settled in 15 working days'],
  total: ['评价数', 'Ratings'],
  satisfaction: ['满意率', 'Satisfaction'],
  bad: ['差评', 'Bad ratings'],
  corrected: ['已整改', 'Put right'],
  onlyBad: ['差评', 'Bad ones'],
  which: ['范围', 'Which'],
  stars: ['{{n}} 星', '{{n}} stars'],
  follow: ['核实整改', 'Follow-up'],
  due: ['{{day}} 前', 'by {{day}}'],
  reply: ['答复', 'Reply'],
  none: ['没有评价', 'No ratings'],
});

/** 好差评管理. */
export default function Reviews() {
  const t = useWords(reviewWords);
  const c = useWords(common);
  const [which, setWhich] = useState<'all' | 'bad'>('all');
  const pages = useMore(services.listReviews, { ...(which === 'bad' ? { bad: true } : {}), limit: 20 });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <ChoiceBar label={t('which')} value={which} onChange={setWhich} options={[{ value: 'all', label: c('all') }, { value: 'bad', label: t('onlyBad') }]} />
      </PageHead>
      <More of={pages} rows={(page) => page.reviews}>
        {(reviews, { figures }) => (
          <>
            <div className="dk-figures">
              <Figure label={t('total')} value={numberWords(figures.total)} tone="accent" />
              <Figure label={t('satisfaction')} value={shareWords(figures.satisfaction)} tone="good" />
              <Figure label={t('bad')} value={numberWords(figures.bad)} tone="bad" />
              <Figure label={t('corrected')} value={numberWords(figures.corrected)} tone="good" />
            </div>
            <Panel flush>
              {reviews.length === 0 && <Nothing>{t('none')}</Nothing>}
              <ul className="dk-reviews">
                {reviews.map((one) => (
                  <li key={one.id} className={one.stars <= 2 ? 'dk-review--bad' : undefined}>
                    <div className="dk-review-stars">
                      <span aria-hidden="true">
                        {'★'.repeat(one.stars)}
                        <i>{'★'.repeat(5 - one.stars)}</i>
                      </span>
                      <b>{one.satisfaction}</b>
                      <span className="dk-hidden">{t('stars', { n: one.stars })}</span>
                    </div>
                    <div>
                      <Link className="dk-strong" to={`/cases/${one.caseId}`}>
                        {one.caseName}
                      </Link>
                      <small>
                        {' '}
                        {one.organisation} · {one.channel} · {instantWords(one.at)}
                      </small>
                      {one.comment !== null && <p>{one.comment}</p>}
                      <span className="dk-tags">
                        {one.tags.map((tag) => (
                          <Tag key={tag}>{tag}</Tag>
                        ))}
                      </span>
                      {one.reply !== null && (
                        <p className="dk-note">
                          {t('reply')}{between().named}{one.reply}
                        </p>
                      )}
                    </div>
                    {one.followUp !== null && (
                      <Link className="dk-button" to={`/cases/${one.followUp.caseId}`}>
                        {t('follow')}{between().named}{one.followUp.stateWords} {one.followUp.dueOn !== null && t('due', { day: dayWords(one.followUp.dueOn) })}
                      </Link>
                    )}
                  </li>
                ))}
              </ul>
            </Panel>
          </>
        )}
      </More>
    </>
  );
}
