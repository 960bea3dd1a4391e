import type { TaskRow } from '#engines/cases';
import { outcomeOf, type Graph, type State } from '#engines/process';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { DeskTask } from './contract-desk.ts';
import { optionsOf, requireCandidate } from './decide-task.ts';
import { formView } from '../applications/form-view.ts';
import type { Hall } from '../hall.ts';
import type { TaskListRow } from './task-queries.ts';
import { taskSummaryOf } from './task-summary.ts';

/** The process of a case as it stands. */
export interface Standing {
  graph: Graph;
  state: State;
}

const openOperations = ['claim', 'release', 'transfer', 'addSign', 'return', 'suspend', 'resume', 'circulate'] as const;

export function mayDo(ctx: Context, task: TaskRow): boolean {
  try {
    requireCandidate(ctx, task);
    return true;
  } catch {
    return false;
  }
}

/** A task as its official works on it: what she may decide, where she may send it back, the check list. */
export function deskTask(hall: Hall, ctx: Context, task: TaskRow & TaskListRow, standing: Standing | undefined): DeskTask {
  const { locale } = ctx;
  const mine = mayDo(ctx, task);
  const earlier = standing === undefined || !mine ? [] : hall.process.earlierSteps(standing.graph, standing.state, task.token);
  const allowed = (operation: (typeof openOperations)[number]): boolean => !('refused' in outcomeOf(task.state, operation)) && (operation !== 'return' || earlier.length > 0);
  const decides = mine && !('refused' in outcomeOf(task.state, 'approve'));
  return {
    ...taskSummaryOf(hall, ctx, task),
    role: task.role,
    decisions: decides ? optionsOf(hall, task).map((o) => ({ value: o.value, label: textIn(o.label, locale), needsOpinion: o.needsOpinion, tone: o.tone })) : [],
    checklist: task.checklist === null || !decides ? null : formView(hall.content, hall.forms.form(task.checklist, { on: ctx.now })),
    earlierSteps: earlier.map((s) => ({ node: s.node, name: textIn(s.name, locale) })),
    operations: mine ? openOperations.filter(allowed) : [],
  };
}

/** 撤回: her own decisions that nobody has gone on from. */
export function withdrawableTasks(hall: Hall, ctx: Context, tasks: readonly (TaskRow & TaskListRow)[], standing: Standing | undefined): DeskTask[] {
  if (standing === undefined || standing.state.ended !== undefined) return [];
  return hall.process.withdrawable(standing.state).flatMap(({ task: token, by }) => {
    const task = by === ctx.actor.accountId ? tasks.findLast((t) => t.token === token && t.closed_at !== null && t.closed_by === by) : undefined;
    if (task === undefined) return [];
    return [{ ...taskSummaryOf(hall, ctx, task), role: task.role, decisions: [], checklist: null, earlierSteps: [], operations: ['withdraw' as const] }];
  });
}

/** 办理环节: the steps of people, done, active, or still ahead; of a process that has ended only what was done. */
export function stepsOf(hall: Hall, ctx: Context, tasks: readonly TaskRow[], standing: Standing | undefined, accepted: boolean): { node: string; name: string; state: 'done' | 'active' | 'ahead' }[] {
  if (standing === undefined) return [];
  const active = new Set(tasks.filter((t) => t.closed_at === null).map((t) => t.node));
  const nodes = hall.process.describe(standing.graph);
  // an item of a joint matter is accepted at the one window, by no task of its own
  const atTheWindow = accepted ? nodes.filter((n) => n.role === 'cases.accept').map((n) => n.id) : [];
  const done = new Set([...tasks.filter((t) => t.state === 'done').map((t) => t.node), ...atTheWindow]);
  return nodes
    .filter((n) => (n.kind === 'user' || n.kind === 'manual') && (standing.state.ended === undefined || done.has(n.id)))
    .map((n) => ({ node: n.id, name: textIn(n.name, ctx.locale), state: active.has(n.id) ? 'active' : done.has(n.id) ? 'done' : 'ahead' }));
}
