import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { opening } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, numberWords, todayInChina } from '../../words/when.ts';
import { capabilityWords } from './capability-words.ts';

type Subscription = OutputOf<typeof opening.listSubscriptions>['subscriptions'][number];
type Filter = '' | 'applied' | 'active' | 'suspended' | 'refused' | 'ended';
const tones = { applied: 'accent', active: 'good', refused: 'bad', suspended: 'soon', ended: 'quiet', over: 'quiet' } as const;
const thirtyDaysAgo = (): string => new Date(Date.now() + 8 * 3_600_000 - 30 * 86_400_000).toISOString().slice(0, 10);

/** 申请与用量: what waits for a decision, what runs, how much was called. */
export default function CapabilityApplications() {
  const t = useWords(capabilityWords);
  const may = useMay('capabilities.approve');
  const [state, setState] = useState<Filter>('');
  const list = useMore(opening.listSubscriptions, { ...(state === '' ? {} : { state }), limit: 50 }, true, 'after');
  const figures = useRead(opening.statistics, { from: thirtyDaysAgo(), to: todayInChina() });
  const [deciding, setDeciding] = useState<Subscription | null>(null);
  const [changing, setChanging] = useState<{ of: Subscription; action: 'suspend' | 'resume' | 'end' } | null>(null);
  return (
    <>
      <PageHead title={t('applications')} sub={t('lead')}>
        <Link className="dk-button dk-button--plain" to="/capabilities">{t('directory')}</Link>
      </PageHead>
      <Panel title={t('subscriptions')} flush extra={<ChoiceBar label={t('subscriptions')} value={state} onChange={setState} options={[{ value: '' as Filter, label: t('all') }, ...(['applied', 'active', 'suspended', 'refused', 'ended'] as const).map((value) => ({ value: value as Filter, label: t(value) }))]} />}>
        <More of={list} rows={(page) => page.subscriptions}>
          {(rows) => (
            <DataTable label={t('subscriptions')} rows={rows} rowId={(s) => s.id} empty={t('noSubscriptions')} columns={[
              { id: 'capability', title: t('capability'), lead: true, cell: (s) => <><Link className="dk-strong" to={`/capabilities/${s.capability}`}>{s.capabilityTitle}</Link><small>{s.purpose}</small></> },
              { id: 'system', title: t('system'), cell: (s) => <>{s.system}{s.system !== s.organisationName && <small>{s.organisationName}</small>}</> },
              { id: 'limit', title: t('limits'), cell: (s) => t('limit', { rate: s.ratePerSecond, daily: numberWords(s.dailyQuota) }) },
              { id: 'today', title: t('today'), align: 'end', cell: (s) => numberWords(s.callsToday) },
              { id: 'until', title: t('until'), cell: (s) => dayWords(s.until) },
              { id: 'state', title: t('standing'), cell: (s) => <><Tag tone={tones[s.state]}>{t(s.state)}</Tag>{s.note !== null && <small>{s.note}</small>}</> },
              { id: 'act', title: '', align: 'end', cell: (s) => (!may ? null : s.state === 'applied' ? <Button tone="primary" onClick={() => setDeciding(s)}>{t('decide')}</Button> : <Actions of={s} choose={setChanging} />) },
            ]} />
          )}
        </More>
      </Panel>
      <Panel title={t('figures')} flush>
        <Answered of={figures}>
          {({ systems }) => (
            <DataTable label={t('figures')} rows={systems} rowId={(s) => s.subscriptionId} empty={t('noCalls')} columns={[
              { id: 'system', title: t('system'), lead: true, cell: (s) => <><b>{s.system}</b>{s.system !== s.organisationName && <small>{s.organisationName}</small>}</> },
              { id: 'capability', title: t('capability'), cell: (s) => <Link to={`/capabilities/${s.capability}`}>{list.data?.pages.flatMap((p) => p.subscriptions).find((x) => x.id === s.subscriptionId)?.capabilityTitle ?? s.capability}</Link> },
              { id: 'calls', title: t('calls'), align: 'end', cell: (s) => numberWords(s.calls) },
              { id: 'refused', title: t('refusedCalls'), align: 'end', cell: (s) => numberWords(s.refused) },
              { id: 'failed', title: t('failedCalls'), align: 'end', cell: (s) => (s.failed === 0 ? '0' : <Tag tone="bad">{numberWords(s.failed)}</Tag>) },
              { id: 'slow', title: t('slow'), align: 'end', cell: (s) => `${numberWords(s.p95Ms)} ms` },
            ]} />
          )}
        </Answered>
      </Panel>
      {deciding !== null && <Decide subscription={deciding} onClose={() => setDeciding(null)} />}
      {changing !== null && <Change {...changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function Actions({ of, choose }: { of: Subscription; choose: (next: { of: Subscription; action: 'suspend' | 'resume' | 'end' }) => void }) {
  const t = useWords(capabilityWords);
  if (of.state !== 'active' && of.state !== 'suspended') return null;
  const action = of.state === 'active' ? 'suspend' : 'resume';
  return <><Button tone="quiet" onClick={() => choose({ of, action })}>{t(action)}</Button><Button tone="quiet" onClick={() => choose({ of, action: 'end' })}>{t('end')}</Button></>;
}

function Decide({ subscription: s, onClose }: { subscription: Subscription; onClose: () => void }) {
  const t = useWords(capabilityWords);
  const write = useWrite(opening.decide);
  const [rate, setRate] = useState(String(s.ratePerSecond));
  const [daily, setDaily] = useState(String(s.dailyQuota));
  const [note, setNote] = useState('');
  const send = async (grant: boolean): Promise<void> => {
    if ((await write.send({ subscriptionId: s.id, version: s.version, grant, note, ...(grant ? { ratePerSecond: Number(rate), dailyQuota: Number(daily) } : {}) })) !== undefined) onClose();
  };
  const ready = note.trim().length >= 2;
  return (
    <Dialog title={t('decideTitle', { system: s.system, name: s.capabilityTitle })} open onClose={onClose} foot={<><Button tone="danger" busy={write.pending} disabled={!ready} onClick={() => void send(false)}>{t('refuse')}</Button><Button tone="primary" busy={write.pending} disabled={!ready} onClick={() => void send(true)}>{t('grant')}</Button></>}>
      <RefusalNote refusal={write.refusal} />
      <p>{s.organisationName} · {s.purpose}</p>
      <TextInput label={t('rate')} type="number" value={rate} onChange={setRate} required />
      <TextInput label={t('daily')} type="number" value={daily} onChange={setDaily} required />
      <TextArea label={t('opinion')} hint={t('opinionHint')} value={note} onChange={setNote} max={500} required />
    </Dialog>
  );
}

function Change({ of: s, action, onClose }: { of: Subscription; action: 'suspend' | 'resume' | 'end'; onClose: () => void }) {
  const t = useWords(capabilityWords);
  const words = useWords(common);
  const write = useWrite(opening.change);
  const [reason, setReason] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ subscriptionId: s.id, version: s.version, action, reason })) !== undefined) onClose();
  };
  return (
    <Dialog title={`${t(action)}${between().named}${s.system} · ${s.capabilityTitle}`} open onClose={onClose} foot={<Button tone={action === 'resume' ? 'primary' : 'danger'} busy={write.pending} disabled={reason.trim().length < 2} onClick={() => void send()}>{t(action)}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <TextInput label={words('reason')} hint={words('reasonHint')} value={reason} onChange={setReason} required />
    </Dialog>
  );
}
