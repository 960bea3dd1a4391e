import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { opening } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords, todayInChina } from '../../words/when.ts';
import { capabilityWords } from './capability-words.ts';

type Capability = OutputOf<typeof opening.listCapabilities>['capabilities'][number];
const aYearOn = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4).replace('02-29', '02-28')}`;

/** 申请使用: which system, what for, how much, until when. */
export function ApplyDialog({ capability: c, onClose }: { capability: Capability; onClose: () => void }) {
  const t = useWords(capabilityWords);
  const systems = useRead(opening.mySystems, {});
  const write = useWrite(opening.apply);
  const [clientId, setClientId] = useState('');
  const [purpose, setPurpose] = useState('');
  const [rate, setRate] = useState(String(Math.min(5, c.ratePerSecond)));
  const [daily, setDaily] = useState(String(Math.min(1_000, c.dailyQuota)));
  const [until, setUntil] = useState(aYearOn(todayInChina()));
  const chosen = clientId === '' ? (systems.data?.systems[0]?.clientId ?? '') : clientId;
  const send = async (): Promise<void> => {
    if ((await write.send({ id: c.id, clientId: chosen, purpose, ratePerSecond: Number(rate), dailyQuota: Number(daily), until })) !== undefined) onClose();
  };
  const ready = chosen !== '' && purpose.trim().length >= 4 && Number(rate) >= 1 && Number(daily) >= 1;
  return (
    <Dialog title={t('applyTitle', { name: c.title })} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={!ready} onClick={() => void send()}>{t('apply')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <Answered of={systems}>
        {({ systems: list }) => (list.length === 0 ? <p className="dk-note dk-note--soon">{t('noSystem')}</p> : <Select label={t('system')} value={chosen} onChange={setClientId} options={list.map((s) => ({ value: s.clientId, label: s.name }))} />)}
      </Answered>
      <TextArea label={t('purpose')} hint={t('purposeHint')} value={purpose} onChange={setPurpose} max={300} required />
      <TextInput label={t('rate')} type="number" value={rate} onChange={setRate} hint={t('limit', { rate: c.ratePerSecond, daily: numberWords(c.dailyQuota) })} required />
      <TextInput label={t('daily')} type="number" value={daily} onChange={setDaily} required />
      <TextInput label={t('until')} type="date" value={until} onChange={setUntil} required />
    </Dialog>
  );
}
