import type { Clock } from '#kernel/clock';
import { houseContext, system, type Context } from '#kernel/context';
import type { Db, Tx } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { buryJob, finishJob, postponeJob, releaseJobs, renewLeases, takeJobs, type TakenJob } from './job-queries.ts';
import { JobError, retryOf, retryRules, waitMsAfter } from './retry.ts';
import type { Handler, ManyOutsideHandler, OutsideHandler, OutsideJob, TogetherHandler } from './types.ts';

export type Handlers = Map<string, { where: 'inside'; run: Handler } | { where: 'together'; run: TogetherHandler } | { where: 'outside'; run: OutsideHandler } | ({ where: 'many-outside' } & ManyOutsideHandler<never>)>;

/** What was taken and is not dealt with yet. */
type OpenJobs = Map<string, AbortController>;

export interface WorkerSettings {
  db: Db;
  clock: Clock;
  ids: Ids;
  log?: Pick<Log, 'error' | 'warn'>;
  handlers: Handlers;
  concurrency: number;
  leaseMs: number;
}

export interface Worker {
  /** Takes a batch, runs it, and returns how many jobs it took. */
  round(): Promise<number>;
  halt(): void;
  resume(): void;
}

const batchMax = 100;
/** Outside effects of one kind that are under way at the same time in this process. */
const outsideMax = 16;
/** A batch should take about so long: a slow one leaves the rest to other workers. */
const batchMsWanted = 500;
const errorLengthMax = 2_000;
/** A job that was taken so often and never answered kills its workers. */
const takenMax = Math.max(...Object.values(retryRules).map((r) => r.attemptsMax));

