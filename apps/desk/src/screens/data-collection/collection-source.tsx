import { Link, useParams } from 'react-router';
import { collection } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { whoWords } from '../../words/house-names.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { collectionWords } from './collection-words.ts';
import { HandIn } from './hand-in.tsx';
import { RunState } from './run-state.tsx';
import { SourceMapping } from './source-mapping.tsx';

const count = (n: number | null): string => (n === null ? '—' : numberWords(n));

/** 一个数据源: hand in, map, see every run with rows in and out. */
export default function CollectionSource() {
  const t = useWords(collectionWords);
  const { sourceId = '' } = useParams();
  const supplies = useMay('collection.supply');
  const found = useRead(collection.listSources, { sourceId });
  // live: a run ends while it is looked at
  const runs = useRead(collection.listRuns, { sourceId, limit: 50 }, { every: 4_000 });
  const run = useWrite(collection.startRun);
  return (
    <Answered of={found}>
      {({ sources }) => {
        const source = sources.find((one) => one.id === sourceId);
        if (source === undefined) return <Nothing>{t('gone')}</Nothing>;
        const maySupply = supplies && source.inCharge;
        return (
          <>
            <PageHead title={source.name} sub={`${source.supplier === null ? '' : `${source.supplier} → `}${source.organisation} → ${source.registerTitle} · ${t(source.kind)}`}>
              {maySupply && source.kind !== 'file' && <Button tone="primary" icon="refresh" busy={run.pending} onClick={() => void run.send({ sourceId })}>{t('runNow')}</Button>}
            </PageHead>
            <RefusalNote refusal={run.refusal} />
            {supplies && !source.inCharge && <p className="dk-note">{t('onlySeen')}</p>}
            {maySupply && source.kind === 'file' && <Panel title={t('handIn')}><HandIn sourceId={sourceId} /></Panel>}
            <Panel title={t('runs')} flush>
              <Answered of={runs}>
                {({ runs: rows }) => (
                  <DataTable
                    label={t('runs')} rows={rows} rowId={(row) => row.id} to={(row) => `/data-collection/runs/${row.id}`} empty={t('noRuns')}
                    columns={[
                      { id: 'what', title: t('what'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-collection/runs/${row.id}`}>{source.kind === 'file' ? (row.fileName ?? t('file')) : t(source.kind)}</Link> },
                      { id: 'at', title: t('at'), cell: (row) => instantWords(row.plannedAt) },
                      { id: 'by', title: t('by'), cell: (row) => whoWords(row.byName) },
                      { id: 'state', title: t('state'), cell: (row) => <><RunState state={row.state} />{row.state === 'running' && row.progress > 0 && <small>{t('progress', { n: numberWords(row.progress) })}</small>}</> },
                      { id: 'read', title: t('read'), align: 'end', cell: (row) => count(row.read) },
                      { id: 'created', title: t('created'), align: 'end', cell: (row) => count(row.created) },
                      { id: 'changed', title: t('changed'), align: 'end', cell: (row) => count(row.changed) },
                      { id: 'unchanged', title: t('unchanged'), align: 'end', cell: (row) => count(row.unchanged) },
                      { id: 'refused', title: t('refused'), align: 'end', cell: (row) => count(row.refused) },
                    ]}
                  />
                )}
              </Answered>
            </Panel>
            <Panel title={t('mapping')}><SourceMapping key={source.version} source={source} maySupply={maySupply} /></Panel>
          </>
        );
      }}
    </Answered>
  );
}
