import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlan, mergePlans, planEach, planInsert, planStatement } from './plan.ts';

const update = 'update a.b set x = r.x from jsonb_to_recordset($rows::jsonb) as r(id int, x int) where b.id = r.id';

test('rows of one table with the same columns go out together, whatever the order of the keys', () => {
  const plan = createPlan();
  planInsert(plan, 'a.b', { id: 1, name: '一' });
  planInsert(plan, 'a.b', { name: '二', id: 2 });
  planInsert(plan, 'a.b', { id: 3, name: undefined });
  const statement = planStatement(plan)!;
  assert.equal(statement.values.length, 2, 'absent columns keep their default: a statement of their own');
  assert.deepEqual(statement.values.map((v) => (JSON.parse(v) as { id: number }[]).map((r) => r.id)), [[3], [1, 2]]);
  assert.match(statement.text, /^with s0 as \(insert into a\.b .*\$1::jsonb\)\), s1 as \(insert into a\.b .*\$2::jsonb\)\) select 1$/);
});

test('an empty plan sends nothing', () => {
  assert.equal(planStatement(createPlan()), undefined);
  assert.equal(planStatement(mergePlans([createPlan(), createPlan()])), undefined);
});

test('bytes travel as PostgreSQL reads them', () => {
  const plan = createPlan();
  planInsert(plan, 'a.b', { bytes: Uint8Array.of(0, 255) });
  assert.deepEqual(JSON.parse(planStatement(plan)!.values[0]!), [{ bytes: '\\x00ff' }]);
});

test('names that are no identifiers are refused: nothing from outside becomes SQL', () => {
  for (const [table, column] of [['a.b; drop table a.b', 'id'], ['a.b', 'id", (select 1) as "x'], ['A.B', 'id'], ['a.b.c', 'id']] as const) {
    assert.throws(() => planInsert(createPlan(), table, { [column]: 1 }), /not an identifier/);
  }
});

test('a planned update is counted where it happens', () => {
  const plan = createPlan();
  planEach(plan, update, { id: 1, x: 5 });
  planEach(plan, update, { id: 2, x: 6 });
  const statement = planStatement(plan)!;
  assert.match(statement.text, /returning 1\) select kernel\.touched_all\(\(select count\(\*\) from s0\), jsonb_array_length\(\$1::jsonb\)\)$/);
});

test('the text does not depend on who came first', () => {
  const [a, b] = [createPlan(), createPlan()];
  for (const [plan, tables] of [[a, ['a.b', 'a.c']], [b, ['a.c', 'a.b']]] as const) for (const table of tables) planInsert(plan, table, { id: 1 });
  assert.equal(planStatement(a)!.text, planStatement(b)!.text);
});

test('merging keeps every row and leaves the members as they were', () => {
  const [a, b] = [createPlan(), createPlan()];
  planInsert(a, 'a.b', { id: 1 });
  planInsert(b, 'a.b', { id: 2 });
  planEach(b, update, { id: 3, x: 1 });
  const merged = planStatement(mergePlans([a, b]))!;
  assert.deepEqual(merged.values.map((v) => JSON.parse(v) as unknown), [[{ id: 1 }, { id: 2 }], [{ id: 3, x: 1 }]]);
  assert.deepEqual(JSON.parse(planStatement(a)!.values[0]!), [{ id: 1 }]);
});
