import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobs } from '#engines/jobs';
import { system } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import type { Development } from './deps.ts';
import { runPipeline } from './run-pipeline.ts';
import { runJob, tick } from './runs.ts';

const now = new Date('2026-11-23T01:00:00Z');
const definition = { title: '试验', after: [], mayBeEmpty: false, steps: [] };

test('a run whose job was given up ends as failed, with one alarm; runs that go on or have ended are left alone', async (t) => {
  const db = await testDatabase(t);
  const ids = createIds(() => now.getTime());
  const clock = { now: () => now };
  const entries: unknown[] = [];
  const d = { db, clock, ids, jobs: createJobs({ db, clock, ids }), ledger: { append: (_: unknown, entry: unknown) => entries.push(entry) }, content: { list: () => [] }, analysis: { list: () => [] } } as unknown as Development;
  const plan = async (state: string, dead: boolean): Promise<string> => {
    const id = ids();
    await db.write(system, async (tx) => {
      tx.insert('development.run', { id, pipeline: 'trial', pipeline_version: 1, definition, day: '2026-11-23', reason: 'manual', state, fence: 1, requested_by: '测试', requested_at: now.toISOString() });
      if (dead) tx.insert('jobs.dead_letter', { id: ids(), kind: runJob, payload: { runId: id }, priority: 1, planned_at: now.toISOString(), attempt: 12, error: 'disk full', retry: 'transient', died_at: now.toISOString() });
    });
    return id;
  };
  const [broken, never, going, done] = [await plan('running', true), await plan('waiting', true), await plan('running', false), await plan('done', true)];
  const minute = (): Promise<void> => db.write(system, (tx) => tick(d, { tx, actor: system, now, newId: ids, locale: 'zh', requestId: 'test' }));
  await minute();
  await minute();
  const states = new Map((await db.read(system, (tx) => tx.query<{ id: string; state: string; problem: { zh: string } | null }>('select id, state, problem from development.run'))).map((r) => [r.id, r]));
  assert.deepEqual([broken, never, going, done].map((id) => states.get(id)?.state), ['failed', 'failed', 'running', 'done']);
  assert.match(states.get(broken)!.problem!.zh, /停止重试/);
  assert.equal((await db.read(system, (tx) => tx.query('select 1 from development.alarm'))).length, 2);
  assert.equal(entries.length, 2);
  // a worker that comes back late, or a job that is run again, finds nothing to take
  await runPipeline(d, { payload: { runId: broken } as never, signal: new AbortController().signal, read: (use) => db.read(system, use), finish: () => assert.fail('nothing is concluded twice') });
});
