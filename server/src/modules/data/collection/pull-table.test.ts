import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import pg from 'pg';
import { testDatabase } from '#test/database';
import { Refusal } from '#kernel/errors';
import type { Settings, Source } from './collection-queries.ts';
import { pullLimits, pullRows, checkSettings, type PullDeps, type Pulled } from './pull-rows.ts';

/** A department's own database: another one of the test server. */
async function department(t: TestContext): Promise<{ run: (sql: string) => Promise<void>; session: () => Promise<pg.Client>; source: (settings?: Partial<Settings>, position?: string | null) => Source }> {
  const { url } = await testDatabase(t);
  const session = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    t.after(() => client.end());
    return client;
  };
  const own = await session();
  const run = async (sql: string): Promise<void> => void (await own.query(sql));
  await run('create schema hr; create table hr.card (number text primary key, name text, "金额" numeric, changed_at timestamptz)');
  const { host, port, database, user } = own;
  return {
    run, session,
    source: (settings = {}, position = null) => ({
      id: 's', register: 'card', name: '库表', kind: 'table', organisation: 'x', settings: { host, port, database, user, table: 'hr.card', watermark: 'changed_at', ...settings } as Settings, secret: Buffer.from('any'),
      mapping: [{ column: 'number', field: 'number' }, { column: '金额', field: 'amount' }], in_charge: true, every_minutes: null, may_be_empty: false, state: 'active', supplier: null, fixed: {}, valid_to: null, position, version: 1,
    }),
  };
}

const deps = (more: Partial<PullDeps> = {}): PullDeps => ({
  ...pullLimits, keyed: true, mayReach: () => true, stillOpen: () => Promise.resolve(), read: () => assert.fail('no message is read'), crypto: { open: (bytes) => Buffer.from(bytes).toString(), seal: (text) => Buffer.from(text), blind: () => Buffer.alloc(0) }, ...more,
});

const numbersOf = async (pulled: Pulled): Promise<string[]> => {
  const numbers: string[] = [];
  for await (const row of pulled.rows) numbers.push(String(row['number']));
  return numbers;
};
const failsWith = (pulled: Pulled, words: RegExp): Promise<void> => assert.rejects(numbersOf(pulled), (error) => error instanceof Refusal && error.code === 'collection.sourceFailed' && words.test(error.words('zh')) && !/[\u3400-\u9fff]/.test(error.words('en').replace(/金额/g, '')));

test('from the watermark on, in its order; the position moves to the last row; nothing new, nothing moves', async (t) => {
  const d = await department(t);
  await d.run("insert into hr.card select 'A' || n, 'x', n + 0.50, timestamptz '2026-03-01 08:00:00.123456+08' + n * interval '1 hour' from generate_series(1, 3) n; insert into hr.card values ('none', 'without a time', 1, null)");
  const first = pullRows(deps(), d.source());
  const rows: unknown[] = [];
  for await (const row of first.rows) rows.push(row);
  assert.deepEqual(rows, [1, 2, 3].map((n) => ({ number: `A${n}`, 金额: `${n}.50` })));
  assert.equal(first.position(), '2026-03-01 03:00:00.123456+00');
  assert.equal(first.more(), false);
  await d.run("insert into hr.card values ('A4', 'x', 4, '2026-03-02 00:00Z')");
  const next = pullRows(deps(), d.source({ overlap: 0 }, first.position()));
  assert.deepEqual(await numbersOf(next), ['A4']);
  const none = pullRows(deps(), d.source({ overlap: 0 }, next.position()));
  assert.deepEqual([await numbersOf(none), none.position()], [[], next.position()]);
});

test('a row that was committed late, with a watermark that was passed, comes with the next run', async (t) => {
  const d = await department(t);
  const slow = await d.session();
  await slow.query("begin; insert into hr.card values ('late', 'x', 1, '2026-03-01 08:00Z')");
  await d.run("insert into hr.card values ('early', 'x', 1, '2026-03-01 08:05Z')");
  const first = pullRows(deps(), d.source());
  assert.deepEqual(await numbersOf(first), ['early']);
  await slow.query('commit');
  const next = pullRows(deps(), d.source({}, first.position()));
  // what was read before comes again: the register's key tells that it is there
  assert.deepEqual(await numbersOf(next), ['late', 'early']);
  assert.equal(next.position(), first.position());
  assert.deepEqual(await numbersOf(pullRows(deps({ keyed: false }), d.source({}, first.position()))), [], 'without a key nothing may come twice');
});

