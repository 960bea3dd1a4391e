import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Light } from '../../pieces/light.tsx';
import { Figure, PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords, shareWords } from '../../words/when.ts';
import { Cards } from './cards.tsx';
import { supervisionWords } from './supervision-words.ts';

const lightNames = ['green', 'soon', 'yellow', 'red', 'stopped'] as const;

/** 电子监察: all lights of the place, who is slow, what must be answered. */
export default function SupervisionBoard() {
  const t = useWords(supervisionWords);
  const [days, setDays] = useState<'7' | '30' | '90'>('30');
  const board = useRead(services.supervisionBoard, { days: Number(days) }, { every: 30_000, keep: true });
  return (
    <>
      <PageHead title={t('title')}>
        <ChoiceBar label={t('period')} value={days} onChange={setDays} options={(['7', '30', '90'] as const).map((value) => ({ value, label: t(`d${value}`) }))} />
      </PageHead>
      <Answered of={board}>
        {({ totals, lights, organisations, byDay, live, report }) => (
          <>
            <ul className="dk-lamps" aria-label={t('lights')}>
              {lightNames.map((light) => (
                <li key={light} className={`dk-lamp--${light}`}>
                  <Light light={light} />
                  <strong>{numberWords(lights[light])}</strong>
                </li>
              ))}
            </ul>
            <div className="dk-figures">
              <Figure label={t('submitted')} value={numberWords(totals.submitted)} />
              <Figure label={t('accepted')} value={numberWords(totals.accepted)} />
              <Figure label={t('concluded')} value={numberWords(totals.concluded)} />
              <Figure label={t('open')} value={numberWords(totals.open)} />
              <Figure label={t('onTime')} value={shareWords(totals.onTimeRate)} tone="good" />
              <Figure label={t('days')} value={totals.averageDays === null ? '—' : numberWords(totals.averageDays, 1)} />
              <Figure label={t('satisfaction')} value={shareWords(totals.satisfaction)} tone="good" />
            </div>
            <div className="dk-columns">
              <div>
                <Panel title={t('byDay')}>
                  <Chart
                    label={t('byDay')}
                    categories={byDay.map((one) => dayWords(one.day))}
                    series={[
                      { name: t('submitted'), values: byDay.map((one) => one.submitted), kind: 'line' },
                      { name: t('concluded'), values: byDay.map((one) => one.concluded), kind: 'line' },
                    ]}
                  />
                </Panel>
                <Panel title={t('ranking')} flush>
                  <DataTable
                    label={t('ranking')}
                    rows={organisations.toSorted((a, b) => (b.onTimeRate ?? -1) - (a.onTimeRate ?? -1)).map((one, at) => ({ ...one, rank: at + 1 }))}
                    rowId={(row) => row.code}
                    columns={[
                      { id: 'rank', title: t('rank'), cell: (row) => row.rank, width: '3.5rem' },
                      { id: 'name', title: t('department'), lead: true, cell: (row) => <b>{row.name}</b> },
                      { id: 'open', title: t('open'), align: 'end', cell: (row) => row.open },
                      { id: 'concluded', title: t('concluded'), align: 'end', cell: (row) => row.concluded },
                      { id: 'lights', title: t('lights'), cell: (row) => <LightCounts counts={row} /> },
                      { id: 'onTime', title: t('onTime'), align: 'end', cell: (row) => <Bar share={row.onTimeRate} /> },
                      { id: 'satisfaction', title: t('satisfaction'), align: 'end', cell: (row) => shareWords(row.satisfaction) },
                    ]}
                  />
                </Panel>
              </div>
              <Panel title={t('live')} className="dk-live">
                <ol>
                  {live.map((one) => (
                    <li key={one.at + one.caseId}>
                      <time>{instantWords(one.at)}</time> <b>{one.what}</b>
                      <Link to={`/cases/${one.caseId}`}>{one.title}</Link>
                      <small>{one.organisation}</small>
                    </li>
                  ))}
                </ol>
              </Panel>
            </div>
            <Cards />
            <Panel
              title={t('report')}
              extra={
                <Button icon="print" className="dk-no-print" onClick={() => window.print()}>
                  {t('printReport')}
                </Button>
              }
            >
              <div className="dk-report">
                {report.split(/\n+/).map((paragraph) => (
                  <p key={paragraph}>{paragraph}</p>
                ))}
              </div>
            </Panel>
          </>
        )}
      </Answered>
    </>
  );
}

function LightCounts({ counts }: { counts: { soon: number; yellow: number; red: number } }) {
  return (
    <span className="dk-light-counts">
      {(['soon', 'yellow', 'red'] as const).map((light) => (
        <span key={light}>
          <Light light={light} bare /> {counts[light]}
        </span>
      ))}
    </span>
  );
}

const Bar = ({ share }: { share: number | null }) => (
  <span className="dk-share">
    <i style={{ width: `${share ?? 0}%` }} />
    <b>{shareWords(share)}</b>
  </span>
);
