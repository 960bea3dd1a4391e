import { useState } from 'react';
import { Link } from 'react-router';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { boardWords } from './board-words.ts';
import { measuresOf, nameOf, shortNumber, valueOf, wordsOf, type Drawn } from './drawn-rows.ts';
import { MapChart } from './map-chart.tsx';
import { ShareChart } from './share-chart.tsx';
import i18n from 'i18next';

/** One chart with its time, its source and its figures as a table. */
export function BoardWidget({ drawn }: { drawn: Drawn }) {
  const t = useWords(boardWords);
  const [table, setTable] = useState(false);
  const showsTable = table || drawn.chart === 'table';
  return (
    <div className={`dk-widget dk-widget--${drawn.chart}`} style={{ gridColumn: `span ${drawn.span}` }}>
      <Panel
        title={drawn.title}
        extra={
          drawn.chart !== 'table' && drawn.chart !== 'figure' && drawn.refused === null ? (
            <button type="button" className="dk-link" onClick={() => setTable(!table)} aria-pressed={table}>
              {table ? t('asChart') : t('asTable')}
            </button>
          ) : undefined
        }
      >
        {drawn.refused !== null ? (
          <p className="dk-soft" role="status">{drawn.refused.words}</p>
        ) : showsTable ? (
          <Rows drawn={drawn} />
        ) : (
          <Drawing drawn={drawn} />
        )}
        <footer className="dk-widget-foot">
          <Link to={`/registers/${drawn.register}`}>{drawn.registerTitle}</Link>
          <span>{drawn.at === null ? t('noSnapshot') : t('asOf', { at: instantWords(drawn.at) })}</span>
          {drawn.suppressedGroups > 0 && <span>{t('suppressed', { n: drawn.suppressedGroups })}</span>}
        </footer>
      </Panel>
    </div>
  );
}

function Drawing({ drawn }: { drawn: Drawn }) {
  const t = useWords(boardWords);
  const measures = measuresOf(drawn);
  if (drawn.rows.length === 0) return <p className="dk-soft">{t('noFigure')}</p>;
  if (drawn.chart === 'figure') {
    const said = shortNumber(valueOf(drawn.rows[0]!, measures[0]!.name), drawn.unit, drawn.digits, i18n.language);
    return (
      <p className="dk-big">
        <strong>{said.text}</strong> <span>{said.unit}</span>
      </p>
    );
  }
  if (drawn.chart === 'pie') return <ShareChart drawn={drawn} />;
  if (drawn.chart === 'map') return <MapChart drawn={drawn} />;
  const horizontal = drawn.chart === 'bar';
  return (
    <Chart
      label={drawn.title}
      horizontal={horizontal}
      height={horizontal ? Math.min(Math.max(drawn.rows.length * 1.7 + 2, 12), 40) : 18}
      categories={drawn.rows.map((row) => nameOf(drawn, row))}
      series={measures.map((m) => ({ name: m.title, kind: drawn.chart === 'line' ? ('line' as const) : ('bar' as const), values: drawn.rows.map((row) => valueOf(row, m.name)) }))}
    />
  );
}

function Rows({ drawn }: { drawn: Drawn }) {
  return (
    <DataTable
      label={drawn.title}
      rows={drawn.rows}
      rowId={(row) => nameOf(drawn, row)}
      columns={drawn.columns.map((c, i) => ({
        id: c.name, title: c.title, ...(i === 0 ? { lead: true } : {}), ...(c.measure ? { align: 'end' as const } : {}),
        cell: (row: Drawn['rows'][number]) => (c.measure ? numberWords(valueOf(row, c.name), drawn.digits) : wordsOf(drawn, row, c.name)),
      }))}
    />
  );
}
