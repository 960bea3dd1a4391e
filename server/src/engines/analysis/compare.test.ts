import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, csvOf, town } from './town.fixture.ts';
import type { Analysis } from './create-analysis.ts';

const code = (expected: string) => (error: unknown): boolean => (error as { code?: string }).code === expected;
const columns = [{ name: 'key', kind: 'text' }, { name: 'name', kind: 'text' }, { name: 'sum', kind: 'integer' }] as const;
type Row = [key: string | null, name: string | null, sum: number | null];
const write = (analysis: Analysis, name: string, rows: Row[], personal = false) => analysis.write({ name, at, columns, personal, rows: csvOf(rows) });
const pairs = { key: [{ left: 'key', right: 'key' }], columns: [{ left: 'name', right: 'name' }, { left: 'sum', right: 'sum' }] };

test('two sources: missing, differing, the same, twice, without a key; with samples', async (t) => {
  const analysis = await town(t);
  await write(analysis, 'test:a', [['1', '甲', 1], ['2', '乙', 2], ['3', null, null], ['4', '丁', 4], ['5', '戊', 5], ['5', '戊', 5], [null, '己', 6]]);
  await write(analysis, 'test:b', [['1', '甲', 1], ['2', '乙方', 2], ['3', null, null], ['4', null, 40], ['5', '戊', 5], ['6', '庚', 6], ['7', '辛', 7], [null, null, 1], [null, null, 2]]);
  const found = await analysis.compare({ left: 'test:a', right: 'test:b', ...pairs });
  const { samples, differingByColumn, ...counts } = found;
  assert.deepEqual(counts, { leftRows: 7, rightRows: 9, same: 2, differing: 2, missingLeft: 2, missingRight: 0, duplicateLeft: 1, duplicateRight: 0, withoutKeyLeft: 1, withoutKeyRight: 2, columnsSampled: false });
  assert.deepEqual(differingByColumn.map((c) => c.differing), [2, 1]);
  assert.deepEqual(samples, [
    { kind: 'differing', key: ['2'], columns: ['name'], values: [{ column: 'name', left: '乙', right: '乙方' }] },
    { kind: 'differing', key: ['4'], columns: ['name', 'sum'], values: [{ column: 'name', left: '丁', right: null }, { column: 'sum', left: 4, right: 40 }] },
    { kind: 'missing-left', key: ['6'], columns: [], values: [] }, { kind: 'missing-left', key: ['7'], columns: [], values: [] },
  ]);
  await write(analysis, 'test:b', [['2', '乙方', 2]], true);
  const personal = await analysis.compare({ left: 'test:a', right: 'test:b', ...pairs });
  assert.deepEqual(personal.samples[0], { kind: 'differing', key: ['2'], columns: ['name'], values: [] }, 'values of persons stay inside');
  const keysOnly = await analysis.compare({ left: 'test:a', right: 'test:b', key: pairs.key, columns: [] });
  assert.deepEqual([keysOnly.same, keysOnly.differing, keysOnly.missingRight], [1, 0, 4]);
});

test('many partitions give what one gives', async (t) => {
  const { compareSnapshots } = await import('./compare-snapshots.ts');
  const { createDuck } = await import('./duckdb.ts');
  const { createSnapshotStore } = await import('./snapshot-store.ts');
  const { mkdtempSync, rmSync } = await import('node:fs');
  const folder = mkdtempSync('/tmp/yiwang-compare-');
  const duck = createDuck(folder, { memoryMiB: 256, threads: 2, seconds: 60, together: 1 });
  t.after(() => { duck.close(); rmSync(folder, { recursive: true, force: true }); });
  const store = createSnapshotStore(folder, duck);
  const rows = (shift: number): Row[] => Array.from({ length: 20_000 }, (_, i) => [`k${i + shift}`, i % 100 === 0 && shift > 0 ? 'x' : 'n', i + shift]);
  for (const [name, shift] of [['test:a', 0], ['test:b', 50]] as const) await store.write({ name, at, columns, personal: false, rows: csvOf(rows(shift)) });
  const one = await compareSnapshots(duck, store, { left: 'test:a', right: 'test:b', ...pairs }, 2048);
  const many = await compareSnapshots(duck, store, { left: 'test:a', right: 'test:b', ...pairs }, 0.5);
  assert.deepEqual(many, one);
  assert.deepEqual([one.same, one.differing, one.missingLeft, one.missingRight], [19_750, 200, 50, 50]);
});

test('columns of different types or no columns at all are refused', async (t) => {
  const analysis = await town(t);
  await write(analysis, 'test:a', []);
  await assert.rejects(analysis.compare({ left: 'test:a', right: 'test:a', key: [{ left: 'key', right: 'sum' }], columns: [] }), code('analysis.queryInvalid'));
  await assert.rejects(analysis.compare({ left: 'test:a', right: 'test:a', key: [{ left: 'nothing', right: 'key' }], columns: [] }), code('analysis.unknownColumn'));
  await assert.rejects(analysis.compare({ left: 'test:a', right: 'test:a', key: [], columns: [] }), code('analysis.queryInvalid'));
});

test('names that say the same are found however they are written', async (t) => {
  const analysis = await town(t);
  await write(analysis, 'test:firms', [['1', '长春云杉餐饮有限公司', 1], ['2', '长春 云杉餐饮（有限公司）', 1], ['3', '长春云杉餐饮', 1], ['4', '长春云杉餐饮', 2], ['5', 'ABC Ｃｏ', 1], ['6', 'abcco', 1], ['7', '', 1], ['8', '—', 1]]);
  const search = { snapshot: 'test:firms', name: 'name', key: 'key' };
  const found = await analysis.duplicates({ ...search, ignore: ['有限公司'], same: ['sum'] });
  assert.deepEqual(found, { groups: 2, rows: 5, shown: [{ count: 3, keys: ['1', '2', '3'] }, { count: 2, keys: ['5', '6'] }] });
  assert.deepEqual((await analysis.duplicates(search)).shown.map((g) => g.keys), [['1', '2'], ['3', '4'], ['5', '6']]);
});

test('cleaning: previewed, then all rows by chunks; what has another form stays', async (t) => {
  const analysis = await town(t);
  await write(analysis, 'test:raw', [['２２０１０２', '　张 三\t', null], ['2026年3月4日', 'NULL', null], ['2026/12/1', "x'; drop table", null], ['20260304', '男', null], ['2026-3', null, null], ['2026-03-04', '女', null]]);
  const cleanings = [{ column: 'key', as: 'day', steps: [{ do: 'half-width' }, { do: 'date' }] }, { column: 'name', as: 'who', steps: [{ do: 'trim' }, { do: 'empty', values: ['NULL'] }, { do: 'map', codes: { 男: '1', 女: '2' } }] }] as const;
  const rows = [];
  for await (const chunk of analysis.clean('test:raw', cleanings)) rows.push(...chunk);
  assert.deepEqual(rows.map((r) => [r['day'], r['who']]), [['220102', '张 三'], ['2026-03-04', null], ['2026-12-01', "x'; drop table"], ['2026-03-04', '1'], ['2026-3', null], ['2026-03-04', '2']]);
  const preview = await analysis.previewCleaning('test:raw', cleanings, 2);
  assert.deepEqual([preview.rows, preview.changed, preview.changedByColumn.map((c) => c.changed), preview.shown.length], [6, 5, [4, 4], 2]);
  await assert.rejects(analysis.previewCleaning('test:raw', [{ column: 'sum', as: 'x', steps: [] }], 1), code('analysis.queryInvalid'));
});
