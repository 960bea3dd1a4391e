import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { conditionsOf } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { errors } from './errors.ts';
import type { Reason } from './runs.ts';
import type { Pipeline } from './contract-step.ts';

interface RunRow {
  id: string; pipeline: string; pipeline_version: number; day: string; reason: Reason; state: OutputOf<typeof c.getRun>['state']; requested_by: string; requested_at: Date; started_at: Date | null; finished_at: Date | null; moved: number | null; problem: { zh: string; en: string } | null; definition: Pipeline; fence: number;
}
const runColumns = 'id, pipeline, pipeline_version, day::text as day, reason, state, requested_by, requested_at, started_at, finished_at, moved::int as moved, problem, definition, fence';

const viewOf = (ctx: Pick<Context, 'locale'>, r: RunRow) => ({
  id: r.id, pipeline: r.pipeline, title: textIn(r.definition.title, ctx.locale), version: r.pipeline_version, day: r.day, reason: r.reason, state: r.state, requestedBy: r.requested_by, requestedAt: r.requested_at.toISOString(),
  startedAt: r.started_at?.toISOString() ?? null, finishedAt: r.finished_at?.toISOString() ?? null, moved: r.moved, problem: r.problem === null ? null : r.problem[ctx.locale],
});

export async function runsOf(ctx: Context, pipeline: string | undefined, limit: number) {
  const { where, values, next } = conditionsOf([['pipeline = ?', pipeline]]);
  return (await ctx.tx.query<RunRow>(`select ${runColumns} from development.run where ${where} order by id desc limit ${next(limit)}`, values)).map((r) => viewOf(ctx, r));
}

export async function getRun(ctx: Context, { runId }: ParsedInputOf<typeof c.getRun>): Promise<OutputOf<typeof c.getRun>> {
  const r = await ctx.tx.maybe<RunRow>(`select ${runColumns} from development.run where id = $1`, [runId]);
  if (r === undefined) throw errors.notFound();
  const steps = await ctx.tx.query<{ seq: number; kind: string; rows_in: number; rows_out: number; refused: number; milliseconds: number; note: { zh: string; en: string } | null }>(
    'select seq, kind, rows_in::int as rows_in, rows_out::int as rows_out, refused::int as refused, milliseconds, note from development.run_step where run_id = $1 and fence = $2 order by seq', [r.id, r.fence],
  );
  return { ...viewOf(ctx, r), attempt: r.fence, steps: steps.map((s) => ({ seq: s.seq, kind: s.kind, rowsIn: s.rows_in, rowsOut: s.rows_out, refused: s.refused, milliseconds: s.milliseconds, note: s.note === null ? null : s.note[ctx.locale] })) };
}

export async function listAlarms(ctx: Context): Promise<OutputOf<typeof c.listAlarms>> {
  const rows = await ctx.tx.query<{ id: string; pipeline: string; run_id: string | null; words: { zh: string; en: string }; at: Date }>('select id, pipeline, run_id, words, at from development.alarm where seen_at is null order by id desc limit 100');
  return { alarms: rows.map((a) => ({ id: a.id, pipeline: a.pipeline, runId: a.run_id, what: a.words[ctx.locale], at: a.at.toISOString() })) };
}

export async function seeAlarm(ctx: Context, { alarmId }: ParsedInputOf<typeof c.seeAlarm>): Promise<OutputOf<typeof c.seeAlarm>> {
  const done = await ctx.tx.query('update development.alarm set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3) where id = $1 returning id', [alarmId, ctx.now, ctx.actor.name]);
  if (done.length === 0) throw errors.notFound();
  return { ok: true };
}
