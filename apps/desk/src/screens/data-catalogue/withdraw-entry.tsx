import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { entryWords } from './entry-words.ts';
import { OpenedNote, type Opened } from './registration-form.tsx';

/** 目录注销: reviewed as a registration is; until then it stands. */
export function WithdrawEntry({ entry, onClose }: { entry: OutputOf<typeof catalogue.getEntry>; onClose: () => void }) {
  const w = useWords(entryWords);
  const words = useWords(common);
  const write = useWrite(catalogue.withdrawEntry);
  const [reason, setReason] = useState('');
  const [done, setDone] = useState<Opened | null>(null);
  const send = async (): Promise<void> => {
    const answer = await write.send({ entryId: entry.id, version: entry.version, reason });
    if (answer !== undefined) setDone(answer);
  };
  return (
    <Dialog title={[w('withdraw'), entry.title].join(between().named)} open onClose={onClose} foot={done === null ? <Button tone="danger" busy={write.pending} disabled={reason.trim().length < 4} onClick={() => void send()}>{w('withdraw')}</Button> : undefined}>
      {done !== null ? <OpenedNote opened={done} /> : (
        <>
          <RefusalNote refusal={write.refusal} />
          <p>{w('withdrawNote')}</p>
          <TextArea label={words('reason')} value={reason} onChange={setReason} rows={3} max={1000} required />
        </>
      )}
    </Dialog>
  );
}
