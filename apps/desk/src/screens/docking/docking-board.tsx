import type { OutputOf } from '@yiwang/server/kernel/contract';
import { Link } from 'react-router';
import { docking } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords, numberWords, shareWords } from '../../words/when.ts';
import { dockingWords } from './docking-words.ts';

type System = OutputOf<typeof docking.listSystems>['systems'][number];
export const comparedTones = { matched: 'good', differs: 'bad', unreachable: 'soon' } as const;

/** 对接状态: every docked system on one line. */
export default function DockingBoard() {
  const t = useWords(dockingWords);
  const list = useRead(docking.listSystems, {}, { every: 30_000 });
  return (
    <>
      <PageHead title={t('title')} sub={t('lead')} />
      <Panel title={t('system')} flush>
        <Answered of={list}>
          {({ systems }) => (
            <DataTable label={t('title')} rows={systems} rowId={(s) => s.id} to={(s) => `/docking/${s.id}`} empty={t('none')} columns={[
              { id: 'title', title: t('system'), lead: true, cell: (s) => <><Link className="dk-strong" to={`/docking/${s.id}`}>{s.title}</Link><small>{s.owner}</small></> },
              { id: 'level', title: t('level'), cell: (s) => <span className="dk-tags"><Tag tone="accent">{t(s.level)}</Tag><Tag>{t(s.way)}</Tag></span> },
              { id: 'items', title: t('items'), cell: (s) => s.items.map((i) => i.name).join(between().things) },
              { id: 'state', title: t('state'), cell: (s) => <ConnectionTags system={s} /> },
              { id: 'open', title: t('open'), align: 'end', cell: (s) => numberWords(s.counts.sent + s.counts.handling) },
              { id: 'attention', title: t('attention'), align: 'end', cell: (s) => { const n = s.counts.waiting + s.counts.rejected; return n === 0 ? '0' : <Tag tone="bad">{numberWords(n)}</Tag>; } },
              { id: 'success', title: t('success'), align: 'end', cell: (s) => <>{shareWords(s.success)}{s.p95Ms !== null && <small>{`${t('slow')} ${numberWords(s.p95Ms)} ms`}</small>}</> },
              { id: 'last', title: t('last'), cell: (s) => (s.last === null ? (s.way === 'deep' ? t('neverCompared') : '—') : <><Tag tone={comparedTones[s.last.state]}>{t(s.last.state)}</Tag><small>{dayWords(s.last.day)}</small></>) },
            ]} />
          )}
        </Answered>
      </Panel>
    </>
  );
}

/** 接入状态: connected, tested, left alone for a while. */
export function ConnectionTags({ system: { connection: c, way } }: { system: Pick<System, 'connection' | 'way'> }) {
  const t = useWords(dockingWords);
  if (way === 'redirect') return <>—</>;
  if (c === null) return <Tag tone="soon">{t('notConnected')}</Tag>;
  const paused = c.pausedUntil !== null && Date.parse(c.pausedUntil) > Date.now();
  return (
    <span className="dk-tags">
      <Tag tone={c.state === 'active' ? 'good' : 'soon'}>{t(c.state)}</Tag>
      {paused && <Tag tone="bad">{t('paused')}</Tag>}
      <Tag tone={c.testOk === null ? 'quiet' : c.testOk ? 'good' : 'bad'}>{t(c.testOk === null ? 'untested' : c.testOk ? 'testOk' : 'testBad')}</Tag>
      {c.testedAt !== null && <small>{instantWords(c.testedAt)}</small>}
    </span>
  );
}
