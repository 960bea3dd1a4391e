import { useDeferredValue, useState } from 'react';
import { catalogue, identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { entryWords } from './entry-words.ts';
import { OpenedNote, type Opened } from './registration-form.tsx';

/** 目录外需求: data that nobody has catalogued yet, asked of the body that should have it. */
export function DemandUnlisted({ onClose }: { onClose: () => void }) {
  const t = useWords(catalogueWords);
  const w = useWords(entryWords);
  const demand = useWrite(catalogue.openDemand);
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState('');
  const [title, setTitle] = useState('');
  const [purpose, setPurpose] = useState('');
  const [basis, setBasis] = useState('');
  const [done, setDone] = useState<Opened | null>(null);
  const text = useDeferredValue(find.trim());
  const bodies = useRead(identity.listOrganisations, { text, limit: 20 }, { keep: true, ready: text.length > 1 }).data?.organisations ?? [];
  const provider = bodies.some((b) => b.creditCode === chosen) ? chosen : (bodies[0]?.creditCode ?? '');
  const send = async (): Promise<void> => {
    const answer = await demand.send({ provider, title, purpose, basis });
    if (answer !== undefined) setDone(answer);
  };
  const ready = provider !== '' && title.trim().length >= 2 && purpose.trim().length >= 4 && basis.trim().length >= 4;
  return (
    <Dialog title={w('unlisted')} open wide onClose={onClose} foot={done === null ? <Button tone="primary" busy={demand.pending} disabled={!ready} onClick={() => void send()}>{t('send')}</Button> : undefined}>
      {done !== null ? <OpenedNote opened={done} /> : (
        <div className="dc-form">
          <RefusalNote refusal={demand.refusal} />
          <TextInput label={w('findBody')} value={find} onChange={setFind} max={40} required />
          <Select label={t('provider')} value={provider} onChange={setChosen} options={bodies.length === 0 ? [{ value: '', label: '—' }] : bodies.map((b) => ({ value: b.creditCode, label: b.name }))} />
          <div className="dc-wide"><TextInput label={w('wanted')} value={title} onChange={setTitle} max={120} required /></div>
          <div className="dc-wide"><TextArea label={t('purpose')} hint={t('purposeHint')} value={purpose} onChange={setPurpose} required rows={2} /></div>
          <div className="dc-wide"><TextInput label={t('legal')} value={basis} onChange={setBasis} required /></div>
        </div>
      )}
    </Dialog>
  );
}
