import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import type { Cell, OpenColumn, OpenRow } from './columns.ts';
import { csvLine } from './csv-line.ts';
import type { OpenDeps } from './deps.ts';
import type { OpenSet } from './open-set-kind.ts';
import { releaseChecks, smallestGroup, type Check } from './release-checks.ts';
import { sourceRows } from './source-rows.ts';

export interface Build {
  id: string;
  digest: string;
  rows: number;
  bytes: number;
  columns: OpenColumn[];
  checks: Check[];
  passed: boolean;
  geometry: boolean;
}

const chunkBytes = 256 * 1024;
const rowsTogether = 500;

/** 生成: reads the source once, keeps it as CSV chunks and as rows, then runs the checks; all in the caller's transaction. */
export async function buildSet(deps: OpenDeps, ctx: Context, set: OpenSet): Promise<Build> {
  const source = await sourceRows(deps, set);
  const id = ctx.newId();
  const digest = createHash('sm3');
  const filled = new Map(source.columns.map((c) => [c.id, 0]));
  const state = { rows: 0, bytes: 0, chunks: 0, geometry: false };
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let batch: OpenRow[] = [];
  const flushChunk = async (): Promise<void> => {
    if (pendingBytes === 0) return;
    await ctx.tx.query('insert into open.chunk (build_id, ordinal, csv) values ($1, $2, $3)', [id, state.chunks, Buffer.concat(pending)]);
    state.chunks += 1;
    pending = [];
    pendingBytes = 0;
  };
  const write = async (line: string): Promise<void> => {
    const bytes = Buffer.from(line);
    digest.update(bytes);
    state.bytes += bytes.length;
    pending.push(bytes);
    pendingBytes += bytes.length;
    if (pendingBytes >= chunkBytes) await flushChunk();
  };
  const flushRows = async (): Promise<void> => {
    if (batch.length === 0) return;
    await insertRows(ctx, id, state.rows - batch.length, batch);
    batch = [];
  };
  await write(csvLine(source.columns.map((c) => c.id)));
  for await (const row of source.rows) {
    await write(csvLine(source.columns.map((c) => row.data[c.id] ?? null)));
    for (const c of source.columns) if (row.data[c.id] != null) filled.set(c.id, filled.get(c.id)! + 1);
    state.geometry ||= row.geometry !== undefined;
    state.rows += 1;
    batch.push(row);
    if (batch.length === rowsTogether) await flushRows();
  }
  await flushRows();
  await flushChunk();
  const columns = source.columns.map((c): OpenColumn => ({ ...c, filled: filled.get(c.id)! }));
  const smallest = await smallestGroup(deps, set, columns, storedRows(ctx.tx, id));
  const checks = await releaseChecks(deps, ctx, set, source, state.rows, smallest);
  const build: Build = { id, digest: digest.digest('hex'), rows: state.rows, bytes: state.bytes, columns, checks, passed: checks.every((c) => c.passed), geometry: state.geometry };
  await ctx.tx.query('insert into open.build (id, set_name, digest, rows, bytes, columns, checks, passed, built_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [id, set.name, build.digest, build.rows, build.bytes, JSON.stringify(columns), JSON.stringify(checks), build.passed, ctx.now]);
  return build;
}

async function insertRows(ctx: Context, build: string, after: number, rows: readonly OpenRow[]): Promise<void> {
  const sent = rows.map((r, i) => ({
    ordinal: after + i + 1, key: r.key === '' ? String(after + i + 1) : r.key.slice(0, 200), data: r.data, geometry: r.geometry ?? null,
    extent: r.extent === undefined ? null : `(${r.extent[2]},${r.extent[3]}),(${r.extent[0]},${r.extent[1]})`, begins_on: r.beginsOn ?? null, ends_on: r.endsOn ?? null,
  }));
  await ctx.tx.query(`insert into open.row (build_id, ordinal, key, data, geometry, extent, begins_on, ends_on)
    select $1, r.ordinal, r.key, r.data, r.geometry, r.extent, r.begins_on, r.ends_on
    from jsonb_to_recordset($2::jsonb) as r(ordinal int, key text, data jsonb, geometry jsonb, extent box, begins_on date, ends_on date)`, [build, JSON.stringify(sent)]);
}

async function* storedRows(tx: ReadTx, build: string): AsyncGenerator<Record<string, Cell>> {
  for (let after = 0; ;) {
    const rows = await tx.query<{ ordinal: number; data: Record<string, Cell> }>('select ordinal, data from open.row where build_id = $1 and ordinal > $2 order by ordinal limit 2000', [build, after]);
    for (const r of rows) yield r.data;
    if (rows.length < 2000) return;
    after = rows.at(-1)!.ordinal;
  }
}
