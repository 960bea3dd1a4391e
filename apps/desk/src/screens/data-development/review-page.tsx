import { useState } from 'react';
import { useParams } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { resultCell } from '../safe-space/result-cell.ts';
import { developmentWords } from './development-words.ts';
import { QuestionWords } from './question-words.tsx';

interface Shown {
  at: number;
  row: Record<string, string | number | boolean | null>;
}

/** 出域审核: what was asked, what came of it, whether it leaves. */
export default function ReviewPage() {
  const t = useWords(developmentWords);
  const { questionId = '' } = useParams();
  const found = useRead(development.reviewPage, { questionId });
  const review = useWrite(development.review);
  const [note, setNote] = useState('');
  return (
    <Answered of={found}>
      {(q) => {
        const decide = (release: boolean): void => void review.send({ questionId, version: q.version, release, note });
        return (
          <>
            <PageHead title={q.purpose} sub={q.offerTitle}>
              <Tag tone={q.state === 'released' ? 'good' : q.state === 'withheld' ? 'bad' : 'soon'}>{t(q.state)}</Tag>
            </PageHead>
            <Panel>
              <Facts facts={[[t('askedBy'), q.askedBy], [t('at'), instantWords(q.askedAt)], [t('grade'), q.grade], [t('rows'), numberWords(q.rows)], [t('smallest'), t('atLeast', { found: numberWords(q.smallestGroup), least: numberWords(q.least) })], [t('suppressed'), numberWords(q.suppressed)]]} />
            </Panel>
            <Panel title={t('question')}>
              <QuestionWords of={q.described} />
            </Panel>
            <Panel title={t('result')} flush>
              <DataTable<Shown>
                label={t('result')}
                rows={q.result.rows.slice(0, 100).map((row, at) => ({ row, at }))}
                rowId={(shown) => String(shown.at)}
                columns={q.result.columns.map((column, at) => ({ id: column.name, title: column.title, lead: at === 0, ...(column.kind === 'text' || column.kind === 'date' ? {} : { align: 'end' as const }), cell: (shown: Shown) => resultCell(shown.row[column.name], q.result.names[column.name]) }))}
              />
            </Panel>
            {q.state === 'waiting' && (
              <Panel title={t('opinion')}>
                <RefusalNote refusal={review.refusal} onReload={() => void found.refetch()} />
                <TextArea label={t('opinion')} value={note} onChange={setNote} max={500} required />
                <div className="dk-tags">
                  <Button tone="primary" busy={review.pending} disabled={note.trim().length < 2} onClick={() => decide(true)}>
                    {t('release')}
                  </Button>
                  <Button tone="danger" busy={review.pending} disabled={note.trim().length < 2} onClick={() => decide(false)}>
                    {t('withhold')}
                  </Button>
                </div>
              </Panel>
            )}
          </>
        );
      }}
    </Answered>
  );
}
