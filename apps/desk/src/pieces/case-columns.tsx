import type { OutputOf } from '@yiwang/server/kernel/contract';
import { Link } from 'react-router';
import type { services } from '../api/contracts.ts';
import { defineWords, useWords } from '../words/define-words.ts';
import type { Column } from './data-table.tsx';
import { StateTag } from './state-tag.tsx';

export type ListedCase = OutputOf<typeof services.listDeskCases>['cases'][number];

const columnWords = defineWords('caseColumns', {
  case: ['办件', 'Case'],
  applicant: ['申请人', 'Applicant'],
  department: ['承办部门', 'Department'],
  state: ['状态', 'State'],
});

/** Name over number, leading to the case. */
export const CaseLink = ({ id, name, number }: { id: string; name: string; number: string }) => (
  <>
    <Link className="dk-strong" to={`/cases/${id}`}>
      {name}
    </Link>
    <small className="dk-code">{number}</small>
  </>
);

/** What every list of cases shows; its own columns stand beside these. */
export function useCaseColumns(): Column<ListedCase>[] {
  const t = useWords(columnWords);
  return [
    { id: 'case', title: t('case'), lead: true, cell: (row) => <CaseLink {...row} /> },
    { id: 'applicant', title: t('applicant'), cell: (row) => row.applicant },
    { id: 'department', title: t('department'), cell: (row) => row.department },
    { id: 'state', title: t('state'), cell: (row) => <StateTag state={row.state} words={row.stateWords} /> },
  ];
}
