import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { anonymous, system, type Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createJobs, JobError, type Jobs, type JobsSettings, type NewJob } from './index.ts';

const officer: Actor = { ...anonymous, kind: 'officer', name: '运维' };
const ids = createIds();

interface House {
  db: Db;
  clock: MovableClock;
  jobs: Jobs;
  /** Another process on the same database. */
  another: (settings?: Partial<JobsSettings>) => Jobs;
  plan: (job: Partial<NewJob>) => Promise<void>;
  effects: () => Promise<string[]>;
  state: () => ReturnType<Jobs['state']>;
}

async function house(t: TestContext, settings: Partial<JobsSettings> = {}): Promise<House> {
  const db = await testDatabase(t, 8);
  await db.owner((c) => c.query('create table public.effect (n bigserial, what text not null); grant select, insert on public.effect to yiwang_app; grant usage on sequence public.effect_n_seq to yiwang_app'));
  const clock = createMovableClock(new Date('2026-03-02T01:00:00Z'));
  const another = (more: Partial<JobsSettings> = {}): Jobs => createJobs({ db, clock, ids, concurrency: 1, ...settings, ...more });
  const jobs = another();
  return {
    db,
    clock,
    jobs,
    another,
    plan: (job) => db.write(anonymous, async (tx) => jobs.plan(tx, { kind: 'note', payload: {}, ...job })),
    effects: async () => (await db.read(system, (tx) => tx.query<{ what: string }>('select what from public.effect order by n'))).map((r) => r.what),
    state: () => db.read(system, (tx) => jobs.state(tx)),
  };
}

const noting = (jobs: Jobs): void => jobs.handle('note', async (ctx, payload: { what: string }) => ctx.tx.insert('public.effect', { what: payload.what }));

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

/** A worker that was killed: its lease stays in the table and nobody renews it. */
async function abandon(db: Db): Promise<void> {
  await db.owner((c) => c.query("update jobs.job set lease = gen_random_uuid(), leased_until = clock_timestamp() - interval '1 second', attempt = attempt + 1"));
}

test('the job of a killed worker runs elsewhere when its lease runs out, not before', async (t) => {
  const { db, another, plan, effects } = await house(t);
  await plan({ payload: { what: 'x' } });
  const other = another();
  noting(other);
  await db.owner((c) => c.query("update jobs.job set lease = gen_random_uuid(), leased_until = clock_timestamp() + interval '1 minute', attempt = 1"));
  assert.equal(await other.drain(), 0);
  await abandon(db);
  assert.equal(await other.drain(), 1);
  assert.deepEqual(await effects(), ['x']);
});

test('a worker that comes back after its lease was lost writes nothing', async (t) => {
  const { db, jobs, another, plan, effects } = await house(t);
  const other = another();
  noting(other);
  jobs.handle('note', async (ctx) => {
    ctx.tx.insert('public.effect', { what: 'zombie' });
    await ctx.tx.flush();
    await abandon(db);
    assert.equal(await other.drain(), 1);
  });
  await plan({ payload: { what: 'living' } });
  await jobs.drain();
  assert.deepEqual(await effects(), ['living']);
});

test('a job that kills every worker is buried in the end', async (t) => {
  const { db, jobs, plan, state } = await house(t);
  noting(jobs);
  await plan({ payload: { what: 'x' } });
  for (let i = 0; i < 20; i++) await abandon(db);
  await jobs.drain();
  assert.equal((await state()).dead, 1);
});

test('outside: no transaction is held, the id stays the same, finishing is one transaction', async (t) => {
  const { jobs, clock, plan, effects } = await house(t);
  const sent: string[] = [];
  jobs.handleOutside('note', async (job) => {
    sent.push(job.id);
    if (job.attempt === 1) throw new JobError('gateway', '504');
    await job.finish(async (ctx) => ctx.tx.insert('public.effect', { what: `sent in attempt ${job.attempt}` }));
    await assert.rejects(job.finish(async () => {}));
  });
  await plan({});
  await jobs.drain();
  clock.advance(60_000);
  await jobs.drain();
  assert.deepEqual(await effects(), ['sent in attempt 2']);
  assert.equal(sent.length, 2);
  assert.equal(new Set(sent).size, 1);
});

