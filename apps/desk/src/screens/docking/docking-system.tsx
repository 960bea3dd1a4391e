import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useParams } from 'react-router';
import { docking } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, instantWords, numberWords, todayInChina } from '../../words/when.ts';
import { comparedTones, ConnectionTags } from './docking-board.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { DockingMapping } from './docking-mapping.tsx';
import { DockingMatters } from './docking-matters.tsx';
import { dockingWords } from './docking-words.ts';

type Page = OutputOf<typeof docking.getSystem>;
const outcomes = { ok: ['ok', 'good'], slow: ['slowOutcome', 'bad'], broken: ['broken', 'bad'], wrong: ['wrong', 'bad'], refused: ['refusedOutcome', 'soon'] } as const;

/** 一个对接系统: connection, matters, mapping, comparison, log. */
export default function DockingSystem() {
  const { systemId = '' } = useParams();
  const page = useRead(docking.getSystem, { system: systemId }, { every: 15_000 });
  return <Answered of={page}>{(found) => <Shown page={found} />}</Answered>;
}

function Shown({ page }: { page: Page }) {
  const t = useWords(dockingWords);
  const { system: s } = page;
  const may = useMay('docking.manage') && s.way === 'deep';
  const [connecting, setConnecting] = useState(false);
  const test = useWrite(docking.test);
  const compare = useWrite(docking.compare);
  const [planned, setPlanned] = useState(false);
  const active = s.connection?.state === 'active';
  return (
    <>
      <PageHead title={s.title} sub={`${t(s.level)} · ${s.owner}`}>
        {may && active && <Button busy={test.pending} onClick={() => void test.send({ system: s.id }).then((done) => setPlanned(done !== undefined))}>{t('test')}</Button>}
        {may && active && <Button busy={compare.pending} onClick={() => void compare.send({ system: s.id, day: todayInChina() }).then((done) => setPlanned(done !== undefined))}>{t('compare')}</Button>}
        {may && <Button tone="primary" onClick={() => setConnecting(true)}>{t(s.connection === null ? 'connect' : 'changeConnection')}</Button>}
      </PageHead>
      <RefusalNote refusal={test.refusal ?? compare.refusal} />
      {planned && <p className="dk-note" role="status">{t('planned')}</p>}
      <Panel title={t('connection')} extra={<ConnectionTags system={s} />}>
        <Facts facts={[
          [t('items'), s.items.map((i) => i.name).join(between().things)], [t('standard'), page.standard ?? '—'], [t('way'), s.redirectTo === null ? t(s.way) : <>{t(s.way)} <span className="dk-code">{s.redirectTo}</span></>],
          ...(s.way === 'deep' ? [[t('timing'), t('timingWords', { ms: numberWords(page.timeoutMs), minutes: page.askEveryMinutes })] as const] : []),
          ...(s.connection === null ? [] : [
            [t('address'), <span className="dk-code" key="a">{s.connection.baseUrl}</span>] as const, [t('secret'), t(s.connection.hasSecret ? 'secretKept' : 'noSecret')] as const, [t('client'), <span className="dk-code" key="c">{s.connection.clientId ?? '—'}</span>] as const,
            [t('changedBy'), `${s.connection.changedBy} · ${instantWords(s.connection.changedAt)}`] as const, ...(s.connection.testNote === null ? [] : [[t('tested'), s.connection.testNote] as const]),
          ]),
        ]} />
      </Panel>
      {s.way === 'deep' && (
        <>
          <DockingMatters system={s.id} />
          <Reconciliations page={page} />
          <DockingMapping page={page} />
          <Messages page={page} />
        </>
      )}
      {connecting && <ConnectDialog page={page} onClose={() => setConnecting(false)} />}
    </>
  );
}

function Reconciliations({ page }: { page: Page }) {
  const t = useWords(dockingWords);
  return (
    <Panel title={t('reconciliations')} flush>
      <DataTable label={t('reconciliations')} rows={page.reconciliations} rowId={(r) => r.id} empty={t('neverCompared')} columns={[
        { id: 'day', title: t('day'), lead: true, cell: (r) => <><b>{dayWords(r.day)}</b><small>{instantWords(r.at)}</small></> },
        { id: 'state', title: t('outcome'), cell: (r) => <><Tag tone={comparedTones[r.state]}>{t(r.state)}</Tag>{r.mended > 0 && <small>{t('mended', { n: r.mended })}</small>}</> },
        { id: 'ours', title: t('ours'), align: 'end', cell: (r) => numberWords(r.ours) },
        { id: 'theirs', title: t('theirsCount'), align: 'end', cell: (r) => (r.theirs === null ? '—' : numberWords(r.theirs)) },
        { id: 'missing', title: t('missingThere'), cell: (r) => r.missingThere.slice(0, 5).join(between().things) || '—' },
        { id: 'unknown', title: t('unknownHere'), cell: (r) => r.unknownHere.slice(0, 5).join(between().things) || '—' },
      ]} />
    </Panel>
  );
}

function Messages({ page }: { page: Page }) {
  const t = useWords(dockingWords);
  return (
    <Panel title={t('messages')} flush>
      <DataTable label={t('messages')} rows={page.messages} rowId={(m) => m.id} empty={t('noMessages')} columns={[
        { id: 'at', title: t('at'), lead: true, cell: (m) => <><b>{instantWords(m.at)}</b><small>{t(m.direction)}</small></> },
        { id: 'kind', title: t('kind'), cell: (m) => t(m.kind) },
        { id: 'number', title: t('number'), cell: (m) => (m.number === null ? '—' : <span className="dk-code">{m.number}</span>) },
        { id: 'outcome', title: t('outcome'), cell: (m) => <><Tag tone={outcomes[m.outcome][1]}>{t(outcomes[m.outcome][0])}</Tag>{m.note !== null && <small>{m.note}</small>}</> },
        { id: 'took', title: t('took'), align: 'end', cell: (m) => `${numberWords(m.tookMs)} ms` },
      ]} />
    </Panel>
  );
}
