import { useState } from 'react';
import { Link } from 'react-router';
import { assessment } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords, numberWords } from '../../words/when.ts';
import { Accounts } from './accounts-to-answer.tsx';
import { assessmentTone, assessmentWords } from './assessment-words.ts';

const kinds = ['body', 'data-centre', 'cloud-provider'] as const;

/** 评估认证: one's own, those that one assesses, those of the territory; and who is called to account. */
export default function AssessmentList() {
  const t = useWords(assessmentWords);
  const pages = useMore(assessment.listAssessments, {});
  const manages = useMay('assessment.manage');
  const [opening, setOpening] = useState(false);
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>{manages && <Button tone="primary" icon="plus" onClick={() => setOpening(true)}>{t('open')}</Button>}</PageHead>
      <Panel title={t('title')} flush>
        <More of={pages} rows={(page) => page.assessments}>
          {(list) => (
            <DataTable
              label={t('title')}
              rows={list}
              rowId={(row) => row.id}
              to={(row) => `/assessments/${row.id}`}
              empty={t('none')}
              columns={[
                { id: 'subject', title: t('subject'), lead: true, cell: (row) => (<><Link className="dk-strong" to={`/assessments/${row.id}`}>{row.subjectName}</Link><small>{`${row.number} · ${row.object}`}</small></>) },
                { id: 'kind', title: t('subjectKind'), width: '6rem', cell: (row) => t(`k_${row.subjectKind}`) },
                { id: 'assessor', title: t('assessor'), cell: (row) => row.assessorName },
                { id: 'due', title: t('dueOn'), width: '6rem', cell: (row) => dayWords(row.dueOn) },
                { id: 'score', title: t('score'), align: 'end', cell: (row) => (row.score === null ? '—' : numberWords(row.score, 1)) },
                { id: 'level', title: t('level'), width: '5rem', cell: (row) => (row.level === null ? '—' : row.level === 0 ? t('noLevel') : t('levelOf', { n: row.level })) },
                { id: 'state', title: t('state'), width: '7rem', cell: (row) => <Tag tone={assessmentTone[row.state]}>{t(`s_${row.state}`)}</Tag> },
              ]}
            />
          )}
        </More>
      </Panel>
      <Accounts />
      <Opening open={opening} onClose={() => setOpening(false)} />
    </>
  );
}

function Opening({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(assessmentWords);
  const { data } = useRead(assessment.listQuestionnaires, {}, { ready: open });
  const send = useWrite(assessment.openAssessment);
  const [kind, setKind] = useState<(typeof kinds)[number]>('body');
  const [code, setCode] = useState('');
  const [object, setObject] = useState('');
  const [dueOn, setDueOn] = useState('');
  const fitting = (data?.questionnaires ?? []).filter((one) => one.for.includes(kind));
  const questionnaire = fitting[0];
  const go = async (): Promise<void> => {
    if (questionnaire !== undefined && (await send.send({ questionnaire: questionnaire.id, subjectKind: kind, subjectCode: code.trim().toUpperCase(), object: object.trim(), dueOn })) !== undefined) onClose();
  };
  return (
    <Dialog title={t('open')} open={open} onClose={onClose} foot={<Button tone="primary" busy={send.pending} disabled={code.trim().length !== 18 || object.trim().length < 2 || dueOn === '' || questionnaire === undefined} onClick={() => void go()}>{t('send')}</Button>}>
      <RefusalNote refusal={send.refusal} />
      <Select label={t('subjectKind')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`k_${value}`) }))} hint={questionnaire === undefined ? undefined : `${questionnaire.title} · ${t('certifyFrom', { n: questionnaire.certifyFrom })}`} />
      <TextInput label={t('subjectCode')} value={code} onChange={setCode} max={18} required />
      <TextInput label={t('object')} value={object} onChange={setObject} max={100} required />
      <TextInput label={t('dueOn')} type="date" value={dueOn} onChange={setDueOn} required />
    </Dialog>
  );
}
