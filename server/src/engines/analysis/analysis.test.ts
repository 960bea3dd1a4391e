import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateFeel } from './feel-oracle.fixture.ts';
import { at, csvOf, town, townColumns, townRows } from './town.fixture.ts';

const code = (expected: string) => (error: unknown): boolean => (error as { code?: string }).code === expected;

test('FEEL over a column says what FEEL says of each value', async (t) => {
  const analysis = await town(t);
  const expressions = [
    'name = null', 'name != null', 'name = "李小明"', 'name != "李小明"', 'age > 18', 'age >= 18 and alive', 'not(age > 18)', 'age > 0 or alive = true', 'age in (0, 18)', 'age in [0..18]', 'age in (0..18)', 'age in (>=18, <0)',
    'age between 0 and 18', 'if age = null then true else age >= 0', 'string length(name) > 2', 'starts with(area, "2201")', 'ends with(area, "03")', 'contains(name, "小")', 'upper case(name) = "X"', 'substring(area, 1, 4) = "2201"', 'substring(area, 3) = "0102"',
    'matches(area, "^2201[0-9]{2}$")', 'matches(area, "^\\d{6}$")', 'matches(area, "^\\\\d{6}$")', 'matches(name, "^[A-Z]+$")', 'list contains(["220102", "220103"], area)', 'area in ["220102", "2201"]', 'fee + 1 > 13', 'fee * 2 = 0.2', 'fee / 0 = null', 'abs(age) = 1', 'floor(fee) = 12', 'ceiling(fee) = 13', '-age = 1',
    'born < today()', 'born <= date("2008-11-23")', 'born.year = 2008', 'today() - born > duration("P6570D")', 'born + duration("P18Y") <= today()', 'born + duration("P1M") > date("2026-12-01")', 'born - duration("P1D") = date("1996-02-28")', 'age = fee', 'name + "x" = "李小明x"', 'alive', 'alive = null', 'not(alive)', 'age != null and (age < 0 or age > 150)',
  ];
  for (const expression of expressions) {
    const rows = await analysis.query({ from: 'test:town', where: expression, rows: ['recordId'], order: [{ by: 'recordId' }] }, { now: at });
    const expected = townRows.filter((row) => evaluateFeel(expression, Object.fromEntries(townColumns.map((c, i) => [c.name, row[i]]))) === true).map((row) => row[0]);
    assert.deepEqual(rows.rows.map((r) => r['recordId']), expected, expression);
  }
});

test('what is no set-based FEEL, or no FEEL, is refused with its words', async (t) => {
  const analysis = await town(t);
  const where = (expression: string): Promise<unknown> => analysis.query({ from: 'test:town', where: expression }, { now: at });
  for (const expression of ['some x in [1,2] satisfies x = age', 'for x in [1] return x', 'sort([1])', 'age', 'name > 3', 'nothing = 1', 'matches(name, area)', 'matches(name, "(a)\\\\1")', 'matches(name, "a(?=b)")', 'function(x) x', '{a: 1}.a = 1', 'age >', '1; drop table x', 'name = "a" union select 1', 'read_csv("/etc/passwd") = "a"', `${'('.repeat(300)}age${')'.repeat(300)} > 1`, 'born + duration("P1Y2D") > today()']) {
    await assert.rejects(where(expression), code('analysis.notSetBased'), expression);
  }
  await assert.rejects(where('number > "aa"'), code('analysis.sealed'));
  await assert.rejects(where('starts with(number, "a")'), code('analysis.sealed'));
  assert.equal((await analysis.query({ from: 'test:town', where: 'number != null' }, { now: at })).rows[0]?.['count'], 4);
});

test('text with quotes, line breaks and no text at all come back as they were; the digest tells the content', async (t) => {
  const analysis = await town(t);
  const { rows } = await analysis.query({ from: 'test:town', rows: ['recordId', 'name', 'fee', 'seen', 'alive'], order: [{ by: 'recordId' }] }, { now: at });
  assert.deepEqual(rows.map((r) => [r['recordId'], r['name'], r['fee'], r['seen'], r['alive']]), townRows.map((r) => [r[0], r[1], r[4], r[6] === null ? null : new Date(r[6]).toISOString(), r[7]]));
  const first = analysis.get('test:town');
  const again = await analysis.write({ name: 'test:town', at: new Date(at.getTime() + 1000), columns: townColumns, personal: false, rows: csvOf(townRows) });
  assert.deepEqual([again.digest, again.rows, again.at], [first.digest, 5, '2026-11-23T01:00:01.000Z']);
  assert.deepEqual((await analysis.write({ name: 'test:empty', at, columns: townColumns, personal: false, rows: csvOf([]) })).rows, 0);
  assert.deepEqual((await analysis.query({ from: 'test:empty' }, { now: at })).rows, [{ count: 0 }]);
  assert.deepEqual(analysis.list().map((s) => s.name), ['test:empty', 'test:town']);
});

