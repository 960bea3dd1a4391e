import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { sharing } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayOfWords, instantWords, numberWords } from '../../words/when.ts';
import { erasureWords } from './erasure-words.ts';

type Erasure = OutputOf<typeof sharing.listErasures>['erasures'][number];
type Line = { erasure: Erasure; holder: Erasure['holders'][number] };

/** 删除通知: who was handed what is withdrawn now, by when it must be gone, who has confirmed; a body's own official confirms for its people. */
export function Erasures() {
  const t = useWords(erasureWords);
  const may = useMay('exchange.request');
  const found = useRead(sharing.listErasures, {}, { every: 30_000 });
  const [confirming, setConfirming] = useState<Line | null>(null);
  return (
    <Panel title={t('title')} flush>
      <Answered of={found}>
        {({ erasures }) => (
          <DataTable label={t('title')} rows={erasures.flatMap((erasure) => erasure.holders.map((holder): Line => ({ erasure, holder })))} rowId={(l) => l.holder.id} empty={t('none')} columns={[
            { id: 'of', title: t('of'), lead: true, cell: ({ erasure }) => <><b>{erasure.title}</b><small>{t(erasure.cause)} · {erasure.reason}</small></> },
            { id: 'holder', title: t('holder'), cell: ({ holder }) => <>{holder.organisationName ?? t('peer')}<small>{holder.name} · {holder.rows > 0 ? t('rows', { n: numberWords(holder.rows) }) : t('rowsFile')}</small></> },
            { id: 'due', title: t('due'), cell: ({ erasure }) => dayOfWords(erasure.dueAt) },
            { id: 'state', title: t('erased'), cell: ({ erasure, holder }) => <State erasure={erasure} holder={holder} /> },
            { id: 'act', title: '', cell: (line) => (may && line.holder.mine && line.holder.kind === 'machine' && line.holder.erasedAt === null ? <Button tone="quiet" onClick={() => setConfirming(line)}>{t('confirm')}</Button> : null) },
          ]} />
        )}
      </Answered>
      {confirming !== null && <Confirm line={confirming} onClose={() => setConfirming(null)} />}
    </Panel>
  );
}

function State({ erasure, holder }: Line) {
  const t = useWords(erasureWords);
  if (holder.erasedAt !== null) {
    return <><Tag tone="good">{t('erased')}</Tag><small>{[instantWords(holder.erasedAt), holder.erasedBy, holder.records === null ? null : t('records', { n: numberWords(holder.records) }), holder.words].filter((w) => w !== null).join(' · ')}</small></>;
  }
  return <><Tag tone={erasure.late ? 'bad' : 'accent'}>{t(erasure.late ? 'late' : 'waiting')}</Tag><small>{[t('told', { n: numberWords(holder.told) }), holder.lastError].filter((w) => w !== null).join(' · ')}</small></>;
}

function Confirm({ line, onClose }: { line: Line; onClose: () => void }) {
  const t = useWords(erasureWords);
  const write = useWrite(sharing.confirmErasure);
  const [words, setWords] = useState('');
  const send = async (): Promise<void> => {
    if ((await write.send({ holderId: line.holder.id, words })) !== undefined) onClose();
  };
  return (
    <Dialog title={[t('confirm'), line.erasure.title].join(between().clauses)} open onClose={onClose} foot={<Button tone="primary" busy={write.pending} disabled={words.trim().length < 4} onClick={() => void send()}>{t('confirm')}</Button>}>
      <RefusalNote refusal={write.refusal} />
      <p>{t('warn')}</p>
      <TextInput label={t('how')} hint={t('howHint')} value={words} onChange={setWords} max={300} required />
    </Dialog>
  );
}
