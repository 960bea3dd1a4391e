import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, csvOf, town } from './town.fixture.ts';
import type { Check } from './scan-checks.ts';

const code = (expected: string) => (error: unknown): boolean => (error as { code?: string }).code === expected;

test('many rules, one scan: checked and failed by department, keys of what fails', async (t) => {
  const analysis = await town(t);
  await analysis.write({ name: 'test:areas', at, columns: [{ name: 'code', kind: 'text' }], personal: false, rows: csvOf([['220102']]) });
  const checks: Check[] = [
    { id: 'filled', kind: 'row', expression: 'name != null' },
    { id: 'grown', kind: 'row', expression: 'age >= 18', when: 'alive = true' },
    { id: 'unknown', kind: 'row', expression: 'age < 200' },
    { id: 'one', kind: 'unique', columns: ['number'] },
    { id: 'area', kind: 'found', columns: ['area'], among: { snapshot: 'test:areas', columns: ['code'] } },
  ];
  const counts = await analysis.scan('test:town', checks, { now: at });
  assert.deepEqual(counts.map((c) => [c.id, c.checked, c.failed]), [['filled', 5, 1], ['grown', 2, 1], ['unknown', 5, 1], ['one', 4, 2], ['area', 4, 2]], 'what cannot be told is not passed');
  const byArea = await analysis.scan('test:town', checks.slice(0, 1), { now: at, groupBy: { column: 'area', first: 6 } });
  assert.deepEqual(byArea.map((c) => [c.group, c.checked, c.failed]).toSorted(), [[null, 1, 1], ['2201', 1, 0], ['220102', 2, 0], ['220103', 1, 0]].toSorted());
  assert.deepEqual((await analysis.failingKeys('test:town', checks[3]!, { now: at, key: 'recordId', limit: 10 })).toSorted(), ['r1', 'r4']);
  assert.deepEqual(await analysis.failingKeys('test:town', checks[0]!, { now: at, key: 'recordId', limit: 10, groupBy: { column: 'area' }, group: null }), ['r3']);
});

test('a rule that names nothing, or needs rows one by one, is refused before anything runs', async (t) => {
  const analysis = await town(t);
  const columnsOf = (name: string) => analysis.get(name).columns;
  const admit = (check: object) => () => analysis.admit(columnsOf, 'test:town', { id: 'x', kind: 'row', ...check } as Check, at);
  assert.throws(admit({ expression: 'nothing = 1' }), code('analysis.notSetBased'));
  assert.throws(admit({ expression: 'some x in [1] satisfies x = age' }), code('analysis.notSetBased'));
  assert.throws(admit({ kind: 'unique', columns: ['x"; drop'] }), code('analysis.unknownColumn'));
  assert.throws(admit({ kind: 'found', columns: ['area'], among: { snapshot: 'test:nothing', columns: ['x'] } }), code('analysis.snapshotMissing'));
  assert.throws(admit({ kind: 'found', columns: ['area'], among: { snapshot: 'test:town', columns: ['age'] } }), code('analysis.queryInvalid'));
  assert.doesNotThrow(admit({ expression: 'name != null' }));
});
