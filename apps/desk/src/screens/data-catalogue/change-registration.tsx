import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useParams } from 'react-router';
import { catalogue } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { entryWords } from './entry-words.ts';
import { isFilled, proposalOf, ProposalFields, type Draft } from './proposal-fields.tsx';
import { OpenedNote, type Opened } from './registration-form.tsx';

type Entry = OutputOf<typeof catalogue.getEntry>;
const optional = (text: string | null): string | undefined => text ?? undefined;
const draftOf = (e: Entry): Draft => ({
  title: e.title, summary: e.summary, format: e.format as Draft['format'], keywords: e.keywords.join(' '), items: e.items as Draft['items'], updateCycle: e.updateCycle as Draft['updateCycle'], related: e.related.map((r) => r.code).join(' '),
  sharing: { type: e.sharing, ways: e.sharingWays as Draft['sharing']['ways'], condition: optional(e.sharingCondition), basis: optional(e.sharingBasis) }, opening: { type: e.opening, condition: optional(e.openingCondition), basis: optional(e.openingBasis) },
});

/** 目录变更: the entry as it stands, changed and sent through the same two reviews as a new one. */
export default function ChangeRegistration() {
  const { entryId = '' } = useParams();
  const found = useRead(catalogue.getEntry, { entryId });
  return <Answered of={found}>{(entry) => <ChangeForm key={entry.version} entry={entry} />}</Answered>;
}

function ChangeForm({ entry }: { entry: Entry }) {
  const t = useWords(catalogueWords);
  const w = useWords(entryWords);
  const words = useWords(common);
  const write = useWrite(catalogue.changeRegistration);
  const [draft, setDraft] = useState(() => draftOf(entry));
  const [reason, setReason] = useState('');
  const [done, setDone] = useState<Opened | null>(null);
  const send = async (): Promise<void> => {
    const answer = await write.send({ entryId: entry.id, version: entry.version, proposal: proposalOf(draft), reason });
    if (answer !== undefined) setDone(answer);
  };
  const title = [w('changeTitle'), entry.title].join(between().named);
  if (done !== null) return <><PageHead title={title} /><Panel><OpenedNote opened={done} /></Panel></>;
  return (
    <>
      <PageHead title={title} sub={w('changeSub', { code: entry.code })} />
      <RefusalNote refusal={write.refusal} />
      <ProposalFields draft={draft} onChange={setDraft} />
      <Panel><TextArea label={words('reason')} value={reason} onChange={setReason} rows={2} max={1000} required /></Panel>
      <Button tone="primary" busy={write.pending} disabled={!isFilled(draft) || reason.trim().length < 4} onClick={() => void send()}>{t('send')}</Button>
    </>
  );
}
