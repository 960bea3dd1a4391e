import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#test/database';
import { createCopyIn, type Tuples } from './copy-in.ts';

/** More than both buffers hold, and more than the connection takes at a time. */
const many = 40_000;
const numbers = (table: string, count: number, of: (n: number) => number = (n) => n): Tuples => ({
  sql: `copy ${table} (n, words) from stdin (format binary)`, count,
  write(n, to) {
    to.int16(2);
    to.int4(of(n));
    to.text('中文'.repeat(10));
  },
});

test('tables follow one another in one message, then the statement', async (t) => {
  const db = await testDatabase(t);
  await db.owner(async (client) => {
    await client.query('create temp table one (n int, words text); create temp table two (n int, words text); create temp table gone (n int); insert into gone values (1)');
    await createCopyIn(client)([numbers('one', many), numbers('two', 0), numbers('two', 3)], 'truncate gone');
    const { rows } = await client.query('select (select count(*)::int from one) as one, (select sum(n)::int from two) as two, (select count(*)::int from gone) as gone, (select count(*)::int from one where words = $1) as whole', ['中文'.repeat(10)]);
    assert.deepEqual(rows, [{ one: many, two: 3, gone: 0, whole: many }]);
  });
});

for (const [which, bad] of [['first', 0], ['last', 1]] as const) {
  test(`what the ${which} table refuses ends all of them, and the connection works on`, async (t) => {
    const db = await testDatabase(t);
    await db.owner(async (client) => {
      await client.query('create temp table one (n int check (n <> 7), words text); create temp table two (n int check (n <> 7), words text)');
      const copyIn = createCopyIn(client);
      const tables = ['one', 'two'].map((table, i) => numbers(table, many, (n) => (i === bad ? n : n + 10)));
      await client.query('begin');
      await assert.rejects(copyIn(tables, 'select no_such_function()'), /violates check constraint/);
      await client.query('rollback');
      await copyIn([numbers('one', 5)]);
      assert.deepEqual((await client.query('select (select count(*)::int from one) as one, (select count(*)::int from two) as two')).rows, [{ one: 5, two: 0 }]);
    });
  });
}

test('a sender that fails ends the COPY, and the connection works on', async (t) => {
  const db = await testDatabase(t);
  await db.owner(async (client) => {
    await client.query('create temp table one (n int, words text)');
    const copyIn = createCopyIn(client);
    const broken = numbers('one', many, (n) => {
      if (n === many - 1) throw new Error('broken');
      return n;
    });
    await assert.rejects(copyIn([broken, numbers('one', 1)]), /broken/);
    await copyIn([numbers('one', 5)]);
    assert.deepEqual((await client.query('select count(*)::int as n from one')).rows, [{ n: 5 }]);
  });
});
