import { formatCells, type Analysis, type AnalysisJoin, type Derived } from '#engines/analysis';
import type { Shape, ShapeColumn } from './shape.ts';

/** Numbers the rows of a working set, so that it is read by pages however long it is. */
export const rowColumn = 'pipelineRow';
export const setName = (id: string): string => `set:${id}`;
const pageRows = 10_000;

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

export interface Working {
  name: string;
  shape: Shape;
  rows: number;
}

type Deps = { analysis: Pick<Analysis, 'write' | 'query'> };

/** 工作集: rows between two steps, in a columnar file of the run's own. */
export async function writeSet({ analysis }: Deps, name: string, shape: Shape, at: Date, chunks: AsyncIterable<readonly Row[]>, options: { personal?: boolean; signal?: AbortSignal } = {}): Promise<Working> {
  let row = 0;
  async function* csv(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) yield Buffer.from(chunk.map((r) => formatCells([++row, ...shape.columns.map((c) => r[c.name])])).join(''));
  }
  const columns = [{ name: rowColumn, kind: 'integer' as const }, ...shape.columns.map(({ name: n, kind, title, mask }) => ({ name: n, kind, title, ...(mask === undefined ? {} : { mask }) }))];
  const { rows } = await analysis.write({ name, at, columns, personal: options.personal ?? false, rows: csv() }, { signal: options.signal });
  return { name, shape, rows };
}

export interface Reading {
  columns?: readonly string[];
  where?: string | undefined;
  joins?: readonly AnalysisJoin[];
  /** Columns that the engine computes over the set. */
  derived?: readonly Derived[];
  now: Date;
  signal?: AbortSignal | undefined;
}

/** Reads a working set by pages; conditions and joins are the engine's, over the set. */
export async function* readSet({ analysis }: Deps, set: Working, { columns = set.shape.columns.map((c) => c.name), where, joins = [], derived = [], now, signal }: Reading): AsyncGenerator<Row[]> {
  for (let from = 0; from < set.rows; from += pageRows) {
    const page = `${rowColumn} > ${from} and ${rowColumn} <= ${from + pageRows}`;
    const answer = await analysis.query(
      { from: set.name, joins, rows: [rowColumn, ...columns], derived, where: where === undefined ? page : `(${where}) and ${page}`, order: [{ by: rowColumn }], limit: pageRows },
      { now, signal },
    );
    yield answer.rows;
  }
}

export const sameColumns = (columns: readonly ShapeColumn[]): Shape => ({ columns: [...columns], personal: false });
