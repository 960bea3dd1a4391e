import { useState } from 'react';
import { Link } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { qualityWords } from './quality-words.ts';

const tone = (score: number | null | undefined): 'quiet' | 'good' | 'soon' | 'bad' => (score === null || score === undefined ? 'quiet' : score >= 98 ? 'good' : score >= 90 ? 'soon' : 'bad');

/** 数据质量总览: scores of all registers with rules, their trend, tickets of the asker's scope. */
export default function QualityBoard() {
  const t = useWords(qualityWords);
  const [state, setState] = useState<'open' | 'answered' | 'objected' | 'closed'>('open');
  const found = useRead(dataQuality.qualityBoard, {});
  const tickets = useRead(dataQuality.listTickets, { state }, { keep: true });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <Answered of={found}>
        {({ registers }) => (
          <>
            <Panel title={t('score')} flush>
              <DataTable
                label={t('title')}
                rows={registers}
                rowId={(row) => row.register}
                to={(row) => `/data-quality/${row.register}`}
                columns={[
                  { id: 'title', title: t('register'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-quality/${row.register}`}>{row.title}</Link> },
                  { id: 'score', title: t('score'), align: 'end', cell: (row) => <Tag tone={tone(row.last?.score)}>{row.last?.score == null ? '—' : numberWords(row.last.score, 2)}</Tag> },
                  { id: 'rules', title: t('rules'), align: 'end', cell: (row) => numberWords(row.rules) },
                  { id: 'tickets', title: t('openTickets'), align: 'end', cell: (row) => numberWords(row.openTickets) },
                  { id: 'last', title: t('last'), cell: (row) => (row.last === null ? t('never') : row.last.doneAt === null ? t(row.last.state) : instantWords(row.last.doneAt)) },
                ]}
              />
            </Panel>
            {registers.some((one) => one.trend.length > 1) && (
              <Panel title={t('trend')}>
                <Chart
                  label={t('trend')}
                  categories={Array.from({ length: Math.max(...registers.map((one) => one.trend.length)) }, (_, at) => String(at + 1))}
                  series={registers.filter((one) => one.trend.length > 0).map((one) => ({ name: one.title, kind: 'line' as const, values: one.trend.map((point) => point.score) }))}
                />
              </Panel>
            )}
          </>
        )}
      </Answered>
      <Panel title={t('tickets')} flush extra={<ChoiceBar label={t('state')} value={state} onChange={setState} options={(['open', 'answered', 'objected', 'closed'] as const).map((value) => ({ value, label: t(`s_${value}`) }))} />}>
        <Answered of={tickets}>
          {(page) => (
            <DataTable
              label={t('tickets')}
              rows={page.tickets}
              rowId={(row) => row.id}
              to={(row) => `/data-quality/tickets/${row.id}`}
              empty={t('noTickets')}
              columns={[
                { id: 'title', title: t('problem'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-quality/tickets/${row.id}`}>{row.title}</Link> },
                { id: 'register', title: t('register'), cell: (row) => row.registerTitle },
                { id: 'department', title: t('department'), cell: (row) => row.departmentName },
                { id: 'failed', title: t('failedRows'), align: 'end', cell: (row) => numberWords(row.failed) },
                { id: 'number', title: t('number'), cell: (row) => row.number },
                { id: 'at', title: t('openedAt'), cell: (row) => instantWords(row.openedAt) },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </>
  );
}
