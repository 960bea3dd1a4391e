import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, system } from '#kernel/context';
import type { Db } from '#kernel/db';
import { JobError } from './index.ts';
import { house, noting } from './test-house.ts';

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

test('many outside: read at once, each by itself, finished together; one that fails is tried again alone', async (t) => {
  const { jobs, clock, plan, effects, state } = await house(t, { concurrency: 8 });
  const reads: number[] = [];
  jobs.handleManyOutside<string>('note', {
    async read(_tx, all: readonly { id: string; payload: { what: string } }[]) {
      reads.push(all.length);
      return new Map(all.flatMap((j) => (j.payload.what === 'settled' ? [] : [[j.id, `${j.payload.what}!`]])));
    },
    async run(job, what) {
      if (what === 'bad!' && job.attempt === 1) throw new JobError('gateway', '504');
      await job.finish(async (ctx) => {
        await assert.rejects(ctx.tx.query('select 1'), /only plans/);
        ctx.tx.insert('public.effect', { what });
      });
    },
  });
  for (const what of ['a', 'bad', 'settled', 'b']) await plan({ payload: { what } });
  assert.equal(await jobs.drain(), 4);
  assert.deepEqual([(await effects()).toSorted(), reads], [['a!', 'b!'], [4]]);
  clock.advance(60_000);
  await jobs.drain();
  assert.deepEqual([(await effects()).toSorted(), reads, (await state()).due], [['a!', 'b!', 'bad!'], [4, 1], 0]);
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
    await new Promise<void>((resolve) => (job.signal.aborted ? resolve() : job.signal.addEventListener('abort', () => resolve())));
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