export function createWorker(settings: WorkerSettings): Worker {
  const { db, clock, ids, handlers, concurrency, leaseMs } = settings;
  let batch = concurrency;
  let halted = false;

  const contextOf = (tx: Tx, job: TakenJob): Context => houseContext({ clock, ids }, tx, { requestId: job.id });

  const perform = async (job: TakenJob, signal: AbortSignal): Promise<void> => {
    const handler = handlers.get(job.kind)!;
    const finish = (use: (ctx: Context) => Promise<void>): Promise<void> =>
      db.write(system, async (tx) => {
        await use(contextOf(tx, job));
        finishJob(tx, job);
      });
    if (handler.where === 'together') return finish((ctx) => handler.run(ctx, [job] as never));
    if (handler.where === 'inside') return finish((ctx) => handler.run(ctx, job.payload as never));
    if (handler.where === 'outside') return performOutside(job, signal, finish, (outside) => handler.run(outside));
    const found = await db.read(system, (tx) => handler.read(tx, [job] as never));
    return performOneOfMany(job, signal, handler, found);
  };

  const performOneOfMany = (job: TakenJob, signal: AbortSignal, handler: ManyOutsideHandler<never>, found: ReadonlyMap<string, never>): Promise<void> => {
    const here = found.get(job.id);
    const finish: OutsideJob['finish'] = (use) => db.plan(async (tx) => {
      await use(contextOf(tx, job));
      finishJob(tx, job);
    });
    return performOutside(job, signal, finish, async (outside) => {
      if (here !== undefined) await handler.run(outside, here);
    });
  };

  const performOutside = async (job: TakenJob, signal: AbortSignal, finish: OutsideJob['finish'], use: (outside: OutsideJob) => Promise<void>): Promise<void> => {
    let finished = false;
    const finishOnce: OutsideJob['finish'] = async (planned) => {
      if (finished) throw new Error(`job ${job.kind} was finished twice`);
      await finish(planned);
      finished = true;
    };
    await use({ id: job.id, payload: job.payload as never, attempt: job.attempt, signal, read: (read) => db.read(system, read), finish: finishOnce });
    if (!finished) await finish(async () => {});
  };

  /** What they need is read at once, what they finish with is committed together; each fails by itself. */
  const performMany = async (unit: readonly TakenJob[], handler: ManyOutsideHandler<never>, open: OpenJobs): Promise<boolean> => {
    let found: ReadonlyMap<string, never>;
    try {
      found = await db.read(system, (tx) => handler.read(tx, unit as never));
    } catch {
      return false; // each alone will say what is wrong
    }
    await atMost(outsideMax, unit, async (job) => {
      if (halted) return; // given back with what has not begun
      const { signal } = open.get(job.id)!;
      try {
        if (!signal.aborted) await performOneOfMany(job, signal, handler, found);
      } catch (error) {
        await fail(job, error);
      }
      open.delete(job.id);
    });
    return true;
  };

  const fail = async (job: TakenJob, error: unknown): Promise<void> => {
    const retry = retryOf(error);
    // NUL cannot be stored in PostgreSQL's text
    const words = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll('\0', '').slice(0, errorLengthMax);
    const waitMs = waitMsAfter(error, job.attempt);
    settings.log?.warn({ job: job.id, kind: job.kind, attempt: job.attempt, retry, error: words.slice(0, 200) }, waitMs === undefined ? 'jobs: a job died' : 'jobs: a job will be tried again');
    const now = clock.now();
    await db.write(system, (tx) => (waitMs === undefined ? buryJob(tx, job, now, retry, words) : postponeJob(tx, job, new Date(now.getTime() + waitMs), retry, words)));
  };

  /** Whether they were dealt with, and so no longer open; else nothing was written. */
  const performTogether = async (unit: readonly TakenJob[], open: OpenJobs): Promise<boolean> => {
    const handler = handlers.get(unit[0]!.kind)!;
    if (unit.length === 1) return false;
    if (handler.where === 'many-outside') return performMany(unit, handler, open);
    if (handler.where !== 'together') return false;
    try {
      await db.write(system, async (tx) => {
        await handler.run(contextOf(tx, unit[0]!), unit as never);
        for (const job of unit) finishJob(tx, job);
      });
      for (const job of unit) open.delete(job.id);
      return true;
    } catch {
      return false; // each alone will say what is wrong
    }
  };

  const run = async (job: TakenJob, signal: AbortSignal): Promise<void> => {
    try {
      if (job.attempt > takenMax) throw new JobError('permanent', `taken ${job.attempt - 1} times and never finished`);
      await perform(job, signal);
    } catch (error) {
      await fail(job, error);
    }
  };

  const work = async (taken: readonly TakenJob[]): Promise<void> => {
    const lease = taken[0]!.lease;
    const open: OpenJobs = new Map(taken.map((job) => [job.id, new AbortController()]));
    const queue = unitsOf(taken, handlers);
    const renewal = setInterval(() => {
      db.write(system, (tx) => renewLeases(tx, lease, [...open.keys()], leaseMs)).then(
        (held) => {
          for (const [id, controller] of open) if (!held.has(id)) controller.abort(new Error('the lease was lost'));
        },
        () => {}, // the lease may still hold; the fence decides
      );
    }, leaseMs / 3);
    const lane = async (): Promise<void> => {
      while (!halted) {
        const unit = queue.shift();
        if (unit === undefined) return;
        if (await performTogether(unit, open)) continue;
        for (const job of unit) {
          if (halted && unit.length > 1) break;
          const { signal } = open.get(job.id)!;
          if (!signal.aborted) await run(job, signal);
          open.delete(job.id);
        }
      }
    };
    try {
      const lanes = await Promise.allSettled(Array.from({ length: Math.min(concurrency, queue.length) }, lane));
      const failed = lanes.find((l) => l.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    } finally {
      clearInterval(renewal);
      if (halted && open.size > 0) await db.write(system, (tx) => releaseJobs(tx, lease, [...open.keys()]));
    }
  };

  return {
    async round() {
      if (halted || handlers.size === 0) return 0;
      const lease = ids();
      const taken = await db.write(system, (tx) => takeJobs(tx, [...handlers.keys()], lease, clock.now(), leaseMs, batch));
      if (taken.length === 0) return 0;
      const from = performance.now();
      await work(inOrder(taken));
      const tookMs = performance.now() - from;
      batch = tookMs < batchMsWanted / 2 ? Math.min(batch * 2, batchMax) : tookMs > batchMsWanted ? Math.max(Math.floor(batch / 2), concurrency) : batch;
      return taken.length;
    },
    halt: () => void (halted = true),
    resume: () => void (halted = false),
  };
}

/** UPDATE returns rows in no order. */
const inOrder = (taken: TakenJob[]): TakenJob[] => taken.toSorted((a, b) => a.priority - b.priority || a.runAt.getTime() - b.runAt.getTime() || (a.id < b.id ? -1 : 1));

/** Runs for each, so many at a time. */
async function atMost<T>(max: number, items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, async () => {
    while (next < items.length) await use(items[next++]!);
  }));
}

/** What runs in one go: one job, or all of a kind that is handled together. */
function unitsOf(taken: readonly TakenJob[], handlers: Handlers): TakenJob[][] {
  const together = new Map<string, TakenJob[]>();
  const units: TakenJob[][] = [];
  for (const job of taken) {
    const unit = together.get(job.kind);
    // one that was tried before runs alone: it may be the bad one
    if (unit !== undefined && job.attempt === 1) unit.push(job);
    else {
      const first = [job];
      units.push(first);
      const where = handlers.get(job.kind)?.where;
      if ((where === 'together' || where === 'many-outside') && job.attempt === 1) together.set(job.kind, first);
    }
  }
  return units;
}
