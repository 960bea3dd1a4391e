import { useState } from 'react';
import { cascade } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { Facts } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords, todayInChina } from '../../words/when.ts';
import { useFieldTitles } from './field-titles.ts';
import type { Application, Peer, PeerEntry } from './levels-board.tsx';
import { sharingWords } from './sharing-words.ts';
import '../data-catalogue/data-catalogue.css';

/** 申请级联: the other side is told; its fingerprint is compared when it answers. */
export function JoinDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(sharingWords);
  const write = useWrite(cascade.askJoin);
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<'upper' | 'lower'>('upper');
  const send = async (): Promise<void> => {
    if ((await write.send({ url, name, role })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('join')} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={!/^https?:\/\/.+/.test(url) || name.trim().length < 2} onClick={() => void send()}>{t('join')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <TextInput label={t('address')} value={url} onChange={setUrl} hint="https://" required />
      <TextInput label={t('name')} value={name} onChange={setName} max={60} required />
      <Select label={t('role')} value={role} onChange={setRole} options={(['upper', 'lower'] as const).map((value) => ({ value, label: t(value) }))} />
    </Dialog>
  );
}

/** 核对指纹: typed as the other side told it, never copied from this screen. */
export function ApproveDialog({ peer, onClose }: { peer: Peer; onClose: () => void }) {
  const t = useWords(sharingWords);
  const write = useWrite(cascade.approvePeer);
  const [fingerprint, setFingerprint] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ peerId: peer.id, version: peer.version, fingerprint: fingerprint.trim().toLowerCase() })) !== undefined) onClose();
  };
  return (
    <Dialog title={`${t('approve')}${between().named}${peer.name}`} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={!/^\s*[0-9a-f]{32}\s*$/i.test(fingerprint)} onClick={() => void send()}>{t('approve')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <Facts columns={1} facts={[[t('address'), peer.url], [t('role'), t(peer.role)]]} />
      <TextInput label={t('fingerprint')} hint={t('fingerprintHint')} value={fingerprint} onChange={setFingerprint} max={40} required />
    </Dialog>
  );
}

export function AnswerDialog({ application, onClose }: { application: Application; onClose: () => void }) {
  const t = useWords(sharingWords);
  const write = useWrite(cascade.decide);
  const titleOf = useFieldTitles(application.service);
  const [reason, setReason] = useState('');
  const send = async (decision: 'grant' | 'refuse'): Promise<void> => {
    if ((await write.send({ applicationId: application.id, version: application.version, decision, reason })) !== undefined) onClose();
  };
  return (
    <Dialog title={`${t('answer')}${between().named}${application.title}`} open onClose={onClose} foot={<><Button tone="danger" busy={write.pending} disabled={reason.trim().length < 6} onClick={() => void send('refuse')}>{t('refuse')}</Button><Button tone="primary" busy={write.pending} onClick={() => void send('grant')}>{t('grant')}</Button></>}>
      <RefusalNote refusal={write.refusal} />
      <Facts columns={1} facts={[[t('organisation'), application.organisationName], [t('purpose'), application.purpose], [t('basis'), application.basis], [t('service'), application.service], [t('fields'), application.fields.map(titleOf).join(between().things) || '—'], [t('until'), dayWords(application.until)]]} />
      <TextArea label={t('basis')} hint={t('basisHint')} value={reason} onChange={setReason} max={500} />
    </Dialog>
  );
}

export function ApplyUpDialog({ entry, onClose }: { entry: PeerEntry; onClose: () => void }) {
  const t = useWords(sharingWords);
  const write = useWrite(cascade.apply);
  const [service, setService] = useState(entry.services[0]?.id ?? '');
  const [fields, setFields] = useState<string[]>([]);
  const [purpose, setPurpose] = useState('');
  const [basis, setBasis] = useState('');
  const [until, setUntil] = useState(`${Number(todayInChina().slice(0, 4)) + 1}${todayInChina().slice(4)}`);
  const [done, setDone] = useState(false);
  const asked = entry.services.find((s) => s.id === service);
  const titleOf = useFieldTitles(service);
  const offered = asked?.fields ?? [];
  const toggle = (name: string): void => setFields((now) => (now.includes(name) ? now.filter((f) => f !== name) : [...now, name]));
  const send = async (): Promise<void> => {
    if ((await write.send({ peerId: entry.peerId, code: entry.code, service, fields, purpose, basis, until })) !== undefined) setDone(true);
  };
  return (
    <Dialog title={`${t('apply')}${between().named}${entry.title}`} open onClose={onClose} wide foot={done ? undefined : <Button tone="primary" busy={write.pending} disabled={(fields.length === 0) !== (asked?.mode === 'file') || purpose.trim().length < 4 || basis.trim().length < 4} onClick={() => void send()}>{t('send')}</Button>}>
      {done ? <p role="status">{t('applied')}</p> : (
        <div className="dc-form">
          <RefusalNote refusal={write.refusal} />
          <Select label={t('service')} value={service} onChange={(value) => { setService(value); setFields([]); }} options={entry.services.map((s) => ({ value: s.id, label: s.title }))} />
          <TextInput label={t('until')} type="date" value={until} onChange={setUntil} />
          <div className="dc-wide"><TextArea label={t('purpose')} value={purpose} onChange={setPurpose} rows={2} max={500} required /></div>
          <div className="dc-wide"><TextInput label={t('basis')} value={basis} onChange={setBasis} max={500} required /></div>
          <fieldset className="dc-wide"><legend>{t('fields')}</legend><div className="dc-checks">{offered.map((f) => <label key={f}><input type="checkbox" checked={fields.includes(f)} onChange={() => toggle(f)} />{titleOf(f)}</label>)}</div></fieldset>
        </div>
      )}
    </Dialog>
  );
}
