import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { createAnalysis } from '#engines/analysis';
import { createRules } from '#engines/rules';
import { computeColumn, type Compute } from './compute-column.ts';
import { onDay } from './run-steps.ts';
import type { ShapeColumn } from './shape.ts';
import { writeSet, type Cell, type Row } from './working-set.ts';

const now = new Date('2026-11-23T01:00:00Z');
const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-compute-'));
const analysis = createAnalysis({ folder, limits: { memoryMiB: 256, threads: 1 } });
const rules = createRules({ now: () => now });
after(() => {
  analysis.close();
  rmSync(folder, { recursive: true, force: true });
});

const column = (name: string, kind: ShapeColumn['kind']): ShapeColumn => ({ name, kind, title: name, sealed: false });
const shape = { personal: false, columns: [column('name', 'text'), column('capital', 'decimal'), column('staff', 'integer'), column('born', 'date'), column('open', 'boolean')] };
const rows: Row[] = [
  { name: '甲 商行', capital: 120.5, staff: 3, born: '2020-02-29', open: true },
  { name: '乙"商行', capital: 0, staff: 0, born: '1999-12-31', open: false },
  { name: null, capital: null, staff: null, born: null, open: null },
];

async function valuesOf(expression: string, kind: Compute['kind']): Promise<{ bySet: boolean; values: Cell[]; others: Row[] }> {
  const set = await writeSet({ analysis }, 'pipe:test.0', shape, now, (async function* () { yield rows; })());
  const step: Compute = { do: 'compute', as: 'made', kind, expression };
  const { bySet, rows: made } = await computeColumn({ analysis, rules } as never, set, step, onDay(expression, '2026-11-23'), { now });
  const found = (await Array.fromAsync(made)).flat();
  return { bySet, values: found.map((r) => r['made'] ?? null), others: found.map((r) => Object.fromEntries(shape.columns.map((c) => [c.name, r[c.name] ?? null]))) };
}

/** Expected by hand from FEEL (DMN 1.5, 10.3): what is computed with nothing is nothing. */
const overSets: [string, Compute['kind'], Cell[]][] = [
  ['capital * 2', 'decimal', [241, 0, null]],
  ['capital / staff', 'decimal', [120.5 / 3, null, null]],
  ['capital / 2', 'integer', [60, 0, null]],
  ['-capital / 2', 'integer', [-60, 0, null]],
  ['capital > 100', 'boolean', [true, false, null]],
  ['capital = null', 'boolean', [false, false, true]],
  ['upper case(name) + "号"', 'text', ['甲 商行号', '乙"商行号', null]],
  ['if open then "开业" else "停业"', 'text', ['开业', '停业', '停业']],
  ['runDay', 'date', ['2026-11-23', '2026-11-23', '2026-11-23']],
  ['born + duration("P1Y")', 'date', ['2021-02-28', '2000-12-31', null]],
  ['born.year', 'integer', [2020, 1999, null]],
  ['staff * 1000000000000000000', 'integer', [null, 0, null]],
];
for (const [expression, kind, expected] of overSets) {
  test(`over the set: ${expression}`, async () => {
    const made = await valuesOf(expression, kind);
    assert.deepEqual([made.bySet, made.values], [true, expected]);
    assert.deepEqual(made.others, rows, 'the other columns are as they were');
  });
}

test('what does not work over sets is computed by batches, and says so', async () => {
  assert.deepEqual(await valuesOf('string join([name, "中国"], "，")', 'text').then((m) => [m.bySet, m.values.slice(0, 2)]), [false, ['甲 商行，中国', '乙"商行，中国']]);
  assert.deepEqual(await valuesOf('count([1, 2]) + staff', 'integer').then((m) => [m.bySet, m.values]), [false, [5, 2, null]]);
});

test('a text is never taken for a number, nor the other way', async () => {
  assert.deepEqual(await valuesOf('name', 'decimal').then((m) => m.values), [null, null, null]);
  assert.deepEqual(await valuesOf('staff', 'text').then((m) => m.values), ['3', '0', null]);
});
