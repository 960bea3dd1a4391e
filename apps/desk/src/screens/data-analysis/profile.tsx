import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { TablePanel } from '../../pieces/table-panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords, shareWords } from '../../words/when.ts';
import { analysisWords } from './analysis-words.ts';

/** 数据画像: how full a column is, how many values it has, from where to where. */
export function Profile({ source }: { source: string }) {
  const t = useWords(analysisWords);
  const found = useRead(dataQuality.profileSource, { source });
  return (
    <TablePanel
      title={t('profile')}
      of={found}
      rows={(answer) => answer.columns.filter((c) => !c.name.startsWith('record'))}
      rowId={(row) => row.name}
      columns={[
        { id: 'title', title: t('column'), lead: true, cell: (row) => <b>{row.title}</b> },
        { id: 'filled', title: t('filledShare'), align: 'end', cell: (row) => shareWords(row.rows === 0 ? null : (row.filled / row.rows) * 100) },
        { id: 'distinct', title: t('distinctValues'), align: 'end', cell: (row) => numberWords(row.distinct) },
        { id: 'range', title: t('range'), cell: (row) => (row.min === null || row.max === null ? '—' : `${String(row.min)} … ${String(row.max)}`) },
      ]}
    />
  );
}
