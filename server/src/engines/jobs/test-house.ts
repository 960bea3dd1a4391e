import type { TestContext } from 'node:test';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { anonymous, system } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createIds, type Ids } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createJobs, type Jobs, type JobsSettings, type NewJob } from './index.ts';

/** For the tests: jobs on a fresh database, with a table of effects and a clock that the test moves. */
export const ids: Ids = createIds();

export interface House {
  db: Db;
  clock: MovableClock;
  jobs: Jobs;
  /** Another process on the same database. */
  another: (settings?: Partial<JobsSettings>) => Jobs;
  plan: (job: Partial<NewJob>) => Promise<void>;
  effects: () => Promise<string[]>;
  state: () => ReturnType<Jobs['state']>;
}

export async function house(t: TestContext, settings: Partial<JobsSettings> = {}): Promise<House> {
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

export const noting = (jobs: Jobs): void => jobs.handle('note', async (ctx, payload: { what: string }) => ctx.tx.insert('public.effect', { what: payload.what }));
