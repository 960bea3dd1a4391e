import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { OutsideJob } from '#engines/jobs';
import type { LoadReport, Line } from '#engines/records';
import { Refusal } from '#kernel/errors';
import type { ReadTx } from '#kernel/db';
import type { Context } from '#kernel/context';
import { findRun, findSource, type Run, type Source } from './collection-queries.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { mayReach } from './may-reach.ts';
import { mappingFor, reportColumns, type Mapping } from './map-columns.ts';
import { openTable } from './open-table.ts';
import { pullLimits, pullRows } from './pull-rows.ts';
import type { TableFacts, TableRow } from './table-rows.ts';

/** Refused lines that are kept for the sender; all are counted. */
const refusedKeptMax = 100_000;

type Job = Pick<OutsideJob, 'id' | 'read' | 'finish'>;
type Faults = { field: string; zh: string; en: string }[];

const nothing = { zh: '本次没有搬运任何数据', en: 'This run moved nothing' };

/**
 * 归集一次: brings the rows of one run into its register. What is pulled or was pushed is first kept as a file, so that a run that was
 * cut off goes on from there and refused rows can be handed back whatever way they came. The load itself is one transaction and tells
 * its own repetition: running twice changes nothing.
 */
export async function runCollection(deps: Collection, job: Job, write: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>, runId: string): Promise<void> {
  const found = await job.read(async (tx) => {
    const run = await findRun(tx, runId);
    const source = run === undefined ? undefined : await findSource(tx, run.source_id);
    return run === undefined || source === undefined ? undefined : { run, source };
  });
  if (found === undefined || !['waiting', 'running'].includes(found.run.state)) return;
  const { source } = found;
  const stillOpen = (): Promise<void> => job.read((tx) => mustBeOpen(tx, source));
  let run = found.run;
  const refused: { line: number; faults: Faults }[] = [];
  try {
    if (source.kind === 'interface') await stillOpen();
    if (run.file_id === null) {
      const kept = await keepPulled(deps, job, write, run, source, stillOpen);
      if (kept === undefined) return await job.finish((ctx) => conclude(ctx, source, run, undefined, [], undefined));
      run = kept;
    }
    const facts: TableFacts = { format: 'csv', columns: [] };
    const file = await job.read((tx) => deps.files.open({ tx } as Context, run.file_id!));
    const definition = deps.records.definition(source.register);
    const rows = openTable(deps.analysis, { name: run.file_name!, size: file.meta.size, stream: file.stream }, { sheet: source.settings.sheet, formulas: source.settings.formulas ?? 'refuse' }, facts);
    const lines = mapped(rows, (columns) => mappingFor(definition, source.mapping, columns, source.fixed, source.supplier === null ? deps.records.fieldsOf(source.register, bodyOf(deps, source)) : undefined), facts, source);
    let report: LoadReport;
    try {
      // with the first rows their table's facts are known, also where the load knows the file and reads no further
      const first = lines.next();
      // what is wrong with it is told by the load, once it is known that this body may load here at all
      await Promise.allSettled([first]);
      report = await held(write, source, () => deps.records.loadLines(source.register, counted(after(first, lines), (done) => write((ctx) => tell(ctx, run, done))), {
        source: source.supplier ?? bodyOf(deps, source), actorName: run.by_name, now: run.planned_at, newId: deps.ids,
        digest: createHash('sm3').update(`${file.meta.digest} ${JSON.stringify(source.mapping)} ${JSON.stringify(source.settings.sheet ?? '')}${source.supplier === null ? '' : `${JSON.stringify(source.fixed)}${source.id}`}`).digest(),
        refused: (line, faults) => {
          if (refused.length < refusedKeptMax) refused.push({ line, faults });
        },
      }));
    } finally {
      await lines.return(undefined);
    }
    await job.finish(async (ctx) => {
      await conclude(ctx, source, run, report, refused, facts);
      if (report.created + report.changed > 0) deps.jobs.plan(ctx.tx, { kind: 'collection.loaded', payload: {}, key: 'loaded', priority: 2 });
      // what still waits is another run's
      if (run.more) deps.jobs.plan(ctx.tx, { kind: 'collection.due', payload: { sourceId: source.id }, key: source.id, priority: 2 });
    });
  } catch (error) {
    const refusal = error instanceof Refusal ? error : unkeepable(error) ? errors.fileRefused({ zh: '含有无法保存的内容', en: 'it has what cannot be kept' }) : undefined;
    if (refusal === undefined) throw error;
    // what the other side may mend by itself is tried again by the next run; nothing was loaded
    await job.finish((ctx) => fail(ctx, run, { zh: refusal.words('zh'), en: refusal.words('en') }));
  }
}

