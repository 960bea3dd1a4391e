import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { system, type Actor } from '../context/index.ts';
import { openingSql } from './binding.ts';
import { createGather, inFlightMax } from './gather.ts';
import type { Plan } from './plan.ts';
import { createReaders } from './readers.ts';
import { commitPlan, createGatheredTx, createPlanningTx, createTx, sendPlan, together, type ReadTx, type Tx } from './transaction.ts';
import { createUnended } from './unended.ts';

export interface DbSettings {
  url: string;
  /** Connections of this process. */
  connectionsMax?: number;
}

/** The one door to the database: every use case runs in a transaction that is bound to its actor. */
export interface Db {
  read<T>(actor: Actor, use: (tx: ReadTx) => Promise<T>): Promise<T>;
  write<T>(actor: Actor, use: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Reads as the actor, each statement for itself; the planned rows are committed together with those that other
   * requests planned within the same few milliseconds. Answers when the commit is durable. Plans only: no flush().
   */
  gather<T>(actor: Actor, use: (tx: Tx) => Promise<T>): Promise<T>;
  /** Rows that need no reading, planned by the house itself and committed together with those of others. */
  plan<T>(use: (tx: Tx) => Promise<T>): Promise<T>;
  /** Calls back on NOTIFY, over reconnects; returns an end. */
  listen(channel: string, heard: (payload: string) => void): () => void;
  /** A connection of the owner, outside tenancy: migrations, register tables, bulk COPY. */
  owner<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// whole numbers of 64 bits come as numbers: our counters stay far below 2^53
pg.types.setTypeParser(20, Number);
// a date has no time zone: it stays text, 'YYYY-MM-DD'
pg.types.setTypeParser(1082, (text) => text);

export function createDb(settings: DbSettings): Db {
  const options = { connectionString: settings.url, application_name: 'yiwang' };
  // generic plans: tables with row-level security and partitions cost more to plan than to read
  const session = '-c role=yiwang_app -c plan_cache_mode=force_generic_plan -c jit=off -c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s';
  const max = settings.connectionsMax ?? 10;
  // pipelined: the opening goes out with the first statement, the commit with the last one
  const pool = new pg.Pool({ ...options, max, options: session, pipeline: true });
  // a transaction opened while another is held (a look that is logged, a number that is drawn) takes its connection from
  // here: were it the same pool, as many requests as connections would wait for one another for ever
  const nested = new pg.Pool({ ...options, max: Math.max(2, Math.ceil(max / 2)), options: session, pipeline: true, idleTimeoutMillis: 10_000 });
  // few, so that the few texts of gathered commits are planned once a connection, and a commit never waits behind readers;
  // bound to the system for good, so that one statement is the whole transaction
  const committers = new pg.Pool({ ...options, max: inFlightMax, options: `${session} -c yiwang.kind=${system.kind}`, pipeline: true });
  const readers = createReaders({ ...options, options: session }, Math.max(2, Math.ceil(max / 4)));
  // bulk loads stage a portion of their rows in a temporary table: it shall fit
  const owners = new pg.Pool({ ...options, max: 3, options: '-c temp_buffers=64MB', idleTimeoutMillis: 5_000 });
  for (const p of [pool, nested, committers, owners]) {
    // a lost connection is replaced by the pool; the request that used it fails by itself
    p.on('error', () => {});
    p.on('connect', (client) => client.on('error', () => {}));
  }
  const held = new AsyncLocalStorage<true>();
  const unended = createUnended();
  /** `use` answers with the plan that the commit carries; what only read ends with the next opening on its connection. */
  const inTransaction = async <T>(actor: Actor, readOnly: boolean, use: (client: pg.PoolClient) => Promise<{ value: T; plan?: Plan }>): Promise<T> => {
    const client = await (held.getStore() === true ? nested : pool).connect();
    const release = (failure?: Error): void => client.release(failure);
    together(client);
    const opened = client.query(unended.take(client) + openingSql(actor, readOnly));
    opened.catch(() => {}); // told below
    try {
      const { value, plan } = await held.run(true, () => use(client));
      if (plan === undefined) unended.add(client);
      else {
        await commitPlan(client, plan);
        await opened;
      }
      release();
      return value;
    } catch (error) {
      client.query('rollback').then(() => release(), release);
      await opened;
      throw error;
    }
  };
  const write: Db['write'] = async (actor, use) => {
    let onCommit: (() => void)[] = [];
    const result = await inTransaction(actor, false, async (client) => {
      const tx = createTx(client);
      const value = await use(tx);
      onCommit = tx.onCommit;
      return { value, plan: tx.plan };
    });
    for (const fn of onCommit) fn();
    return result;
  };
  const gather = createGather(async (plan) => {
    const client = await committers.connect();
    try {
      await sendPlan(client, plan);
    } finally {
      client.release();
    }
  });
  return {
    read: (actor, use) => inTransaction(actor, true, async (client) => ({ value: await use(createTx(client)) })),
    write,
    async gather(actor, use) {
      const joining = gather();
      const tx = createGatheredTx((sql, params) => readers.query(actor, sql, params));
      const answer = await use(tx).catch((error: unknown) => {
        joining.leave();
        throw error;
      });
      await joining.join(tx.plan);
      for (const fn of tx.onCommit) fn();
      return answer;
    },
    async plan(use) {
      const tx = createPlanningTx();
      const value = await use(tx);
      await gather().join(tx.plan);
      for (const fn of tx.onCommit) fn();
      return value;
    },
    listen: (channel, heard) => listen(options, channel, heard),
    async owner(use) {
      const client = await owners.connect();
      try {
        return await use(client);
      } finally {
        client.release();
      }
    },
    async close() {
      await Promise.all([pool.end(), nested.end(), committers.end(), owners.end(), readers.close()]);
    },
  };
}

function listen(options: pg.ClientConfig, channel: string, heard: (payload: string) => void): () => void {
  let ended = false;
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;
  const connect = (): void => {
    if (ended) return;
    const mine = new pg.Client(options);
    client = mine;
    mine.on('notification', (message) => heard(message.payload ?? ''));
    mine.on('error', () => {});
    mine.on('end', () => {
      if (!ended) again = setTimeout(connect, 500);
    });
    mine.connect().then(
      () => mine.query(`listen "${channel}"`).then(() => heard(''), () => {}),
      () => {
        if (!ended) again = setTimeout(connect, 500);
      },
    );
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(again);
    void client?.end().catch(() => {});
  };
}