test('a long job keeps its lease, and loses its signal with it', async (t) => {
  const { db, jobs, another, plan } = await house(t, { leaseMs: 150 });
  const other = another();
  let stolen = 0;
  other.handleOutside('note', async () => void stolen++);
  jobs.handleOutside('note', async (job) => {
    const leasedUntil = (): Promise<{ at: Date }> => db.read(system, (tx) => tx.one<{ at: Date }>('select leased_until as at from jobs.job'));
    const before = (await leasedUntil()).at;
    while ((await leasedUntil()).at <= before) await new Promise(setImmediate);
    assert.equal(await other.drain(), 0);
    await abandon(db);
    await new Promise<void>((resolve) => job.signal.addEventListener('abort', () => resolve()));
    assert.equal(await other.drain(), 1);
  });
  await plan({});
  await jobs.drain();
  assert.equal(stolen, 1);
});

test('stop: what runs is finished, what has not begun is given back untouched', async (t) => {
  const { jobs, another, plan, effects, state } = await house(t, { concurrency: 2 });
  const other = another();
  noting(other);
  let stopping: Promise<void> | undefined;
  jobs.handle('note', async (ctx, { what }: { what: string }) => {
    stopping ??= jobs.stop();
    ctx.tx.insert('public.effect', { what });
  });
  for (const what of ['a', 'b']) await plan({ payload: { what } });
  await jobs.drain(); // the first batch is small, this one makes it grow
  await stopping;
  for (let i = 0; i < 6; i++) await plan({ payload: { what: `c${i}` } });
  stopping = undefined;
  jobs.start();
  while (stopping === undefined) await new Promise(setImmediate);
  await stopping;
  const { running } = await state();
  assert.equal(running, 0);
  await other.drain();
  assert.equal((await effects()).length, 8);
});

test('a started worker hears of a job planned in its own process and in another', async (t) => {
  const { db, jobs, another, plan } = await house(t);
  const heard: string[] = [];
  let tell = (): void => {};
  const worker = another();
  worker.handle('note', async (ctx, { what }: { what: string }) => {
    ctx.tx.afterCommit(() => {
      heard.push(what);
      tell();
    });
  });
  worker.start();
  t.after(() => worker.stop());
  const next = (): Promise<void> => new Promise((resolve) => (tell = resolve));
  let told = next();
  await db.write(system, async (tx) => worker.plan(tx, { kind: 'note', payload: { what: 'own' } }));
  await told;
  told = next();
  await plan({ payload: { what: 'other' } });
  await told;
  void jobs;
  assert.deepEqual(heard, ['own', 'other']);
});

test('a schedule plans once a slot however many workers tick; missed slots are made up for once', async (t) => {
  const { db, jobs, another, clock, effects } = await house(t);
  const workers = [jobs, another(), another()];
  for (const worker of workers) {
    worker.handle('note', async (ctx) => ctx.tx.insert('public.effect', { what: ctx.now.toISOString().slice(0, 13) }));
    worker.schedule({ name: 'nightly', kind: 'note', dailyAt: '09:30' });
    assert.throws(() => worker.schedule({ name: 'nightly', kind: 'note', everyMs: 1_000 }));
  }
  const all = (): Promise<number[]> => Promise.all(workers.map((w) => w.drain()));
  await all();
  assert.deepEqual(await effects(), []);
  clock.set(new Date('2026-03-02T01:30:00Z'));
  await all();
  await all();
  assert.deepEqual(await effects(), ['2026-03-02T01']);
  clock.set(new Date('2026-03-07T03:00:00Z'));
  await all();
  assert.deepEqual(await effects(), ['2026-03-02T01', '2026-03-07T03']);
  void db;
});

