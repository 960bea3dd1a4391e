import { Link } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { GovernanceHead } from './governance-tabs.tsx';
import { governanceWords } from './governance-words.ts';

export const stateTone = { waiting: 'accent', done: 'good', failed: 'bad' } as const;

/** 比对任务: what was compared, by whom, and how it came out. */
export default function ComparisonList() {
  const t = useWords(governanceWords);
  const mayManage = useMay('quality.manage');
  const found = useRead(dataQuality.listComparisons, {}, { every: 5_000 });
  return (
    <>
      <GovernanceHead>{mayManage && <Link className="dk-button dk-button--primary" to="/data-comparison/new">{t('newComparison')}</Link>}</GovernanceHead>
      <TablePanel
        title={t('comparisons')}
        of={found}
        rows={(answer) => answer.comparisons}
        rowId={(row) => row.id}
        to={(row) => `/data-comparison/${row.id}`}
        empty={t('noComparisons')}
        columns={[
          { id: 'name', title: t('name'), lead: true, cell: (row) => <LeadLink to={`/data-comparison/${row.id}`} under={`${row.left} ↔ ${row.right}`}>{row.title}</LeadLink> },
          { id: 'state', title: t('state'), cell: (row) => <Tag tone={stateTone[row.state]}>{t(row.state)}</Tag> },
          { id: 'same', title: t('same'), align: 'end', cell: (row) => (row.result === null ? '—' : numberWords(row.result.same)) },
          { id: 'differing', title: t('differing'), align: 'end', cell: (row) => (row.result === null ? '—' : numberWords(row.result.differing)) },
          { id: 'left', title: t('missingLeft'), align: 'end', cell: (row) => (row.result === null ? '—' : numberWords(row.result.missingLeft)) },
          { id: 'right', title: t('missingRight'), align: 'end', cell: (row) => (row.result === null ? '—' : numberWords(row.result.missingRight)) },
          { id: 'by', title: t('by'), cell: (row) => row.requestedBy },
          { id: 'at', title: t('at'), cell: (row) => instantWords(row.requestedAt) },
        ]}
      />
    </>
  );
}
