import type { InputOf, OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import './data-catalogue.css';

type Proposal = InputOf<typeof catalogue.register>['proposal'];
type Item = Proposal['items'][number];
const terms = ['unconditional', 'conditional', 'none'] as const;
const types = ['C', 'N', 'D', 'T', 'B', 'G'] as const;
const ways = ['interface', 'table', 'file', 'verification', 'subscription'] as const;
const cycles = ['real-time', 'daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'irregular'] as const;
const some = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
const empty: Item = { name: '', type: 'C', sensitive: false };

/** 编目登记. */
export default function RegistrationForm() {
  const t = useWords(catalogueWords);
  const register = useWrite(catalogue.register);
  const [classification, setClassification] = useState('');
  const [title, setTitle] = useState('');
  const [summary, setSummary] = useState('');
  const [items, setItems] = useState<Item[]>([empty]);
  const [sharing, setSharing] = useState<Proposal['sharing']>({ type: 'unconditional', ways: ['interface'] });
  const [opening, setOpening] = useState<Proposal['opening']>({ type: 'none' });
  const [updateCycle, setUpdateCycle] = useState<(typeof cycles)[number]>('daily');
  const [done, setDone] = useState<OutputOf<typeof catalogue.register> | null>(null);
  const change = (at: number, more: Partial<Item>): void => setItems(items.map((one, i) => (i === at ? { ...one, ...more } : one)));
  const send = async (): Promise<void> => {
    const answer = await register.send({ classification, proposal: { title, summary, items: items.filter((i) => i.name.trim() !== ''), sharing, opening, updateCycle } });
    if (answer !== undefined) setDone(answer);
  };
  if (done !== null) return <><PageHead title={t('formTitle')} /><Panel><p role="status">{t('sent', { n: done.number })}{between().clauses}{done.dueOn === null ? t('dueUnknown') : t('due', { day: done.dueOn })}</p></Panel></>;
  return (
    <>
      <PageHead title={t('formTitle')} sub={t('formSub')} />
      <RefusalNote refusal={register.refusal} />
      <Panel>
        <div className="dc-form">
          <TextInput label={t('classification')} hint={t('classHint')} value={classification} onChange={setClassification} max={26} required />
          <TextInput label={t('name')} value={title} onChange={setTitle} max={120} required />
          <div className="dc-wide"><TextArea label={t('summary')} value={summary} onChange={setSummary} rows={2} required /></div>
          <Select label={t('cycle')} value={updateCycle} onChange={setUpdateCycle} options={cycles.map((value) => ({ value, label: t(`c_${value}`) }))} />
          <Select label={t('sharing')} value={sharing.type} onChange={(type) => setSharing({ ...sharing, type })} options={terms.map((value) => ({ value, label: t(`s_${value}`) }))} />
          {sharing.type !== 'unconditional' && <TextInput label={`${t('sharing')} · ${t('basis')}`} value={sharing.basis ?? ''} onChange={(basis) => setSharing({ ...sharing, basis: some(basis) })} max={500} required />}
          {sharing.type === 'conditional' && <TextInput label={`${t('sharing')} · ${t('condition')}`} value={sharing.condition ?? ''} onChange={(condition) => setSharing({ ...sharing, condition: some(condition) })} max={500} required />}
          <Select label={t('opening')} value={opening.type} onChange={(type) => setOpening({ ...opening, type })} options={terms.map((value) => ({ value, label: t(`o_${value}`) }))} />
          {opening.type !== 'unconditional' && <TextInput label={`${t('opening')} · ${t('basis')}`} value={opening.basis ?? ''} onChange={(basis) => setOpening({ ...opening, basis: some(basis) })} max={500} required />}
          {sharing.type !== 'none' && <fieldset className="dc-wide"><legend>{t('way')}</legend><div className="dc-checks">{ways.map((w) => <label key={w}><input type="checkbox" checked={sharing.ways?.includes(w) ?? false} onChange={() => setSharing({ ...sharing, ways: sharing.ways?.includes(w) === true ? sharing.ways.filter((x) => x !== w) : [...(sharing.ways ?? []), w] })} />{t(`w_${w}`)}</label>)}</div></fieldset>}
        </div>
      </Panel>
      <Panel title={t('items')} extra={<Button icon="plus" onClick={() => setItems([...items, empty])}>{t('addItem')}</Button>}>
        {items.map((item, i) => (
          <div className="dc-row" key={i}>
            <TextInput label={t('item')} value={item.name} onChange={(name) => change(i, { name })} max={60} />
            <Select label={t('type')} value={item.type ?? 'C'} onChange={(type) => change(i, { type })} options={types.map((value) => ({ value, label: t(`t_${value}`) }))} />
            <TextInput label={t('length')} type="number" value={item.length === undefined ? '' : String(item.length)} onChange={(length) => change(i, { length: length === '' ? undefined : Number(length) })} />
            <label><input type="checkbox" checked={item.sensitive ?? false} onChange={() => change(i, { sensitive: !(item.sensitive ?? false) })} />{t('sensitive')}</label>
            <Button tone="quiet" onClick={() => setItems(items.filter((_, at) => at !== i))} disabled={items.length === 1}>{t('remove')}</Button>
          </div>
        ))}
      </Panel>
      <Button tone="primary" busy={register.pending} disabled={classification === '' || title.trim().length < 2 || summary.trim().length < 4} onClick={() => void send()}>{t('send')}</Button>
    </>
  );
}
