import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { OutsideJob } from '#engines/jobs';
import type { Line, LoadReport } from '#engines/records';
import { ownTransaction, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { edgesOf } from './pipeline-edges.ts';
import { prepare, type StepFigures } from './run-steps.ts';
import { planFollowers } from './runs.ts';
import { shapeAfter, shapeOfSource } from './shape.ts';
import type { Pipeline, Step } from './contract-step.ts';
import { readSet, setName, writeSet, type Working } from './working-set.ts';

interface Taken { fence: number; pipeline: string; day: string; definition: Pipeline; requested_by: string }

/** Published file of a set: what leaves is made before the commit, and kept only by it. */
interface Outcome { moved: number; refused: number; note: { zh: string; en: string } | null; write?: (ctx: Context) => Promise<void> }

/** Every worker that takes the run raises the fence; what an earlier one still does is worth nothing from then on. */
export const takeRun = (d: Pick<Development, 'db' | 'clock' | 'ids'>, runId: string): Promise<Taken | undefined> =>
  ownTransaction(d, (ctx) => ctx.tx.maybe<Taken>(
    "update development.run set fence = fence + 1, state = 'running', started_at = $2 where id = $1 and state in ('waiting', 'running') returning fence, pipeline, day::text as day, definition, requested_by", [runId, ctx.now],
  ));

/** 运行: steps into working sets of its own, then the last step under the fence. */
export async function runPipeline(d: Development, job: Pick<OutsideJob, 'payload' | 'signal' | 'read' | 'finish'>): Promise<void> {
  const { runId } = job.payload as { runId: string };
  const taken = await takeRun(d, runId);
  if (taken === undefined) return;
  const { fence, definition, day } = taken;
  // what an earlier worker left behind
  for (const left of d.analysis.list()) if (left.name.startsWith(`pipe:${runId}.`)) d.analysis.remove(left.name);
  const figures: StepFigures[] = [];
  const stillMine = async (): Promise<void> => {
    const row = await job.read((tx) => tx.maybe<{ fence: number; state: string }>('select fence, state from development.run where id = $1', [runId]));
    if (row?.fence !== fence || row.state !== 'running') throw errors.leaseLost();
  };
  let made: string[] = [];
  try {
    const prepared = await prepare(d, definition, { runId, fence, day, signal: job.signal, stillMine }, (f) => figures.push(f));
    made = prepared.made;
    await stillMine();
    const began = performance.now();
    const last = definition.steps.at(-1)!;
    // content is checked when it runs: what may not leave does not
    shapeAfter(d, prepared.set.shape, last, definition.steps.length - 1, (source) => shapeOfSource(d, source));
    const outcome = await lastStep(d, last, prepared.set, { runId, fence, by: `${textIn(definition.title, 'zh')}（${taken.requested_by}）` }, job.signal);
    figures.push({ seq: definition.steps.length - 1, kind: last.do, rowsIn: prepared.set.rows, rowsOut: outcome.moved, refused: outcome.refused, milliseconds: Math.round(performance.now() - began), note: outcome.note });
    const failure = prepared.set.rows > 0 && outcome.refused === prepared.set.rows ? errors.allRefused({ rows: outcome.refused }) : outcome.moved === 0 && !definition.mayBeEmpty ? errors.movedNothing() : undefined;
    await job.finish((ctx) => conclude(d, ctx, taken, runId, figures, failure, outcome));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await job.finish((ctx) => conclude(d, ctx, taken, runId, figures, error, undefined));
  } finally {
    for (const name of made) d.analysis.remove(name);
  }
}

/** One transaction, for the newest worker only: figures, outcome, what follows, what is alarmed. */
async function conclude(d: Development, ctx: Context, run: Taken, runId: string, figures: readonly StepFigures[], failure: Refusal | undefined, outcome: Outcome | undefined): Promise<void> {
  const words = failure === undefined ? null : { zh: failure.words('zh'), en: failure.words('en') };
  const mine = await ctx.tx.query(
    `update development.run set state = $3, finished_at = $4, moved = $5, problem = $6 where id = $1 and fence = $2 and state = 'running' returning id`,
    [runId, run.fence, failure === undefined ? 'done' : 'failed', ctx.now, outcome?.moved ?? 0, words === null ? null : JSON.stringify(words)],
  );
  if (mine.length === 0) return;
  for (const f of figures) ctx.tx.insert('development.run_step', { run_id: runId, fence: run.fence, seq: f.seq, kind: f.kind, rows_in: f.rowsIn, rows_out: f.rowsOut, refused: f.refused, milliseconds: f.milliseconds, note: f.note });
  d.ledger.append(ctx.tx, { kind: 'development.run', subject: runId, data: { pipeline: run.pipeline, day: run.day, state: failure === undefined ? 'done' : 'failed', moved: outcome?.moved ?? 0 } });
  if (words !== null) ctx.tx.insert('development.alarm', { id: ctx.newId(), pipeline: run.pipeline, run_id: runId, words, at: ctx.now.toISOString() });
  if (failure !== undefined) return;
  if (outcome?.write !== undefined) {
    // a long set may take longer to be put in place than a session may stand idle
    await ctx.tx.query('set local idle_in_transaction_session_timeout = 0');
    await outcome.write(ctx);
  }
  // two runs of one pipeline may end together
  await ctx.tx.query("select pg_advisory_xact_lock(hashtext('development.edges'), hashtext($1))", [run.pipeline]);
  await d.declareEdges(ctx, `pipeline:${run.pipeline}`, edgesOf(run.pipeline, run.definition));
  await planFollowers(d, ctx, run.pipeline, run.day);
}

const lastStep = (d: Development, step: Step, set: Working, run: { runId: string; fence: number; by: string }, signal: AbortSignal): Promise<Outcome> => {
  if (step.do === 'load') return load(d, step.register, set, run, signal);
  if (step.do === 'publish') return publish(d, step, set, run, signal);
  throw errors.stepInvalid({ step: 0, zh: '最后一步应为入库或发布', en: 'the last step loads or publishes' });
};

/**
 * 入库 under the fence: the run's row is held while the register's transaction commits, so that a worker whose lease was lost cannot
 * write, and one that takes the run over waits and then finds the load done (its digest names the run).
 */
function load(d: Development, register: string, set: Working, run: { runId: string; fence: number; by: string }, signal: AbortSignal): Promise<Outcome> {
  return ownTransaction(d, async (ctx) => {
    await ctx.tx.query('set local idle_in_transaction_session_timeout = 0');
    const held = await ctx.tx.maybe("select 1 as held from development.run where id = $1 and fence = $2 and state = 'running' for update", [run.runId, run.fence]);
    if (held === undefined) throw errors.leaseLost();
    if (set.rows === 0) return { moved: 0, refused: 0, note: null };
    const report = await d.records.loadLines(register, lines(d, set, signal), {
      source: `数据管道：${run.by}`, actorName: '数据管道', now: ctx.now, newId: d.ids, digest: () => createHash('sm3').update(`development.run ${run.runId}`).digest(),
    });
    return { moved: report.created + report.changed, refused: report.refused, note: said(report) };
  });
}

const said = (r: LoadReport): { zh: string; en: string } => {
  const first = r.refusedLines[0]?.faults[0];
  const why = (locale: 'zh' | 'en'): string => (first === undefined ? '' : `（${first.field}：${first[locale]}）`);
  return { zh: `新增 ${r.created}，变更 ${r.changed}，未变 ${r.unchanged}，退回 ${r.refused}${why('zh')}`, en: `${r.created} created, ${r.changed} changed, ${r.unchanged} unchanged, ${r.refused} refused${why('en')}` };
};

async function* lines(d: Development, set: Working, signal: AbortSignal): AsyncGenerator<Line[]> {
  let line = 0;
  for await (const chunk of readSet(d, set, { now: d.clock.now(), signal })) {
    yield chunk.map(({ pipelineRow: _, ...row }) => ({ line: ++line, row: Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)) }));
  }
}

