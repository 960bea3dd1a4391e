import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, type Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { JobError } from './index.ts';
import { house, ids, noting } from './test-house.ts';

const officer: Actor = { ...anonymous, kind: 'officer', name: '运维' };

test('a job runs once, after its planner committed, as the system', async (t) => {
  const { jobs, plan, effects, state } = await house(t);
  jobs.handle('note', async (ctx) => ctx.tx.insert('public.effect', { what: ctx.actor.kind }));
  await plan({});
  assert.equal((await state()).due, 1);
  assert.equal(await jobs.drain(), 1);
  assert.equal(await jobs.drain(), 0);
  assert.deepEqual(await effects(), ['system']);
  assert.deepEqual(await state(), { due: 0, running: 0, dead: 0, oldestDueSeconds: 0 });
});

test('a planner that fails plans nothing; one in a gathered commit plans', async (t) => {
  const { db, jobs, effects } = await house(t);
  noting(jobs);
  await assert.rejects(
    db.write(anonymous, async (tx) => {
      jobs.plan(tx, { kind: 'note', payload: { what: 'lost' } });
      await tx.flush();
      throw new Error('refused');
    }),
  );
  await Promise.all(['a', 'b'].map((what) => db.gather(anonymous, async (tx) => jobs.plan(tx, { kind: 'note', payload: { what } }))));
  await jobs.drain();
  assert.deepEqual((await effects()).toSorted(), ['a', 'b']);
});

test('order: urgent before normal before bulk, then by time; the future waits', async (t) => {
  const { jobs, clock, plan, effects } = await house(t);
  noting(jobs);
  const at = (minutes: number): Date => new Date(clock.now().getTime() + minutes * 60_000);
  await plan({ payload: { what: 'bulk' }, priority: 2, runAt: at(-60) });
  await plan({ payload: { what: 'later' }, runAt: at(-1) });
  await plan({ payload: { what: 'earlier' }, runAt: at(-2) });
  await plan({ payload: { what: 'urgent' }, priority: 0 });
  await plan({ payload: { what: 'tomorrow' }, priority: 0, runAt: at(1440) });
  await jobs.drain();
  assert.deepEqual(await effects(), ['urgent', 'earlier', 'later', 'bulk']);
  clock.advance(86_400_000);
  await jobs.drain();
  assert.equal((await effects()).at(-1), 'tomorrow');
});

test('one waiting job a key: planned twice in a request, in two requests, in two requests at once', async (t) => {
  const { db, jobs, plan, effects } = await house(t);
  noting(jobs);
  const reindex = { key: 'case-1', payload: { what: 'reindex' } };
  await db.write(anonymous, async (tx) => {
    for (let i = 0; i < 3; i++) jobs.plan(tx, { kind: 'note', ...reindex });
  });
  await plan(reindex);
  await Promise.all(Array.from({ length: 5 }, () => plan(reindex)));
  await plan({ ...reindex, key: 'case-2' });
  await jobs.drain();
  assert.deepEqual(await effects(), ['reindex', 'reindex']);
  await plan(reindex);
  await jobs.drain();
  assert.equal((await effects()).length, 3);
});

test('planned again under its key while it runs, a job runs once more: it may have read the old state', async (t) => {
  const { jobs, plan, effects } = await house(t);
  let first = true;
  jobs.handle('note', async (ctx) => {
    ctx.tx.insert('public.effect', { what: 'ran' });
    if (first) await plan({ key: 'k' });
    first = false;
  });
  await plan({ key: 'k' });
  await jobs.drain();
  assert.deepEqual(await effects(), ['ran', 'ran']);
});

test('an earlier time under the same key is taken over', async (t) => {
  const { jobs, clock, plan, effects } = await house(t);
  noting(jobs);
  await plan({ key: 'k', payload: { what: 'x' }, runAt: new Date(clock.now().getTime() + 3_600_000) });
  await plan({ key: 'k', payload: { what: 'x' } });
  await jobs.drain();
  assert.deepEqual(await effects(), ['x']);
});

test('what a failed attempt wrote is undone; the next attempt waits its time', async (t) => {
  const { jobs, clock, plan, effects, state } = await house(t);
  let attempts = 0;
  jobs.handle('note', async (ctx) => {
    ctx.tx.insert('public.effect', { what: `attempt ${++attempts}` });
    await ctx.tx.flush();
    if (attempts < 3) throw new Error('not yet');
  });
  await plan({});
  assert.equal(await jobs.drain(), 1);
  assert.equal(await jobs.drain(), 0);
  clock.advance(5_000);
  assert.equal(await jobs.drain(), 1);
  clock.advance(60_000);
  assert.equal(await jobs.drain(), 1);
  assert.deepEqual(await effects(), ['attempt 3']);
  assert.equal((await state()).due, 0);
});

test('a poison job becomes a dead letter and holds nobody up; it can be listed, run again, discarded', async (t) => {
  const { db, jobs, clock, plan, effects, state } = await house(t);
  let mended = false;
  jobs.handle('note', async (ctx, { what }: { what: string }) => {
    if (what === 'poison' && !mended) throw new JobError('permanent', 'no such \0 number');
    ctx.tx.insert('public.effect', { what });
  });
  await plan({ payload: { what: 'poison' } });
  await plan({ payload: { what: 'sound' } });
  await jobs.drain();
  assert.deepEqual(await effects(), ['sound']);
  const [letter] = await db.read(officer, (tx) => jobs.deadLetters(tx, { kind: 'note', limit: 10 }));
  assert.deepEqual([letter!.payload, letter!.attempt, letter!.retry, letter!.error], [{ what: 'poison' }, 1, 'permanent', 'JobError: no such  number']);
  assert.equal((await state()).dead, 1);

  mended = true;
  const context = (tx: Parameters<Parameters<Db['write']>[1]>[0]) => ({ tx, actor: officer, now: clock.now(), newId: ids, locale: 'zh' as const, requestId: 'r' });
  await db.write(officer, (tx) => jobs.rerun(context(tx), letter!.id));
  await assert.rejects(db.write(officer, (tx) => jobs.rerun(context(tx), letter!.id)), { code: 'jobs.deadLetterNotFound' });
  await jobs.drain();
  assert.deepEqual(await effects(), ['sound', 'poison']);

  mended = false;
  await plan({ payload: { what: 'poison' } });
  await jobs.drain();
  const [second] = await db.read(officer, (tx) => jobs.deadLetters(tx, { limit: 10 }));
  await db.write(officer, (tx) => jobs.discard(context(tx), second!.id));
  assert.equal((await state()).dead, 0);
});

test('a transient failure that never ends is buried after its last attempt', async (t) => {
  const { jobs, clock, plan, state } = await house(t);
  let attempts = 0;
  jobs.handle('note', async () => {
    attempts++;
    throw new Error('down');
  });
  await plan({});
  for (let i = 0; i < 20; i++) {
    await jobs.drain();
    clock.advance(7_200_000);
  }
  assert.equal(attempts, 12);
  assert.equal((await state()).dead, 1);
});
