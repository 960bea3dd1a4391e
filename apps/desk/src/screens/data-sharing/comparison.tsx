import { cascade } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { defineWords, useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';

const comparisonWords = defineWords('comparison', {
  title: ['上级下发的统计（30 天）', 'Figures from above, 30 days'],
  what: ['登记簿、服务', 'Register or service'],
  register: ['登记簿', 'register'],
  service: ['服务', 'service'],
  calls: ['全域调用', 'Calls, all houses'],
  own: ['本级调用', 'Calls, ours'],
  rows: ['本级 / 全域行数', 'Rows, ours of all'],
  rank: ['位次', 'Rank'],
  rankOf: ['{{rank}} / {{houses}}', '{{rank}} of {{houses}}'],
});

/** 统计下发: what all houses of the upper level called together, our part of it and our place; nothing stands here where no upper house tells. */
export function Comparison() {
  const t = useWords(comparisonWords);
  const found = useRead(cascade.comparison, {});
  return (
    <Answered of={found}>
      {({ lines }) => (lines.length === 0 ? null : (
        <Panel title={t('title')} flush>
          <DataTable label={t('title')} rows={lines} rowId={(l) => [l.peerId, l.scope, l.id].join(' ')} columns={[
            { id: 'what', title: t('what'), lead: true, cell: (l) => <><b>{l.title}</b><small>{t(l.scope)} · {l.peer}</small></> },
            { id: 'own', title: t('own'), align: 'end', cell: (l) => numberWords(l.ownCalls) },
            { id: 'calls', title: t('calls'), align: 'end', cell: (l) => numberWords(l.calls) },
            { id: 'rows', title: t('rows'), align: 'end', cell: (l) => `${numberWords(l.ownRows)} / ${numberWords(l.rows)}` },
            { id: 'rank', title: t('rank'), cell: (l) => (l.rank === null ? '—' : t('rankOf', { rank: numberWords(l.rank), houses: numberWords(l.houses) })) },
          ]} />
        </Panel>
      ))}
    </Answered>
  );
}
