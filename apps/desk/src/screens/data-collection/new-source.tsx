import { useState } from 'react';
import { useNavigate } from 'react-router';
import { collection, data } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { collectionWords } from './collection-words.ts';

const kinds = ['file', 'table', 'interface', 'topic'] as const;
type Kind = (typeof kinds)[number];
const asked = { file: [], table: ['host', 'database', 'user', 'table', 'watermark'], interface: ['url'], topic: [] } as const satisfies Record<Kind, readonly string[]>;

/** 登记数据源: a department's way into one register; what a table or an interface needs to be reached. */
export function NewSource({ onClose }: { onClose: () => void }) {
  const t = useWords(collectionWords);
  const navigate = useNavigate();
  const registers = useRead(data.listRegisters, {});
  const make = useWrite(collection.makeSource);
  const [name, setName] = useState('');
  const [register, setRegister] = useState('');
  const [kind, setKind] = useState<Kind>('file');
  const [settings, setSettings] = useState<Record<string, string>>({});
  const [secret, setSecret] = useState('');
  const [lines, setLines] = useState('');
  const [tls, setTls] = useState<'no' | 'yes'>('yes');
  const [ca, setCa] = useState('');
  const options = (registers.data?.registers ?? []).map((one) => ({ value: one.id, label: one.title }));
  const chosen = register === '' ? (options[0]?.value ?? '') : register;
  const mapping = lines.split('\n').map((line) => line.split(/[=＝]/).map((part) => part.trim())).flatMap(([column, field]) => (column === undefined || field === undefined || field === '' ? [] : [{ column, field }]));
  const save = async (): Promise<void> => {
    const made = await make.send({ register: chosen, kind, name, settings: { ...Object.fromEntries(asked[kind].map((key) => [key, settings[key] ?? ''])), ...(kind === 'table' && tls === 'yes' ? { tls: true, ...(ca.trim() === '' ? {} : { ca }) } : {}) }, mapping, ...(secret === '' ? {} : { secret }) });
    if (made !== undefined) void navigate(`/data-collection/${made.id}`);
  };
  return (
    <Dialog title={t('newSource')} open wide onClose={onClose} foot={<Button tone="primary" busy={make.pending} disabled={name.trim().length < 2 || chosen === ''} onClick={() => void save()}>{t('save')}</Button>}>
      <RefusalNote refusal={make.refusal} />
      <TextInput label={t('name')} value={name} onChange={setName} required max={100} />
      <Select label={t('register')} value={chosen} onChange={setRegister} options={options} />
      <Select label={t('kind')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(value) }))} />
      {asked[kind].map((key) => <TextInput key={key} label={t(key === 'table' ? 'tableName' : key)} value={settings[key] ?? ''} onChange={(text) => setSettings({ ...settings, [key]: text })} required max={500} />)}
      {(kind === 'table' || kind === 'interface') && <TextInput label={t('secret')} type="password" value={secret} onChange={setSecret} max={500} />}
      {kind === 'table' && <Select label={t('tls')} value={tls} onChange={setTls} options={[{ value: 'yes', label: t('tlsYes') }, { value: 'no', label: t('tlsNo') }]} />}
      {kind === 'table' && tls === 'yes' && <TextArea label={t('ca')} hint={t('caHint')} value={ca} onChange={setCa} max={30_000} />}
      {kind === 'table' && <TextArea label={t('fields')} value={lines} onChange={setLines} required />}
    </Dialog>
  );
}
