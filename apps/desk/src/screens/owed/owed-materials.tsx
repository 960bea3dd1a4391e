import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { BoxedList } from '../../pieces/boxed-list.tsx';
import { Button } from '../../pieces/button.tsx';
import { CaseLink } from '../../pieces/case-columns.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { RowDialog } from '../../pieces/row-dialog.tsx';
import { defineWords, useWords } from '../../words/define-words.ts';
import { dayWords } from '../../words/when.ts';

const words = defineWords('owed', {
  title: ['容缺台账', 'Deferred materials'],
  sub: ['承诺后补的材料：待核对、待补交、逾期未补', 'Materials promised for later: to be looked at, owed, overdue'],
  given: ['待核对', 'To look at'],
  owed: ['待补交', 'Owed'],
  overdue: ['逾期未补', 'Overdue'],
  case: ['办件', 'Case'],
  material: ['材料', 'Material'],
  applicant: ['申请人', 'Applicant'],
  department: ['承办部门', 'Department'],
  due: ['补交期限', 'Owed by'],
  settle: ['核对', 'Look at it'],
  confirm: ['确认材料', 'In order'],
  again: ['要求重新提交', 'Ask again'],
  lookFirst: ['请在办件页查看补交的文件后再核对。要求重新提交的，写明原因，期限重新计算，申请人会收到通知。', 'See the file on the page of the case first. When asking again give the reason; a new limit begins and the applicant is told.'],
  reason: ['重新提交的原因', 'Why it is needed again'],
  empty: ['没有这样的材料', 'None'],
});

type Row = OutputOf<typeof services.listOwed>['materials'][number];
const boxes = ['given', 'owed', 'overdue'] as const;

/** 容缺台账: what is owed, until when, and what was handed in. */
export default function OwedMaterials() {
  const t = useWords(words);
  const [box, setBox] = useState<(typeof boxes)[number]>('given');
  const found = useRead(services.listOwed, { box, limit: 100 }, { keep: true });
  const settle = useWrite(services.settleLater);
  const [one, setOne] = useState<Row | null>(null);
  const [reason, setReason] = useState('');
  const send = (how: 'confirmed' | 'again'): void =>
    void (one !== null && settle.send({ caseId: one.caseId, version: one.caseVersion, materialId: one.materialId, settle: how, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }).then((done) => done !== undefined && setOne(null)));
  return (
    <>
      <BoxedList title={t('title')} sub={t('sub')} boxes={boxes.map((value) => ({ value, label: t(value) }))} box={box} onBox={setBox} of={found}>
        {({ materials }) => (
          <DataTable
            label={t('title')}
            rows={materials}
            rowId={(row) => row.caseId + row.materialId}
            empty={t('empty')}
            columns={[
              { id: 'material', title: t('material'), lead: true, cell: (row) => <><b>{row.name}</b>{row.note !== null && <small>{row.note}</small>}</> },
              { id: 'case', title: t('case'), cell: (row) => <CaseLink id={row.caseId} name={row.caseName} number={row.caseNumber} /> },
              { id: 'applicant', title: t('applicant'), cell: (row) => row.applicant },
              { id: 'department', title: t('department'), cell: (row) => row.organisation },
              { id: 'due', title: t('due'), cell: (row) => <>{row.dueOn === null ? '—' : dayWords(row.dueOn)} {row.overdue && <Tag tone="bad">{t('overdue')}</Tag>}</>, width: '10rem' },
              { id: 'tool', title: '', align: 'end', cell: (row) => (row.state === 'given' ? <Button tone="primary" onClick={() => (settle.clear(), setOne(row), setReason(''))}>{t('settle')}</Button> : null) },
            ]}
          />
        )}
      </BoxedList>
      <RowDialog
        row={one}
        title={(row) => row.name}
        refusal={settle.refusal}
        onReload={() => (settle.clear(), setOne(null), void found.refetch())}
        onClose={() => setOne(null)}
        foot={
          <>
            <Button busy={settle.pending} disabled={reason.trim().length < 2} onClick={() => send('again')}>
              {t('again')}
            </Button>
            <Button tone="primary" busy={settle.pending} onClick={() => send('confirmed')}>
              {t('confirm')}
            </Button>
          </>
        }
      >
        {(row) => (
          <>
            <p><CaseLink id={row.caseId} name={row.caseName} number={row.caseNumber} /></p>
            <p className="dk-note">{t('lookFirst')}</p>
            <TextArea label={t('reason')} value={reason} onChange={setReason} max={1000} />
          </>
        )}
      </RowDialog>
    </>
  );
}
