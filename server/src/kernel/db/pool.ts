import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { system, type Actor } from '../context/index.ts';
import { createGather } from './gather.ts';
import { createTx, openingSql, type ReadTx, type Tx } from './transaction.ts';

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
   * Reads on a transaction of the actor's own; the planned rows are committed together with those that other
   * requests planned within the same few milliseconds. Answers when the commit is durable. Plans only: no flush().
   */
  gather<T>(actor: Actor, use: (tx: Tx) => Promise<T>): Promise<T>;
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
  const pool = new pg.Pool({ ...options, max, options: session });
  // a transaction opened while another is held (a look that is logged, a number that is drawn) takes its connection from
  // here: were it the same pool, as many requests as connections would wait for one another for ever
  const nested = new pg.Pool({ ...options, max: Math.max(2, Math.ceil(max / 2)), options: session, idleTimeoutMillis: 10_000 });
  const owners = new pg.Pool({ ...options, max: 3, idleTimeoutMillis: 5_000 });
  for (const p of [pool, nested, owners]) {
    // a lost connection is replaced by the pool; the request that used it fails by itself
    p.on('error', () => {});
    p.on('connect', (client) => client.on('error', () => {}));
  }
  const held = new AsyncLocalStorage<true>();
  const inTransaction = async <T>(actor: Actor, readOnly: boolean, use: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await (held.getStore() === true ? nested : pool).connect();
    let broken: Error | undefined;
    try {
      await client.query(openingSql(actor, readOnly));
      const result = await held.run(true, () => use(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  };
  const write: Db['write'] = async (actor, use) => {
    let onCommit: (() => void)[] = [];
    const result = await inTransaction(actor, false, async (client) => {
      const tx = createTx(async () => client);
      const value = await use(tx);
      await tx.flush();
      onCommit = tx.onCommit;
      return value;
    });
    for (const fn of onCommit) fn();
    return result;
  };
  const gather = createGather((use) => inTransaction(system, false, use));
  return {
    read: (actor, use) => inTransaction(actor, true, (client) => use(createTx(async () => client))),
    write,
    async gather(actor, use) {
      const tx = createTx(() => Promise.reject(new Error('a gathered use case has ended')));
      const reads = await inTransaction(actor, true, async (client) => {
        const inner = createTx(async () => client);
        inner.flush = () => Promise.reject(new Error('a gathered use case only plans'));
        const value = await use(inner);
        return { value, plan: inner.plan, onCommit: inner.onCommit };
      });
      tx.onCommit.push(...reads.onCommit);
      await gather(reads.plan);
      for (const fn of tx.onCommit) fn();
      return reads.value;
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
      await Promise.all([pool.end(), nested.end(), owners.end()]);
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
