import { useState } from 'react';
import { useParams } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { codeName, useCodes, withCodes } from '../../api/use-codes.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { NewRule } from './new-rule.tsx';
import { qualityWords } from './quality-words.ts';
import { TicketPanel } from './ticket-panel.tsx';
import { RuleWords } from './rule-words.tsx';

/** A register's rules with their last figures, its departments, its trend. */
export default function RegisterQuality() {
  const t = useWords(qualityWords);
  const { registerId = '' } = useParams();
  const found = useRead(dataQuality.registerQuality, { register: registerId }, { every: 10_000 });
  const codes = useCodes(registerId);
  const mayManage = useMay('quality.manage');
  const start = useWrite(dataQuality.startRun);
  const retire = useWrite(dataQuality.retireRule);
  const [adding, setAdding] = useState(false);
  const last = found.data?.runs.find((run) => run.state === 'done');
  const run = useRead(dataQuality.getRun, { runId: last?.id ?? '' }, { ready: last !== undefined, keep: true });
  return (
    <Answered of={found}>
      {(one) => {
        const titleOf = (name: string): string | undefined => one.columns.find((c) => c.name === name)?.title;
        const figures = new Map(run.data?.rules.map((rule) => [rule.id, rule]));
        return (
          <>
            <PageHead
              title={`${one.title} · ${t('title')}`}
              sub={last === undefined ? t('never') : t('facts', { rows: numberWords(last.rows ?? 0), at: instantWords(last.snapshotAt ?? last.requestedAt), ms: numberWords(last.milliseconds ?? 0) })}
            >
              {mayManage && <Button onClick={() => setAdding(true)}>{t('add')}</Button>}
              {mayManage && (
                <Button tone="primary" icon="refresh" busy={start.pending || one.runs[0]?.state === 'waiting'} onClick={() => void start.send({ register: one.register })}>
                  {t('run')}
                </Button>
              )}
            </PageHead>
            <RefusalNote refusal={start.refusal ?? retire.refusal} />
            {one.runs[0]?.state === 'waiting' && <p className="dk-note dk-note--soon" role="status">{t('planned')}</p>}
            {one.runs[0]?.state === 'failed' && <p className="dk-note dk-note--bad">{one.runs[0].problem}</p>}
            <Panel title={t('rules')} flush>
              <DataTable
                label={t('rules')}
                rows={one.rules}
                rowId={(row) => row.id}
                columns={[
                  { id: 'title', title: t('rules'), lead: true, cell: (row) => <b>{row.title}</b> },
                  { id: 'dimension', title: t('dimension'), width: '5.5rem', cell: (row) => t(row.dimension) },
                  { id: 'explanation', title: t('explanation'), cell: (row) => <RuleWords rule={row} titleOf={titleOf} nameOf={codeName(codes)} /> },
                  { id: 'checked', title: t('checkedRows'), align: 'end', cell: (row) => { const f = figures.get(row.id); return f === undefined ? '—' : numberWords(f.checked); } },
                  { id: 'failed', title: t('failedRows'), align: 'end', cell: (row) => { const f = figures.get(row.id); return f === undefined ? '—' : numberWords(f.failed); } },
                  { id: 'passed', title: t('result'), cell: (row) => { const f = figures.get(row.id); return f === undefined ? '—' : <Tag tone={f.passed ? 'good' : 'bad'}>{f.refused ?? (f.passed ? t('passed') : t('notPassed'))}</Tag>; } },
                  { id: 'origin', title: t('origin'), width: '6.5rem', cell: (row) => { const { made } = row; return made === null ? t('byContent') : <>{made.by} {mayManage && <Button tone="quiet" busy={retire.pending} onClick={() => void retire.send({ ruleId: made.id, version: made.version })}>{t('retire')}</Button>}</>; } },
                ]}
              />
            </Panel>
            {run.data !== undefined && (
              <div className="dk-columns">
                <Panel title={t('byDepartment')} flush>
                  <DataTable
                    label={t('byDepartment')}
                    rows={run.data.byDepartment.slice(0, 30)}
                    rowId={(row) => row.id}
                    columns={[
                      { id: 'name', title: t('department'), lead: true, cell: (row) => row.name },
                      { id: 'failed', title: t('failedRows'), align: 'end', cell: (row) => numberWords(row.failed) },
                      { id: 'score', title: t('score'), align: 'end', cell: (row) => numberWords(row.score, 2) },
                    ]}
                  />
                </Panel>
                <Panel title={t('byDimension')}>
                  <Chart label={t('byDimension')} horizontal categories={run.data.byDimension.map((d) => t(d.id as 'accuracy'))} series={[{ name: t('score'), kind: 'bar', values: run.data.byDimension.map((d) => d.score) }]} />
                </Panel>
              </div>
            )}
            <TicketPanel register={one.register} />
            {adding && <NewRule register={one.register} columns={withCodes(one.columns, codes)} onClose={() => setAdding(false)} />}
          </>
        );
      }}
    </Answered>
  );
}
