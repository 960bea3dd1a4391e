import { useRef, useState } from 'react';
import { catalogue, data, sharing } from '../../api/contracts.ts';
import { uploadFile } from '../../api/upload-file.ts';
import { useRead } from '../../api/use-read.ts';
import { refusalOf, useWrite, type Refusal } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { resourceWords } from './resource-words.ts';

const kinds = ['table', 'interface', 'file'] as const;

/** 挂接: a register, a service or a file behind a catalogue entry. */
export function MountDialog({ entryId, onClose }: { entryId: string; onClose: () => void }) {
  const t = useWords(resourceWords);
  const maySeeServices = useMay('exchange.view');
  const registers = useRead(data.listRegisters, {});
  const services = useRead(sharing.listServices, {}, { ready: maySeeServices });
  const mount = useWrite(catalogue.mountEntry);
  const input = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<(typeof kinds)[number]>('table');
  const [target, setTarget] = useState('');
  const [title, setTitle] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const options = kind === 'table' ? (registers.data?.registers ?? []).map((r) => ({ value: r.id, label: r.title })) : (services.data?.services ?? []).map((s) => ({ value: s.id, label: s.title }));
  const choose = (value: string): void => {
    setTarget(value);
    setTitle(options.find((o) => o.value === value)?.label ?? '');
  };
  const upload = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRefusal(null);
    try {
      const kept = await uploadFile(file);
      setTarget(kept.id);
      setTitle(kept.name);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const send = async (): Promise<void> => {
    if ((await mount.send({ entryId, kind, target, title })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('mountTitle')} open onClose={onClose} foot={<Button tone="primary" busy={mount.pending} disabled={target === '' || title.trim() === ''} onClick={() => void send()}>{t('mount')}</Button>}>
      <RefusalNote refusal={refusal ?? mount.refusal} />
      <Select label={t('kind')} value={kind} onChange={(next) => { setKind(next); setTarget(''); setTitle(''); }} options={kinds.map((value) => ({ value, label: t(value) }))} />
      {kind === 'file' ? (
        <p className="dk-buttons"><Button icon="upload" onClick={() => input.current?.click()}>{t('chooseFile')}</Button><input ref={input} type="file" hidden aria-label={t('file')} onChange={(event) => void upload(event.target.files?.[0])} /></p>
      ) : <Select label={t('target')} value={target} onChange={choose} options={[{ value: '', label: t('choose') }, ...options]} />}
      <TextInput label={t('title')} value={title} onChange={setTitle} max={120} required />
    </Dialog>
  );
}