test('figures by groups, joined on keys, in order', async (t) => {
  const analysis = await town(t);
  await analysis.write({ name: 'test:areas', at, columns: [{ name: 'code', kind: 'text' }, { name: 'title', kind: 'text' }], personal: false, rows: csvOf([['220102', '南关区'], ['220103', '宽城区']]) });
  const answer = await analysis.query({
    from: 'test:town', joins: [{ snapshot: 'test:areas', as: 'a', kind: 'left', on: [{ left: 'area', right: 'code' }] }], groupBy: [{ column: 'a.title', as: 'title' }],
    measures: [{ as: 'people', fn: 'count' }, { as: 'grown', fn: 'count', where: 'age >= 18' }, { as: 'fees', fn: 'sum', of: 'fee' }, { as: 'oldest', fn: 'max', of: 'age' }, { as: 'numbers', fn: 'distinct', of: 'number' }], order: [{ by: 'people', descending: true }, { by: 'title' }],
  }, { now: at });
  assert.deepEqual(answer.rows, [
    { title: '南关区', people: 2, grown: 1, fees: 12.35, oldest: 30, numbers: 1 }, { title: null, people: 2, grown: 1, fees: 0, oldest: 18, numbers: 1 }, { title: '宽城区', people: 1, grown: 0, fees: 300.5, oldest: null, numbers: 1 },
  ]);
  const byMonth = await analysis.query({ from: 'test:town', where: 'born != null', groupBy: [{ column: 'born', by: 'month', as: 'month' }], order: [{ by: 'month' }] }, { now: at });
  assert.deepEqual(byMonth.rows, [{ month: '1996-02', count: 1 }, { month: '2008-11', count: 2 }, { month: '2027-01', count: 1 }]);
  const few = await analysis.query({ from: 'test:town', rows: ['recordId'], limit: 2 }, { now: at });
  assert.deepEqual([few.rows.length, few.truncated], [2, true]);
  const scoped = await analysis.query({ from: 'test:town' }, { now: at, scopeOf: () => ({ column: 'area', startsWith: ['220102'] }) });
  assert.deepEqual(scoped.rows, [{ count: 2 }]);
  assert.deepEqual((await analysis.query({ from: 'test:town' }, { now: at, scopeOf: () => ({ column: 'area', startsWith: [] }) })).rows, [{ count: 0 }], 'no scope, no rows');
});

test('names from outside never become SQL', async (t) => {
  const analysis = await town(t);
  const ask = (more: object): Promise<unknown> => analysis.query({ from: 'test:town', ...more }, { now: at });
  await assert.rejects(ask({ rows: ['name" from x; --'] }), code('analysis.unknownColumn'));
  await assert.rejects(ask({ groupBy: [{ column: '1; drop table x' }] }), code('analysis.unknownColumn'));
  await assert.rejects(ask({ measures: [{ as: 'x" , (select 1) as "y', fn: 'count' }] }), code('analysis.queryInvalid'));
  await assert.rejects(ask({ order: [{ by: 'name desc; --' }] }), code('analysis.queryInvalid'));
  await assert.rejects(ask({ from: '../../etc/passwd' }), code('analysis.snapshotMissing'));
  await assert.rejects(ask({ from: 'test:../town' }), code('analysis.snapshotMissing'));
  await assert.rejects(ask({ joins: [{ snapshot: 'test:town', as: 'x) --', kind: 'left', on: [{ left: 'area', right: 'area' }] }] }), code('analysis.queryInvalid'));
  await assert.rejects(ask({ measures: [{ as: 'm', fn: 'sum', of: 'name' }] }), code('analysis.queryInvalid'));
  await assert.rejects(ask({ measures: [{ as: 'm', fn: 'min', of: 'number' }] }), code('analysis.sealed'));
  await assert.rejects(analysis.write({ name: 'test:bad', at, columns: [{ name: 'a"b', kind: 'text' }], personal: false, rows: csvOf([]) }), code('analysis.snapshotInvalid'));
  await assert.rejects(analysis.write({ name: 'test:bad', at, columns: [{ name: 'a', kind: 'integer' }], personal: false, rows: csvOf([['x']]) }));
  assert.equal(analysis.list().some((s) => s.name === 'test:bad'), false, 'nothing half-made');
});

