import type { Context } from '#kernel/context';
import type { HumanOperation } from '#engines/process';
import { requireCandidate } from './decide-task.ts';
import type { Hall } from '../hall.ts';

export interface OperateInput {
  taskId: string;
  version: number;
  operation: 'claim' | 'release' | 'transfer' | 'addSign' | 'return' | 'withdraw' | 'suspend' | 'resume' | 'circulate';
  to?: string[] | undefined;
  node?: string | undefined;
  mode?: 'before' | 'after' | 'parallel' | undefined;
  reason?: string | undefined;
}

/** 签收、放回、转办、加签、退回、撤回、挂起、恢复、传阅: the process engine's table of states decides what may follow. */
export async function operateTask(hall: Hall, ctx: Context, input: OperateInput): Promise<{ ok: true; caseVersion: number }> {
  const { work, task } = input.operation === 'withdraw' ? await hall.cases.loadClosedTask(ctx, input.taskId) : await hall.cases.loadTask(ctx, input.taskId, input.version);
  if (input.operation !== 'withdraw') requireCandidate(ctx, task);
  work.act(`task.${input.operation}`, { node: task.node, step: task.name.zh, to: input.to ?? [], target: input.node ?? null, reason: input.reason ?? '' }, true);
  await work.operate(operationOf(task.token, ctx.actor.accountId ?? '', input), input.reason === undefined ? {} : { opinion: input.reason });
  for (const changed of work.changedTasks) if (changed.assignee === ctx.actor.accountId) changed.assignee_name = ctx.actor.name;
  await work.save();
  return { ok: true, caseVersion: work.row.version };
}

function operationOf(task: number, actor: string, input: OperateInput): HumanOperation {
  const to = input.to ?? [];
  switch (input.operation) {
    case 'transfer':
      return { type: 'transfer', task, actor, to: to[0] ?? '' };
    case 'addSign':
      return { type: 'addSign', task, actor, mode: input.mode ?? 'before', to };
    case 'circulate':
      return { type: 'circulate', task, actor, to };
    case 'return':
      return { type: 'return', task, actor, to: input.node ?? '' };
    default:
      return { type: input.operation, task, actor };
  }
}
