import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import type * as c from './contract.ts';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { findPipeline, listCurrent, type Current } from './pipelines.ts';

export const runJob = 'development.run';
const backFillDaysMax = 92;
const dayMs = 86_400_000;

export type Reason = 'manual' | 'schedule' | 'back-fill' | 'dependency';

function planRun(d: Pick<Development, 'jobs'>, ctx: Context, pipeline: Current, day: string, reason: Reason, by: string): string {
  const id = ctx.newId();
  ctx.tx.insert('development.run', { id, pipeline: pipeline.id, pipeline_version: pipeline.version, definition: pipeline.definition, day, reason, state: 'waiting', requested_by: by, requested_at: ctx.now.toISOString() });
  d.jobs.plan(ctx.tx, { kind: runJob, payload: { runId: id }, priority: reason === 'back-fill' ? 2 : 1 });
  return id;
}

async function getPipeline(d: Development, ctx: Context, id: string): Promise<Current> {
  const found = await findPipeline(d, ctx.tx, id);
  if (found === undefined || !found.active) throw errors.notFound();
  return found;
}

export async function startRun(d: Development, ctx: Context, { pipelineId }: ParsedInputOf<typeof c.startRun>): Promise<OutputOf<typeof c.startRun>> {
  return { runId: planRun(d, ctx, await getPipeline(d, ctx, pipelineId), dayInChina(ctx.now), 'manual', ctx.actor.name) };
}

/** 补数: one run for each past day; a pipeline of working days leaves the others out. */
export async function backFill(d: Development, ctx: Context, { pipelineId, from, to }: ParsedInputOf<typeof c.backFill>): Promise<OutputOf<typeof c.backFill>> {
  const pipeline = await getPipeline(d, ctx, pipelineId);
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length <= backFillDaysMax; at += dayMs) days.push(new Date(at).toISOString().slice(0, 10));
  if (days.length === 0 || days.length > backFillDaysMax || to >= dayInChina(ctx.now)) throw errors.daysInvalid({ max: backFillDaysMax });
  const calendar = d.calendar();
  const due = days.filter((day) => pipeline.definition.schedule?.workingDays !== true || calendar.isWorkingDay(day));
  return { runs: due.map((day) => ({ day, runId: planRun(d, ctx, pipeline, day, 'back-fill', ctx.actor.name) })) };
}

/** 依赖: whoever waited for this pipeline runs for the day when all that it waits for are done for it. */
export async function planFollowers(d: Development, ctx: Context, done: string, day: string): Promise<void> {
  for (const p of (await listCurrent(d, ctx.tx)).filter((x) => x.active && x.definition.after.includes(done))) {
    const others = p.definition.after.filter((id) => id !== done);
    const found = await ctx.tx.query<{ pipeline: string }>("select distinct pipeline from development.run where pipeline = any($1) and day = $2 and state = 'done'", [others, day]);
    if (found.length === new Set(others).size) planRun(d, ctx, p, day, 'dependency', '依赖触发');
  }
}

const minuteInChina = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

/** 调度, once a minute: what is due today is planned once; what should be done by now and is not, is alarmed once. */
export async function tick(d: Development, ctx: Context): Promise<void> {
  await concludeDead(d, ctx);
  const day = dayInChina(ctx.now);
  const minute = minuteInChina(ctx.now);
  for (const p of await listCurrent(d, ctx.tx)) {
    const { schedule } = p.definition;
    if (!p.active || schedule === undefined || schedule.at > minute) continue;
    if (schedule.workingDays && !isWorkingDay(d, day)) continue;
    const ran = await ctx.tx.query<{ state: string; reason: Reason }>('select state, reason from development.run where pipeline = $1 and day = $2', [p.id, day]);
    if (!ran.some((r) => r.reason === 'schedule')) planRun(d, ctx, p, day, 'schedule', '定时调度');
    else if (schedule.dueBy !== undefined && schedule.dueBy <= minute && !ran.some((r) => r.state === 'done')) await alarmOnce(ctx, p, day, schedule.dueBy);
  }
}

const lettersMax = 200;

/** 失败任务: a run whose job was given up has failed; what still holds it writes nothing from here on. */
async function concludeDead(d: Pick<Development, 'jobs' | 'ledger'>, ctx: Context): Promise<void> {
  const letters = await d.jobs.deadLetters(ctx.tx, { kind: runJob, limit: lettersMax });
  if (letters.length === 0) return;
  const words = { zh: '运行多次出错，已停止重试；请联系运维人员查看失败任务', en: 'The run broke several times and is not tried again: ask operations to look at the failed job' };
  const ended = await ctx.tx.query<{ id: string; pipeline: string; day: string }>(
    "update development.run set state = 'failed', fence = fence + 1, finished_at = $2, moved = 0, problem = $3 where id = any($1::uuid[]) and state in ('waiting', 'running') returning id, pipeline, day::text as day",
    [letters.map((l) => (l.payload as { runId: string }).runId), ctx.now, JSON.stringify(words)],
  );
  for (const run of ended) {
    ctx.tx.insert('development.alarm', { id: ctx.newId(), pipeline: run.pipeline, run_id: run.id, words, at: ctx.now.toISOString() });
    d.ledger.append(ctx.tx, { kind: 'development.run', subject: run.id, data: { pipeline: run.pipeline, day: run.day, state: 'failed', moved: 0 } });
  }
}

/** A day that no official calendar knows is left out; nothing is guessed. */
function isWorkingDay(d: Development, day: string): boolean {
  const calendar = d.calendar();
  return day >= calendar.knownFrom && day <= calendar.knownUntil && calendar.isWorkingDay(day);
}

async function alarmOnce(ctx: Context, p: Current, day: string, dueBy: string): Promise<void> {
  const words = { zh: `${day} ${dueBy} 前应完成，至今未完成`, en: `Was to be done by ${dueBy} on ${day} and is not` };
  const told = await ctx.tx.query('select 1 as told from development.alarm where pipeline = $1 and words = $2::jsonb', [p.id, JSON.stringify(words)]);
  if (told.length === 0) ctx.tx.insert('development.alarm', { id: ctx.newId(), pipeline: p.id, run_id: null, words, at: ctx.now.toISOString() });
}

/** 取消: a run that is being committed is let finish. */
export async function cancelRun(d: Development, ctx: Context, { runId }: ParsedInputOf<typeof c.cancelRun>): Promise<OutputOf<typeof c.cancelRun>> {
  const row = await ctx.tx.maybe<{ pipeline: string }>("select pipeline from development.run where id = $1 and state in ('waiting', 'running') for update skip locked", [runId]);
  if (row === undefined) throw (await ctx.tx.maybe('select 1 as there from development.run where id = $1', [runId])) === undefined ? errors.notFound() : errors.notCancellable();
  await ctx.tx.query("update development.run set state = 'cancelled', finished_at = $2 where id = $1", [runId, ctx.now]);
  d.ledger.append(ctx.tx, { kind: 'development.runCancelled', subject: runId, data: { by: ctx.actor.accountId } });
  return { state: 'cancelled' };
}
