import type { HumanOperation } from './events.ts';

/** States of a task. Only the first three are open; the engine forgets the others, the case's rows keep them. */
export const taskStates = ['waiting', 'claimed', 'suspended', 'done', 'returned', 'withdrawn', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

export const operationTypes = [
  'claim', 'release', 'approve', 'reject', 'addSign', 'removeSign', 'transfer', 'delegate', 'return', 'withdraw', 'suspend', 'resume', 'circulate',
] as const satisfies readonly HumanOperation['type'][];
export type OperationType = (typeof operationTypes)[number];

/** Why an operation is refused in a state: a code of this engine's errors. */
export type TableRefusal = 'closed' | 'suspended' | 'notSuspended' | 'alreadyClaimed' | 'notClaimed' | 'notDone' | 'opened';

/** What becomes of the task itself: its next state, `same`, `before` (as it was before the suspension), or a refusal. */
export type Outcome = { next: TaskState | 'same' | 'before' } | { refused: TableRefusal };

const to = (next: TaskState | 'same' | 'before'): Outcome => ({ next });
const no = (refused: TableRefusal): Outcome => ({ refused });

type Row = Record<OperationType, Outcome>;

const closed: Row = {
  claim: no('closed'), release: no('closed'), approve: no('closed'), reject: no('closed'), addSign: no('closed'), removeSign: no('closed'),
  transfer: no('closed'), delegate: no('closed'), return: no('closed'), withdraw: no('closed'), suspend: no('closed'), resume: no('closed'), circulate: no('closed'),
};

/**
 * The table: state × operation. 签收 claim, 放回 release, 同意 approve, 驳回 reject, 加签 addSign, 减签 removeSign,
 * 转办 transfer, 委派 delegate, 退回 return, 撤回 withdraw, 挂起 suspend, 恢复 resume, 传阅 circulate.
 * A second condition (who, add-sign pending, next step opened) is checked where the operation is done.
 */
export const operationTable: Record<TaskState, Row> = {
  waiting: {
    claim: to('claimed'), release: no('notClaimed'), approve: to('done'), reject: to('done'), addSign: to('same'), removeSign: to('cancelled'),
    transfer: to('waiting'), delegate: to('waiting'), return: to('returned'), withdraw: no('notDone'), suspend: to('suspended'), resume: no('notSuspended'), circulate: to('same'),
  },
  claimed: {
    claim: no('alreadyClaimed'), release: to('waiting'), approve: to('done'), reject: to('done'), addSign: to('same'), removeSign: no('opened'),
    transfer: to('waiting'), delegate: to('waiting'), return: to('returned'), withdraw: no('notDone'), suspend: to('suspended'), resume: no('notSuspended'), circulate: to('same'),
  },
  suspended: {
    claim: no('suspended'), release: no('suspended'), approve: no('suspended'), reject: no('suspended'), addSign: no('suspended'), removeSign: to('cancelled'),
    transfer: no('suspended'), delegate: no('suspended'), return: no('suspended'), withdraw: no('notDone'), suspend: no('suspended'), resume: to('before'), circulate: to('same'),
  },
  done: { ...closed, withdraw: to('claimed'), circulate: to('same') },
  returned: { ...closed, withdraw: to('claimed'), circulate: to('same') },
  withdrawn: closed,
  cancelled: closed,
};

export const outcomeOf = (state: TaskState, operation: OperationType): Outcome => operationTable[state][operation];
