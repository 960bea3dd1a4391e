import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useRef, useState } from 'react';
import { data, dataQuality } from '../../api/contracts.ts';
import { uploadFile } from '../../api/upload-file.ts';
import { useRead } from '../../api/use-read.ts';
import { refusalOf, useWrite, type Refusal } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Labelled } from '../../pieces/field.tsx';
import { useMay } from '../../app/session.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { governanceWords } from './governance-words.ts';

export type Snapshot = OutputOf<typeof dataQuality.listSnapshots>['snapshots'][number];

/** The snapshot of a source, when there is one; asked again while one is awaited. */
export function useSnapshot(source: string): Snapshot | undefined {
  const found = useRead(dataQuality.listSnapshots, {}, { every: 5_000 });
  return found.data?.snapshots.find((one) => one.source === source);
}

/** 来源: a register or an uploaded table, as its newest snapshot shows it. */
export function SourcePicker({ label, value, onChange, filesToo = true }: { label: string; value: string; onChange: (source: string) => void; filesToo?: boolean }) {
  const t = useWords(governanceWords);
  const mayTake = useMay('quality.manage');
  const registers = useRead(data.listRegisters, {});
  const snapshots = useRead(dataQuality.listSnapshots, {}, { every: 5_000 });
  const take = useWrite(dataQuality.takeSnapshot);
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [planned, setPlanned] = useState<{ source: string; before: string } | null>(null);
  const found = snapshots.data?.snapshots.find((one) => one.source === value);
  const files = filesToo ? (snapshots.data?.snapshots ?? []).filter((one) => one.source.startsWith('file:')) : [];
  const awaited = planned !== null && planned.source === value && (found === undefined || found.at === planned.before);
  const plan = async (): Promise<void> => {
    if ((await take.send({ of: { register: value.slice('register:'.length) } })) !== undefined) setPlanned({ source: value, before: found?.at ?? '' });
  };
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setSending(true);
    setRefusal(null);
    try {
      const made = await take.send({ of: { fileId: (await uploadFile(file)).id } });
      if (made !== undefined) onChange(made.source);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setSending(false);
      if (input.current !== null) input.current.value = '';
    }
  };
  return (
    <div className="dg-source">
      <RefusalNote refusal={refusal ?? take.refusal} />
      <Labelled label={label} required>
        {(ids) => (
          <select {...ids} className="dk-input" value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{t('choose')}</option>
            <optgroup label={t('registers')}>{(registers.data?.registers ?? []).map((one) => <option key={one.id} value={`register:${one.id}`}>{one.title}</option>)}</optgroup>
            {files.length > 0 && <optgroup label={t('files')}>{files.map((one) => <option key={one.source} value={one.source}>{`${one.title} · ${instantWords(one.at)}`}</option>)}</optgroup>}
          </select>
        )}
      </Labelled>
      {value !== '' && found === undefined && snapshots.data !== undefined && !awaited && <p className="dk-soft">{t('noSnapshot')}</p>}
      {found !== undefined && <p className="dk-soft">{t('snapshotOf', { rows: numberWords(found.rows), at: instantWords(found.at) })}{found.personal && ` · ${t('personal')}`}</p>}
      {awaited && <p className="dk-soft" role="status">{t('snapshotPlanned')}</p>}
      {mayTake && (
        <div className="dk-buttons">
          {value.startsWith('register:') && !awaited && <Button icon="refresh" busy={take.pending} onClick={() => void plan()}>{t(found === undefined ? 'snapshot' : 'renew')}</Button>}
          {filesToo && <Button icon="upload" busy={sending} onClick={() => input.current?.click()}>{t(sending ? 'uploading' : 'upload')}</Button>}
          {filesToo && <input ref={input} type="file" hidden accept=".csv,.txt" aria-label={t('upload')} onChange={(event) => void send(event.target.files?.[0])} />}
        </div>
      )}
    </div>
  );
}
