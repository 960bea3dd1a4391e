import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { cascade } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords, todayInChina } from '../../words/when.ts';
import { AnswerDialog, ApplyUpDialog, ApproveDialog, JoinDialog } from './levels-dialogs.tsx';
import { Comparison } from './comparison.tsx';
import { EndFlowDialog, EndPeerDialog, OpenFlowDialog, WithdrawDialog } from './levels-ends.tsx';
import { levelsWords } from './levels-words.ts';
import { sharingWords } from './sharing-words.ts';

export type Peer = OutputOf<typeof cascade.listPeers>['peers'][number];
export type Application = OutputOf<typeof cascade.listApplications>['applications'][number];
export type PeerEntry = OutputOf<typeof cascade.listEntries>['entries'][number];
export type Flow = OutputOf<typeof cascade.listFlows>['flows'][number];
type Open = { kind: 'join' } | { kind: 'approve' | 'endPeer'; peer: Peer } | { kind: 'answer' | 'withdraw'; application: Application } | { kind: 'apply'; entry: PeerEntry } | { kind: 'openFlow' } | { kind: 'endFlow'; flow: Flow };

const applicationTones = { asked: 'accent', granted: 'good', refused: 'bad', withdrawn: 'quiet', over: 'quiet' } as const;

/** 上下级平台: who is joined, how the lines are, what goes up and down. */
export default function LevelsBoard() {
  const t = useWords(sharingWords);
  const w = useWords(levelsWords);
  const [open, setOpen] = useState<Open | null>(null);
  const [text, setText] = useState('');
  const [manage, approve, request] = [useMay('exchange.manage'), useMay('exchange.approve'), useMay('exchange.request')];
  const peers = useRead(cascade.listPeers, {}, { every: 30_000 });
  const applications = useMore(cascade.listApplications, {}, true, 'before');
  const entries = useMore(cascade.listEntries, text === '' ? {} : { text }, true, 'after');
  const flows = useRead(cascade.listFlows, {});
  const to = todayInChina();
  const from = new Date(Date.parse(to) - 7 * 86_400_000).toISOString().slice(0, 10);
  const figures = useRead(cascade.statistics, { from, to });
  const round = useWrite(cascade.roundNow);
  const below = peers.data?.peers.filter((p) => p.state === 'active' && p.role === 'lower') ?? [];
  const tone = (p: Peer): 'good' | 'bad' | 'accent' | 'quiet' => (p.state === 'ended' ? 'quiet' : p.state !== 'active' ? 'accent' : p.line.failures > 0 ? 'bad' : 'good');
  return (
    <>
      <PageHead title={t('cascade')} sub={t('cascadeLead')}>
        {manage && <Button busy={round.pending} onClick={() => void round.send({})}>{t('roundNow')}</Button>}
        {manage && <Button tone="primary" icon="plus" onClick={() => setOpen({ kind: 'join' })}>{t('join')}</Button>}
      </PageHead>
      <Answered of={peers}>
        {({ own, peers: list }) => (
          <>
            <Panel title={t('own')}><Facts facts={[[t('address'), own.house], [t('fingerprint'), <span className="dk-code">{own.fingerprint}</span>]]} /></Panel>
            <Panel title={t('cascade')} flush>
              <DataTable label={t('cascade')} rows={list} rowId={(p) => p.id} empty={t('noPeers')} columns={[
                { id: 'name', title: t('name'), lead: true, cell: (p) => <><b>{p.name}</b><small>{p.url}</small></> },
                { id: 'role', title: t('role'), cell: (p) => t(p.role) },
                { id: 'state', title: t('state'), cell: (p) => <Tag tone={tone(p)}>{p.state === 'asked' ? t('asked') : t(`p_${p.state}`)}</Tag> },
                { id: 'line', title: t('line'), cell: (p) => (p.state !== 'active' ? '—' : p.line.failures === 0 ? t('lineGood') : t('lineBad', { n: p.line.failures, at: instantWords(p.line.nextAt) })) },
                { id: 'counts', title: t('counts'), cell: (p) => t('countsOf', { waiting: p.line.waiting, sent: p.line.sent, received: p.line.received }) },
                { id: 'directory', title: w('directory'), cell: (p) => (p.directory === null ? '—' : <><Tag tone={p.directory.valid ? 'good' : 'bad'}>{w(p.directory.valid ? 'directoryGood' : 'directoryOld')}</Tag><small>{w('directoryOf', { number: p.directory.number, services: p.directory.services, until: instantWords(p.directory.until) })}</small></>) },
                { id: 'compared', title: t('reconciled'), cell: (p) => (p.reconciled === null ? t('never') : <><Tag tone={p.reconciled.differing === 0 ? 'good' : 'bad'}>{p.reconciled.differing === 0 ? t('agrees') : t('differs', { n: p.reconciled.differing })}</Tag><small>{instantWords(p.reconciled.at)}</small></>) },
                { id: 'act', title: '', align: 'end', cell: (p) => (!approve ? null : p.state === 'waiting' ? <Button tone="primary" onClick={() => setOpen({ kind: 'approve', peer: p })}>{t('approve')}</Button> : p.state === 'active' ? <Button tone="quiet" onClick={() => setOpen({ kind: 'endPeer', peer: p })}>{w('endPeer')}</Button> : null) },
              ]} />
            </Panel>
          </>
        )}
      </Answered>
      <Panel title={t('applications')} flush>
        <More of={applications} rows={(page) => page.applications}>
          {(list) => (
            <DataTable label={t('applications')} rows={list} rowId={(a) => a.id} empty={t('noApplications')} columns={[
              { id: 'title', title: t('name'), lead: true, cell: (a) => <><b>{a.title}</b><small>{a.purpose}</small></> },
              { id: 'direction', title: t('direction'), cell: (a) => <>{a.direction === 'sent' ? t('sentUp') : t('fromOther')}<small>{a.peer}</small></> },
              { id: 'organisation', title: t('organisation'), cell: (a) => a.organisationName },
              { id: 'state', title: t('state'), cell: (a) => <><Tag tone={applicationTones[a.state]}>{t(`a_${a.state}`)}</Tag>{a.late && <Tag tone="bad">{t('late')}</Tag>}{a.reason !== null && <small>{a.reason}</small>}</> },
              { id: 'due', title: t('due'), cell: (a) => (a.dueOn === null ? '—' : dayWords(a.dueOn)) },
              { id: 'until', title: t('until'), cell: (a) => dayWords(a.until) },
              { id: 'act', title: '', align: 'end', cell: (a) => (!approve || a.direction === 'sent' ? <span className="dk-code">{a.ownService}</span> : a.state === 'asked' ? <Button onClick={() => setOpen({ kind: 'answer', application: a })}>{t('answer')}</Button> : a.state === 'granted' ? <Button tone="quiet" onClick={() => setOpen({ kind: 'withdraw', application: a })}>{w('withdraw')}</Button> : null) },
            ]} />
          )}
        </More>
      </Panel>
      <SearchBox label={t('find')} value={text} onSearch={setText} />
      <Panel title={t('entries')} flush>
        <More of={entries} rows={(page) => page.entries}>
          {(list) => (
            <DataTable label={t('entries')} rows={list} rowId={(e) => e.peerId + e.code} empty={t('noEntries')} columns={[
              { id: 'title', title: t('name'), lead: true, cell: (e) => <><b>{e.title}</b><small>{e.code}</small></> },
              { id: 'peer', title: t('cascade'), cell: (e) => e.peer },
              { id: 'provider', title: t('provider'), cell: (e) => e.providerName },
              { id: 'sharing', title: t('sharing'), cell: (e) => <Tag tone={e.sharing === 'none' ? 'bad' : e.sharing === 'conditional' ? 'soon' : 'good'}>{t(`s_${e.sharing as 'none'}`)}</Tag> },
              { id: 'act', title: '', cell: (e) => (request && e.sharing !== 'none' && e.services.length > 0 ? <Button onClick={() => setOpen({ kind: 'apply', entry: e })}>{t('apply')}</Button> : null) },
            ]} />
          )}
        </More>
      </Panel>
      <Panel title={t('flows')} flush extra={approve && below.length > 0 && <Button icon="plus" onClick={() => setOpen({ kind: 'openFlow' })}>{w('openFlow')}</Button>}>
        <Answered of={flows}>
          {({ flows: open, counts }) => (
            <>
            {open.some((f) => f.state === 'active') && <DataTable label={t('openFlows')} rows={open.filter((f) => f.state === 'active')} rowId={(f) => f.id} columns={[
              { id: 'register', title: t('register'), lead: true, cell: (f) => <><b>{f.title}</b><small>{f.basis}</small></> }, { id: 'peer', title: t('cascade'), cell: (f) => f.peer },
              { id: 'pass', title: t('firstPass'), cell: (f) => <Tag tone={f.firstPass.doneAt === null ? 'accent' : 'good'}>{t(f.firstPass.doneAt === null ? 'passUnderWay' : 'passDone', { n: f.firstPass.records })}</Tag> },
              { id: 'act', title: '', align: 'end', cell: (f) => (approve ? <Button tone="quiet" onClick={() => setOpen({ kind: 'endFlow', flow: f })}>{w('endFlow')}</Button> : null) },
            ]} />}
            <DataTable label={t('flows')} rows={counts} rowId={(n) => n.peerId + n.direction + n.register} empty={t('noFlows')} columns={[
              { id: 'register', title: t('register'), lead: true, cell: (n) => n.title }, { id: 'direction', title: t('direction'), cell: (n) => <>{t(n.direction)}<small>{n.peer}</small></> },
              { id: 'records', title: t('records'), align: 'end', cell: (n) => numberWords(n.records) }, { id: 'digest', title: t('digest'), cell: (n) => <span className="dk-code">{n.digest.slice(0, 16)}</span> }, { id: 'at', title: t('at'), cell: (n) => instantWords(n.lastAt) },
            ]} />
            </>
          )}
        </Answered>
      </Panel>
      <Comparison />
      <Panel title={t('statistics')} flush>
        <Answered of={figures}>
          {({ days }) => (
            <DataTable label={t('statistics')} rows={days} rowId={(d) => d.peerId + d.day} empty={t('noStatistics')} columns={[
              { id: 'day', title: t('day'), lead: true, cell: (d) => dayWords(d.day) }, { id: 'peer', title: t('cascade'), cell: (d) => d.peer }, { id: 'calls', title: t('calls'), align: 'end', cell: (d) => numberWords(d.calls) }, { id: 'rows', title: t('rows'), align: 'end', cell: (d) => numberWords(d.rows) },
            ]} />
          )}
        </Answered>
      </Panel>
      {open?.kind === 'join' && <JoinDialog onClose={() => setOpen(null)} />}
      {open?.kind === 'approve' && <ApproveDialog peer={open.peer} onClose={() => setOpen(null)} />}
      {open?.kind === 'answer' && <AnswerDialog application={open.application} onClose={() => setOpen(null)} />}
      {open?.kind === 'endPeer' && <EndPeerDialog peer={open.peer} onClose={() => setOpen(null)} />}
      {open?.kind === 'withdraw' && <WithdrawDialog application={open.application} onClose={() => setOpen(null)} />}
      {open?.kind === 'openFlow' && <OpenFlowDialog peers={below} onClose={() => setOpen(null)} />}
      {open?.kind === 'endFlow' && <EndFlowDialog flow={open.flow} onClose={() => setOpen(null)} />}
      {open?.kind === 'apply' && <ApplyUpDialog entry={open.entry} onClose={() => setOpen(null)} />}
    </>
  );
}
