import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { opening } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { capabilityWords } from './capability-words.ts';

type To = 'open' | 'suspended' | 'retiring';

/** 变更服务状态: at once, or announced; everybody who uses it is told. */
export function StandingDialog({ page, onClose }: { page: OutputOf<typeof opening.getCapability>; onClose: () => void }) {
  const t = useWords(capabilityWords);
  const words = useWords(common);
  const { id, standing, title } = page.capability;
  const choices = (['open', 'suspended', 'retiring'] as const).filter((state) => state !== standing.state);
  const others = useRead(opening.listCapabilities, {});
  const write = useWrite(opening.setStanding);
  const [state, setState] = useState<To>(choices[0]!);
  const [retiresOn, setRetiresOn] = useState('');
  const [successor, setSuccessor] = useState('');
  const [reason, setReason] = useState('');
  const [told, setTold] = useState<number | null>(null);
  const send = async (): Promise<void> => {
    const done = await write.send({ id, version: standing.version, state, reason, ...(state === 'retiring' ? { retiresOn, ...(successor === '' ? {} : { successor }) } : {}) });
    if (done !== undefined) setTold(done.told);
  };
  if (told !== null) return <Dialog title={title} open onClose={onClose} foot={<Button onClick={onClose}>{words('close')}</Button>}><p>{t('told', { n: told })}</p></Dialog>;
  return (
    <Dialog title={`${t('changeStanding')}${between().named}${title}`} open onClose={onClose} foot={<Button tone={state === 'open' ? 'primary' : 'danger'} busy={write.pending} disabled={reason.trim().length < 4 || (state === 'retiring' && retiresOn === '')} onClick={() => void send()}>{words('confirm')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <Select label={t('standing')} value={state} onChange={setState} options={choices.map((value) => ({ value, label: t(value) }))} />
      {state === 'retiring' && (
        <>
          <TextInput label={t('until')} type="date" value={retiresOn} onChange={setRetiresOn} hint={`${t('notice')}${between().named}${t('days', { n: page.noticeDays })}`} required />
          <Select label={t('successor', { name: '' })} value={successor} onChange={setSuccessor} options={[{ value: '', label: '—' }, ...(others.data?.capabilities ?? []).filter((c) => c.id !== id).map((c) => ({ value: c.id, label: c.title }))]} />
        </>
      )}
      <TextArea label={words('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} max={500} required />
    </Dialog>
  );
}
