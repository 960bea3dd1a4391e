import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Chart } from '../../pieces/chart.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { instantWords, rowsWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { sharingTone } from './catalogue-portal.tsx';
import { catalogueWords } from './catalogue-words.ts';
import { Levels, Targets, Unities } from './hub-unities.tsx';
import { hubWords } from './hub-words.ts';
import './data-catalogue.css';

type Life = OutputOf<typeof catalogue.registerLives>['registers'][number];
/** Shown before somebody asks for more. */
const shownFirst = 20;
const kinds = ['', 'base', 'theme', 'department'] as const;

/** 公共数据汇聚共享: catalogue, publication, matching, governance and monitoring in one place; below it the whole life of every register. */
export default function HubOverview() {
  const t = useWords(hubWords);
  const hub = useRead(catalogue.hubOverview, {});
  const lives = useRead(catalogue.registerLives, {});
  const [kind, setKind] = useState<(typeof kinds)[number]>('');
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <Answered of={hub}>
        {(h) => (
          <>
            <Unities of={h} />
            <Targets of={h} />
            <Levels of={h} />
            {h.callsByDay.length > 1 && <Panel title={t('byDay')}><Chart label={t('byDay')} categories={h.callsByDay.map((d) => d.day.slice(5))} series={[{ name: t('calls'), values: h.callsByDay.map((d) => d.calls) }]} /></Panel>}
            {h.late.length > 0 && <Panel id="late" title={t('late')}><ul>{h.late.slice(0, 20).map((e) => <li key={e.id}><Link to={`/data-catalogue/entries/${e.id}`}>{e.title}</Link> · {e.providerName}</li>)}</ul></Panel>}
          </>
        )}
      </Answered>
      <Answered of={lives}>
        {({ registers }) => (
          <Panel title={t('lives')} extra={<ChoiceBar label={t('lives')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`k_${value}`) }))} />} flush>
            <Lives rows={registers.filter((r) => kind === '' || r.kind === kind)} />
          </Panel>
        )}
      </Answered>
    </>
  );
}

/** One line a register: gathered → governed → catalogued → served, each with the way there. */
function Lives({ rows }: { rows: readonly Life[] }) {
  const t = useWords(hubWords);
  const words = useWords(catalogueWords);
  const shared = useWords(common);
  const [whole, setWhole] = useState(false);
  return (
    <>
      <DataTable label={t('lives')} rows={whole ? rows : rows.slice(0, shownFirst)} rowId={(r) => r.register} columns={[
        { id: 'title', title: t('register'), lead: true, cell: (r) => <><Link to={`/data-catalogue/lives/${r.register}`}>{r.title}</Link><br /><small>{r.owner}</small></> },
        { id: 'rows', title: t('stock'), align: 'end', cell: (r) => <>{rowsWords(r.rows)}<br /><small>{r.updatedAt === null ? words('unknown') : instantWords(r.updatedAt)}</small></> },
        { id: 'gathered', title: t('stepGather'), cell: (r) => (r.sources === 0 ? <span className="dk-soft">—</span> : <>{t('sources', { n: r.sources })}<br /><small>{t('read', { read: r.read, refused: r.refused })}</small></>) },
        { id: 'governed', title: t('stepGovern'), cell: (r) => <Link to={`/data-quality/${r.register}`}>{r.score === null ? t('unmeasured') : t('score', { n: r.score })}{r.tickets > 0 && <> <Tag tone="bad">{t('tickets', { n: r.tickets })}</Tag></>}</Link> },
        { id: 'catalogued', title: t('stepCatalogue'), cell: (r) => <><Link to={`/data-catalogue/entries/${r.entryId}`}>{r.code}</Link><br /><Tag tone={sharingTone[r.sharing]}>{words(`s_${r.sharing}`)}</Tag> <Tag>{words(`g_${r.grade}`)}</Tag></> },
        { id: 'served', title: t('stepServe'), cell: (r) => (r.services === 0 ? <span className="dk-soft">—</span> : <>{t('services', { services: r.services, grants: r.grants })}<br /><small>{t('called', { n: r.calls })}</small></>) },
      ]} />
      {!whole && rows.length > shownFirst && <div className="dk-more"><Button onClick={() => setWhole(true)}>{shared('more')}</Button></div>}
    </>
  );
}
