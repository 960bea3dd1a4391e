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

test('columns of two kinds are compared by days, by numbers, written alike, by their first characters', async (t) => {
  const analysis = await town(t);
  await analysis.write({ name: 'test:firms', at, personal: false, columns: [{ name: 'code', kind: 'text' }, { name: 'name', kind: 'text' }, { name: 'since', kind: 'date' }, { name: 'capital', kind: 'money' }, { name: 'area', kind: 'text' }, { name: 'staff', kind: 'integer' }],
    rows: csvOf([['A1', '云杉餐饮（长春）', '2020-03-04', 1200.5, '220102', 7], ['A2', '乙', '2020-03-05', 3, '220103', 8], ['A3', '丙', null, null, '220104', null], ['A4', '丁', '2021-01-01', 10, '220105', 1]]) });
  await analysis.write({ name: 'test:list', at, personal: false, columns: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((name) => ({ name, kind: 'text' as const })),
    rows: csvOf([['ａ1 ', '云杉餐饮(长 春)', '2020年3月4日', '1,200.50元', '220102001', '7'], ['A-2', '乙', '2020/3/6', '3.004', '220103', '８'], ['A3', '丙', '不详', '未知', '2201', null], ['A4', '丁', '20210101', '10', '220105', '1.0']]) });
  const asked = {
    left: 'test:list', right: 'test:firms', key: [{ left: 'c1', right: 'code', by: 'plain' as const }],
    columns: [{ left: 'c2', right: 'name', by: 'plain' as const }, { left: 'c3', right: 'since', by: 'date' as const }, { left: 'c4', right: 'capital', by: { decimals: 2 } }, { left: 'c5', right: 'area', by: { first: 6 } }, { left: 'c6', right: 'staff', by: 'number' as const }],
  };
  const found = await analysis.compare(asked);
  assert.deepEqual([found.same, found.differing, found.missingLeft, found.missingRight], [2, 2, 0, 0], 'the first and the last row say the same');
  assert.deepEqual(found.differingByColumn.map((c) => c.differing), [0, 2, 1, 1, 0], 'what cannot be read is not the same as nothing');
  assert.deepEqual(found.samples.find((s) => s.key[0] === 'A-2'), { kind: 'differing', key: ['A-2'], columns: ['c3'], values: [{ column: 'c3', left: '2020/3/6', right: '2020-03-05' }] }, 'shown as it is written');

  const preview = await analysis.previewComparison(asked);
  assert.deepEqual([preview.sampled, preview.matched, preview.twice, preview.byColumn.map((c) => c.same)], [4, 4, 0, [4, 2, 3, 3, 4]]);
  assert.deepEqual(preview.shown[0], { key: ['ａ1 '], found: true, values: [
    { column: 'c2', left: '云杉餐饮(长 春)', right: '云杉餐饮（长春）', same: true }, { column: 'c3', left: '2020年3月4日', right: '2020-03-04', same: true }, { column: 'c4', left: '1,200.50元', right: 1200.5, same: true }, { column: 'c5', left: '220102001', right: '220102', same: true }, { column: 'c6', left: '7', right: 7, same: true },
  ] });
  const wide = await analysis.previewComparison({ ...asked, key: [{ left: 'c5', right: 'area', by: { first: 4 } }] });
  assert.deepEqual([wide.matched, wide.twice, wide.shown], [0, 4, []], 'a key that names many is no key');
});

test('a preview tells of persons in counts only; a comparer that does not fit its columns is refused', async (t) => {
  const analysis = await town(t);
  await write(analysis, 'test:a', [['1', '甲', 1], ['2', '乙', 2]], true);
  await write(analysis, 'test:b', [['1', '甲', 5]]);
  assert.deepEqual(await analysis.previewComparison({ left: 'test:b', right: 'test:a', ...pairs }), { sampled: 1, matched: 1, twice: 0, byColumn: [{ left: 'name', right: 'name', same: 1 }, { left: 'sum', right: 'sum', same: 0 }], shown: [] });
  const refusedBy = (key: object) => assert.rejects(analysis.compare({ left: 'test:b', right: 'test:a', key: [key as { left: string; right: string }], columns: [] }), code('analysis.queryInvalid'));
  await refusedBy({ left: 'sum', right: 'key' });
  await refusedBy({ left: 'sum', right: 'sum', by: 'date' });
  await refusedBy({ left: 'key', right: 'key', by: { first: 0 } });
  await refusedBy({ left: 'key', right: 'key', by: { first: '1) from x --' } });
  await analysis.write({ name: 'test:sealed', at, columns: [{ name: 'number', kind: 'digest' }], personal: true, rows: csvOf([['aa']]) });
  await assert.rejects(analysis.compare({ left: 'test:b', right: 'test:sealed', key: [{ left: 'key', right: 'number', by: 'plain' }], columns: [] }), code('analysis.queryInvalid'), 'what is sealed meets only what is sealed');
});