test('a counter as watermark; a long table in several runs, rows that share a value together', async (t) => {
  const d = await department(t);
  await d.run("alter table hr.card add column step bigint; insert into hr.card select 'A' || lpad(n::text, 5, '0'), 'x', n, null, n / 3 from generate_series(1, 3000) n");
  const limited = deps({ rowsMax: 1000 });
  const got: string[] = [];
  let [position, runs]: [string | null, number] = [null, 0];
  for (let more = true; more; runs += 1) {
    const pulled = pullRows(limited, d.source({ watermark: 'step', overlap: 5 }, position));
    got.push(...(await numbersOf(pulled)));
    [position, more] = [pulled.position(), pulled.more()];
  }
  assert.deepEqual([runs, position], [3, '1000']);
  assert.equal(new Set(got).size, 3000);
});

describe('refused in words, nothing is written there', () => {
  const cases: [name: string, change: string, settings: Partial<Settings>, words: RegExp, deps?: Partial<PullDeps>][] = [
    ['an account that is not there', '', { user: 'nobody_such' }, /用户名或者口令不对/],
    ['a database that is not there', '', { database: 'no_such' }, /没有这个数据库/],
    ['a server that is not there', '', { host: '127.0.0.1', port: 1 }, /主机拒绝连接/],
    ['a table that is not there', '', { table: 'hr.none' }, /没有这张表/],
    ['a column that was dropped', 'alter table hr.card drop column "金额"', {}, /没有列 金额/],
    ['a watermark that was dropped', 'alter table hr.card drop column changed_at', {}, /没有列 changed_at/],
    ['a view that writes', "create function hr.w() returns int language sql as $$ insert into hr.card values ('w') returning 1 $$; create view hr.v as select number, \"金额\", changed_at, hr.w() from hr.card where hr.w() = 1 offset 0", { table: 'hr.v' }, /归集只读/],
    ['a statement that takes too long', 'create view hr.s as select number, "金额", changed_at from hr.card, pg_sleep(20)', { table: 'hr.s' }, /查询超时/, { statementMs: 200 }],
    ['a cell without end', "update hr.card set number = repeat('x', 100001)", {}, /超过/],
  ];
  for (const [name, change, settings, words, more] of cases) {
    test(name, async (t) => {
      const d = await department(t);
      await d.run("insert into hr.card values ('A1', 'x', 1, '2026-03-01Z')");
      if (change !== '') await d.run(change);
      const pulled = pullRows(deps(more), d.source(settings));
      await failsWith(pulled, words);
      assert.equal(pulled.more(), false);
    });
  }
});

test('a source that dies half-way: the rows end in a refusal, and a new run from the same position has all', async (t) => {
  const d = await department(t);
  await d.run("insert into hr.card select 'A' || n, 'x', n, timestamptz '2026-03-01Z' + n * interval '1 s' from generate_series(1, 2000) n");
  const pulled = pullRows(deps(), d.source());
  let read = 0;
  await assert.rejects(async () => {
    for await (const _ of pulled.rows) if (++read === 600) await d.run("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yiwang-collection' and datname = current_database()");
  }, { code: 'collection.sourceFailed' });
  assert.ok(read < 2000);
  assert.equal((await numbersOf(pullRows(deps(), d.source()))).length, 2000);
});

test('a reader who stops lets the connection go', async (t) => {
  const d = await department(t);
  await d.run("insert into hr.card select 'A' || n, 'x', n, timestamptz '2026-03-01Z' + n * interval '1 s' from generate_series(1, 2000) n");
  for await (const _ of pullRows(deps(), d.source()).rows) break;
  const watcher = await d.session();
  for (let left = 1; left > 0; ) left = Number((await watcher.query("select count(*) as n from pg_stat_activity where application_name = 'yiwang-collection' and datname = current_database()")).rows[0]?.n);
});

describe('names that are statements are no names', () => {
  const d = { host: 'h', database: 'd', user: 'u', table: 'hr.card', watermark: 'changed_at' };
  const cases: [Settings, string][] = [
    [{ ...d, table: 'hr.card; drop table hr.card' }, 'number'], [{ ...d, table: 'a.b.c' }, 'number'], [{ ...d, table: '"x"' }, 'number'], [{ ...d, watermark: 'now() --' }, 'number'], [d, 'n" from x; --'], [d, ''], [{ ...d, watermark: undefined }, 'number'],
  ];
  for (const [settings, column] of cases) test(`${settings.table} ${settings.watermark} ${column}`, () => assert.throws(() => checkSettings('table', settings, [{ column, field: 'f' }], () => true), { code: 'collection.settingsInvalid' }));
  test('a host that is not on the list', () => assert.throws(() => checkSettings('table', d, [{ column: 'number', field: 'f' }], () => false), { code: 'collection.hostRefused' }));
});