test('of persons only figures leave, and none of fewer than five', async (t) => {
  const analysis = await town(t);
  const rows = Array.from({ length: 12 }, (_, i) => [`p${i}`, i < 7 ? '220102' : i < 11 ? '220103' : '220104', '张三'] as const);
  await analysis.write({ name: 'test:people', at, columns: [{ name: 'recordId', kind: 'text' }, { name: 'area', kind: 'text' }, { name: 'name', kind: 'text' }], personal: true, rows: csvOf(rows) });
  const answer = await analysis.query({ from: 'test:people', groupBy: [{ column: 'area' }] }, { now: at });
  assert.deepEqual([answer.rows, answer.suppressedGroups, answer.suppressedBelow], [[{ area: '220102', count: 7 }], 2, 5]);
  await assert.rejects(analysis.query({ from: 'test:people', rows: ['name'] }, { now: at }), code('analysis.queryInvalid'));
  await assert.rejects(analysis.query({ from: 'test:people', measures: [{ as: 'm', fn: 'max', of: 'name' }] }, { now: at }), code('analysis.sealed'));
  const [, , name] = await analysis.profile('test:people');
  assert.deepEqual([name!.filled, name!.distinct, name!.min, name!.looksLike, name!.patterns], [12, 1, null, { name: 1 }, [{ pattern: '汉', share: 1 }]]);
});

test('a figure that fewer than five made, or all but fewer, is left empty', async (t) => {
  const analysis = await town(t);
  // 20 of one area: 1 earns 900, 19 earn 100; a note stands beside 3
  const rows = Array.from({ length: 20 }, (_, i) => [`p${i}`, '220102', i === 0 ? 900 : 100, i < 3 ? '备注' : null] as const);
  const columns = [{ name: 'recordId', kind: 'text' }, { name: 'area', kind: 'text' }, { name: 'pay', kind: 'integer' }, { name: 'note', kind: 'text' }] as const;
  for (const [name, personal] of [['test:paid', true], ['test:open', false]] as const) await analysis.write({ name, at, columns, personal, rows: csvOf(rows) });
  const measures = [
    { as: 'all', fn: 'count' }, { as: 'rich', fn: 'count', where: 'pay > 500' }, { as: 'most', fn: 'max', of: 'pay', where: 'recordId = "p0"' }, { as: 'rest', fn: 'sum', of: 'pay', where: 'pay < 500' }, { as: 'noted', fn: 'filled', of: 'note' },
    { as: 'half', fn: 'count', where: 'recordId in ["p1", "p2", "p3", "p4", "p5", "p6"]' }, { as: 'none', fn: 'count', where: 'pay > 5000' }, { as: 'sum', fn: 'sum', of: 'pay' },
  ] as const;
  const ask = (from: string, least?: number) => analysis.query({ from, measures, ...(least === undefined ? {} : { least }) }, { now: at });
  const paid = await ask('test:paid');
  assert.deepEqual([paid.rows, paid.withheld], [[{ all: 20, rich: null, most: null, rest: null, noted: null, half: 6, none: 0, sum: 2800 }], 4]);
  assert.deepEqual((await ask('test:open')).rows, [{ all: 20, rich: 1, most: 900, rest: 1900, noted: 3, half: 6, none: 0, sum: 2800 }], 'what is no person is told');
  assert.deepEqual((await ask('test:open', 7)).rows[0]!['half'], null, 'and held back where somebody asks for it');
  assert.deepEqual([(await ask('test:open', 21)).rows, (await ask('test:paid', 2)).rows[0]!['noted']], [[], null], 'of persons never fewer than five');
});

test('a question that takes too long or is given up is stopped', async (t) => {
  const analysis = await town(t, Array.from({ length: 20_000 }, (_, i) => [`r${i}`, 'x', 'k', i, 1, null, null, true, '2201']));
  const heavy = { from: 'test:town', joins: [{ snapshot: 'test:town', as: 'b', kind: 'inner', on: [{ left: 'area', right: 'area' }] }, { snapshot: 'test:town', as: 'c', kind: 'inner', on: [{ left: 'area', right: 'area' }] }], where: 'age + b.age + c.age = 7' } as const;
  await assert.rejects(analysis.query(heavy, { now: at, seconds: 0.2 }), code('analysis.tooLong'));
  await assert.rejects(analysis.query(heavy, { now: at, signal: AbortSignal.timeout(200) }), code('analysis.cancelled'));
  assert.deepEqual((await analysis.query({ from: 'test:town' }, { now: at })).rows, [{ count: 20_000 }], 'the engine goes on');
});
