import { Refusal } from '#kernel/errors';
import type { Development } from './deps.ts';
import type { Step } from './contract-step.ts';
import { readSet, type Cell, type Reading, type Row, type Working } from './working-set.ts';

export type Compute = Extract<Step, { do: 'compute' }>;

/**
 * 计算列: one expression over the set by the analytical engine. What cannot be said over sets (loops, contexts, text of a number) is
 * evaluated by batches of rows instead, where dates are texts; `bySet` tells which it was.
 */
export async function computeColumn(d: Pick<Development, 'analysis' | 'rules'>, set: Working, step: Compute, expression: string, reading: Reading): Promise<{ bySet: boolean; rows: AsyncGenerator<Row[]> }> {
  const derived = [{ as: step.as, expression, kind: step.kind }];
  if (await worksOverSet(d, set, derived, reading)) return { bySet: true, rows: readSet(d, set, { ...reading, derived }) };
  return { bySet: false, rows: byRow(d, set, step, expression, reading) };
}

/** One row tells: what is refused is refused before any is read. */
async function worksOverSet(d: Pick<Development, 'analysis'>, set: Working, derived: NonNullable<Reading['derived']>, { now, signal }: Reading): Promise<boolean> {
  try {
    await d.analysis.query({ from: set.name, rows: [set.shape.columns[0]!.name], derived, limit: 1 }, { now, signal });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'analysis.notSetBased') return false;
    throw error;
  }
}

async function* byRow(d: Pick<Development, 'analysis' | 'rules'>, set: Working, step: Compute, written: string, reading: Reading): AsyncGenerator<Row[]> {
  const expression = d.rules.compile(written);
  for await (const chunk of readSet(d, set, reading)) yield chunk.map((row) => ({ ...row, [step.as]: valueOf(expression(row, reading.now), step.kind) }));
}

function valueOf(value: unknown, kind: Compute['kind']): Cell {
  if (kind === 'boolean') return typeof value === 'boolean' ? value : null;
  if (kind === 'text') return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
  if (kind === 'date') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return kind === 'integer' ? Math.trunc(value) : value;
}
