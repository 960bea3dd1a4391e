import type { Context } from '#kernel/context';
import type { ReadTx, Tx } from '#kernel/db';
import type { Retry } from './retry.ts';

/** 任务: something to do after the transaction that planned it. */
export interface NewJob {
  kind: string;
  /** An object of plain JSON values. */
  payload: object;
  runAt?: Date;
  /** While a job of this kind and key waits, planning it again does nothing (an earlier `runAt` is taken over). */
  key?: string;
  /** 0 urgent, 1 normal, 2 bulk. */
  priority?: 0 | 1 | 2;
}

/** Runs in a write transaction of the actor `system`, which also finishes the job: its rows are written exactly once. */
export type Handler = (ctx: Context, payload: never) => Promise<void>;

/**
 * Many jobs in one transaction, for kinds that come by the thousand: one commit for up to 100. When it fails, each
 * runs alone, so that one bad member never fails the others.
 */
export type TogetherHandler = (ctx: Context, jobs: readonly { readonly id: string; readonly payload: never }[]) => Promise<void>;

/** For effects outside the database: no transaction is held while it runs; it may run twice. */
export type OutsideHandler = (job: OutsideJob) => Promise<void>;

/**
 * Outside effects that come by the thousand: what up to 100 jobs need is read at once, each runs by itself, and what they
 * finish with is committed together (planned rows only).
 */
export interface ManyOutsideHandler<R> {
  /** By job id; a job that is not in it has nothing left to do. */
  read(tx: ReadTx, jobs: readonly { readonly id: string; readonly payload: never }[]): Promise<ReadonlyMap<string, R>>;
  run(job: OutsideJob, read: R): Promise<void>;
}

export interface OutsideJob {
  /** The same in each attempt: send it along as the other side's idempotency key. */
  readonly id: string;
  readonly payload: never;
  readonly attempt: number;
  /** Aborts when the lease was lost or the worker stops. */
  readonly signal: AbortSignal;
  readonly read: <T>(use: (tx: ReadTx) => Promise<T>) => Promise<T>;
  /**
   * Writes and finishes the job in one transaction; to be called at most once, when the outside effect is done.
   * A handler that never calls it is finished when it returns.
   */
  readonly finish: (use: (ctx: Context) => Promise<void>) => Promise<void>;
}

export interface DeadLetter {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly error: string;
  readonly retry: Retry;
  readonly plannedAt: Date;
  readonly diedAt: Date;
}

/** Each schedule plans its job once a slot, however many workers run. `dailyAt` is the clock in China, `HH:MM`. */
export type Schedule = { name: string; kind: string; payload?: object } & ({ everyMs: number } | { dailyAt: string });

export interface JobsState {
  /** Jobs that are due; counted to 10,000 at the most. */
  readonly due: number;
  readonly running: number;
  readonly dead: number;
  /** Age of the oldest job that is due and not started, in seconds: the one to alarm on. */
  readonly oldestDueSeconds: number;
}

export interface Jobs {
  /** Plans a job in the caller's transaction: one planned row, no round trip. */
  plan(tx: Tx, job: NewJob): void;
  handle(kind: string, handler: Handler): void;
  handleTogether(kind: string, handler: TogetherHandler): void;
  handleOutside(kind: string, handler: OutsideHandler): void;
  handleManyOutside<R>(kind: string, handler: ManyOutsideHandler<R>): void;
  schedule(schedule: Schedule): void;
  /** Begins to work in this process. */
  start(): void;
  /** Takes no more, lets what runs finish, gives back what has not begun. */
  stop(): Promise<void>;
  /** Works until nothing is due now, and returns how many jobs ran: for stories and tests. */
  drain(): Promise<number>;
  state(tx: ReadTx): Promise<JobsState>;
  /** Newest first; `before` is the id of the last one seen. */
  deadLetters(tx: ReadTx, page: { kind?: string; before?: string; limit: number }): Promise<DeadLetter[]>;
  /** Plans a dead letter anew, from its first attempt. */
  rerun(ctx: Context, id: string): Promise<void>;
  discard(ctx: Context, id: string): Promise<void>;
}
