import { useState } from 'react';
import { Link, useParams } from 'react-router';
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
import { editorWords } from './editor-words.ts';
import { PipelineFacts } from './pipeline-facts.tsx';
import { RunFigures } from './run-figures.tsx';
import { runTone } from './run-tone.ts';
import { StepChain } from './steps/step-chain.tsx';

/** 一条管道: its steps as a small graph, what each gives on, its runs, back-fill. */
export default function PipelinePage() {
  const t = useWords(developmentWords);
  const e = useWords(editorWords);
  const { pipelineId = '' } = useParams();
  const found = useRead(development.getPipeline, { pipelineId }, { every: 5_000 });
  const start = useWrite(development.startRun);
  const [shown, setShown] = useState<string>();
  const runId = shown ?? found.data?.runs[0]?.id;
  const run = useRead(development.getRun, { runId: runId ?? '' }, { ready: runId !== undefined, every: 5_000 });
  return (
    <Answered of={found}>
      {(one) => (
        <>
          <PageHead title={one.title} sub={`${one.definition.description ?? ''} ${t('version', { n: one.version })} · ${one.origin === 'content' ? t('byContent') : (one.by ?? '')}`}>
            {one.origin === 'desk' && <Link className="dk-button" to={`/data-development/${one.id}/edit`}>{e('edit')}</Link>}
            <Link className="dk-button" to={`/data-development/new?from=${one.id}`}>{e('copy')}</Link>
            <Button tone="primary" icon="refresh" busy={start.pending} disabled={!one.active} onClick={() => void start.send({ pipelineId }).then(() => setShown(undefined))}>
              {t('run')}
            </Button>
          </PageHead>
          <RefusalNote refusal={start.refusal} />
          {!one.active && <p className="dk-note dk-note--soon">{t('stopped')}</p>}
          {one.why !== null && <p className="dk-note dk-note--bad">{one.why}</p>}
          <PipelineFacts definition={one.definition} id={one.id} />
          <Panel title={t('steps')}><StepChain steps={one.definition.steps} shapes={one.shapes} moved={run.data?.steps ?? []} /></Panel>
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
          <BackFill pipelineId={pipelineId} />
        </>
      )}
    </Answered>
  );
}

/** 补数: one run for each past day. */
function BackFill({ pipelineId }: { pipelineId: string }) {
  const t = useWords(developmentWords);
  const fill = useWrite(development.backFill);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [planned, setPlanned] = useState<number | null>(null);
  const send = async (): Promise<void> => setPlanned((await fill.send({ pipelineId, from, to }))?.runs.length ?? null);
  return (
    <Panel title={t('backFill')}>
      <RefusalNote refusal={fill.refusal} />
      <div className="dd-fill">
        <TextInput label={t('from')} type="date" value={from} onChange={setFrom} />
        <TextInput label={t('to')} type="date" value={to} onChange={setTo} />
        <Button busy={fill.pending} disabled={from === '' || to === ''} onClick={() => void send()}>
          {t('start')}
        </Button>
      </div>
      {planned !== null && <p className="dk-soft" role="status">{t('filled', { n: planned })}</p>}
    </Panel>
  );
}
