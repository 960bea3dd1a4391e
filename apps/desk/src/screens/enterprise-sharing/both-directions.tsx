import type { OutputOf } from '@yiwang/server/kernel/contract';
import { Link } from 'react-router';
import type { enterprise } from '../../api/contracts.ts';
import { Chart } from '../../pieces/chart.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { enterpriseWords } from './enterprise-words.ts';

type Agreement = OutputOf<typeof enterprise.getAgreement>;

/** A cycle in the largest unit that fits. */
const cycleWords = (t: (key: 'minutes' | 'hours' | 'days', values: { n: number }) => string, minutes: number): string => (minutes % 1440 === 0 ? t('days', { n: minutes / 1440 }) : minutes % 60 === 0 ? t('hours', { n: minutes / 60 }) : t('minutes', { n: minutes }));

/** 两个方向: what the firm hands in and how it runs, what it may call and how much it did, and what both together found. */
export function BothDirections({ of: a }: { of: Agreement }) {
  return (
    <>
      <Inbound of={a} />
      <Outbound of={a} />
    </>
  );
}

function Inbound({ of: a }: { of: Agreement }) {
  const t = useWords(enterpriseWords);
  const { inbound, fusion } = a.terms;
  if (inbound === null) return null;
  const s = a.supply;
  return (
    <Panel title={t('inbound')} extra={<Link to={`/registers/${inbound.register}`}>{t('rows')}</Link>}>
      <Facts columns={3} facts={[
        [t('register'), inbound.registerTitle], [t('address'), a.interfaceUrl === null ? '—' : <span className="dk-code" key="url">{a.interfaceUrl}</span>], [t('cycle'), cycleWords(t, inbound.everyMinutes)],
        [t('loaded'), s === null ? t('notYet') : numberWords(s.loaded)], [t('refusedRows'), s === null ? '—' : numberWords(s.refused)],
        [t('lastRun'), s === null || s.lastRunId === null ? '—' : <><Tag tone={s.state === 'stopped' ? 'quiet' : s.late || s.lastState === 'failed' ? 'bad' : 'good'}>{s.state === 'stopped' ? t('stopped') : s.late ? t('late') : t(`s_${s.lastState}` as 's_done')}</Tag> {s.lastAt !== null && instantWords(s.lastAt)} <Link to={`/data-collection/runs/${s.lastRunId}`}>{t('report')}</Link></>],
      ]} />
      {s?.failure != null && <p className="dk-note dk-note--bad">{s.failure}</p>}
      <DataTable label={t('inbound')} rows={inbound.fields} rowId={(f) => f.id} columns={[{ id: 'field', title: t('field'), lead: true, cell: (f) => <>{f.title} {f.required && <Tag>{t('required')}</Tag>}</> }, { id: 'column', title: t('column'), cell: (f) => <span className="dk-code">{f.column}</span> }]} />
      {fusion !== null && <p>{t('fusion')}{between().named}{fusion.title} · <Link to={`/data-development/${fusion.pipeline}`}>{t('pipeline')}</Link> · <Link to={`/registers/${fusion.register}`}>{t('findings')}</Link></p>}
    </Panel>
  );
}

function Outbound({ of: a }: { of: Agreement }) {
  const t = useWords(enterpriseWords);
  const { outbound } = a.terms;
  if (outbound.length === 0) return null;
  const useOf = (service: string) => a.uses.find((u) => u.service === service);
  return (
    <Panel title={t('outbound')} flush>
      <DataTable label={t('outbound')} rows={outbound} rowId={(s) => s.service} columns={[
        { id: 'service', title: t('service'), lead: true, cell: (s) => <>{s.title}<small className="dk-code">{s.service}</small></> },
        { id: 'fields', title: t('field'), cell: (s) => s.fields.map((f) => `${f.title}${s.masked.includes(f.id) ? `${between().aside(t('masked'))}` : ''}`).join(between().things) },
        { id: 'limits', title: t('grant'), cell: (s) => <>{t('limits', { rate: s.ratePerSecond, quota: numberWords(s.dailyQuota) })}<small className="dk-code">{useOf(s.service)?.grantId ?? ''}</small></> },
        { id: 'calls', title: t('calls'), align: 'end', cell: (s) => { const u = useOf(s.service); return u === undefined ? t('notYet') : <>{t('callsOf', { n: numberWords(u.calls) })}<small>{t('refusedOf', { n: numberWords(u.refused) })} {!u.inForce && <Tag>{t('stopped')}</Tag>}</small></>; } },
      ]} />
      {a.callsByDay.length > 1 && <Chart label={t('byDay')} categories={a.callsByDay.map((d) => d.day.slice(5))} series={[{ name: t('calls'), values: a.callsByDay.map((d) => d.calls) }]} />}
    </Panel>
  );
}
