import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';

/** 校核: a doubt goes to the department whose data it is. */
export function CorrectDialog({ entry, onClose }: { entry: OutputOf<typeof catalogue.getEntry>; onClose: () => void }) {
  const t = useWords(catalogueWords);
  const correction = useWrite(catalogue.openCorrection);
  const [item, setItem] = useState('');
  const [doubt, setDoubt] = useState('');
  const [proposed, setProposed] = useState('');
  const [number, setNumber] = useState('');
  const send = async (): Promise<void> => {
    const answer = await correction.send({ entryId: entry.id, doubt, ...(item === '' ? {} : { item }), ...(proposed === '' ? {} : { proposed }) });
    if (answer !== undefined) setNumber(answer.number);
  };
  return (
    <Dialog title={`${t('doubt')}${between().named}${entry.title}`} open onClose={onClose} foot={number === '' ? <Button tone="primary" busy={correction.pending} disabled={doubt.trim().length < 4} onClick={() => void send()}>{t('send')}</Button> : undefined}>
      {number !== '' ? <p role="status">{t('sent', { n: number })}</p> : (
        <div className="dc-form">
          <RefusalNote refusal={correction.refusal} />
          <Select label={t('field')} value={item} onChange={setItem} options={[{ value: '', label: t('all') }, ...entry.items.map((i) => ({ value: i.name, label: i.name }))]} />
          <TextInput label={t('proposed')} value={proposed} onChange={setProposed} />
          <div className="dc-wide"><TextArea label={t('doubtText')} value={doubt} onChange={setDoubt} required /></div>
        </div>
      )}
    </Dialog>
  );
}
