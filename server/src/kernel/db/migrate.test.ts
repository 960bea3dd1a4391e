import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testDatabase } from '#test/database';
import { migrate, type Db, type MigrationSource } from './index.ts';

interface Place {
  db: Db & { url: string };
  source: MigrationSource;
  write(name: string, sql: string): void;
  landed(): Promise<string[]>;
}

async function place(t: TestContext): Promise<Place> {
  const db = await testDatabase(t);
  const folder = mkdtempSync(path.join(tmpdir(), '迁移 sql-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  return {
    db,
    source: { owner: 'trial', folder: pathToFileURL(`${folder}/`) },
    write: (name, sql) => writeFileSync(path.join(folder, name), sql),
    landed: () => db.owner(async (client) => (await client.query<{ name: string }>("select name from kernel.migration where owner = 'trial' order by name")).rows.map((r) => r.name)),
  };
}

test('each migration runs once, in order; a new one is added later', async (t) => {
  const { db, source, write, landed } = await place(t);
  write('0002-second.sql', 'insert into trial.a values (2)');
  write('0001-first.sql', 'create schema trial; create table trial.a (n int)');
  write('notes.txt', 'not sql');
  const told: string[] = [];
  await migrate(db.url, [source], (line) => told.push(line));
  await migrate(db.url, [source], (line) => told.push(line));
  assert.deepEqual(told, ['trial/0001-first.sql', 'trial/0002-second.sql']);
  write('0003-third.sql', 'insert into trial.a values (3)');
  await migrate(db.url, [source]);
  assert.deepEqual(await landed(), ['0001-first.sql', '0002-second.sql', '0003-third.sql']);
});

test('an edited migration is refused by name', async (t) => {
  const { db, source, write } = await place(t);
  write('0001-first.sql', 'create schema trial');
  await migrate(db.url, [source]);
  write('0001-first.sql', 'create schema trial -- and more');
  await assert.rejects(migrate(db.url, [source]), /trial\/0001-first\.sql was changed after it landed/);
});

test('a failing migration leaves nothing, says its name, and those before it stand', async (t) => {
  const { db, source, write, landed } = await place(t);
  write('0001-first.sql', 'create schema trial');
  write('0002-broken.sql', 'create table trial.b (n int); select 1 / 0');
  await assert.rejects(migrate(db.url, [source]), /trial\/0002-broken\.sql: division by zero/);
  assert.deepEqual(await landed(), ['0001-first.sql']);
  write('0002-broken.sql', 'create table trial.b (n int)');
  await migrate(db.url, [source]);
  assert.deepEqual(await landed(), ['0001-first.sql', '0002-broken.sql']);
});

test('several processes that start at once: one migrates, the others wait', async (t) => {
  const { db, source, write } = await place(t);
  write('0001-first.sql', 'create schema trial; create table trial.a (n int); select pg_sleep(0.2)');
  const told: string[] = [];
  await Promise.all([1, 2, 3, 4].map(() => migrate(db.url, [source], (line) => told.push(line))));
  assert.deepEqual(told, ['trial/0001-first.sql']);
});
