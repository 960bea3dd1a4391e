import { Link, useParams } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords, rowsWords } from '../../words/when.ts';
import { catalogueWords } from './catalogue-words.ts';
import './data-catalogue.css';
import { hubWords } from './hub-words.ts';
import { changeIn, lifeWords, modeIn, runIn } from './life-words.ts';

/** 一个登记簿的一生: handed in → standard → quality → catalogue → service → called. */
export default function RegisterLife() {
  const t = useWords(lifeWords);
  const hub = useWords(hubWords);
  const words = useWords(catalogueWords);
  const { registerId = '' } = useParams();
  const found = useRead(catalogue.registerLife, { register: registerId });
  return (
    <Answered of={found}>
      {(life) => (
        <>
          <PageHead title={life.title} sub={t('sub', { owner: life.owner, code: life.code })}>
            <Tag tone={life.kind === 'base' ? 'accent' : 'quiet'}>{hub(`k_${life.kind}`)}</Tag>
          </PageHead>
          <div className="dc-figures">
            <Figure label={t('gathered')} value={rowsWords(life.rows)} note={hub('sources', { n: life.sources })} tone="accent" />
            <Figure label={t('standard')} value={`${life.onElements} / ${life.fields}`} note={life.standard ?? t('noStandard')} />
            <Figure label={t('quality')} value={life.score === null ? '—' : numberWords(life.score, 1)} note={hub('tickets', { n: life.tickets })} {...(life.tickets > 0 ? { tone: 'bad' as const } : {})} />
            <Figure label={t('catalogued')} value={words(`s_${life.sharing}`)} note={words(`g_${life.grade}`)} />
            <Figure label={t('served')} value={numberWords(life.services)} note={t('grants', { n: life.grants })} />
            <Figure label={t('called')} value={numberWords(life.calls)} note={hub('callsNote')} tone="good" />
          </div>
          {life.callsByDay.length > 1 && <Panel title={hub('byDay')}><Chart label={hub('byDay')} categories={life.callsByDay.map((day) => day.day.slice(5))} series={[{ name: t('called'), values: life.callsByDay.map((day) => day.calls) }]} height={12} /></Panel>}
          <Panel title={`1 · ${t('gathered')}`} flush extra={<Link to="/data-collection">{t('toCollection')}</Link>}>
            <DataTable
              label={t('gathered')}
              rows={life.runs}
              rowId={(row) => row.at + row.source}
              empty={t('noRuns')}
              columns={[
                { id: 'source', title: t('source'), lead: true, cell: (row) => (<><b>{row.source}</b><small>{row.by}</small></>) },
                { id: 'at', title: t('at'), cell: (row) => instantWords(row.at) },
                { id: 'read', title: t('read'), align: 'end', cell: (row) => numberWords(row.read) },
                { id: 'new', title: t('created'), align: 'end', cell: (row) => numberWords(row.created) },
                { id: 'changed', title: t('changed'), align: 'end', cell: (row) => numberWords(row.changed) },
                { id: 'refused', title: t('refused'), align: 'end', cell: (row) => (row.refused > 0 ? <Tag tone="bad">{numberWords(row.refused)}</Tag> : '0') },
                { id: 'state', title: t('state'), cell: (row) => runIn(t, row.state) },
              ]}
            />
          </Panel>
          <div className="dk-halves">
            <Panel title={`2 · ${t('quality')}`} flush extra={<Link to={`/data-quality/${life.register}`}>{t('toQuality')}</Link>}>
              <DataTable
                label={t('quality')}
                rows={life.measured}
                rowId={(row) => row.at}
                empty={hub('unmeasured')}
                columns={[
                  { id: 'at', title: t('at'), lead: true, cell: (row) => instantWords(row.at) },
                  { id: 'rows', title: t('rows'), align: 'end', cell: (row) => numberWords(row.rows) },
                  { id: 'score', title: t('quality'), align: 'end', cell: (row) => (row.score === null ? '—' : numberWords(row.score, 1)) },
                ]}
              />
            </Panel>
            <Panel title={`3 · ${t('catalogued')}`} extra={<Link to={`/data-catalogue/entries/${life.entryId}`}>{t('toEntry')}</Link>}>
              <Facts columns={1} facts={life.versions.map((version) => [instantWords(version.at), `v${version.version} · ${changeIn(t, version.change)} · ${version.by}`] as const)} />
            </Panel>
          </div>
          <Panel title={`4 · ${t('served')}`} flush>
            <DataTable
              label={t('served')}
              rows={life.served}
              rowId={(row) => row.id}
              empty={t('noServices')}
              columns={[
                { id: 'title', title: t('service'), lead: true, cell: (row) => (<><b>{row.title}</b><small>{modeIn(t, row.mode)}</small></>) },
                { id: 'consumers', title: t('consumers'), cell: (row) => (row.consumers.length === 0 ? '—' : row.consumers.join(between().things)) },
                { id: 'grants', title: t('grantsHead'), align: 'end', cell: (row) => numberWords(row.grants) },
                { id: 'calls', title: t('called'), align: 'end', cell: (row) => numberWords(row.calls) },
              ]}
            />
          </Panel>
        </>
      )}
    </Answered>
  );
}
