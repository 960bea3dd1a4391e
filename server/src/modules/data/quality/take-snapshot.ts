import { formatCells, type Analysis, type SnapshotColumn } from '#engines/analysis';
import { CsvError, readCsv } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { registerDefinition, registerOfSource, sourceOfRegister, titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';

const columnsMax = 400;

/** 生成快照: a register as it stands now, or an uploaded table (CSV in UTF-8 with a header). Large ones take long: jobs call it too. */
export async function takeSnapshot(q: Quality, ctx: Context, input: ParsedInputOf<typeof c.takeSnapshot>): Promise<OutputOf<typeof c.takeSnapshot>> {
  if ('register' in input.of) {
    if (registerDefinition(q, input.of.register) === undefined) throw errors.notFound();
    planSnapshots(q.jobs, ctx, [input.of.register]);
    return { source: sourceOfRegister(input.of.register) };
  }
  const source = `file:${input.of.fileId}`;
  const { stream } = await q.files.open(ctx, input.of.fileId);
  try {
    await snapshotTable(q, source, stream, ctx.now);
  } finally {
    stream.destroy();
  }
  return { source };
}

export const snapshotJob = 'quality.snapshot';

/** Snapshots of these registers are taken anew, each once. */
export function planSnapshots(jobs: Pick<Jobs, 'plan'>, ctx: Pick<Context, 'tx'>, registers: readonly string[]): void {
  for (const register of new Set(registers)) jobs.plan(ctx.tx, { kind: snapshotJob, payload: { register }, key: register });
}

/** Once after a start: those of these registers of which there is no snapshot get one. */
export async function startSnapshots({ analysis, jobs, asSystem }: { analysis: Pick<Analysis, 'list'>; jobs: Pick<Jobs, 'plan'>; asSystem: (use: (ctx: Context) => Promise<void>) => Promise<void> }, registers: readonly string[]): Promise<void> {
  const there = new Set(analysis.list().map((s) => s.name));
  const missing = registers.filter((register) => !there.has(sourceOfRegister(register)));
  if (missing.length > 0) await asSystem(async (ctx) => planSnapshots(jobs, ctx, missing));
}

export async function snapshotRegister(q: Pick<Quality, 'records' | 'analysis' | 'clock'>, register: string, signal?: AbortSignal): Promise<void> {
  const { columns, personal, rows } = q.records.snapshot(register);
  await q.analysis.write({ name: sourceOfRegister(register), at: q.clock.now(), columns, personal, rows }, { signal });
}

/** Columns are called c1, c2 …: what the file calls them is their title, for people only. */
async function snapshotTable(q: Pick<Quality, 'analysis'>, name: string, stream: AsyncIterable<Uint8Array>, at: Date): Promise<void> {
  try {
    const records = readCsv(stream)[Symbol.asyncIterator]();
    const header = await records.next();
    if (header.done === true) throw errors.fileInvalid({ zh: '没有表头', en: 'it has no header' });
    const titles = header.value.cells;
    if (titles.length > columnsMax) throw errors.fileInvalid({ zh: `列数超过 ${columnsMax}`, en: `it has more than ${columnsMax} columns` });
    const columns = titles.map((title, i): SnapshotColumn => ({ name: `c${i + 1}`, kind: 'text', title: title.slice(0, 100) }));
    const rows = async function* (): AsyncGenerator<Uint8Array> {
      for (let next = await records.next(); next.done !== true; next = await records.next()) {
        const { cells, line } = next.value;
        if (cells.length !== titles.length) throw errors.fileInvalid({ zh: `第 ${line} 行有 ${cells.length} 列，表头有 ${titles.length} 列`, en: `line ${line} has ${cells.length} cells, the header ${titles.length}` });
        yield Buffer.from(formatCells(cells.map((cell) => (cell === '' ? null : cell))));
      }
    };
    // whoever may open the file may see its values: it is admitted by the file itself
    await q.analysis.write({ name, at, columns, personal: false, rows: rows() });
  } catch (error) {
    if (error instanceof CsvError) throw errors.fileInvalid({ zh: error.words.zh, en: error.words.en });
    throw error;
  }
}

export async function listSnapshots(q: Quality, ctx: Context): Promise<OutputOf<typeof c.listSnapshots>> {
  const shown: OutputOf<typeof c.listSnapshots>['snapshots'] = [];
  for (const s of q.analysis.list()) {
    const register = registerOfSource(s.name);
    const title = register === undefined ? await q.files.getMeta(ctx, s.name.slice('file:'.length)).then((m) => m.name, () => undefined) : titleOf(q, ctx, register);
    if (title !== undefined) shown.push({ source: s.name, title, at: s.at, rows: s.rows, digest: s.digest, personal: s.personal, columns: s.columns.map((x) => ({ name: x.name, title: x.title ?? x.name, kind: x.kind })) });
  }
  return { snapshots: shown };
}
