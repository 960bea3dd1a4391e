import { useState } from 'react';
import { protection } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { bytesWords, instantWords } from '../../words/when.ts';
import { protectionWords } from './security-board-words.ts';

const kinds = ['full', 'incremental', 'restore-drill'] as const;

/** 备份与恢复演练: what was reported, and reporting one. */
export function Backups() {
  const t = useWords(protectionWords);
  const found = useRead(protection.listBackups, {});
  const note = useWrite(protection.noteBackup);
  const manages = useMay('data-security.manage');
  const [kind, setKind] = useState<(typeof kinds)[number]>('full');
  const [place, setPlace] = useState('');
  const [good, setGood] = useState<'yes' | 'no'>('yes');
  const send = async (): Promise<void> => {
    if ((await note.send({ kind, place: place.trim(), good: good === 'yes', takenAt: new Date().toISOString() })) !== undefined) setPlace('');
  };
  return (
    <>
      <Panel title={t('backups')} flush>
        <Answered of={found}>
          {({ backups }) => (
            <DataTable
              label={t('backups')}
              rows={backups}
              rowId={(row) => row.id}
              empty={t('noBackups')}
              columns={[
                { id: 'kind', title: t('kind'), lead: true, cell: (row) => <b>{t(`k_${row.kind}`)}</b> },
                { id: 'at', title: t('takenAt'), cell: (row) => instantWords(row.takenAt) },
                { id: 'place', title: t('place'), cell: (row) => row.place },
                { id: 'good', title: t('outcome'), cell: (row) => <Tag tone={row.good ? 'good' : 'bad'}>{t(row.good ? 'good' : 'bad')}</Tag> },
                { id: 'size', title: t('size'), align: 'end', cell: (row) => (row.bytes === null ? '—' : bytesWords(row.bytes)) },
                { id: 'by', title: t('by'), cell: (row) => row.by },
              ]}
            />
          )}
        </Answered>
      </Panel>
      {manages && (
        <Panel title={t('noteBackup')}>
          <RefusalNote refusal={note.refusal} />
          <div className="dk-form-row">
            <Select label={t('kind')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`k_${value}`) }))} />
            <TextInput label={t('place')} value={place} onChange={setPlace} max={100} required />
            <Select label={t('outcome')} value={good} onChange={setGood} options={[{ value: 'yes', label: t('good') }, { value: 'no', label: t('bad') }]} />
          </div>
          <Button tone="primary" busy={note.pending} disabled={place.trim().length < 2} onClick={() => void send()}>{t('noteBackup')}</Button>
        </Panel>
      )}
    </>
  );
}
