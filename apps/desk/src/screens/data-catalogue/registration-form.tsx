import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { emptyDraft, isFilled, proposalOf, ProposalFields } from './proposal-fields.tsx';

export type Opened = OutputOf<typeof catalogue.register>;

/** 编目登记. */
export default function RegistrationForm() {
  const t = useWords(catalogueWords);
  const register = useWrite(catalogue.register);
  const [classification, setClassification] = useState('');
  const [draft, setDraft] = useState(emptyDraft);
  const [done, setDone] = useState<Opened | null>(null);
  const send = async (): Promise<void> => {
    const answer = await register.send({ classification, proposal: proposalOf(draft) });
    if (answer !== undefined) setDone(answer);
  };
  if (done !== null) return <><PageHead title={t('formTitle')} /><Panel><OpenedNote opened={done} /></Panel></>;
  return (
    <>
      <PageHead title={t('formTitle')} sub={t('formSub')} />
      <RefusalNote refusal={register.refusal} />
      <Panel><div className="dc-form"><TextInput label={t('classification')} hint={t('classHint')} value={classification} onChange={setClassification} max={26} required /></div></Panel>
      <ProposalFields draft={draft} onChange={setDraft} />
      <Button tone="primary" busy={register.pending} disabled={classification === '' || !isFilled(draft)} onClick={() => void send()}>{t('send')}</Button>
    </>
  );
}

/** Sent: its number, and by when it is answered. */
export function OpenedNote({ opened }: { opened: Opened }) {
  const t = useWords(catalogueWords);
  return <p role="status">{[t('sent', { n: opened.number }), opened.dueOn === null ? t('dueUnknown') : t('due', { day: opened.dueOn })].join(between().clauses)}</p>;
}
