import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import * as q from './collection-queries.ts';
import type * as c from './contract.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';

const count = (n: number | null): number | null => (n === null ? null : Number(n));

export const runView = (r: q.Run): OutputOf<typeof c.listRuns>['runs'][number] => ({
  id: r.id, sourceId: r.source_id, state: r.state, fileName: r.file_name, facts: r.facts, progress: Number(r.progress), read: count(r.rows_read), created: count(r.created), changed: count(r.changed), unchanged: count(r.unchanged), refused: count(r.refused),
  repeated: r.repeated, failure: r.failure, loadId: r.load_id, byName: r.by_name, plannedAt: r.planned_at.toISOString(), finishedAt: r.finished_at?.toISOString() ?? null,
});

/** Plans a run; it is a job of bulk priority. */
export function planRun(deps: Pick<Collection, 'jobs'>, ctx: Context, source: Pick<q.Source, 'id'>, file?: { id: string; name: string }): string {
  const id = ctx.newId();
  ctx.tx.insert('collection.run', { id, source_id: source.id, state: 'waiting', file_id: file?.id ?? null, file_name: file?.name ?? null, progress: 0, by_name: ctx.actor.kind === 'system' ? '定时归集' : ctx.actor.name, planned_at: ctx.now.toISOString() });
  deps.jobs.plan(ctx.tx, { kind: 'collection.run', payload: { runId: id }, priority: 2 });
  return id;
}

/** A source's waiting or running run where there is one: a second would read the same rows. */
export async function startRun(deps: Collection, ctx: Context, { sourceId }: { sourceId: string }): Promise<{ runId: string }> {
  const source = await q.sourceInCharge(ctx.tx, sourceId);
  if (source.state === 'stopped' || (source.valid_to !== null && source.valid_to <= ctx.now)) throw errors.stopped();
  if (source.kind === 'file') throw errors.notThisWay({ kind: source.kind });
  const open = await q.openRun(ctx.tx, source.id);
  return { runId: open?.id ?? planRun(deps, ctx, source) };
}

export async function listRuns(ctx: Context, { sourceId, cursor, limit }: ParsedInputOf<typeof c.listRuns>): Promise<OutputOf<typeof c.listRuns>> {
  const rows = await q.pageOfRuns(ctx.tx, sourceId, cursor, limit + 1);
  const shown = rows.slice(0, limit);
  return { runs: shown.map(runView), next: rows.length > limit ? shown.at(-1)!.id : null };
}

export async function getRun(deps: Pick<Collection, 'records'>, ctx: Context, { runId }: ParsedInputOf<typeof c.getRun>): Promise<OutputOf<typeof c.getRun>> {
  const run = await q.findRun(ctx.tx, runId);
  if (run === undefined) throw errors.runUnknown();
  const [source, lines] = [await q.findSource(ctx.tx, run.source_id), await q.refusedLines(ctx.tx, run.id, 0, 100)];
  const titles = new Map(source === undefined ? [] : deps.records.definition(source.register).fields.map((f) => [f.id, textIn(f.title, ctx.locale)]));
  // a fault may name several fields: identityNumber+name
  const titleOf = (field: string): string => field.split('+').map((f) => titles.get(f) ?? f).join('、');
  return { ...runView(run), refusedLines: lines.map(({ line, faults }) => ({ line, faults: faults.map((f) => ({ ...f, title: titleOf(f.field) })) })), refusedUrl: lines.length === 0 || source?.in_charge !== true ? null : `/api/desk/collection/runs/${run.id}/refused.csv` };
}

/** Runs of sources whose time has come; once a minute. */
export async function runDueSources(deps: Collection, ctx: Context): Promise<void> {
  for (const source of await q.dueSources(ctx.tx, ctx.now)) {
    await startRun(deps, ctx, { sourceId: source.id });
    await ctx.tx.query("update collection.source set next_run_at = $2::timestamptz + make_interval(mins => every_minutes) where id = $1", [source.id, ctx.now]);
  }
}

/** Rows of a department's system, durable when answered: offsets of a source follow one another without gaps. */
export async function pushRows(deps: Collection, ctx: Context, { sourceId, rows }: ParsedInputOf<typeof c.pushRows>): Promise<OutputOf<typeof c.pushRows>> {
  const source = await q.findSource(ctx.tx, sourceId);
  if (source === undefined || !ctx.actor.organisations.includes(source.organisation)) throw errors.sourceUnknown();
  if (source.state === 'stopped') throw errors.stopped();
  if (source.kind !== 'topic') throw errors.notThisWay({ kind: source.kind });
  // the row lock lets pushes to one source follow one another: a reader never passes over an offset that is not committed yet
  const { next_offset } = await ctx.tx.one<{ next_offset: number }>('update collection.source set next_offset = next_offset + $2 where id = $1 returning next_offset', [source.id, rows.length]);
  const firstOffset = Number(next_offset) - rows.length;
  ctx.tx.insert('collection.message', { source_id: source.id, first_offset: firstOffset, row_count: rows.length, body: deps.crypto.seal(JSON.stringify(rows)), at: ctx.now.toISOString() });
  deps.jobs.plan(ctx.tx, { kind: 'collection.due', payload: { sourceId: source.id }, key: source.id, priority: 2 });
  return { firstOffset, nextOffset: Number(next_offset) };
}
