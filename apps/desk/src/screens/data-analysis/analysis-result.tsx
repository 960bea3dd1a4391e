import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { dataQuality } from '../../api/contracts.ts';
import { Button } from '../../pieces/button.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { analysisWords } from './analysis-words.ts';

type Answer = OutputOf<typeof dataQuality.analyse>;
type Cell = Answer['rows'][number][string];

/** An answer with what its columns are called: dimensions `g0`, `g1` …, figures `m0`, `m1` …. */
export interface Shown {
  answer: Answer;
  groups: string[];
  measures: string[];
}

const chartedMax = 30;

/** A cell as spreadsheets take it; nothing of it is a formula. */
const csvCell = (value: string): string => (/^[=+\-@\t]/.test(value) && Number.isNaN(Number(value)) ? `"'${value.replaceAll('"', '""')}"` : `"${value.replaceAll('"', '""')}"`);

function save({ answer, groups, measures }: Shown): void {
  const names = answer.columns.map((c) => c.name);
  const lines = [[...groups, ...measures], ...answer.rows.map((row) => names.map((name) => { const value = String(row[name] ?? ''); return answer.names[name]?.[value] ?? value; }))];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}`], { type: 'text/csv' }));
  link.download = 'statistics.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** 统计结果: table, and a chart where there is one dimension. */
export function AnalysisResult({ of }: { of: Shown }) {
  const t = useWords(analysisWords);
  const { answer, groups, measures } = of;
  const c = useWords(common);
  const said = (name: string, value: Cell | undefined): string => {
    if (value === null || value === undefined || value === '') return t('unknown');
    if (typeof value === 'boolean') return c(value ? 'yes' : 'no');
    return typeof value === 'number' ? numberWords(value, 2) : (answer.names[name]?.[value] ?? value);
  };
  const [snapshot] = answer.snapshots;
  return (
    <Panel title={t('result')} extra={<><span className="dk-soft">{t('took', { at: snapshot === undefined ? '—' : instantWords(snapshot.at), ms: numberWords(answer.milliseconds) })}</span>{answer.rows.length > 0 && <Button onClick={() => save(of)}>{t('download')}</Button>}</>}>
      {answer.suppressedGroups > 0 && <p className="dk-note">{t('suppressed', { n: numberWords(answer.suppressedGroups), least: answer.suppressedBelow })}</p>}
      {answer.truncated && <p className="dk-note dk-note--soon">{t('truncated', { n: numberWords(answer.rows.length) })}</p>}
      {groups.length === 1 && answer.rows.length > 1 && <Chart label={t('result')} horizontal={answer.rows.length > 12} height={answer.rows.length > 12 ? Math.min(answer.rows.length, chartedMax) * 1.6 : 16} categories={answer.rows.slice(0, chartedMax).map((row) => said('g0', row['g0']))} series={[{ name: measures[0]!, values: answer.rows.slice(0, chartedMax).map((row) => Number(row['m0'] ?? 0)) }]} />}
      <DataTable
        label={t('result')} rows={answer.rows.map((row, at) => ({ row, at }))} rowId={({ at }) => String(at)} empty={t('noRows')}
        columns={[
          ...groups.map((title, at) => ({ id: `g${at}`, title, ...(at === 0 ? { lead: true } : {}), cell: ({ row }: { row: Record<string, Cell> }) => said(`g${at}`, row[`g${at}`]) })),
          ...measures.map((title, at) => ({ id: `m${at}`, title, align: 'end' as const, cell: ({ row }: { row: Record<string, Cell> }) => said(`m${at}`, row[`m${at}`]) })),
        ]}
      />
    </Panel>
  );
}
