import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { saveTable } from './save-table.ts';
import { spaceWords } from './space-words.ts';

export const questionTone = { tried: 'quiet', waiting: 'accent', released: 'good', withheld: 'bad' } as const;

/** 我的查询: how each stands; what was released is taken, with its export number in every row. */
export function MyQuestions() {
  const t = useWords(spaceWords);
  const found = useRead(development.myQuestions, {}, { every: 15_000 });
  const take = useWrite(development.takeResult);
  const save = async (questionId: string): Promise<void> => {
    const taken = await take.send({ questionId });
    if (taken !== undefined) saveTable(`${taken.exportId}.csv`, taken.columns.map((c) => c.title), taken.rows.map((row) => taken.columns.map((c) => { const value = String(row[c.name] ?? ''); return taken.names[c.name]?.[value] ?? value; })));
  };
  return (
    <>
      <RefusalNote refusal={take.refusal} />
      <TablePanel
        title={t('mine')} of={found} rows={(page) => page.questions} rowId={(row) => row.id} empty={t('noMine')}
        columns={[
          { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <><b>{row.purpose === '' ? t('tried') : row.purpose}</b><small>{row.offerTitle}</small></> },
          { id: 'at', title: t('at'), cell: (row) => instantWords(row.askedAt) },
          { id: 'rows', title: t('count'), align: 'end', cell: (row) => numberWords(row.rows) },
          { id: 'state', title: t('state'), cell: (row) => <Tag tone={questionTone[row.state]}>{t(row.state)}</Tag> },
          { id: 'note', title: t('reviewed'), cell: (row) => (row.note === null ? '—' : <>{row.note}<small>{row.reviewedBy}</small></>) },
          { id: 'take', title: '', align: 'end', cell: (row) => (row.state === 'released' ? <Button icon="download" busy={take.pending} onClick={() => void save(row.id)}>{t('take')}</Button> : null) },
        ]}
      />
    </>
  );
}
