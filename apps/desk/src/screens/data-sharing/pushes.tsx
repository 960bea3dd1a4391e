import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import './data-sharing.css';
import { sharingWords } from './sharing-words.ts';

type Grant = OutputOf<typeof sharing.listGrants>['grants'][number];

/** 变更推送: changes that are sent to a subscriber's own address, how far they are, what went wrong. */
export function Pushes() {
  const t = useWords(sharingWords);
  const may = useMay('exchange.approve');
  const found = useRead(sharing.listPushes, {}, { every: 30_000 });
  const end = useWrite(sharing.endPush);
  return (
    <Panel title={t('pushes')} flush>
      <RefusalNote refusal={end.refusal} />
      <Answered of={found}>
        {({ pushes }) => (
          <DataTable label={t('pushes')} rows={pushes} rowId={(p) => p.id} empty={t('noPushes')} columns={[
            { id: 'service', title: t('service'), lead: true, cell: (p) => <><b>{p.serviceTitle}</b><small className="ds-address">{p.url}</small></> },
            { id: 'organisation', title: t('organisation'), cell: (p) => p.organisationName },
            { id: 'position', title: t('position'), align: 'end', cell: (p) => numberWords(p.position) },
            { id: 'sent', title: t('sentRows'), align: 'end', cell: (p) => numberWords(p.sent) },
            { id: 'state', title: t('state'), cell: (p) => <><Tag tone={p.state === 'ended' ? 'quiet' : p.failures > 0 ? 'bad' : 'good'}>{p.state === 'ended' ? t('pushEnded') : p.failures === 0 ? t('lineGood') : t('lineBad', { n: p.failures, at: instantWords(p.nextAt) })}</Tag>{p.lastError !== null && <small>{p.lastError}</small>}</> },
            { id: 'last', title: t('at'), cell: (p) => (p.lastSentAt === null ? '—' : instantWords(p.lastSentAt)) },
            { id: 'act', title: '', cell: (p) => (may && p.state === 'active' ? <Button tone="quiet" busy={end.pending} onClick={() => void end.send({ pushId: p.id, version: p.version })}>{t('endPush')}</Button> : null) },
          ]} />
        )}
      </Answered>
    </Panel>
  );
}

/** 开通推送: to one of the grant's own machines, from now on or from the start. */
export function OpenPushDialog({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useWords(sharingWords);
  const members = useRead(sharing.listMembers, { organisation: grant.organisation });
  const write = useWrite(sharing.openPush);
  const [memberId, setMemberId] = useState('');
  const [url, setUrl] = useState('');
  const [from, setFrom] = useState<'now' | 'start'>('now');
  return (
    <Answered of={members}>
      {({ members: list }) => {
        const standing = list.filter((m) => m.endedAt === null && m.kind === 'machine' && (grant.memberId === null || grant.memberId === m.id));
        const chosen = memberId === '' ? (standing[0]?.id ?? '') : memberId;
        const send = async (): Promise<void> => {
          if ((await write.send({ grantId: grant.id, memberId: chosen, url, from })) !== undefined) onClose();
        };
        return (
          <Dialog title={[t('openPush'), grant.serviceTitle].join(between().named)} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={chosen === '' || !/^https?:\/\/.+/.test(url)} onClick={() => void send()}>{t('openPush')}</Button>}>
            <RefusalNote refusal={write.refusal} />
            {standing.length === 0 ? <p role="note">{t('noMachine')}</p> : <Select label={t('machine')} value={chosen} onChange={setMemberId} options={standing.map((m) => ({ value: m.id, label: m.name }))} />}
            <TextInput label={t('pushAddress')} value={url} onChange={setUrl} max={500} hint="https://" required />
            <Select label={t('pushFrom')} value={from} onChange={setFrom} options={[{ value: 'now', label: t('fromNow') }, { value: 'start', label: t('fromStart') }]} />
          </Dialog>
        );
      }}
    </Answered>
  );
}
