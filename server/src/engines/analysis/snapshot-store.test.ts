import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createDuck, type Duck } from './duckdb.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts';

const columns = [{ name: 'recordId', kind: 'text' }] as const;

function made(t: TestContext): { store: SnapshotStore; duck: Duck; folder: string; home: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-snapshots-'));
  const duck = createDuck(folder, { memoryMiB: 256, threads: 1, seconds: 60, together: 2 });
  t.after(() => {
    duck.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { store: createSnapshotStore(folder, duck), duck, folder, home: path.join(folder, 'register~shop') };
}

/** Rows that wait until they are let go. */
function gated(...ids: string[]): { rows: AsyncIterable<Uint8Array>; go: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { go: resolve, rows: (async function* () { await promise; yield Buffer.from(ids.map((id) => `"${id}"\n`).join('')); })() };
}
const source = (rows: AsyncIterable<Uint8Array>, at = new Date('2026-11-23T01:00:00Z')) => ({ name: 'register:shop', at, columns, personal: false, rows });
const idsIn = async (duck: Duck, from: string): Promise<unknown[]> => (await duck.ask(`select "recordId" as id from ${from} order by 1`)).map((r) => r['id']);

test('two that write the same snapshot at a time both end; the one that began later stands, whoever ends first', async (t) => {
  for (const order of [[0, 1], [1, 0]]) {
    const { store, duck } = made(t);
    const gates = [gated('early'), gated('late', 'later')];
    const writing = gates.map((g) => store.write(source(g.rows)));
    for (const i of order) {
      gates[i]!.go();
      assert.equal((await writing[i]!).rows, i + 1);
    }
    assert.deepEqual([await idsIn(duck, store.get('register:shop').from), store.get('register:shop').info.rows], [['late', 'later'], 2]);
  }
});

test('one that is written while ten others come and go is not taken away under its writer', async (t) => {
  const { store, duck } = made(t);
  const slow = gated('slow');
  const writing = store.write(source(slow.rows));
  for (let i = 0; i < 10; i += 1) {
    const quick = gated(`quick-${i}`);
    quick.go();
    await store.write(source(quick.rows));
  }
  slow.go();
  await writing;
  assert.deepEqual(await idsIn(duck, store.get('register:shop').from), ['quick-9']);
});

test('who began to read goes on reading what he began with, however many came after', async (t) => {
  const { store, duck, home } = made(t);
  const write = async (id: string): Promise<void> => {
    const gate = gated(id);
    gate.go();
    await store.write(source(gate.rows));
  };
  await write('a');
  const { from } = store.get('register:shop');
  for (const id of ['b', 'c', 'd']) await write(id);
  assert.deepEqual(await idsIn(duck, from), ['a']);
  assert.deepEqual(store.list().map((s) => Object.keys(s).toSorted()), [['at', 'bytes', 'columns', 'digest', 'name', 'personal', 'rows']]);
  assert.equal(readdirSync(home).length, 5, 'four files and what names them');
});

test('what was replaced long ago and what a killed writer left is removed, nothing else', async (t) => {
  const { store, home } = made(t);
  const write = async (id: string): Promise<void> => {
    const gate = gated(id);
    gate.go();
    await store.write(source(gate.rows));
  };
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  await write('a');
  const [a] = readdirSync(home).filter((f) => f.endsWith('.parquet'));
  await write('b');
  t.mock.timers.tick(2 * 3_600_000);
  const yesterday = new Date(Date.now() - 2 * 86_400_000);
  for (const name of ['left.csv', 'left.parquet', 'left.json', 'fresh.csv']) {
    writeFileSync(path.join(home, name), 'x');
    if (name !== 'fresh.csv') utimesSync(path.join(home, name), yesterday, yesterday);
  }
  await write('c');
  const files = readdirSync(home);
  assert.ok(!files.includes(a!));
  assert.deepEqual(files.filter((f) => /^(left|fresh)/.test(f)), ['fresh.csv']);
  assert.equal(files.filter((f) => f.endsWith('.parquet')).length, 2);
});
