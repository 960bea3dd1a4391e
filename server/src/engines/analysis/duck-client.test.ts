import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createDuckClient } from './duck-client.ts';
import type { Duck } from './duckdb.ts';

const limits = { memoryMiB: 256, threads: 1, seconds: 60, together: 2 };

function engine(t: TestContext): { duck: Duck; folder: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-duck-'));
  const duck = createDuckClient(folder, limits);
  t.after(() => {
    duck.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { duck, folder };
}

/** Processes of the engine that this one started. */
const engines = (): number[] => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('duck-process')).map(Number);
const refused = (code: string) => (error: { code?: string }): boolean => error.code === code;
const endless = 'select count(*) from range(10000000000) a, range(10000000000) b where (a.range * b.range) % 7 = 3';

test('values and rows cross over as they are: dates, moments, nulls, none at all', async (t) => {
  const { duck } = engine(t);
  const at = new Date('2026-03-01T02:03:04.005Z');
  assert.deepEqual(await duck.ask(`select $1::varchar as a, $2::double as b, $3::timestamp as c, date '2026-02-28' as d, null as e, $4::boolean as f`, ['吉', 1.5, at, true]), [{ a: '吉', b: 1.5, c: at.toISOString(), d: '2026-02-28', e: null, f: true }]);
  assert.deepEqual(await duck.ask('select 1 as a where false'), []);
});

test('a session keeps what it made, and only it', async (t) => {
  const { duck } = engine(t);
  await duck.session(async (ask) => {
    await ask('create temp table mine as select 7 as n');
    assert.deepEqual(await ask('select n from mine'), [{ n: 7 }]);
  });
  await assert.rejects(duck.ask('select n from mine'), /mine/);
});

test('a stream comes by chunks, as quickly as it is taken, and may be left', async (t) => {
  const { duck } = engine(t);
  const sizes: number[] = [];
  for await (const rows of duck.stream('select range as n from range(10000)')) sizes.push(rows.length);
  assert.deepEqual([sizes.length > 1, sizes.reduce((a, b) => a + b, 0)], [true, 10_000]);
  for await (const rows of duck.stream('select range as n from range(10000)')) {
    assert.equal(rows[0]!['n'], 0);
    break;
  }
  assert.deepEqual(await duck.ask('select 1 as n'), [{ n: 1 }]);
});

test('refusals keep their code: too long, given up, given up before it began', async (t) => {
  const { duck } = engine(t);
  await assert.rejects(duck.ask(endless, [], { seconds: 0.05 }), refused('analysis.tooLong'));
  const given = new AbortController();
  const asked = duck.ask(endless, [], { signal: given.signal });
  setTimeout(() => given.abort(), 50);
  await assert.rejects(asked, refused('analysis.cancelled'));
  await assert.rejects(duck.ask('select 1', [], { signal: AbortSignal.abort() }), refused('analysis.cancelled'));
});

test('an engine that is killed refuses what it was asked; the next question has a new one, and nothing is left behind', async (t) => {
  const { duck, folder } = engine(t);
  const before = new Set(engines());
  await duck.ask('select 1');
  const [own] = engines().filter((pid) => !before.has(pid));
  const asked = assert.rejects(duck.ask(endless), refused('analysis.ended'));
  process.kill(own!, 'SIGKILL');
  await asked;
  assert.deepEqual(await duck.ask('select 2 as n'), [{ n: 2 }]);
  duck.close();
  for (const end = Date.now() + 5000; engines().some((pid) => !before.has(pid)) && Date.now() < end; ) await new Promise((done) => setImmediate(done));
  assert.deepEqual([engines().filter((pid) => !before.has(pid)), readdirSync(folder).filter((name) => name.startsWith('spill'))], [[], []]);
});
