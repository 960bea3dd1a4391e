import { readCsv } from '#engines/content';
import type { Development } from './deps.ts';
import type { Shape, ShapeColumn } from './shape.ts';
import { readSet, rowColumn, setName, type Cell, type Row } from './working-set.ts';
import type { Source } from './contract-step.ts';

const chunkRows = 5_000;

/** 抽取: the rows of a source, by chunks, with the columns of a shape. */
export async function* readSource(d: Pick<Development, 'analysis' | 'records' | 'clock'>, source: Source, shape: Shape, signal: AbortSignal | undefined): AsyncGenerator<Row[]> {
  if ('set' in source) {
    const name = setName(source.set);
    const { rows } = d.analysis.get(name);
    yield* readSet(d, { name, shape, rows }, { now: d.clock.now(), signal });
  } else if ('file' in source) {
    yield* d.analysis.clean(`file:${source.file}`, shape.columns.map((c) => ({ column: c.name, as: c.name, steps: [] })), { signal });
  } else yield* registerRows(d, source.register, shape, signal);
}

/** The first rows only; the source is let go when there are enough. */
export async function* firstRows(chunks: AsyncIterable<readonly Row[]>, max = Infinity): AsyncGenerator<readonly Row[]> {
  let left = max;
  for await (const chunk of chunks) {
    yield chunk.slice(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

async function* registerRows(d: Pick<Development, 'records'>, register: string, shape: Shape, signal: AbortSignal | undefined): AsyncGenerator<Row[]> {
  const { columns, rows } = d.records.snapshot(register);
  const places = shape.columns.map((c) => ({ c, at: columns.findIndex((x) => x.name === c.name) }));
  let chunk: Row[] = [];
  for await (const { cells } of readCsv(rows)) {
    signal?.throwIfAborted();
    chunk.push(Object.fromEntries(places.map(({ c, at }) => [c.name, cellOf(c, cells[at] ?? '')])));
    if (chunk.length < chunkRows) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const numbers = new Set(['integer', 'decimal', 'money']);
const cellOf = ({ kind }: ShapeColumn, text: string): Cell => (text === '' ? null : numbers.has(kind) ? Number(text) : kind === 'boolean' ? text === 't' : text);

/** Sets keep their row numbers; what reads them does not see these. */
export const withoutRow = (row: Row): Row => {
  const { [rowColumn]: _, ...rest } = row;
  return rest;
};
