import { conditionsOf, type ReadTx, type Tx } from '#kernel/db';
import type { Retry } from './retry.ts';
import type { DeadLetter, JobsState } from './types.ts';

export interface TakenJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: object;
  /** 1 the first time. */
  readonly attempt: number;
  readonly lease: string;
  readonly priority: number;
  readonly runAt: Date;
}

/**
 * Takes up to `max` jobs: those whose lease ran out first, then by priority, time and id. Locked rows are passed over.
 * Each branch walks its own index from the front and stops early.
 */
export const takeJobs = (tx: Tx, kinds: readonly string[], lease: string, now: Date, leaseMs: number, max: number): Promise<TakenJob[]> =>
  tx.query<TakenJob>(
    `with lost as materialized (
       select id from jobs.job where lease is not null and leased_until < now() and kind = any($1) order by leased_until limit $5 for update skip locked
     ), due as materialized (
       select one.id from unnest(array[0, 1, 2]::smallint[]) as p(rank),
         lateral (select id from jobs.job where priority = p.rank and lease is null and run_at <= $3 and kind = any($1) order by run_at, id limit $5 for update skip locked) as one
       limit $5
     ), found as materialized (
       select id from (select id from lost union all select id from due) as both_found limit $5
     )
     update jobs.job j set lease = $2, leased_until = now() + $4 * interval '1 millisecond', attempt = attempt + 1
     where j.id = any (array(select id from found))
     returning j.id, j.kind, j.payload, j.attempt, j.lease, j.priority, j.run_at as "runAt"`,
    [kinds, lease, now, leaseMs, max],
  );

/**
 * Planned with the handler's own rows: a lost lease undoes them all. The ids as one array too: PostgreSQL takes a set of rows
 * from JSON for a hundred and would read the whole table to join it.
 */
export const finishJob = (tx: Tx, job: TakenJob): void =>
  tx.each(
    `with r as materialized (select * from jsonb_to_recordset($rows::jsonb) as x(id uuid, lease uuid))
     delete from jobs.job j using r where j.id = any (array(select id from r)) and j.id = r.id and j.lease = r.lease`,
    { id: job.id, lease: job.lease },
  );

export async function renewLeases(tx: Tx, lease: string, ids: readonly string[], leaseMs: number): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(`update jobs.job set leased_until = now() + $3 * interval '1 millisecond' where lease = $1 and id = any($2) returning id`, [lease, ids, leaseMs]);
  return new Set(rows.map((r) => r.id));
}

/** Gives back what was taken and not begun. */
export const releaseJobs = (tx: Tx, lease: string, ids: readonly string[]): Promise<unknown> =>
  tx.query('update jobs.job set lease = null, leased_until = null, attempt = attempt - 1 where lease = $1 and id = any($2)', [lease, ids]);

export const postponeJob = (tx: Tx, job: TakenJob, runAt: Date, retry: Retry, error: string): Promise<unknown> =>
  tx.query('update jobs.job set lease = null, leased_until = null, run_at = $3, retry = $4, error = $5 where id = $1 and lease = $2', [job.id, job.lease, runAt, retry, error]);

export const buryJob = (tx: Tx, job: TakenJob, now: Date, retry: Retry, error: string): Promise<unknown> =>
  tx.query(
    `with gone as (delete from jobs.job where id = $1 and lease = $2 returning *)
     insert into jobs.dead_letter (id, kind, key, payload, priority, planned_at, attempt, error, retry, died_at)
     select id, kind, key, payload, priority, planned_at, attempt, $5, $4, $3 from gone`,
    [job.id, job.lease, now, retry, error],
  );

export function deadLetters(tx: ReadTx, kind: string | null, before: string | null, limit: number): Promise<DeadLetter[]> {
  const { where, values, next } = conditionsOf([['kind = ?', kind], ['id < ?::uuid', before]]);
  return tx.query<DeadLetter>(
    `select id, kind, payload, attempt, error, retry, planned_at as "plannedAt", died_at as "diedAt" from jobs.dead_letter
     where ${where} order by id desc limit ${next(limit)}`,
    values,
  );
}

export async function reviveDeadLetter(tx: Tx, id: string, now: Date): Promise<boolean> {
  // the insert's row is not visible to an officer, so the deleted one is counted
  const rows = await tx.query(
    `with gone as (delete from jobs.dead_letter where id = $1 returning *),
       planned as (insert into jobs.job (id, kind, key, payload, priority, run_at, planned_at) select id, kind, key, payload, priority, $2, planned_at from gone)
     select 1 from gone`,
    [id, now],
  );
  return rows.length === 1;
}

export const discardDeadLetter = async (tx: Tx, id: string): Promise<boolean> => (await tx.query('delete from jobs.dead_letter where id = $1 returning id', [id])).length === 1;

export const readState = (tx: ReadTx, now: Date): Promise<JobsState> =>
  tx.one<JobsState>(
    `select (select count(*)::int from (select from jobs.job where lease is null and run_at <= $1 limit 10000) as d) as due,
       (select count(*)::int from (select from jobs.job where lease is not null limit 10000) as r) as running,
       (select count(*)::int from (select from jobs.dead_letter limit 10000) as l) as dead,
       coalesce(extract(epoch from $1::timestamptz - (
         select min(oldest.run_at) from unnest(array[0, 1, 2]::smallint[]) as p(rank),
           lateral (select run_at from jobs.job where priority = p.rank and lease is null and run_at <= $1 order by run_at limit 1) as oldest)), 0)::float8 as "oldestDueSeconds"`,
    [now],
  );