/** 发布: a set for further work, a file behind the gateway, a candidate for opening. */
async function publish(d: Development, step: Extract<Step, { do: 'publish' }>, set: Working, run: { runId: string; fence: number }, signal: AbortSignal): Promise<Outcome> {
  const now = d.clock.now();
  const named = { run_id: run.runId, kind: step.as, name: step.name, title: step.title, rows: set.rows, personal: set.shape.personal, at: now.toISOString() };
  if (step.as === 'set') {
    // put in place only by the worker that still holds the run
    return { moved: set.rows, refused: 0, note: null, write: async (ctx) => {
      await writeSet(d, setName(step.name), set.shape, now, readSet(d, set, { now, signal }), { personal: set.shape.personal, signal });
      ctx.tx.insert('development.publication', { id: ctx.newId(), file_id: null, ...named });
    } };
  }
  if (set.shape.personal) throw errors.personalLeaves();
  const received = await d.files.receive(Readable.from(csv(d, set, signal)), { name: `${step.name}.csv`, maxBytes: 2 ** 31, accept: ['text/csv', 'text/plain', 'application/octet-stream'] });
  return { moved: set.rows, refused: 0, note: null, write: async (ctx) => {
    const fileId = await d.files.keep(ctx, received, { purpose: `数据管道成果：${step.title}` });
    ctx.tx.insert('development.publication', { id: ctx.newId(), file_id: fileId, ...named });
    if (step.as !== 'service') return;
    const known = await d.exchange.findService(step.name);
    await ctx.tx.flush();
    await d.exchange.putService(ctx, { id: step.name, version: known?.version ?? 0, definition: { title: step.title, mode: 'file', fileId }, state: 'active', reason: '数据管道发布' });
  } };
}

const quoted = (cell: unknown): string => {
  const text = cell === null || cell === undefined ? '' : String(cell);
  // a cell that a spreadsheet would take for a formula is told to be text
  const safe = typeof cell === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

async function* csv(d: Development, set: Working, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\ufeff${set.shape.columns.map((c) => quoted(c.title)).join(',')}\r\n`);
  for await (const chunk of readSet(d, set, { now: d.clock.now(), signal })) yield Buffer.from(chunk.map((r) => `${set.shape.columns.map((c) => quoted(r[c.name])).join(',')}\r\n`).join(''));
}
