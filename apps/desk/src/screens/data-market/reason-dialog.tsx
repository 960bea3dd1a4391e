import { useState } from 'react';
import type { Refusal } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { marketWords } from './market-words.ts';

export interface ReasonedChoice {
  label: string;
  tone: 'primary' | 'danger';
  /** Whether it was done. */
  send: (reason: string) => Promise<boolean>;
}

/** A decision with its reason; what was typed stays when it is refused. */
export function ReasonDialog({ title, label, choices, refusal, pending, onClose }: { title: string; label: string; choices: readonly ReasonedChoice[]; refusal: Refusal | null; pending: boolean; onClose: () => void }) {
  const t = useWords(marketWords);
  const [reason, setReason] = useState('');
  const foot = choices.map((choice) => (
    <Button key={choice.label} tone={choice.tone} busy={pending} disabled={reason.trim().length < 4} onClick={() => void choice.send(reason).then((done) => done && onClose())}>
      {choice.label}
    </Button>
  ));
  return (
    <Dialog title={title} open onClose={onClose} foot={<>{foot}</>}>
      <RefusalNote refusal={refusal} />
      <TextArea label={label} hint={t('reasonHint')} value={reason} onChange={setReason} max={300} required />
    </Dialog>
  );
}
