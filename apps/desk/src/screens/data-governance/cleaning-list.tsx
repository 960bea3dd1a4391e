import { Link } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { cleaningWords } from './cleaning-words.ts';
import { stateTone } from './comparison-list.tsx';
import { GovernanceHead } from './governance-tabs.tsx';
import { governanceWords } from './governance-words.ts';

/** 清洗任务. */
export default function CleaningList() {
  const t = useWords(cleaningWords);
  const g = useWords(governanceWords);
  const mayManage = useMay('quality.manage');
  const found = useRead(dataQuality.listCleanings, {}, { every: 5_000 });
  return (
    <>
      <GovernanceHead sub={t('sub')}>{mayManage && <Link className="dk-button dk-button--primary" to="/data-comparison/cleanings/new">{t('create')}</Link>}</GovernanceHead>
      <TablePanel
        title={t('tasks')}
        of={found}
        rows={(answer) => answer.cleanings}
        rowId={(row) => row.id}
        to={(row) => `/data-comparison/cleanings/${row.id}`}
        empty={t('none')}
        columns={[
          { id: 'source', title: t('source'), lead: true, cell: (row) => <LeadLink to={`/data-comparison/cleanings/${row.id}`}>{row.source}</LeadLink> },
          { id: 'into', title: t('into'), cell: (row) => row.registerTitle },
          { id: 'columns', title: t('columns'), align: 'end', cell: (row) => numberWords(row.columns) },
          { id: 'state', title: g('state'), cell: (row) => <Tag tone={stateTone[row.state]}>{g(row.state)}</Tag> },
          { id: 'by', title: g('by'), cell: (row) => row.requestedBy },
          { id: 'at', title: g('at'), cell: (row) => instantWords(row.requestedAt) },
        ]}
      />
    </>
  );
}
