import { useRef, useState } from 'react';
import { data, sharing } from '../../api/contracts.ts';
import { uploadFile } from '../../api/upload-file.ts';
import { useRead } from '../../api/use-read.ts';
import { refusalOf, useWrite, type Refusal } from '../../api/use-write.ts';
import { useSession } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { serviceWords } from './service-words.ts';

const modes = ['query', 'verify', 'batch', 'changes', 'proxy', 'file'] as const;
type Mode = (typeof modes)[number];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const namesIn = (text: string): string[] => [...new Set(text.split(/[\s,，、;；]+/).filter((name) => name !== ''))];
const overRegister = (mode: Mode): boolean => mode !== 'proxy' && mode !== 'file';

/** 发布服务: over a register's fields, a department's interface, or a file. */
export function PublishService({ onClose }: { onClose: () => void }) {
  const t = useWords(serviceWords);
  const session = useSession();
  const registers = useRead(data.listRegisters, {});
  const put = useWrite(sharing.putService);
  const input = useRef<HTMLInputElement>(null);
  const [mode, setMode] = useState<Mode>('query');
  const [title, setTitle] = useState('');
  const [id, setId] = useState('');
  const [register, setRegister] = useState('');
  const [fields, setFields] = useState<string[]>([]);
  const [url, setUrl] = useState('');
  const [allowed, setAllowed] = useState<string[]>(['GET']);
  const [answerFields, setAnswerFields] = useState('');
  const [items, setItems] = useState('');
  const [file, setFile] = useState<{ id: string; name: string } | null>(null);
  const [answerMs, setAnswerMs] = useState('');
  const [availability, setAvailability] = useState('99.9');
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const known = registers.data?.registers.find((r) => r.id === register)?.fields ?? [];
  const toggle = (list: string[], one: string): string[] => (list.includes(one) ? list.filter((x) => x !== one) : [...list, one]);
  const upload = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setRefusal(null);
    try {
      setFile(await uploadFile(chosen));
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const ready = title.trim() !== '' && /^[a-z][a-z0-9-]{0,79}$/.test(id) && reason.trim().length >= 2 && (overRegister(mode) ? register !== '' && fields.length > 0 : mode === 'proxy' ? /^https?:\/\/.+/.test(url) && allowed.length > 0 : file !== null);
  const send = async (): Promise<void> => {
    const sla = Number(answerMs) > 0 ? { sla: { answerMs: Number(answerMs), availability: Number(availability) } } : {};
    const what = overRegister(mode) ? { register, fields } : mode === 'proxy' ? { fields: namesIn(answerFields), upstream: { url, methods: allowed, ...(items.trim() === '' ? {} : { items: items.trim() }) } } : { fileId: file?.id };
    const [provider] = session.organisations;
    const done = await put.send({ id, version: 0, definition: { title, mode, ...(provider === undefined ? {} : { provider }), ...what, ...sla }, state: 'active', reason });
    if (done !== undefined) onClose();
  };
  return (
    <Dialog title={t('publish')} open wide onClose={onClose} foot={<Button tone="primary" busy={put.pending} disabled={!ready} onClick={() => void send()}>{t('save')}</Button>}>
      <RefusalNote refusal={refusal ?? put.refusal} />
      <div className="dk-form-row">
        <TextInput label={t('name')} value={title} onChange={setTitle} max={100} required />
        <TextInput label={t('id')} value={id} onChange={setId} max={80} required />
        <Select label={t('mode')} value={mode} onChange={setMode} options={modes.map((value) => ({ value, label: t(`m_${value}`) }))} />
      </div>
      {overRegister(mode) && (
        <>
          <Select label={t('register')} value={register} onChange={(next) => { setRegister(next); setFields([]); }} options={[{ value: '', label: t('choose') }, ...(registers.data?.registers ?? []).map((r) => ({ value: r.id, label: r.title }))]} />
          {known.length > 0 && <fieldset className="dk-conditions"><legend>{t('offered')}</legend><div className="ds-checks">{known.map((f) => <label key={f.id}><input type="checkbox" checked={fields.includes(f.id)} onChange={() => setFields(toggle(fields, f.id))} /> {f.title}</label>)}</div></fieldset>}
        </>
      )}
      {mode === 'proxy' && (
        <>
          <TextInput label={t('address')} hint={t('addressHint')} value={url} onChange={setUrl} max={500} required />
          <div className="dk-form-row">
            <TextInput label={t('answerFields')} value={answerFields} onChange={setAnswerFields} max={1000} />
            <TextInput label={t('answerItems')} hint={t('answerItemsHint')} value={items} onChange={setItems} max={60} />
          </div>
          <fieldset className="dk-conditions"><legend>{t('methods')}</legend><div className="ds-checks">{methods.map((m) => <label key={m}><input type="checkbox" checked={allowed.includes(m)} onChange={() => setAllowed(toggle(allowed, m))} /> {m}</label>)}</div></fieldset>
        </>
      )}
      {mode === 'file' && (
        <p className="dk-buttons">
          <Button icon="upload" onClick={() => input.current?.click()}>{t('chooseFile')}</Button>
          <input ref={input} type="file" hidden aria-label={t('file')} onChange={(event) => void upload(event.target.files?.[0])} />
          {file !== null && <span>{file.name}</span>}
        </p>
      )}
      <div className="dk-form-row">
        <TextInput label={t('promise')} type="number" value={answerMs} onChange={setAnswerMs} />
        <TextInput label={t('availability')} type="number" value={availability} onChange={setAvailability} />
      </div>
      <TextInput label={t('publishReason')} value={reason} onChange={setReason} max={200} required />
    </Dialog>
  );
}
