import { Link } from 'react-router';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { qualityWords } from './quality-words.ts';
import { TicketPanel } from './ticket-panel.tsx';

const tone = (score: number | null | undefined): 'quiet' | 'good' | 'soon' | 'bad' => (score === null || score === undefined ? 'quiet' : score >= 98 ? 'good' : score >= 90 ? 'soon' : 'bad');

const linesMax = 6;
/** As many lines as can be told apart: the registers that need it most. */
const lowest = (registers: OutputOf<typeof dataQuality.qualityBoard>['registers']) => registers.filter((one) => one.trend.length > 1).toSorted((a, b) => (a.last?.score ?? 100) - (b.last?.score ?? 100)).slice(0, linesMax);

/** 数据质量总览: scores of all registers with rules, their trend, tickets of the asker's scope. */
export default function QualityBoard() {
  const t = useWords(qualityWords);
  const found = useRead(dataQuality.qualityBoard, {});
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
            {lowest(registers).length > 0 && (
              <Panel title={t('trend')}>
                <Chart
                  label={t('trend')}
                  categories={Array.from({ length: Math.max(...lowest(registers).map((one) => one.trend.length)) }, (_, at) => String(at + 1))}
                  series={lowest(registers).map((one) => ({ name: one.title, kind: 'line' as const, values: one.trend.map((point) => point.score) }))}
                />
              </Panel>
            )}
          </>
        )}
      </Answered>
      <TicketPanel />
    </>
  );
}
