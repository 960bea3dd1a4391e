import type { OutputOf } from '@yiwang/server/kernel/contract';
import { libraries } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { libraryWords } from './library-words.ts';

type Answer = OutputOf<typeof libraries.askLibrary>;
const pointsMax = 30;

const isFigure = (kind: string): boolean => ['integer', 'decimal', 'money'].includes(kind);

/** Groups, then measures: what the answer says, with codes and divisions in words. */
export function QuestionPanel({ libraryId, questionId, title }: { libraryId: string; questionId: string; title: string }) {
  const t = useWords(libraryWords);
  const found = useRead(libraries.askLibrary, { libraryId, questionId });
  return (
    <Panel title={title} extra={found.data === undefined ? undefined : <small>{t('asOf', { at: instantWords(found.data.at) })}</small>}>
      <Answered of={found}>
        {(answer) => (
          <>
            {answer.rows.length === 0 ? <p className="dk-note">{t('noAnswer')}</p> : answer.chart === 'table' ? <AnswerTable answer={answer} label={title} /> : <AnswerChart answer={answer} label={title} />}
            {answer.suppressedGroups > 0 && <p className="dk-note">{t('suppressed', { least: answer.suppressedBelow, groups: answer.suppressedGroups })}</p>}
          </>
        )}
      </Answered>
    </Panel>
  );
}

const said = (answer: Answer, column: string, value: Answer['rows'][number][string]): string =>
  answer.labels[column]?.[String(value)] ?? (typeof value === 'number' ? numberWords(value, Number.isInteger(value) ? 0 : 2) : String(value ?? '—'));

/** The first measure alone: measures of other units would not share an axis. The rest stands in the table below it. */
function AnswerChart({ answer, label }: { answer: Answer; label: string }) {
  const [first, ...others] = answer.columns;
  const measure = answer.columns.find((c) => isFigure(c.kind));
  const groups = answer.columns.filter((c) => !isFigure(c.kind));
  if (first === undefined || measure === undefined) return <AnswerTable answer={answer} label={label} />;
  const rows = answer.rows.slice(0, pointsMax);
  return (
    <>
      <Chart label={label} categories={rows.map((r) => groups.map((g) => said(answer, g.name, r[g.name] ?? null)).join(' '))} series={[{ name: measure.title, kind: answer.chart === 'line' ? 'line' : 'bar', values: rows.map((r) => Number(r[measure.name] ?? 0)) }]} />
      {others.length > 1 && <AnswerTable answer={answer} label={label} />}
    </>
  );
}

function AnswerTable({ answer, label }: { answer: Answer; label: string }) {
  return (
    <DataTable
      label={label}
      rows={answer.rows.slice(0, pointsMax)}
      rowId={(row) => JSON.stringify(row)}
      columns={answer.columns.map((c, i) => ({ id: c.name, title: c.title, lead: i === 0, align: isFigure(c.kind) ? ('end' as const) : undefined, cell: (row: Answer['rows'][number]) => said(answer, c.name, row[c.name] ?? null) }))}
    />
  );
}
