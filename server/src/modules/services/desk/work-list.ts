import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { dayInChina } from '#kernel/clock';
import type { TaskSummary } from './contract-desk.ts';
import type { Hall } from '../hall.ts';
import { countTasks, doneTasks, openTasks, type TaskCounts, type TaskListRow } from './task-queries.ts';
import { taskScope, taskSummaryOf } from './task-summary.ts';

export interface WorkListInput {
  box: 'open' | 'mine' | 'done';
  light?: 'soon' | 'yellow' | 'red' | undefined;
  /** The exact number of a case, or the beginning of its party's name. */
  text?: string | undefined;
  /** Only the steps of one permission, as content names it: `cases.inspect`. */
  role?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** 工作台: tasks that she may do (open), has taken (mine), has done (done); counted as far as `openMax`. */
export async function workList(hall: Hall, ctx: Context, input: WorkListInput): Promise<{ tasks: TaskSummary[]; counts: TaskCounts; next: string | null }> {
  const today = dayInChina(ctx.now);
  const scope = taskScope(hall, ctx);
  const text = input.text?.trim() === '' ? undefined : input.text?.trim();
  const filter = { light: input.light, text, role: input.role, limit: input.limit, today };
  const rows = input.box === 'done'
    ? await doneTasks(ctx, { ...filter, after: readDoneCursor(input.cursor) })
    : await openTasks(ctx, scope, { ...filter, after: isId(input.cursor ?? '') ? input.cursor : undefined }, input.box === 'mine');
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    tasks: shown.map((row) => taskSummaryOf(hall, ctx, row)),
    counts: await countTasks(ctx, scope, today),
    next: rows.length > input.limit && last !== undefined ? cursorOf(input.box, last) : null,
  };
}

const cursorOf = (box: WorkListInput['box'], row: TaskListRow): string => (box === 'done' ? `${row.closed_at?.toISOString() ?? ''}~${row.id}` : row.id);

/** A cursor that was not ours begins again at the first page. */
export function readDoneCursor(cursor: string | undefined): [string, string] | undefined {
  const [at = '', id = ''] = (cursor ?? '').split('~');
  return isId(id) && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(at) ? [at, id] : undefined;
}
