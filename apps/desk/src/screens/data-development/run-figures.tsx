import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { whoWords } from '../../words/house-names.ts';
import { numberWords } from '../../words/when.ts';
import { developmentWords } from './development-words.ts';
import { runTone } from './run-tone.ts';

/** One run: rows in, out and refused at each step. */
export function RunFigures({ runId }: { runId: string }) {
  const t = useWords(developmentWords);
  const found = useRead(development.getRun, { runId }, { every: 5_000 });
  const cancel = useWrite(development.cancelRun);
  return (
    <Answered of={found}>
      {(run) => (
        <Panel
          title={<>{t('day')} {run.day} <Tag tone={runTone[run.state]}>{t(run.state)}</Tag></>}
          flush
          extra={run.state === 'waiting' || run.state === 'running' ? <Button tone="danger" busy={cancel.pending} onClick={() => void cancel.send({ runId })}>{t('cancel')}</Button> : <small className="dk-soft">{t('attempt', { n: run.attempt, by: whoWords(run.requestedBy) })}</small>}
        >
          <RefusalNote refusal={cancel.refusal} />
          {run.problem !== null && <p className="dk-note dk-note--bad">{run.problem}</p>}
          <DataTable
            label={t('steps')}
            rows={run.steps}
            rowId={(row) => String(row.seq)}
            empty={t(run.state)}
            columns={[
              { id: 'step', title: t('step'), lead: true, cell: (row) => `${String(row.seq + 1)}. ${t(`k_${row.kind as 'load'}`)}` },
              { id: 'in', title: t('rowsIn'), align: 'end', cell: (row) => numberWords(row.rowsIn) },
              { id: 'out', title: t('rowsOut'), align: 'end', cell: (row) => numberWords(row.rowsOut) },
              { id: 'refused', title: t('refused'), align: 'end', cell: (row) => (row.refused === 0 ? '—' : <Tag tone="soon">{numberWords(row.refused)}</Tag>) },
              { id: 'took', title: t('took'), align: 'end', cell: (row) => numberWords(row.milliseconds) },
              { id: 'note', title: t('note'), cell: (row) => row.note ?? '' },
            ]}
          />
        </Panel>
      )}
    </Answered>
  );
}
