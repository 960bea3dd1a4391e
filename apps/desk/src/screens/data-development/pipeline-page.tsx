import { useState } from 'react';
import { useParams } from 'react-router';
import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import './data-development.css';
import { developmentWords } from './development-words.ts';
import { RunFigures } from './run-figures.tsx';
import { runTone } from './run-tone.ts';
import { stepText } from './step-text.ts';

/** 一条管道: its steps as a small graph, what each gives on, its runs, back-fill. */
export default function PipelinePage() {
  const t = useWords(developmentWords);
  const { pipelineId = '' } = useParams();
  const found = useRead(development.getPipeline, { pipelineId }, { every: 10_000 });
  const start = useWrite(development.startRun);
  const fill = useWrite(development.backFill);
  const [shown, setShown] = useState<string>();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  return (
    <Answered of={found}>
      {(one) => {
        const runId = shown ?? one.runs[0]?.id;
        return (
          <>
            <PageHead title={one.title} sub={`${one.definition.description ?? ''} ${t('version', { n: one.version })} · ${one.origin === 'content' ? t('byContent') : (one.by ?? '')}`}>
              <Button tone="primary" icon="refresh" busy={start.pending} disabled={!one.active} onClick={() => void start.send({ pipelineId })}>
                {t('run')}
              </Button>
            </PageHead>
            <RefusalNote refusal={start.refusal ?? fill.refusal} />
            {one.why !== null && <p className="dk-note dk-note--bad">{one.why}</p>}
            <Panel title={t('steps')}>
              <ol className="dd-steps">
                {one.definition.steps.map((step, at) => (
                  <li key={`${step.do} ${String(at)}`}>
                    <b>{t(`k_${step.do}`)}</b>
                    <code className="dk-wrap">{stepText(step)}</code>
                    {one.shapes[at] !== undefined && (
                      <small className="dk-soft">
                        {t('columns', { n: one.shapes[at].columns.length })}
                        {one.shapes[at].personal && ` · ${t('personal')}`}
                      </small>
                    )}
                  </li>
                ))}
              </ol>
            </Panel>
            {runId !== undefined && <RunFigures runId={runId} />}
            <Panel title={t('runs')} flush>
              <DataTable
                label={t('runs')}
                rows={one.runs}
                rowId={(row) => row.id}
                empty={t('never')}
                columns={[
                  { id: 'day', title: t('day'), lead: true, cell: (row) => <button type="button" className="dd-link" onClick={() => setShown(row.id)}>{row.day}</button> },
                  { id: 'reason', title: t('reason'), cell: (row) => t(`r_${row.reason}`) },
                  { id: 'state', title: t('state'), cell: (row) => <Tag tone={runTone[row.state]}>{t(row.state)}</Tag> },
                  { id: 'moved', title: t('moved'), align: 'end', cell: (row) => (row.moved === null ? '—' : numberWords(row.moved)) },
                  { id: 'note', title: t('note'), cell: (row) => row.problem ?? '' },
                  { id: 'at', title: t('at'), cell: (row) => instantWords(row.finishedAt ?? row.requestedAt) },
                ]}
              />
            </Panel>
            <Panel title={t('backFill')}>
              <div className="dd-fill">
                <TextInput label={t('from')} type="date" value={from} onChange={setFrom} />
                <TextInput label={t('to')} type="date" value={to} onChange={setTo} />
                <Button busy={fill.pending} disabled={from === '' || to === ''} onClick={() => void fill.send({ pipelineId, from, to })}>
                  {t('start')}
                </Button>
              </div>
            </Panel>
          </>
        );
      }}
    </Answered>
  );
}
