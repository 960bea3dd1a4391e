import { useState } from 'react';
import { Link } from 'react-router';
import { collection } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords, shareWords } from '../../words/when.ts';
import { collectionWords } from './collection-words.ts';
import { NewSource } from './new-source.tsx';
import { RunState } from './run-state.tsx';

/** 数据归集总览: sources with their last run, and who gathers how much. */
export default function DataCollection() {
  const t = useWords(collectionWords);
  const maySupply = useMay('collection.supply');
  const [making, setMaking] = useState(false);
  const sources = useMore(collection.listSources, {});
  const rates = useRead(collection.gatheringRate, {});
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>{maySupply && <Button tone="primary" icon="plus" onClick={() => setMaking(true)}>{t('newSource')}</Button>}</PageHead>
      <Panel title={t('sources')} flush>
        <More of={sources} rows={(page) => page.sources}>
          {(rows) => (
            <DataTable
              label={t('sources')} rows={rows} rowId={(row) => row.id} to={(row) => `/data-collection/${row.id}`} empty={t('noSources')}
              columns={[
                { id: 'name', title: t('source'), lead: true, cell: (row) => <Link className="dk-strong" to={`/data-collection/${row.id}`}>{row.name}</Link> },
                { id: 'register', title: t('register'), cell: (row) => row.registerTitle },
                { id: 'department', title: t('department'), cell: (row) => row.organisation },
                { id: 'kind', title: t('kind'), width: '6rem', cell: (row) => t(row.kind) },
                { id: 'state', title: t('state'), cell: (row) => (row.state === 'stopped' ? <Tag>{t('stopped')}</Tag> : row.lastRun === null ? t('never') : <RunState state={row.lastRun.state} />) },
                { id: 'last', title: t('lastRun'), width: '8rem', cell: (row) => (row.lastRun === null ? '—' : instantWords(row.lastRun.plannedAt)) },
              ]}
            />
          )}
        </More>
      </Panel>
      <Panel title={t('rates')} flush>
        <Answered of={rates}>
          {({ organisations }) => (
            <DataTable
              label={t('rates')} rows={organisations} rowId={(row) => row.organisation}
              columns={[
                { id: 'name', title: t('department'), lead: true, cell: (row) => <b>{row.name}</b> },
                { id: 'sources', title: t('sources'), align: 'end', cell: (row) => numberWords(row.sources) },
                { id: 'rate', title: t('bySource'), align: 'end', cell: (row) => (row.sources === 0 ? '—' : shareWords(row.rate * 100)) },
                { id: 'entries', title: t('entries'), align: 'end', cell: (row) => numberWords(row.entries) },
                { id: 'entryRate', title: t('byEntry'), align: 'end', cell: (row) => (shareWords(row.entryRate === null ? null : row.entryRate * 100)) },
                { id: 'rows', title: t('rows'), align: 'end', cell: (row) => numberWords(row.rows) },
                { id: 'at', title: t('lastAt'), cell: (row) => (row.lastAt === null ? '—' : instantWords(row.lastAt)) },
              ]}
            />
          )}
        </Answered>
      </Panel>
      {making && <NewSource onClose={() => setMaking(false)} />}
    </>
  );
}
