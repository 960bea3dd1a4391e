import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay, useSession } from '../../app/session.tsx';
import { refusalOf, useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { dayWords, instantWords, rowsWords } from '../../words/when.ts';
import { useWords } from '../../words/define-words.ts';
import { ApplyAtOnce } from './apply-at-once.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { sharingTone } from './catalogue-portal.tsx';
import { catalogueWords } from './catalogue-words.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import { LineageGraph } from './lineage-graph.tsx';
import { MountDialog } from './mount-dialog.tsx';
import { entryWords } from './entry-words.ts';
import { resourceWords } from './resource-words.ts';
import { WithdrawEntry } from './withdraw-entry.tsx';
import { between } from '../../words/start-words.ts';
import './data-catalogue.css';

/** 目录条目: what it is, its items, on what terms it is had, what hangs on it. */
export default function EntryPage() {
  const t = useWords(catalogueWords);
  const { entryId = '' } = useParams();
  const session = useSession();
  const [mayAsk, mayEdit, mayRequest] = [useMay('demand.request'), useMay('catalogue.edit'), useMay('exchange.request')];
  const r = useWords(resourceWords);
  const unmount = useWrite(catalogue.unmountEntry);
  const w = useWords(entryWords);
  const [open, setOpen] = useState<'apply' | 'atOnce' | 'mount' | 'doubt' | 'withdraw' | null>(null);
  const found = useRead(catalogue.getEntry, { entryId });
  const traced = useRead(catalogue.lineage, { node: `entry:${entryId}` });
  return (
    <Answered of={found}>
      {(e) => {
        const own = session.organisations.includes(e.provider);
        return (
          <>
            <PageHead title={e.title} sub={`${e.providerName} · ${e.code}`}>
              <div className="dc-actions">
                {mayRequest && !own && e.sharing === 'unconditional' && <Button tone="primary" onClick={() => setOpen('atOnce')}>{r('atOnce')}</Button>}
                {mayAsk && !own && <Button tone={e.sharing === 'unconditional' && mayRequest ? 'plain' : 'primary'} onClick={() => setOpen('apply')}>{t('apply')}</Button>}
                {mayAsk && <Button onClick={() => setOpen('doubt')}>{t('doubt')}</Button>}
                {mayEdit && <Link className="dk-button dk-button--plain" to={`/data-catalogue/entries/${e.id}/grades`}>{t('gradeIt')}</Link>}
                {mayEdit && own && e.state === 'published' && <Link className="dk-button dk-button--plain" to={`/data-catalogue/entries/${e.id}/change`}>{w('change')}</Link>}
                {mayEdit && own && e.state === 'published' && <Button onClick={() => setOpen('withdraw')}>{w('withdraw')}</Button>}
              </div>
            </PageHead>
            <Panel>
              <p>{e.summary}</p>
              <div className="dk-tags dc-state">
                <Tag tone={sharingTone[e.sharing]}>{t(`s_${e.sharing}`)}</Tag>
                <Tag tone={sharingTone[e.opening]}>{t(`o_${e.opening}`)}</Tag>
                <Tag>{t(`g_${e.grade}`)}</Tag>
                {e.fresh !== null && <Tag tone={e.fresh ? 'good' : 'bad'}>{e.fresh ? t('fresh') : t('late')}</Tag>}
              </div>
              <Facts columns={3} facts={[
                [w('classified'), [`${t(`class${e.classification.class as '1'}`)} ${e.classification.class}`, e.classification.section, e.classification.group, e.classification.detail].filter((x) => x !== '').join(' / ')], [w('format'), w(`f_${e.format as 'database'}`)], [w('published'), e.publishedOn === null ? '—' : dayWords(e.publishedOn)],
                [t('keywords'), e.keywords.length === 0 ? '—' : e.keywords.join(between().things)], [t('related'), e.related.length === 0 ? '—' : <>{e.related.map((x) => (x.id === null ? <span key={x.code} className="dk-code">{x.code} </span> : <Link key={x.code} to={`/data-catalogue/entries/${x.id}`}>{x.title ?? x.code} </Link>))}</>],
                [t('sharing'), [t(`s_${e.sharing}`), e.sharingWays.map((w) => t(`w_${w as 'file'}`)).join(between().things), e.sharingCondition].filter((x) => x !== null && x !== '').join(between().clauses)],
                [`${t('sharing')} · ${t('basis')}`, e.sharingBasis ?? '—'], [t('apply'), t('answerIn', { n: e.answerDays })], [t('opening'), [t(`o_${e.opening}`), e.openingCondition].filter((x) => x !== null).join(between().clauses)], [`${t('opening')} · ${t('basis')}`, e.openingBasis ?? '—'],
                [t('cycle'), t(`c_${e.updateCycle as 'daily'}`)], [t('updated'), e.dataUpdatedAt === null ? t('unknown') : instantWords(e.dataUpdatedAt)], [t('rows'), e.rows === null ? '—' : rowsWords(e.rows)], [t('quality'), e.quality === null ? '—' : String(e.quality)],
                [t('liaison'), e.liaison === null ? '—' : `${e.liaison.responsible}${between().clauses}${e.liaison.liaison} ${e.liaison.phone}`], [t('grade'), e.gradeConfirmedBy === null ? t(`g_${e.grade}`) : `${t(`g_${e.grade}`)}${between().aside(t('confirmed', { n: e.gradeConfirmedBy }))}`],
              ]} />
            </Panel>
            <Panel title={t('items')} flush>
              <DataTable label={t('items')} rows={e.items} rowId={(i) => i.name} columns={[
                { id: 'name', title: t('item'), cell: (i) => i.name, lead: true }, { id: 'type', title: t('type'), cell: (i) => `${t(`t_${i.type as 'C'}`)}${i.length === undefined ? '' : ` ${i.length}`}` },
                { id: 'element', title: w('element'), cell: (i) => i.element ?? '—' },
                { id: 'sensitive', title: t('sensitive'), cell: (i) => (i.sensitive ? <Tag tone="soon">{t('yes')}</Tag> : t('no')) }, { id: 'grade', title: t('grade'), cell: (i) => t(`g_${i.grade ?? 'general-1'}`) },
              ]} />
            </Panel>
            <Panel title={t('mounts')} extra={mayEdit && own && <Button icon="plus" onClick={() => setOpen('mount')}>{r('mount')}</Button>}>
              <RefusalNote refusal={unmount.refusal} />
              {e.mounted.length === 0 ? <p className="dk-soft">{t('noMounts')}</p> : <ul>{e.mounted.map((m) => <li key={m.id}>{t(`m_${m.kind as 'table'}`)} · {m.kind === 'table' ? <Link to={`/registers/${m.target}`}>{m.title}</Link> : m.title}{mayEdit && own && <Button tone="quiet" busy={unmount.pending} onClick={() => void unmount.send({ mountId: m.id })}>{r('end')}</Button>}</li>)}</ul>}
            </Panel>
            <Panel title={t('lineage')}>
              {refusalOf(traced.error)?.code === 'catalogue.unknown' ? <p className="dk-soft">{t('noLineage')}</p> : <Answered of={traced}>{(graph) => <LineageGraph of={graph} here={`entry:${e.id}`} />}</Answered>}
            </Panel>
            <Panel title={t('versions')}>
              <ul>{e.versions.map((v) => <li key={v.version}>v{v.version} · {t(`v_${v.change as 'content'}`)} · {v.by} · {instantWords(v.at)}</li>)}</ul>
            </Panel>
            {open === 'apply' && <ApplyDialog entry={e} onClose={() => setOpen(null)} />}
            {open === 'atOnce' && <ApplyAtOnce entry={e} onClose={() => setOpen(null)} />}
            {open === 'withdraw' && <WithdrawEntry entry={e} onClose={() => setOpen(null)} />}
            {open === 'mount' && <MountDialog entryId={e.id} onClose={() => setOpen(null)} />}
            {open === 'doubt' && <CorrectDialog entry={e} onClose={() => setOpen(null)} />}
          </>
        );
      }}
    </Answered>
  );
}
