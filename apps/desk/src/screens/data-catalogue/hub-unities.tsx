import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { catalogue } from '../../api/contracts.ts';
import { DataTable } from '../../pieces/data-table.tsx';
import { LeadLink } from '../../pieces/lead-link.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords, rowsWords, shareWords } from '../../words/when.ts';
import { hubWords } from './hub-words.ts';

type Hub = OutputOf<typeof catalogue.hubOverview>;
const share = (part: number | null): string => shareWords(part === null ? null : part * 100);

interface Line { to: string; label: ReactNode; value: ReactNode; bad?: boolean }

/** 五统一: one panel each; every figure leads to where it is worked on. */
export function Unities({ of: h }: { of: Hub }) {
  const t = useWords(hubWords);
  const unities: { title: string; lines: Line[] }[] = [
    { title: t('u_catalogue'), lines: [
      { to: '/data-catalogue', label: t('catalogue'), value: numberWords(h.entries) }, { to: '/data-catalogue/board', label: t('bodies'), value: numberWords(h.bodies) }, { to: '/tasks', label: t('pending'), value: numberWords(h.pending) },
      { to: '/data-catalogue/board', label: t('cataloguing'), value: share(h.rates.cataloguing) }, { to: '/data-catalogue/board', label: t('updating'), value: share(h.rates.updating) }, { to: '#late', label: t('late'), value: numberWords(h.late.length), bad: h.late.length > 0 },
    ] },
    { title: t('u_publish'), lines: [
      { to: '/data-collection', label: t('gathered'), value: rowsWords(h.records) }, { to: '/data-collection', label: t('gathering'), value: share(h.rates.gathering) }, { to: '/data-catalogue/board', label: t('mounted'), value: `${numberWords(h.mounted)} · ${share(h.rates.mounting)}` },
      { to: '/data-sharing/services', label: t('published'), value: numberWords(h.services) }, { to: '/open-data', label: t('openSets'), value: numberWords(h.openSets) }, { to: '/data-catalogue/board', label: t('sharingRate'), value: share(h.rates.sharing) },
    ] },
    { title: t('u_match'), lines: [
      { to: '/data-catalogue/demands', label: t('demandsOpen'), value: numberWords(h.demands.open) }, { to: '/data-catalogue/demands', label: t('demandsOverdue'), value: numberWords(h.demands.overdue), bad: h.demands.overdue > 0 }, { to: '/data-catalogue/demands', label: t('matched'), value: numberWords(h.demands.fulfilled) },
      { to: '/data-sharing', label: t('grants'), value: numberWords(h.grants) }, { to: '/data-catalogue/materials', label: t('freed'), value: `${numberWords(h.materials.free)} / ${numberWords(h.materials.all)}` }, { to: '/enterprise-sharing', label: t('firms'), value: t('see') },
    ] },
    { title: t('u_govern'), lines: [
      { to: '/data-quality', label: t('governed'), value: numberWords(h.governed.score ?? 0, 1) }, { to: '/data-quality', label: t('measured'), value: numberWords(h.governed.measured) }, { to: '/data-quality', label: t('ticketsOpen'), value: numberWords(h.governed.tickets), bad: h.governed.tickets > 0 },
      { to: '/data-standards', label: t('standards'), value: t('see') }, { to: '/libraries/one-source', label: t('oneSource'), value: t('see') }, { to: '/data-collection', label: t('refusedRows'), value: numberWords(h.monitor.refusedRows), bad: h.monitor.refusedRows > 0 },
    ] },
    { title: t('u_watch'), lines: [
      { to: '/data-sharing', label: t('callsAll'), value: numberWords(h.shared.calls) }, { to: '/data-sharing', label: t('rowsAll'), value: numberWords(h.shared.rows) }, { to: '/data-sharing', label: t('calls30'), value: numberWords(h.calls) },
      { to: '/data-sharing', label: t('failing'), value: t('failingOf', { failing: h.monitor.failing, services: h.monitor.services }), bad: h.monitor.failing > 0 }, { to: '/data-collection', label: t('failedRuns'), value: numberWords(h.monitor.failedRuns), bad: h.monitor.failedRuns > 0 }, { to: '/data-sharing', label: t('keysEnding'), value: numberWords(h.monitor.keysEnding), bad: h.monitor.keysEnding > 0 },
    ] },
  ];
  return (
    <div className="dc-unities">
      {unities.map((u) => (
        <Panel key={u.title} title={u.title}>
          <ul>{u.lines.map((line, at) => <li key={at}>{line.to.startsWith('#') ? <a href={line.to}>{line.label}</a> : <Link to={line.to}>{line.label}</Link>}<b className={line.bad === true ? 'dc-bad' : ''}>{line.value}</b></li>)}</ul>
        </Panel>
      ))}
    </div>
  );
}

const rateMeasures: ReadonlySet<string> = new Set(['cataloguing', 'mounting', 'gathering', 'sharing', 'updating']);

/** 规划目标: what the plan wants beside what is measured now. */
export function Targets({ of: h }: { of: Hub }) {
  const t = useWords(hubWords);
  if (h.targets.length === 0) return null;
  const said = (measure: string, value: number | null): string => (rateMeasures.has(measure) ? share(value) : value === null ? '—' : numberWords(value));
  return (
    <Panel title={t('targets')} flush>
      <DataTable label={t('targets')} rows={h.targets} rowId={(x) => x.measure} columns={[
        { id: 'measure', title: t('measure'), lead: true, cell: (x) => x.basis }, { id: 'target', title: t('target'), align: 'end', cell: (x) => said(x.measure, x.atLeast) }, { id: 'by', title: t('by'), align: 'end', cell: (x) => x.by }, { id: 'now', title: t('now'), align: 'end', cell: (x) => said(x.measure, x.now) },
        { id: 'reached', title: t('reached'), cell: (x) => <Tag tone={x.reached ? 'good' : 'soon'}>{x.reached ? t('yes') : t('notYet')}</Tag> },
      ]} />
    </Panel>
  );
}

/** 级联: the houses above and below, their lines and what came over them. */
export function Levels({ of: h }: { of: Hub }) {
  const t = useWords(hubWords);
  return (
    <Panel title={t('levels')} extra={<Link to="/data-sharing/levels">{t('levelsMore')}</Link>} flush>
      <DataTable label={t('levels')} rows={h.levels} rowId={(x) => x.id} empty={t('noLevels')} columns={[
        { id: 'name', title: t('peer'), lead: true, cell: (x) => <LeadLink to="/data-sharing/levels">{x.name}</LeadLink> }, { id: 'role', title: t('role'), cell: (x) => t(`r_${x.role}`) },
        { id: 'state', title: t('line'), cell: (x) => <Tag tone={x.state !== 'active' ? 'accent' : x.failures > 0 ? 'bad' : 'good'}>{x.state !== 'active' ? t('joining') : x.failures > 0 ? t('broken', { n: x.failures }) : t('joined')}</Tag> },
        { id: 'heard', title: t('heard'), cell: (x) => (x.heardAt === null ? '—' : instantWords(x.heardAt)) }, { id: 'waiting', title: t('waiting'), align: 'end', cell: (x) => numberWords(x.waiting) }, { id: 'told', title: t('told'), align: 'end', cell: (x) => numberWords(x.told) },
        { id: 'entries', title: t('theirs'), align: 'end', cell: (x) => numberWords(x.entries) }, { id: 'calls', title: t('reported'), align: 'end', cell: (x) => (x.role === 'lower' ? numberWords(x.calls) : '—') },
      ]} />
    </Panel>
  );
}
