import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { services } from '../api/contracts.ts';
import { defineWords, useWords } from '../words/define-words.ts';
import { dayWords, instantWords } from '../words/when.ts';
import { DataTable, type Column } from './data-table.tsx';
import { Light } from './light.tsx';
import { Tag } from './panel.tsx';

export type Task = OutputOf<typeof services.workList>['tasks'][number];

const taskWords = defineWords('task', {
  light: ['灯', 'Light'],
  case: ['办件', 'Case'],
  applicant: ['申请人', 'Applicant'],
  step: ['环节', 'Step'],
  who: ['经办', 'Handled by'],
  due: ['到期日', 'Due'],
  arrived: ['到达', 'Arrived'],
  waiting: ['待签收', 'Waiting'],
  claimed: ['办理中', 'In work'],
  suspended: ['挂起', 'On hold'],
  done: ['已办', 'Done'],
  returned: ['退回', 'Returned'],
  withdrawn: ['撤回', 'Withdrawn'],
  cancelled: ['取消', 'Cancelled'],
  mine: ['我', 'Me'],
  state: ['状态', 'State'],
});

/** The step's own limit, else that of its case. */
const dueOf = (task: Task): string => { const day = task.dueOn ?? task.caseDueOn; return day === null ? '—' : dayWords(day); };

/** Tasks as rows: light, case, applicant, step, limit. */
export function TaskTable({ label, tasks, short = false, keys = false, empty, tool, to = (task) => `/cases/${task.caseId}` }: { label: string; tasks: readonly Task[]; short?: boolean; keys?: boolean; empty?: ReactNode; tool?: (task: Task) => ReactNode; to?: (task: Task) => string }) {
  const t = useWords(taskWords);
  const columns: Column<Task>[] = [
    { id: 'light', title: t('light'), cell: (task) => <Light light={task.light} />, width: '5.5rem' },
    {
      id: 'case',
      title: t('case'),
      lead: true,
      cell: (task) => (
        <>
          <Link to={to(task)} className="dk-strong">
            {task.caseName}
          </Link>
          <small className="dk-code">{task.caseNumber}</small>
        </>
      ),
    },
    { id: 'applicant', title: t('applicant'), cell: (task) => task.applicant },
    {
      id: 'step',
      title: t('step'),
      cell: (task) => (
        <>
          {task.step}
          {!short && <small>{task.organisation}</small>}
        </>
      ),
    },
    ...(short
      ? []
      : [
          { id: 'state', title: t('state'), cell: (task: Task) => <Tag tone={task.state === 'claimed' ? 'accent' : task.state === 'returned' || task.state === 'suspended' ? 'soon' : 'quiet'}>{t(task.state)}</Tag>, width: '5.5rem' },
          { id: 'who', title: t('who'), cell: (task: Task) => (task.mine ? t('mine') : (task.assignee ?? '—')), width: '5.5rem' },
          { id: 'arrived', title: t('arrived'), cell: (task: Task) => instantWords(task.createdAt), width: '8.5rem' },
        ]),
    { id: 'due', title: t('due'), cell: (task) => <span className={task.light === 'red' || task.light === 'yellow' ? 'dk-late' : ''}>{dueOf(task)}</span>, width: '6rem' },
    ...(tool === undefined ? [] : [{ id: 'tool', title: '', cell: tool, align: 'end' as const, width: '7rem' }]),
  ];
  return <DataTable label={label} columns={columns} rows={tasks} rowId={(task) => task.id} to={to} keys={keys} empty={empty} />;
}
