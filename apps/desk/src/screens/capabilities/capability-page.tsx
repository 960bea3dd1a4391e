import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useParams } from 'react-router';
import { opening } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { dayWords, numberWords, shareWords } from '../../words/when.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { CapabilityTags } from './capability-list.tsx';
import { capabilityWords } from './capability-words.ts';
import { SandboxPanel } from './sandbox-panel.tsx';
import { StandingDialog } from './standing-dialog.tsx';

type Page = OutputOf<typeof opening.getCapability>;

/** 一项能力: terms, interface, sandbox, health, versions; from here it is applied for. */
export default function CapabilityPage() {
  const { capabilityId = '' } = useParams();
  const page = useRead(opening.getCapability, { id: capabilityId });
  return <Answered of={page}>{(found) => <Shown page={found} />}</Answered>;
}

function Shown({ page }: { page: Page }) {
  const t = useWords(capabilityWords);
  const c = page.capability;
  const mayApply = useMay('capabilities.apply');
  const mayManage = useMay('capabilities.approve');
  const [open, setOpen] = useState<'apply' | 'standing' | null>(null);
  const { sla, health, standing } = c;
  return (
    <>
      <PageHead title={c.title} sub={c.summary}>
        <a className="dk-button dk-button--plain" href={`/api/open/capabilities/${c.id}/openapi`}>{t('document')}</a>
        {mayManage && standing.state !== 'retired' && <Button onClick={() => setOpen('standing')}>{t('changeStanding')}</Button>}
        {mayApply && c.mine === 'none' && standing.state === 'open' && <Button tone="primary" onClick={() => setOpen('apply')}>{t('apply')}</Button>}
      </PageHead>
      {standing.state !== 'open' && (
        <p className="dk-note dk-note--soon">
          {[t(standing.state), standing.retiresOn === null ? null : t('retiresOn', { day: dayWords(standing.retiresOn) }), standing.successor === null ? null : t('successor', { name: standing.successor }), standing.reason].filter((x) => x !== null).join(' · ')}
        </p>
      )}
      <div className="dk-figures">
        <Figure label={t('availability')} value={shareWords(health.availability)} note={t('promised', { n: sla.availability })} tone={health.availability === null ? 'plain' : health.availability >= sla.availability ? 'good' : 'bad'} />
        <Figure label={t('p95')} value={health.p95Ms === null ? '—' : `${numberWords(health.p95Ms)} ms`} note={t('promisedMs', { n: sla.answerMs })} tone={health.p95Ms === null ? 'plain' : health.p95Ms <= sla.answerMs ? 'good' : 'bad'} />
        <Figure label={t('failures')} value={numberWords(health.failures)} tone={health.failures > 0 ? 'bad' : 'plain'} />
      </div>
      <Panel title={<span className="dk-tags"><CapabilityTags capability={c} /></span>}>
        <Facts facts={[
          [t('owner'), c.owner], [t('version'), c.version], [t('limits'), t('limit', { rate: c.ratePerSecond, daily: numberWords(c.dailyQuota) })], [t('notice'), t('days', { n: page.noticeDays })],
          ...(page.conditions === null ? [] : [[t('conditions'), page.conditions] as const]), ...(page.basis === null ? [] : [[t('basis'), page.basis] as const]),
        ]} />
      </Panel>
      {page.operations.map((operation) => <Operation key={operation.name} operation={operation} />)}
      <SandboxPanel page={page} />
      {page.changes.length > 0 && (
        <Panel title={t('changes')}>
          <Facts columns={1} facts={page.changes.map((x) => [`${x.version} · ${dayWords(x.on)}`, x.text])} />
        </Panel>
      )}
      {open === 'apply' && <ApplyDialog capability={c} onClose={() => setOpen(null)} />}
      {open === 'standing' && <StandingDialog page={page} onClose={() => setOpen(null)} />}
    </>
  );
}

function Operation({ operation: o }: { operation: Page['operations'][number] }) {
  const t = useWords(capabilityWords);
  const words = useWords(common);
  return (
    <Panel title={o.summary} extra={<Tag tone={o.effect === 'none' ? 'good' : 'soon'}>{t(`effect_${o.effect}`)}</Tag>} flush>
      <p className="dk-fold"><code className="dk-code">POST {o.path}</code></p>
      <DataTable label={o.summary} rows={o.fields} rowId={(f) => f.name} columns={[
        { id: 'name', title: t('field'), lead: true, cell: (f) => <span className="dk-code">{f.name}</span> },
        { id: 'type', title: t('type'), cell: (f) => f.type },
        { id: 'required', title: t('required'), cell: (f) => words(f.required ? 'yes' : 'no') },
        { id: 'meaning', title: t('meaning'), cell: (f) => f.description ?? '—' },
      ]} />
      <details className="dk-fold">
        <summary>{t('errors')}</summary>
        <DataTable label={t('errors')} rows={o.errors} rowId={(e) => e.code} columns={[
          { id: 'code', title: t('code'), lead: true, cell: (e) => <span className="dk-code">{e.code}</span> },
          { id: 'status', title: t('status'), cell: (e) => String(e.status) },
          { id: 'words', title: t('meaning'), cell: (e) => e.words },
        ]} />
      </details>
    </Panel>
  );
}
