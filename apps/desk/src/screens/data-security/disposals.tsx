import { useState } from 'react';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { protection } from '../../api/contracts.ts';
import { call } from '../../api/call.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { protectionWords } from './security-board-words.ts';

type Disposal = OutputOf<typeof protection.listDisposals>['disposals'][number];
type Term = OutputOf<typeof protection.listRetention>['terms'][number];
const stateTones = { proposed: 'soon', approved: 'accent', refused: 'quiet', done: 'good', failed: 'bad' } as const;

/** The ledger's receipt as a file, to be checked by anybody. */
async function saveProof(disposal: Disposal): Promise<void> {
  const { receipt } = await call(protection.disposalProof, { disposalId: disposal.id });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }));
  link.download = `${disposal.number}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** 归档与销毁: what is past its term, proposed by one, decided by another. */
export default function Disposals() {
  const t = useWords(protectionWords);
  const terms = useRead(protection.listRetention, {});
  const disposals = useRead(protection.listDisposals, {}, { every: 10_000 });
  const propose = useWrite(protection.proposeDisposal);
  const decide = useWrite(protection.decideDisposal);
  const [register, setRegister] = useState<Term | null>(null);
  const [deciding, setDeciding] = useState<Disposal | null>(null);
  const [reason, setReason] = useState('');
  const closed = (): void => {
    setRegister(null);
    setDeciding(null);
    setReason('');
    propose.clear();
    decide.clear();
  };
  const sent = async (done: Promise<unknown>): Promise<void> => {
    if ((await done) !== undefined) closed();
  };
  return (
    <>
      <PageHead title={t('disposals')} sub={t('disposalsSub')} />
      <Panel title={t('terms')} flush>
        <Answered of={terms}>
          {(found) => (
            <DataTable
              label={t('terms')}
              rows={found.terms}
              rowId={(row) => row.register}
              columns={[
                { id: 'register', title: t('register'), lead: true, cell: (row) => (<><b>{row.registerTitle}</b><small>{row.basis}</small></>) },
                { id: 'years', title: t('years'), width: '5rem', cell: (row) => t('yearsOf', { n: row.years }) },
                { id: 'then', title: t('atTerm'), width: '5rem', cell: (row) => t(`t_${row.disposal}`) },
                { id: 'due', title: t('due'), align: 'end', cell: (row) => (row.due > 0 ? <Tag tone="bad">{numberWords(row.due)}</Tag> : '0') },
                { id: 'do', title: t('propose'), width: '6rem', cell: (row) => <Button disabled={row.due === 0} onClick={() => setRegister(row)}>{t('propose')}</Button> },
              ]}
            />
          )}
        </Answered>
      </Panel>
      <Panel title={t('ledgerOfDisposals')} flush>
        <Answered of={disposals}>
          {(found) => (
            <DataTable
              label={t('ledgerOfDisposals')}
              rows={found.disposals}
              rowId={(row) => row.id}
              empty={t('noDisposals')}
              columns={[
                { id: 'number', title: t('number'), lead: true, cell: (row) => (<><b>{row.registerTitle}</b><small>{`${row.number} · ${t(`t_${row.kind}`)} · ${row.reason}`}</small></>) },
                { id: 'rows', title: t('records'), align: 'end', cell: (row) => numberWords(row.rows) },
                { id: 'by', title: t('proposedBy'), cell: (row) => (<>{row.proposedBy}<small>{instantWords(row.proposedAt)}</small></>) },
                { id: 'decided', title: t('decidedBy'), cell: (row) => (<>{row.decidedBy ?? '—'}<small>{row.decision ?? ''}</small></>) },
                { id: 'state', title: t('state'), width: '6rem', cell: (row) => (<><Tag tone={stateTones[row.state]}>{t(`x_${row.state}`)}</Tag>{row.problem !== null && <small>{row.problem}</small>}</>) },
                { id: 'do', title: t('proof'), width: '6rem', cell: (row) => (row.state === 'done' ? <Button icon="down" onClick={() => void saveProof(row)}>{t('proof')}</Button> : row.state === 'proposed' && !row.mine ? <Button onClick={() => setDeciding(row)}>{t('decide')}</Button> : '—') },
              ]}
            />
          )}
        </Answered>
      </Panel>
      <Dialog title={register === null ? t('propose') : `${t('propose')} · ${t(`t_${register.disposal}`)}`} open={register !== null} onClose={closed} foot={<Button tone="primary" busy={propose.pending} disabled={reason.trim().length < 4} onClick={() => void sent(propose.send({ register: register?.register ?? '', reason: reason.trim() }))}>{t('send')}</Button>}>
        <RefusalNote refusal={propose.refusal} />
        {register !== null && <Facts columns={1} facts={[[t('register'), register.registerTitle], [t('due'), numberWords(register.due)], [t('basis'), register.basis]]} />}
        <TextArea label={t('reason')} hint={t('noteHint')} value={reason} onChange={setReason} max={300} required />
      </Dialog>
      <Dialog
        title={t('decide')}
        open={deciding !== null}
        onClose={closed}
        foot={deciding !== null && (
          <>
            <Button busy={decide.pending} disabled={reason.trim().length < 2} onClick={() => void sent(decide.send({ disposalId: deciding.id, approve: false, reason: reason.trim(), version: deciding.version }))}>{t('refuse')}</Button>
            <Button tone="danger" busy={decide.pending} disabled={reason.trim().length < 2} onClick={() => void sent(decide.send({ disposalId: deciding.id, approve: true, reason: reason.trim(), version: deciding.version }))}>{`${t('approve')} · ${t(`t_${deciding.kind}`)}`}</Button>
          </>
        )}
      >
        <RefusalNote refusal={decide.refusal} />
        {deciding !== null && <Facts facts={[[t('register'), deciding.registerTitle], [t('records'), numberWords(deciding.rows)], [t('basis'), deciding.basis], [t('dueOn'), dayWords(deciding.before)], [t('proposedBy'), deciding.proposedBy], [t('reason'), deciding.reason]]} />}
        <TextArea label={t('note')} value={reason} onChange={setReason} max={300} required />
      </Dialog>
    </>
  );
}
