import { useState } from 'react';
import { Link } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { qualityWords } from './quality-words.ts';

type State = 'open' | 'answered' | 'objected' | 'closed';

/** 问题工单, of all registers or one, newest first. */
export function TicketPanel({ register }: { register?: string }) {
  const t = useWords(qualityWords);
  const [state, setState] = useState<State>('open');
  const tickets = useMore(dataQuality.listTickets, { state, ...(register === undefined ? {} : { register }) });
  return (
    <Panel title={t('tickets')} flush extra={<ChoiceBar label={t('state')} value={state} onChange={setState} options={(['open', 'answered', 'objected', 'closed'] as const).map((value) => ({ value, label: t(`s_${value}`) }))} />}>
      <More of={tickets} rows={(page) => page.tickets}>
        {(rows) => (
          <DataTable
            label={t('tickets')} rows={rows} rowId={(row) => row.id} to={(row) => `/data-quality/tickets/${row.id}`} empty={t(state === 'closed' ? 'noneClosed' : 'noTickets')}
            columns={[
              { id: 'title', title: t('problem'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-quality/tickets/${row.id}`}>{row.title}</Link> },
              ...(register === undefined ? [{ id: 'register', title: t('register'), cell: (row: { registerTitle: string }) => row.registerTitle }] : []),
              { id: 'department', title: t('department'), cell: (row) => row.departmentName },
              { id: 'failed', title: t('failedRows'), align: 'end', cell: (row) => numberWords(row.failed) },
              { id: 'number', title: t('number'), cell: (row) => row.number },
              { id: 'at', title: t('openedAt'), cell: (row) => instantWords(row.openedAt) },
            ]}
          />
        )}
      </More>
    </Panel>
  );
}
