import { useState } from 'react';
import { useNavigate } from 'react-router';
import { privacy } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { computingWords } from './computing-words.ts';
import { DatasetFields, useDataset } from './dataset-fields.tsx';
import '../data-catalogue/data-catalogue.css';

const whole = (text: string, min: number, max: number): number | undefined => (/^\d{1,7}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined);

/** 拟定协议: its text is made of this and signed with the house's key; to a joined house it goes by itself. */
export function ProposeDialog({ peers, onClose }: { peers: readonly { id: string; name: string }[]; onClose: () => void }) {
  const t = useWords(computingWords);
  const go = useNavigate();
  const write = useWrite(privacy.proposeAgreement);
  const [peer, setPeer] = useState(peers[0]?.id ?? '');
  const [purpose, setPurpose] = useState('');
  const [legalBasis, setBasis] = useState('');
  const [what, setWhat] = useState<'count' | 'grouped'>('count');
  const [identifier, setIdentifier] = useState(t('identifierDefault'));
  const [groups, setGroups] = useState('');
  const [value, setValue] = useState('');
  const [limits, setLimits] = useState({ rowsMin: '100', least: '5', runsPerDay: '2', days: '30' });
  const own = useDataset({ groups: [], value: false });
  const names = groups.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const numbers = { rowsMin: whole(limits.rowsMin, 20, 1_000_000), least: whole(limits.least, 5, 1_000), runsPerDay: whole(limits.runsPerDay, 1, 24), days: whole(limits.days, 1, 366) };
  const ready = peer !== '' && purpose.trim().length >= 4 && legalBasis.trim().length >= 4 && identifier.trim() !== '' && own.dataset !== undefined && Object.values(numbers).every((n) => n !== undefined) && (what === 'count' || (names.length > 0 && names.length <= 15));
  const send = async (): Promise<void> => {
    const { rowsMin, least, runsPerDay, days } = numbers;
    if (own.dataset === undefined || rowsMin === undefined || least === undefined || runsPerDay === undefined || days === undefined) return;
    const made = await write.send({ peer, purpose, legalBasis, what, identifier, groups: what === 'grouped' ? names : [], value: what === 'grouped' && value.trim() !== '' ? value.trim() : null, rowsMin, least, runsPerDay, days, dataset: own.dataset });
    if (made !== undefined) void go(`/joint-computing/${made.id}`);
  };
  return (
    <Dialog title={t('propose')} open onClose={onClose} wide foot={<Button tone="primary" busy={write.pending} disabled={!ready} onClick={() => void send()}>{t('signAndSend')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      {peers.length === 0 && <p className="dk-note dk-note--soon">{t('noPeers')}</p>}
      <div className="dc-form">
        <Select label={t('peer')} value={peer} onChange={setPeer} options={peers.map((one) => ({ value: one.id, label: one.name }))} />
        <Select label={t('what')} value={what} onChange={setWhat} options={(['count', 'grouped'] as const).map((one) => ({ value: one, label: t(`w_${one}`) }))} />
        <div className="dc-wide"><TextInput label={t('purpose')} value={purpose} onChange={setPurpose} max={300} required /></div>
        <div className="dc-wide"><TextInput label={t('basis')} value={legalBasis} onChange={setBasis} max={300} required /></div>
        <TextInput label={t('identifier')} value={identifier} onChange={setIdentifier} max={60} required />
        {(['rowsMin', 'least', 'runsPerDay', 'days'] as const).map((name) => <TextInput key={name} label={t(name)} type="number" value={limits[name]} onChange={(text) => setLimits({ ...limits, [name]: text })} required />)}
        {what === 'grouped' && <div className="dc-wide"><TextArea label={t('groups')} value={groups} onChange={setGroups} rows={3} max={600} required /></div>}
        {what === 'grouped' && <TextInput label={t('value')} value={value} onChange={setValue} max={60} />}
        <DatasetFields of={own} />
      </div>
    </Dialog>
  );
}

/** 登记计算伙伴: a house that the exchange has not joined; its key comes by a way that people trust. */
export function AddPeerDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(computingWords);
  const write = useWrite(privacy.addPeer);
  const [id, setId] = useState('');
  const [url, setUrl] = useState('');
  const [publicKey, setKey] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ id: id.trim(), url: url.trim(), publicKey: publicKey.replace(/\s/g, '') })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('addPeer')} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={id.trim() === '' || !/^https?:\/\/.+/.test(url.trim()) || publicKey.trim() === ''} onClick={() => void send()}>{t('addPeer')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <TextInput label={t('peerName')} hint={t('peerNameHint')} value={id} onChange={setId} max={100} required />
      <TextInput label={t('address')} value={url} onChange={setUrl} hint="https://" required />
      <TextArea label={t('publicKey')} hint={t('publicKeyHint')} value={publicKey} onChange={setKey} rows={3} max={200} required />
    </Dialog>
  );
}
