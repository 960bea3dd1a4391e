import type { Context } from '#kernel/context';
import type { Quality } from './deps.ts';

export const runJob = 'quality.run';

/** A 稽核 of this register is planned; the id of the run. */
export function planRun(q: Pick<Quality, 'jobs'>, ctx: Context, register: string, by: string): string {
  const id = ctx.newId();
  ctx.tx.insert('quality.run', { id, register, state: 'waiting', requested_by: by, requested_at: ctx.now });
  q.jobs.plan(ctx.tx, { kind: runJob, payload: { runId: id, register }, priority: 2 });
  return id;
}
