import type { Clock } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { Db, Tx } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { errors } from './errors.ts';
import { deadLetters, discardDeadLetter, readState, reviveDeadLetter } from './job-queries.ts';
import { createLoop, type Loop } from './loop.ts';
import { createScheduler } from './scheduler.ts';
import type { Jobs } from './types.ts';
import { createWorker, type Handlers } from './worker.ts';

export interface JobsSettings {
  db: Db;
  clock: Clock;
  ids: Ids;
  log?: Pick<Log, 'error' | 'warn'>;
  /** Jobs that run at the same time in this process. */
  concurrency?: number;
  /** How long a silent worker keeps a job, in milliseconds; renewed while it works. */
  leaseMs?: number;
}

const channel = 'jobs';
const pollMs = 1_000;
const tellOthersMs = 50;

export function createJobs(settings: JobsSettings): Jobs {
  const { db, clock, ids } = settings;
  const handlers: Handlers = new Map();
  const worker = createWorker({ ...settings, handlers, concurrency: settings.concurrency ?? 4, leaseMs: settings.leaseMs ?? 60_000 });
  const scheduler = createScheduler({ db, clock, plan });
  let loop: Loop | undefined;
  let listening: (() => void) | undefined;
  let telling = false;

  /**
   * A worker of this process hears at once. Other processes are told a little later by one NOTIFY for many jobs and
   * outside the callers' transactions: NOTIFY inside them would make all commits of the cluster wait for one another.
   */
  function nudge(): void {
    if (loop !== undefined) return loop.nudge();
    if (telling) return;
    telling = true;
    setTimeout(() => {
      telling = false;
      db.write(system, (tx) => tx.query('select pg_notify($1, $2)', [channel, ''])).catch(() => {}); // their poll finds the job a second later
    }, tellOthersMs).unref();
  }

  function plan(tx: Tx, job: Parameters<Jobs['plan']>[1]): void {
    const now = clock.now();
    tx.insert('jobs.job', {
      id: ids(),
      kind: job.kind,
      key: job.key ?? null,
      payload: job.payload,
      priority: job.priority ?? 1,
      run_at: (job.runAt ?? now).toISOString(),
      planned_at: now.toISOString(),
    });
    tx.afterCommit(nudge);
  }

  const register = (kind: string, handler: Handlers extends Map<string, infer H> ? H : never): void => {
    if (handlers.has(kind)) throw new Error(`two handlers of jobs of kind ${kind}`);
    handlers.set(kind, handler);
  };
  const found = (ctx: Context, there: boolean): void => {
    if (!there) throw errors.deadLetterNotFound();
    ctx.tx.afterCommit(nudge);
  };

  return {
    plan,
    handle: (kind, run) => register(kind, { where: 'inside', run }),
    handleTogether: (kind, run) => register(kind, { where: 'together', run }),
    handleOutside: (kind, run) => register(kind, { where: 'outside', run }),
    handleManyOutside: (kind, { read, run }) => register(kind, { where: 'many-outside', read: read as never, run: run as never }),
    schedule: scheduler.add,
    start() {
      if (loop !== undefined) return;
      worker.resume();
      const mine = createLoop({
        everyMs: pollMs,
        work: async () => {
          await scheduler.tick();
          return (await worker.round()) > 0;
        },
        failed: (error) => settings.log?.error({ err: error }, 'jobs: a round failed'),
      });
      loop = mine;
      listening = db.listen(channel, () => mine.nudge());
    },
    async stop() {
      worker.halt();
      listening?.();
      const ending = loop?.stop();
      loop = undefined;
      await ending;
    },
    async drain() {
      worker.resume();
      let ran = 0;
      await scheduler.tick();
      for (let more = await worker.round(); more > 0; more = await worker.round()) ran += more;
      return ran;
    },
    state: (tx) => readState(tx, clock.now()),
    deadLetters: (tx, page) => deadLetters(tx, page.kind ?? null, page.before ?? null, Math.min(Math.max(page.limit, 1), 200)),
    rerun: async (ctx, id) => found(ctx, await reviveDeadLetter(ctx.tx, id, ctx.now)),
    discard: async (ctx, id) => found(ctx, await discardDeadLetter(ctx.tx, id)),
  };
}