/** What the database cannot hold (class 22, data exception) is the file's fault: the same bytes would fail again. */
const unkeepable = (error: unknown): boolean => /^22[0-9A-Z]{3}$/.test(String((error as { code?: unknown }).code));

const bodyOf = (deps: Collection, source: Source): string => deps.organisation(source.organisation)?.name ?? source.organisation;

/** A supply that was ended, or whose agreement is over, is neither read nor loaded. */
async function mustBeOpen(tx: ReadTx, source: Source, lock = ''): Promise<void> {
  const now = await tx.one<{ state: string }>(`select state from collection.source where id = $1 ${lock}`, [source.id]);
  if (now.state === 'stopped') throw errors.stopped();
}

/** Loads of a supply hold its row: whoever ends it waits for the load that is being written, and none comes after. */
const held = <T>(write: <R>(use: (ctx: Context) => Promise<R>) => Promise<R>, source: Source, load: () => Promise<T>): Promise<T> =>
  source.supplier === null ? load() : write(async (ctx) => {
    await ctx.tx.query('set local idle_in_transaction_session_timeout = 0');
    await mustBeOpen(ctx.tx, source, 'for share');
    return load();
  });

/** The lines again, of which some were read ahead. */
async function* after(first: Promise<IteratorResult<Line[]>>, rest: AsyncIterable<Line[]>): AsyncGenerator<Line[]> {
  const { done, value } = await first;
  if (done === true) return;
  yield value;
  yield* rest;
}

/** Rows between two notes of how far a run is. */
const progressEvery = 20_000;

/** 进度: told on the way, in a transaction of its own, since the load commits at its end only. */
async function* counted(lines: AsyncIterable<Line[]>, told: (done: number) => Promise<void>): AsyncGenerator<Line[]> {
  let [done, said] = [0, 0];
  for await (const batch of lines) {
    yield batch;
    done += batch.length;
    if (done - said < progressEvery) continue;
    said = done;
    await told(done);
  }
}

const tell = async (ctx: Context, run: Pick<Run, 'id'>, done: number): Promise<void> => void (await ctx.tx.query("update collection.run set state = 'running', progress = $2 where id = $1 and state in ('waiting', 'running')", [run.id, done]));

/** Rows by field; columns that the mapping does not name are told and left out. */
async function* mapped(batches: AsyncIterable<TableRow[]>, mappingOf: (columns: readonly string[]) => Mapping, facts: TableFacts, source: Source): AsyncGenerator<Line[]> {
  let mapping: Mapping | undefined;
  const known = new Set(reportColumns);
  const ignored = new Set<string>();
  const note = (columns: readonly string[]): void => {
    for (const column of columns) if (!known.has(column) && ignored.size < 100) ignored.add(column);
  };
  const lineOf = ({ line, cells, fault }: TableRow): Line => {
    if (cells === undefined) return { line, fault: fault! };
    const first = mapping === undefined;
    // JSON names the columns row by row: those of the first row and of the mapping are known
    mapping ??= mappingOf(facts.format === 'jsonl' ? [...new Set([...Object.keys(cells), ...source.mapping.map((m) => m.column)])] : facts.columns);
    if (first) for (const { column } of mapping) known.add(column);
    if (first || facts.format === 'jsonl') note(Object.keys(cells));
    const row: Record<string, unknown> = {};
    for (const { column, field } of mapping) row[field] = cells[column];
    Object.assign(row, source.fixed);
    return { line, row };
  };
  for await (const rows of batches) yield rows.map(lineOf);
  Object.assign(facts, { ignored: [...ignored] });
}

