import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { data, privacy } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, instantWords, numberWords } from '../../words/when.ts';
import { rightsWords } from './rights-words.ts';

type Objection = OutputOf<typeof privacy.listObjections>['objections'][number];
const tones = { open: 'soon', upheld: 'good', rejected: 'quiet' } as const;

/** 个人权利请求 (个人信息保护法 44-50): objections and corrections to answer; what persons have consented to. */
export default function PersonRights() {
  const t = useWords(rightsWords);
  const [handles, oversees, views] = [useMay('privacy.handle'), useMay('privacy.view'), useMay('registers.view')];
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      {oversees && <ObjectionPanel handles={handles} />}
      {views && <ConsentPanel />}
    </>
  );
}

function ObjectionPanel({ handles }: { handles: boolean }) {
  const t = useWords(rightsWords);
  const [state, setState] = useState<'open' | 'answered'>('open');
  const [answering, setAnswering] = useState<Objection | null>(null);
  const objections = useRead(privacy.listObjections, {});
  return (
    <Panel title={t('objections')} flush extra={<ChoiceBar label={t('state')} value={state} onChange={setState} options={(['open', 'answered'] as const).map((value) => ({ value, label: t(value) }))} />}>
      <Answered of={objections}>
        {({ objections: all }) => (
          <DataTable
            label={t('objections')}
            rows={all.filter((one) => (one.state === 'open') === (state === 'open'))}
            rowId={(row) => row.id}
            empty={t('none')}
            columns={[
              { id: 'person', title: t('person'), lead: true, cell: (row) => <><b>{row.person}</b><small>{instantWords(row.at)}</small></> },
              { id: 'kind', title: t('kind'), cell: (row) => t(row.correction === null ? 'k_use' : 'k_correction') },
              { id: 'words', title: t('words'), cell: (row) => <>{row.correction !== null && <b><Change of={row.correction} /></b>}<small>{row.words}</small></> },
              { id: 'organisation', title: t('organisation'), cell: (row) => <>{row.organisationName}{row.correction !== null && <small>{row.correction.registerTitle}</small>}</> },
              { id: 'due', title: t('due'), cell: (row) => (row.dueOn === null ? '—' : <>{dayWords(row.dueOn)}{row.late && <> <Tag tone="bad">{t('late')}</Tag></>}</>) },
              { id: 'state', title: t('state'), cell: (row) => <><Tag tone={tones[row.state]}>{t(row.correction !== null && row.state !== 'open' ? `c_${row.state}` : `s_${row.state}`)}</Tag>{row.answer !== null && <small>{t('byName', { name: row.answeredBy ?? '', answer: row.answer })}</small>}</> },
              { id: 'act', title: '', align: 'end', cell: (row) => (handles && row.state === 'open' ? <Button tone="primary" onClick={() => setAnswering(row)}>{t('answer')}</Button> : null) },
            ]}
          />
        )}
      </Answered>
      {answering !== null && <AnswerDialog one={answering} onClose={() => setAnswering(null)} />}
    </Panel>
  );
}

function Change({ of: c }: { of: NonNullable<Objection['correction']> }) {
  const t = useWords(rightsWords);
  return <>{t('change', { field: c.fieldTitle, was: c.was === '' ? t('empty') : c.was, proposed: c.proposed })}</>;
}

function AnswerDialog({ one, onClose }: { one: Objection; onClose: () => void }) {
  const t = useWords(rightsWords);
  const write = useWrite(privacy.answerObjection);
  const [answer, setAnswer] = useState('');
  const send = async (upheld: boolean): Promise<void> => {
    if ((await write.send({ objectionId: one.id, upheld, answer, version: one.version })) !== undefined) onClose();
  };
  const short = answer.trim().length < 4;
  return (
    <Dialog title={`${t(one.correction === null ? 'k_use' : 'k_correction')} · ${one.person}`} open onClose={onClose} foot={<><Button busy={write.pending} disabled={short} onClick={() => void send(false)}>{t(one.correction === null ? 'reject' : 'leave')}</Button><Button tone="primary" busy={write.pending} disabled={short} onClick={() => void send(true)}>{t(one.correction === null ? 'uphold' : 'adopt')}</Button></>}>
      <RefusalNote refusal={write.refusal} />
      <Facts columns={1} facts={[[t('organisation'), one.organisationName], ...(one.correction === null ? [] : [[one.correction.registerTitle, <Change key="c" of={one.correction} />] as const]), [t('words'), one.words]]} />
      {one.correction !== null && <p className="dk-note">{t('adoptHint')}</p>}
      <TextArea label={t('answer')} hint={t('answerHint')} value={answer} onChange={setAnswer} max={500} required />
    </Dialog>
  );
}

function ConsentPanel() {
  const t = useWords(rightsWords);
  const consents = useRead(privacy.consentsForUs, {});
  const { data: catalogue } = useRead(data.listRegisters, {});
  return (
    <Panel title={t('consents')} flush>
      <Answered of={consents}>
        {({ byPurpose }) => (
          <DataTable
            label={t('consents')}
            rows={byPurpose}
            rowId={(row) => `${row.purpose} ${row.register}`}
            empty={t('consentsNone')}
            columns={[
              { id: 'purpose', title: t('purpose'), lead: true, cell: (row) => <b>{row.purpose}</b> },
              { id: 'register', title: t('register'), cell: (row) => catalogue?.registers.find((one) => one.id === row.register)?.title ?? row.register },
              { id: 'active', title: t('active'), align: 'end', cell: (row) => numberWords(row.active) },
              { id: 'withdrawn', title: t('withdrawn'), align: 'end', cell: (row) => numberWords(row.withdrawn) },
            ]}
          />
        )}
      </Answered>
    </Panel>
  );
}
