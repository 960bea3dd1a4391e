import { useState } from 'react';
import { Link } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel } from '../../pieces/panel.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { noGroup, rowCount } from '../data-analysis/question-parts.tsx';
import { MyQuestions } from './my-questions.tsx';
import { OfferColumns } from './offer-columns.tsx';
import { QuestionForm } from './question-form.tsx';
import { askedOf, type Draft, type Offer } from './question-input.ts';
import './safe-space.css';
import { spaceWords } from './space-words.ts';
import { TriedResult, type Tried } from './tried-result.tsx';

/** 安全开发空间: data on offer, questions over masked views, what comes of them, and their way out. */
export default function Workbench() {
  const t = useWords(spaceWords);
  const offers = useRead(development.listOffers, {});
  const [chosen, setChosen] = useState('');
  const mayReview = useMay('data.manage');
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <Answered of={offers}>
        {({ offers: all }) => {
          const offer = all.find((o) => o.id === chosen) ?? all[0];
          if (offer === undefined) return <Panel title={t('offers')}><Nothing>{t('noOffers')}</Nothing></Panel>;
          return (
            <>
              <Panel title={t('offers')}>
                <Select label={t('data')} value={offer.id} onChange={setChosen} options={all.map((o) => ({ value: o.id, label: o.title }))} />
                {offer.description !== null && <p className="dk-soft">{offer.description}</p>}
                <Facts columns={3} facts={[[t('level'), t(`l_${offer.level}`)], [t('grade'), t('gradeOf', { n: offer.grade })], [t('smallest'), numberWords(offer.smallestGroup)], [t('limits'), t('limitsOf', { n: numberWords(offer.questionsPerDay), rows: numberWords(offer.rowsMax) })]]} />
                <OfferColumns offer={offer} />
              </Panel>
              <Asking key={offer.id} offer={offer} />
            </>
          );
        }}
      </Answered>
      <MyQuestions />
      {mayReview && <Reviews />}
    </>
  );
}

const blank = (offer: Offer): Draft => ({ from: offer.views[0]!.as, joins: [], where: '', form: 'figures', groups: [noGroup], measures: [rowCount], rows: [], limit: '' });

function Asking({ offer }: { offer: Offer }) {
  const t = useWords(spaceWords);
  const ask = useWrite(development.tryQuestion);
  const [draft, setDraft] = useState(() => blank(offer));
  const [tried, setTried] = useState<Tried | null>(null);
  const ready = draft.form === 'figures' || draft.rows.length > 0;
  const run = async (): Promise<void> => {
    setTried(null);
    setTried((await ask.send({ offer: offer.id, asked: askedOf(draft) })) ?? null);
  };
  return (
    <>
      <Panel title={t('question')}>
        <RefusalNote refusal={ask.refusal} />
        <QuestionForm offer={offer} draft={draft} onChange={setDraft} />
        <Button tone="primary" icon="search" busy={ask.pending} disabled={!ready} onClick={() => void run()}>{t('run')}</Button>
      </Panel>
      {tried !== null && <TriedResult key={tried.questionId} tried={tried} offer={offer} />}
    </>
  );
}

function Reviews() {
  const t = useWords(spaceWords);
  const found = useRead(development.listForReview, {}, { every: 15_000 });
  // nobody reviews what she asked herself
  const mine = new Set(useRead(development.myQuestions, {}).data?.questions.map((row) => row.id));
  return (
    <TablePanel
      title={t('reviews')} of={found} rows={(page) => page.questions.filter((row) => !mine.has(row.id))} rowId={(row) => row.id} to={(row) => `/data-development/reviews/${row.id}`} empty={t('noReviews')}
      columns={[
        { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <><Link to={`/data-development/reviews/${row.id}`}>{row.purpose}</Link><small>{row.offerTitle}</small></> },
        { id: 'by', title: t('askedBy'), cell: (row) => row.askedBy },
        { id: 'rows', title: t('count'), align: 'end', cell: (row) => numberWords(row.rows) },
        { id: 'at', title: t('at'), cell: (row) => instantWords(row.askedAt) },
      ]}
    />
  );
}
