import { useState } from 'react';
import type { Refusal } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';

/** What ends at once, with its reason; typed words stay when it is refused. */
export function EndDialog({ act, of, warn, write, send, onClose }: { act: string; of: string; warn: string; write: { pending: boolean; refusal: Refusal | null }; send: (reason: string) => Promise<unknown>; onClose: () => void }) {
  const words = useWords(common);
  const [reason, setReason] = useState('');
  const end = async (): Promise<void> => {
    if ((await send(reason)) !== undefined) onClose();
  };
  return (
    <Dialog title={[act, of].join(between().named)} open onClose={onClose} foot={<Button tone="danger" busy={write.pending} disabled={reason.trim().length < 2} onClick={() => void end()}>{act}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <p>{warn}</p>
      <TextInput label={words('reason')} hint={words('reasonHint')} value={reason} onChange={setReason} max={200} required />
    </Dialog>
  );
}
