import { useState } from 'react';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { assessment } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords } from '../../words/when.ts';
import { assessmentWords } from './assessment-words.ts';

type Account = OutputOf<typeof assessment.listAccountability>['accounts'][number];
const tones = { open: 'bad', answered: 'soon', closed: 'good' } as const;

/** 问责台账: answered by the body that is called, closed by who called it. */
export function Accounts() {
  const t = useWords(assessmentWords);
  const found = useRead(assessment.listAccountability, {});
  const answer = useWrite(assessment.answerAccount);
  const close = useWrite(assessment.closeAccount);
  const manages = useMay('assessment.manage');
  const answers = useMay('assessment.answer');
  const [at, setAt] = useState<Account | null>(null);
  const [words, setWords] = useState('');
  const mayDo = (one: Account): 'reply' | 'close' | null => (one.state === 'answered' && manages ? 'close' : one.state !== 'closed' && one.mine && answers ? 'reply' : null);
  const what = at === null ? null : mayDo(at);
  const go = async (): Promise<void> => {
    if (at === null) return;
    const common = { accountabilityId: at.id, version: at.version };
    const done = what === 'close' ? await close.send({ ...common, outcome: words.trim() }) : await answer.send({ ...common, answer: words.trim() });
    if (done === undefined) return;
    setAt(null);
    setWords('');
  };
  return (
    <Panel title={t('accounts')} flush>
      <Answered of={found}>
        {({ accounts }) => (
          <DataTable
            label={t('accounts')}
            rows={accounts}
            rowId={(row) => row.id}
            empty={t('noAccounts')}
            columns={[
              { id: 'body', title: t('called'), lead: true, cell: (row) => (<><b>{row.organisationName}</b><small>{`${row.number} · ${row.reason}`}</small></>) },
              { id: 'measure', title: t('measure'), width: '5rem', cell: (row) => t(`m_${row.measure}`) },
              { id: 'basis', title: t('basis'), cell: (row) => row.basis },
              { id: 'due', title: t('answerDue'), width: '6rem', cell: (row) => dayWords(row.answerDue) },
              { id: 'state', title: t('state'), width: '5.5rem', cell: (row) => <Tag tone={tones[row.state]}>{t(`c_${row.state}`)}</Tag> },
              { id: 'do', title: t('act'), width: '6rem', cell: (row) => { const may = mayDo(row); return may === null ? (row.answer ?? '—') : <Button onClick={() => setAt(row)}>{t(may)}</Button>; } },
            ]}
          />
        )}
      </Answered>
      <Dialog title={what === null ? '' : t(what)} open={at !== null} onClose={() => setAt(null)} foot={<Button tone="primary" busy={answer.pending || close.pending} disabled={words.trim().length < 4} onClick={() => void go()}>{t('send')}</Button>}>
        <RefusalNote refusal={answer.refusal ?? close.refusal} />
        {at !== null && <Facts facts={[[t('reason'), at.reason], [t('basis'), at.basis], ...(at.answer === null ? [] : [[t('reply'), at.answer] as const])]} />}
        <TextArea label={t('words')} value={words} onChange={setWords} max={1000} required />
      </Dialog>
    </Panel>
  );
}
