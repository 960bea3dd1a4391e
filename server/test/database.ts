import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import pg from 'pg';
import { createDb, startEmbedded, migrate, type Db } from '#kernel/db';
import { migrationSources } from '../src/migrations.ts';

/**
 * A fresh migrated database on the one PostgreSQL of the test run (`YIWANG_TEST_DATABASE_URL`, started by the
 * runner), or on one of its own when a file is run by hand. Dropped when the test ends.
 */
export async function testDatabase(t: Pick<TestContext, 'after'>, connectionsMax = 6): Promise<Db & { url: string }> {
  let db: Db | undefined;
  const url = await copiedDatabase({ after: (end) => t.after(end) }, 'yiwang_template', () => db?.close());
  db = createDb({ url, connectionsMax });
  return { ...db, url };
}

/** A copy of a template, dropped when the test ends, after `before`. */
export async function copiedDatabase(t: { after(end: () => Promise<void>): void }, template: string, before?: () => Promise<void> | undefined): Promise<string> {
  const base = await server();
  const name = `t_${process.pid}_${Date.now().toString(36)}_${Math.floor(Math.random() * 1e9).toString(36)}`;
  await command(base, `create database ${name} template ${template} strategy file_copy`);
  t.after(async () => {
    await before?.();
    await command(base, `drop database ${name} with (force)`);
  });
  return withDatabase(base, name);
}

/** Makes a template of this run out of the migrated one, once however many processes want it. */
export async function ensureTemplate(name: string, fill: (url: string) => Promise<void>): Promise<void> {
  const base = await server();
  const client = new pg.Client({ connectionString: base });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7192550, hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return;
    // what fails half-way leaves no template behind
    await client.query(`drop database if exists ${name}_making with (force)`);
    await client.query(`create database ${name}_making template yiwang_template strategy file_copy`);
    await fill(withDatabase(base, `${name}_making`));
    await client.query(`alter database ${name}_making rename to ${name}`);
  } finally {
    await client.end();
  }
}

let own: Promise<string> | undefined;

function server(): Promise<string> {
  const given = process.env['YIWANG_TEST_DATABASE_URL'];
  if (given !== undefined) return Promise.resolve(given);
  return (own ??= startOwn());
}

async function startOwn(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-test-'));
  chmodSync(folder, 0o755);
  const database = await startEmbedded({ folder: path.join(folder, 'pg'), volatile: true });
  process.on('exit', () => {
    try {
      process.kill(database.pid, 'SIGQUIT');
    } catch {}
  });
  await makeTemplate(database.url);
  return database.url;
}

/** The migrated database that every test's own is copied from. */
export async function makeTemplate(url: string): Promise<void> {
  await command(url, 'create database yiwang_template');
  await migrate(withDatabase(url, 'yiwang_template'), migrationSources);
}

async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
