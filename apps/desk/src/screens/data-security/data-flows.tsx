import { useState } from 'react';
import { protection } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { protectionWords } from './security-board-words.ts';

const ways = ['gathered', 'called', 'taken', 'looked'] as const;

/** 数据流向: who gave what to whom. */
export default function DataFlows() {
  const t = useWords(protectionWords);
  const [days, setDays] = useState<'7' | '30' | '90'>('30');
  const [way, setWay] = useState<'all' | (typeof ways)[number]>('all');
  const found = useRead(protection.flows, { days: Number(days) }, { keep: true });
  return (
    <>
      <PageHead title={t('flows')} sub={t('flowsSub')}>
        <ChoiceBar label={t('period')} value={days} onChange={setDays} options={(['7', '30', '90'] as const).map((value) => ({ value, label: t(`d${value}`) }))} />
      </PageHead>
      <Answered of={found}>
        {({ flows }) => (
          <>
            <div className="dk-figures">
              {ways.map((one) => (
                <Figure key={one} label={t(`w_${one}`)} value={numberWords(flows.filter((flow) => flow.way === one).reduce((n, flow) => n + flow.times, 0))} note={`${t(one === 'looked' ? 'people' : 'records')} ${numberWords(flows.filter((flow) => flow.way === one).reduce((n, flow) => n + flow.rows, 0))}`} />
              ))}
            </div>
            <Panel title={t('flows')} flush extra={<ChoiceBar label={t('way')} value={way} onChange={setWay} options={[{ value: 'all' as const, label: t('allWays') }, ...ways.map((value) => ({ value, label: t(`w_${value}`) }))]} />}>
              <DataTable
                label={t('flows')}
                rows={flows.filter((flow) => way === 'all' || flow.way === way)}
                rowId={(row) => [row.way, row.register, row.from, row.to, row.service].join(' ')}
                empty={t('noFlows')}
                columns={[
                  { id: 'what', title: t('what'), lead: true, cell: (row) => (<><b>{row.registerTitle}</b>{row.service !== null && row.service !== row.registerTitle && <small>{row.service}</small>}</>) },
                  { id: 'way', title: t('way'), width: '6rem', cell: (row) => t(`w_${row.way}`) },
                  { id: 'from', title: t('from'), cell: (row) => row.fromName ?? t('platform') },
                  { id: 'to', title: t('to'), cell: (row) => row.toName ?? t('platform') },
                  { id: 'times', title: t('times'), align: 'end', cell: (row) => numberWords(row.times) },
                  { id: 'rows', title: t('rows'), align: 'end', cell: (row) => numberWords(row.rows) },
                  { id: 'personal', title: t('personal'), width: '6rem', cell: (row) => (row.personal ? <Tag tone="soon">{t('yes')}</Tag> : t('no')) },
                  { id: 'last', title: t('lastAt'), width: '8rem', cell: (row) => (row.lastAt === null ? '—' : row.way === 'called' ? dayWords(row.lastAt.slice(0, 10)) : instantWords(row.lastAt)) },
                ]}
              />
            </Panel>
          </>
        )}
      </Answered>
    </>
  );
}
