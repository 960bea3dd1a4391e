import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import pg from 'pg';
import { system } from '#kernel/context';
import { createDb, startEmbedded, type EmbeddedDatabase } from './index.ts';

/** A folder that PostgreSQL's account can reach, whatever its name. */
function folder(t: TestContext, name = 'pg'): string {
  const above = mkdtempSync(path.join(tmpdir(), 'yiwang-embedded-'));
  chmodSync(above, 0o755);
  t.after(() => rmSync(above, { recursive: true, force: true }));
  const at = path.join(above, name);
  mkdirSync(path.dirname(at), { recursive: true, mode: 0o755 });
  return at;
}

async function ask<R extends pg.QueryResultRow>(database: EmbeddedDatabase, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

test('started, stopped and started again it keeps what was written; no TCP port is taken', async (t) => {
  const at = folder(t);
  const first = await startEmbedded({ folder: at });
  await ask(first, 'create table kept as select 42 as n');
  assert.deepEqual(await ask(first, 'show listen_addresses'), [{ listen_addresses: '' }]);
  await first.stop();
  await first.stop();
  const second = await startEmbedded({ folder: at });
  t.after(() => second.stop());
  assert.deepEqual(await ask(second, 'select n from kept'), [{ n: 42 }]);
});

test('killed -9 it recovers; a server that its killed starter left behind is replaced', async (t) => {
  const at = folder(t);
  const first = await startEmbedded({ folder: at });
  await ask(first, 'create table kept as select 1 as n');
  process.kill(first.pid, 'SIGKILL');
  const second = await startEmbedded({ folder: at });
  assert.deepEqual(await ask(second, 'select n from kept'), [{ n: 1 }]);
  // nobody stops the second: as after a kill of the program
  const third = await startEmbedded({ folder: at });
  t.after(() => third.stop());
  assert.notEqual(third.pid, second.pid);
  assert.deepEqual(await ask(third, 'select n from kept'), [{ n: 1 }]);
});

test('folders with blanks, Chinese and very long names', async (t) => {
  const at = folder(t, `数据 目录/it's "quoted"/${'很长的目录名'.repeat(12)}/pg`);
  const database = await startEmbedded({ folder: at, volatile: true });
  t.after(() => database.stop());
  assert.deepEqual(await ask(database, "select '好' < '坏' as sorted"), [{ sorted: true }]);
});

test('a folder with something else in it is left alone', async (t) => {
  const at = folder(t);
  mkdirSync(at);
  writeFileSync(path.join(at, '重要.txt'), 'x');
  await assert.rejects(startEmbedded({ folder: at }), /not empty/);
  assert.deepEqual(readdirSync(at), ['重要.txt']);
});

test('a first start that was killed half-way does not hinder the next', async (t) => {
  const at = folder(t);
  mkdirSync(`${at}.making`);
  writeFileSync(path.join(`${at}.making`, 'PG_VERSION'), '18');
  const database = await startEmbedded({ folder: at, volatile: true });
  t.after(() => database.stop());
  assert.equal((await ask(database, 'select 1')).length, 1);
});

test('what was acknowledged is there after kill -9 of the program in the middle of gathered commits', async (t) => {
  const at = folder(t);
  const first = await startEmbedded({ folder: at });
  await ask(first, 'create role yiwang_app nologin');
  await ask(first, 'create schema trial');
  await ask(first, 'create table trial.thing (id int primary key)');
  await ask(first, 'grant usage on schema trial to yiwang_app');
  await ask(first, 'grant select, insert on trial.thing to yiwang_app');
  const program = `
    import { createDb } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    import { system } from ${JSON.stringify(new URL('../context/index.ts', import.meta.url).href)};
    const db = createDb({ url: process.argv[1] });
    let next = 0;
    const writer = async () => { for (;;) { const id = next++; await db.gather(system, async (tx) => tx.insert('trial.thing', { id })); process.stdout.write(id + '\\n'); } };
    for (let i = 0; i < 12; i++) void writer();
  `;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, first.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  await new Promise<void>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split('\n').length > 300) child.kill('SIGKILL');
    });
    child.once('close', () => done());
  });
  process.kill(first.pid, 'SIGKILL');
  const second = await startEmbedded({ folder: at });
  t.after(() => second.stop());
  const acknowledged = told.split('\n').slice(0, -1).map(Number);
  const kept = new Set((await ask<{ id: number }>(second, 'select id from trial.thing')).map((r) => r.id));
  assert.ok(acknowledged.length >= 300);
  assert.deepEqual(acknowledged.filter((id) => !kept.has(id)), []);
});

test('a program outlives a connection that the database ends under its hands, and works on', async (t) => {
  const database = await startEmbedded({ folder: folder(t), volatile: true });
  t.after(() => database.stop());
  await ask(database, 'create role yiwang_app nologin');
  const program = `
    import { createDb } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    import { system } from ${JSON.stringify(new URL('../context/index.ts', import.meta.url).href)};
    const db = createDb({ url: process.argv[1] });
    const failed = await db.write(system, async (tx) => {
      const { pid } = await tx.one('select pg_backend_pid() as pid');
      await db.owner((client) => client.query('select pg_terminate_backend($1)', [pid]));
      await new Promise((done) => setTimeout(done, 200));
      return tx.one('select 1 as n');
    }).then(() => false, () => true);
    const { n } = await db.read(system, (tx) => tx.one('select 2 as n'));
    console.log(JSON.stringify({ failed, n }));
    await db.close();
  `;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, database.url], { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((done) => child.once('close', done));
  assert.deepEqual(JSON.parse(out), { failed: true, n: 2 });
});

test('more use cases at a time than connections, each of which needs a second one for a moment, do not wait for each other', async (t) => {
  const database = await startEmbedded({ folder: folder(t), volatile: true });
  t.after(() => database.stop());
  await ask(database, 'create role yiwang_app nologin');
  const db = createDb({ url: database.url, connectionsMax: 2 });
  const all = Promise.allSettled(Array.from({ length: 4 }, () => db.read(system, async (tx) => {
    await tx.query('select 1');
    return db.read(system, (inner) => inner.one<{ n: number }>('select 1 as n'));
  })));
  const late = new Promise<'late'>((done) => setTimeout(done, 3_000, 'late').unref());
  const first = await Promise.race([all, late]);
  if (first === 'late') await ask(database, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yiwang'");
  assert.notEqual(first, 'late');
  await db.close();
});
