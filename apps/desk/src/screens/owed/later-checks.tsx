import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { BoxedList } from '../../pieces/boxed-list.tsx';
import { CaseLink } from '../../pieces/case-columns.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { defineWords, useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { dayWords } from '../../words/when.ts';

const words = defineWords('later-checks', {
  title: ['告知承诺事后核查', 'Later checks of promises'],
  sub: ['凭告知承诺准予的办件，逐件核查承诺是否属实；不实的，依法撤销', 'What was granted on a promise is checked, case by case; a false promise leads to annulment'],
  open: ['待核查', 'To be checked'],
  overdue: ['逾期未核查', 'Overdue'],
  kept: ['承诺属实', 'Kept'],
  broken: ['承诺不实', 'False'],
  check: ['核查', 'Check'],
  checked: ['原办件', 'Granted case'],
  promises: ['承诺的材料', 'What was promised'],
  applicant: ['承诺人', 'Who promised'],
  department: ['核查部门', 'Department'],
  step: ['当前环节', 'Now at'],
  due: ['核查期限', 'By'],
  done: ['核查完成', 'Checked on'],
  empty: ['没有这样的核查', 'None'],
});

const boxes = ['open', 'overdue', 'kept', 'broken'] as const;

/** 事后核查台账: each grant on a promise, until when it is checked and what came of it; the work itself is on the case's page. */
export default function LaterChecks() {
  const t = useWords(words);
  const [box, setBox] = useState<(typeof boxes)[number]>('open');
  const found = useRead(services.listLaterChecks, { box, limit: 100 }, { keep: true });
  const isOpen = box === 'open' || box === 'overdue';
  return (
    <BoxedList title={t('title')} sub={t('sub')} boxes={boxes.map((value) => ({ value, label: t(value) }))} box={box} onBox={setBox} of={found}>
      {({ checks }) => (
        <DataTable
          label={t('title')}
          rows={checks}
          rowId={(row) => row.caseId}
          to={(row) => `/cases/${row.caseId}`}
          empty={t('empty')}
          columns={[
            { id: 'check', title: t('check'), lead: true, cell: (row) => <CaseLink id={row.caseId} name={row.caseName} number={row.caseNumber} /> },
            { id: 'promises', title: t('promises'), cell: (row) => row.promises.join(between().things) },
            { id: 'checked', title: t('checked'), cell: (row) => <Link className="dk-code" to={`/cases/${row.checkedCaseId}`}>{row.checkedNumber}</Link> },
            { id: 'applicant', title: t('applicant'), cell: (row) => row.applicant },
            { id: 'department', title: t('department'), cell: (row) => row.organisation },
            ...(isOpen ? [{ id: 'step', title: t('step'), cell: (row: (typeof checks)[number]) => row.step ?? '—' }] : []),
            { id: 'due', title: t(isOpen ? 'due' : 'done'), width: '10rem', cell: (row) => (isOpen ? <>{row.dueOn === null ? '—' : dayWords(row.dueOn)} {row.overdue && <Tag tone="bad">{t('overdue')}</Tag>}</> : row.concludedOn === null ? '—' : dayWords(row.concludedOn)) },
          ]}
        />
      )}
    </BoxedList>
  );
}
