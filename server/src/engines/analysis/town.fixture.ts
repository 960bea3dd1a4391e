import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { formatCells } from './csv-cells.ts';
import { createAnalysis, type Analysis } from './create-analysis.ts';
import type { SnapshotColumn } from './snapshot.ts';

export const at = new Date('2026-11-23T01:00:00Z');

export const townColumns: SnapshotColumn[] = [
  { name: 'recordId', kind: 'text' }, { name: 'name', kind: 'text' }, { name: 'number', kind: 'digest' }, { name: 'age', kind: 'integer' }, { name: 'fee', kind: 'money' },
  { name: 'born', kind: 'date' }, { name: 'seen', kind: 'timestamp' }, { name: 'alive', kind: 'boolean' }, { name: 'area', kind: 'text' },
];

export type TownRow = [id: string, name: string | null, number: string | null, age: number | null, fee: number | null, born: string | null, seen: string | null, alive: boolean | null, area: string | null];

export const townRows: TownRow[] = [
  ['r1', '李小明', 'aa', 30, 0.1, '1996-02-29', '2026-11-01T00:00:00Z', true, '220102'],
  ['r2', ' 王五\n"大"', 'bb', null, 300.5, '2008-11-23', '2026-11-22T23:59:59Z', false, '220103'],
  ['r3', null, null, -1, null, null, null, null, null],
  ['r4', 'ＡＢＣ１２', 'aa', 0, 12.25, '2027-01-01', '2025-01-01T00:00:00Z', true, '220102'],
  ['r5', '', 'cc', 18, 0, '2008-11-24', '2026-11-23T01:00:00Z', null, '2201'],
];

/** An analysis engine of its own with a small town in it. */
export async function town(t: Pick<TestContext, 'after'>, rows: readonly TownRow[] = townRows): Promise<Analysis> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-analysis-'));
  const analysis = createAnalysis({ folder, limits: { memoryMiB: 512, threads: 2 } });
  t.after(() => {
    analysis.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await analysis.write({ name: 'test:town', at, columns: townColumns, personal: false, rows: csvOf(rows) });
  return analysis;
}

export async function* csvOf(rows: Iterable<readonly (string | number | boolean | null)[]>): AsyncGenerator<Uint8Array> {
  for (const row of rows) yield Buffer.from(formatCells(row));
}
