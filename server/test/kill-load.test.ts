/**
 * 批量入库 is one transaction: the program that loads is killed with -9 half-way; the register is as it was, and the same file
 * afterwards comes in whole.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { testDatabase } from './database.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rows = 24_000;

/** Loads so many persons' cards and says after each portion how many lines it has behind it. */
const program = `
  import { Readable } from 'node:stream';
  import { createDb } from '#kernel/db';
  import { club, newId } from ${JSON.stringify(path.join(root, 'server/src/engines/records/tennis-club.sample.ts'))};
  const c = await club({ after() {} }, undefined, createDb({ url: process.argv[1] }));
  const lines = function* () {
    for (let i = 0; i < ${rows}; i += 1_000) yield Array.from({ length: 1_000 }, (_, at) => ({ line: i + at + 1, row: { card: 'C-' + (i + at), name: '会员', joinedOn: '2026-01-02', area: '220102' } }));
  };
  const report = await c.records.loadLines('member', Readable.from(lines()), { digest: () => Buffer.from('the same file'), source: '旧系统', actorName: '数据员', now: new Date(), newId, progress: (read) => console.log(read) });
  console.log(JSON.stringify(report));
  process.exit(0);
`;

test('killed half-way a load leaves nothing; the same file afterwards loads whole', { timeout: 400_000 }, async (t) => {
  const db = await testDatabase(t);
  const load = (strikeAt: number): Promise<string[]> =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program, db.url], { cwd: path.join(root, 'server'), stdio: ['ignore', 'pipe', 'inherit'] });
      t.after(() => child.kill('SIGKILL'));
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (Number(said.split('\n').at(-2)) >= strikeAt) child.kill('SIGKILL');
      });
      child.on('error', failed);
      child.on('close', () => done(said.split('\n').filter((line) => line !== '')));
    });
  const kept = (): Promise<Record<string, number>> =>
    // waits until the killed program's transaction is gone: it holds the lock of the register's loads
    db.owner(async (client) => {
      await client.query("select pg_advisory_lock(7192555, hashtext('member')), pg_advisory_unlock(7192555, hashtext('member'))");
      return (await client.query<Record<string, number>>("select (select count(*)::int from reg.member) as records, (select count(*)::int from records.action) as actions, (select count(*)::int from records.identifier) as identifiers, (select count(*)::int from records.load) as loads")).rows[0]!;
    });
  const told = await load(20_000);
  assert.ok(told.length >= 1 && !told.at(-1)!.startsWith('{'), 'it was killed after a portion was merged and before the end');
  assert.deepEqual(await kept(), { records: 0, actions: 0, identifiers: 0, loads: 0 });
  const report = JSON.parse((await load(Infinity)).at(-1)!) as { created: number; refused: number; repeated: boolean };
  assert.deepEqual([report.created, report.refused, report.repeated], [rows, 0, false]);
  assert.deepEqual(await kept(), { records: rows, actions: rows, identifiers: rows, loads: 1 });
});