/** Pulls into a file of its own; undefined where there was nothing. */
async function keepPulled(deps: Collection, job: Job, write: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>, run: Run, source: Source, stillOpen: () => Promise<void>): Promise<Run | undefined> {
  const pulled = pullRows({ ...pullLimits, stillOpen, crypto: deps.crypto, mayReach: mayReach(deps.content), read: job.read, keyed: deps.records.definition(source.register).key.length > 0 }, source);
  let count = 0;
  async function* lines(): AsyncGenerator<Uint8Array> {
    for await (const row of pulled.rows) {
      count += 1;
      yield Buffer.from(`${JSON.stringify(row)}\n`);
    }
  }
  const stream = lines();
  const first = await stream.next();
  if (first.done === true) return undefined;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    yield* stream;
  }
  // named by what they hold, plain text to whoever receives files
  const name = `${source.kind}-${run.id}.jsonl`;
  const received = await deps.files.receive(Readable.from(all()), { name, maxBytes: 2 ** 32, accept: ['text/plain', 'application/octet-stream'] });
  const position = pulled.position();
  return write(async (ctx) => {
    const fileId = await deps.files.keep(ctx, received, { purpose: '数据归集', organisation: source.organisation });
    await ctx.tx.query("update collection.run set state = 'running', more = $5, file_id = $2, file_name = $3, position_after = $4 where id = $1", [run.id, fileId, name, position, pulled.more()]);
    return { ...run, state: 'running', more: pulled.more(), file_id: fileId, file_name: name, position_after: position };
  });
}

async function conclude(ctx: Context, source: Source, run: Run, report: LoadReport | undefined, refused: { line: number; faults: Faults }[], facts: TableFacts | undefined): Promise<void> {
  const moved = report !== undefined && !report.repeated && report.created + report.changed > 0;
  const allRefused = report !== undefined && report.read > 0 && report.refused === report.read;
  const state = allRefused ? 'failed' : moved || source.may_be_empty ? 'done' : 'empty';
  const failure = allRefused ? { zh: '全部行被退回', en: 'All rows were refused' } : state === 'empty' ? nothing : null;
  await ctx.tx.query(
    `update collection.run set state = $2, facts = $3, rows_read = $4::bigint, created = $5, changed = $6, unchanged = $7, refused = $8, repeated = $9, load_id = $10, failure = $11, finished_at = $12, progress = coalesce($4::bigint, 0) where id = $1`,
    [run.id, state, facts === undefined ? null : JSON.stringify(facts), report?.read ?? 0, report?.created ?? 0, report?.changed ?? 0, report?.unchanged ?? 0, report?.refused ?? 0, report?.repeated ?? false, report?.loadId ?? null, failure === null ? null : JSON.stringify(failure), ctx.now],
  );
  // a repeated file: what was refused then is refused now
  const lines = report?.repeated === true ? report.refusedLines : refused;
  for (let i = 0; i < lines.length; i += 5_000) {
    await ctx.tx.query('insert into collection.refused_line (run_id, line, faults) select $1, line, faults from jsonb_to_recordset($2::jsonb) as r(line int, faults jsonb) on conflict do nothing', [run.id, JSON.stringify(lines.slice(i, i + 5_000))]);
  }
  if (run.position_after !== null) await ctx.tx.query('update collection.source set position = $2 where id = $1', [source.id, run.position_after]);
}

const fail = async (ctx: Context, run: Run, words: { zh: string; en: string }): Promise<void> => {
  await ctx.tx.query("update collection.run set state = 'failed', failure = $2, finished_at = $3, rows_read = 0, created = 0, changed = 0, unchanged = 0, refused = 0 where id = $1", [run.id, JSON.stringify(words), ctx.now]);
};