test('the age of the oldest due job is measured; future jobs have none', async (t) => {
  const { clock, plan, state } = await house(t);
  await plan({ runAt: new Date(clock.now().getTime() + 60_000) });
  assert.equal((await state()).oldestDueSeconds, 0);
  await plan({ priority: 2 });
  clock.advance(30_000);
  assert.equal(Math.floor((await state()).oldestDueSeconds), 30);
});

test('a citizen can plan but neither read nor change what is planned', async (t) => {
  const { db, plan, state } = await house(t);
  await plan({ payload: { secret: 1 } });
  for (const sql of ['select * from jobs.job', 'delete from jobs.job returning 1', 'update jobs.job set priority = 0 returning 1']) assert.deepEqual(await db.write(anonymous, (tx) => tx.query(sql)), []);
  assert.equal((await state()).due, 1);
});

test('a kind without a handler here is left for others', async (t) => {
  const { jobs, plan, state } = await house(t);
  noting(jobs);
  await plan({ kind: 'unknown' });
  assert.equal(await jobs.drain(), 0);
  assert.equal((await state()).due, 1);
});

test('10,000 jobs, two workers: each runs once, and the end goes as fast as the beginning', async (t) => {
  const { db, jobs, another, effects } = await house(t, { concurrency: 3 });
  const other = another();
  const marks: number[] = [];
  for (const worker of [jobs, other]) {
    worker.handle('note', async (ctx, { what }: { what: string }) => {
      ctx.tx.insert('public.effect', { what });
      ctx.tx.afterCommit(() => void marks.push(performance.now()));
    });
  }
  await db.write(system, async (tx) => {
    for (let i = 0; i < 10_000; i++) jobs.plan(tx, { kind: 'note', payload: { what: String(i) } });
  });
  await Promise.all([jobs.drain(), other.drain()]);
  const done = await effects();
  assert.equal(done.length, 10_000);
  assert.equal(new Set(done).size, 10_000);
  const [early, late] = [marks[3_500]! - marks[500]!, marks[9_500]! - marks[6_500]!];
  assert.ok(late < early * 2.5, `3,000 jobs took ${Math.round(early)} ms, later ${Math.round(late)} ms`);
});

test('handled together: one transaction for many, and one bad member fails alone', async (t) => {
  const { db, jobs, plan, effects, state } = await house(t, { concurrency: 2 });
  const sizes: number[] = [];
  jobs.handleTogether('note', async (ctx, many: readonly { id: string; payload: { what: string } }[]) => {
    sizes.push(many.length);
    for (const { payload } of many) ctx.tx.insert('public.effect', { what: payload.what });
    if (many.some((j) => j.payload.what === '77')) throw new JobError('permanent', 'bad member');
  });
  await db.write(system, async (tx) => {
    for (let i = 0; i < 300; i++) jobs.plan(tx, { kind: 'note', payload: { what: String(i) } });
  });
  await jobs.drain();
  const done = await effects();
  assert.deepEqual([done.length, new Set(done).size, done.includes('77')], [299, 299, false]);
  assert.equal((await state()).dead, 1);
  assert.ok(Math.max(...sizes) >= 64, 'batches grow');
  await plan({ payload: { what: 'alone' } });
  await jobs.drain();
  assert.equal((await effects()).at(-1), 'alone');
});

test('taking walks an index, with 200,000 waiting jobs as with one', async (t) => {
  const { db, jobs, plan } = await house(t);
  noting(jobs);
  await db.owner((c) => c.query("insert into jobs.job (id, kind, payload, run_at, planned_at) select gen_random_uuid(), 'note', '{\"what\":\"x\"}', timestamptz '2026-04-01' + n * interval '1 second', timestamptz '2026-03-01' from generate_series(1, 200000) n"));
  await plan({ payload: { what: 'due' } });
  const blocksRead = async (): Promise<number> => (await db.owner((c) => c.query<{ n: number }>("select pg_stat_force_next_flush(), (select seq_tup_read from pg_stat_user_tables where relid = 'jobs.job'::regclass)::int as n"))).rows[0]!.n;
  const before = await blocksRead();
  assert.equal(await jobs.drain(), 1);
  assert.equal(await blocksRead(), before);
});
