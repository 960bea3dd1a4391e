import type { Writable } from 'node:stream';
import pg from 'pg';
import type { Actor } from '../context/index.ts';
import { bindingOf, settingNames } from './binding.ts';
import { nameOf } from './statement-name.ts';

/**
 * The connections of use cases that read now and commit later with others'. None of them holds one: every statement goes
 * out behind the binding of its actor, both in one implicit transaction that only reads, so the statements of many
 * requests share a connection and what is asked in one turn of the loop goes out in one piece. Read committed gives each
 * statement a look of its own inside a transaction too, so nothing is lost by it.
 */
export interface Readers {
  query<R>(actor: Actor, sql: string, params?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** A connection and how many of its statements are not answered yet. */
interface Reader {
  client: pg.Client;
  ready: Promise<unknown>;
  pending: number;
  corked: boolean;
}

const bind = { name: 'bind-actor', text: `select ${settingNames.map((name, i) => `set_config('yiwang.${name}', $${i + 1}, true)`).join(', ')}` };

/** What of pg's connection and query a bound statement needs. */
interface Wire {
  stream: Pick<Writable, 'cork' | 'uncork'>;
  bind(config: { statement: string; values: readonly string[] }): void;
  execute(config: object): void;
}
interface Answered {
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: unknown): void;
}

/** Where the binding fails, PostgreSQL passes over the statement behind it: nobody reads as somebody else. */
function boundQuery(binding: readonly string[], config: pg.QueryConfig, answered: (error: Error | null | undefined, result: { rows: unknown[] }) => void): pg.Query {
  const query = new pg.Query(config, answered as never);
  const { submit } = query;
  query.submit = (connection) => {
    const wire = connection as unknown as Wire;
    wire.bind({ statement: bind.name, values: binding });
    wire.execute({});
    return submit.call(query, connection);
  };
  const { handleDataRow, handleCommandComplete } = query as unknown as Answered;
  let bound = false;
  return Object.assign(query, {
    handleDataRow(message: unknown): void {
      if (bound) handleDataRow.call(query, message);
    },
    handleCommandComplete(message: unknown, connection: unknown): void {
      if (bound) handleCommandComplete.call(query, message, connection);
      bound = true;
    },
  });
}

export function createReaders(options: pg.ClientConfig, max: number): Readers {
  const readers: (Reader | undefined)[] = Array.from({ length: max }, () => undefined);
  let closed = false;

  const open = (at: number): Reader => {
    const client = new pg.Client({ ...options, options: `${options.options ?? ''} -c default_transaction_read_only=on`, pipeline: true } as pg.ClientConfig);
    const lost = (): void => {
      if (readers[at]?.client === client) readers[at] = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    const ready = client.connect().then(() => client.query({ ...bind, values: settingNames.map(() => '') }));
    ready.catch(() => {
      lost();
      client.end().catch(() => {});
    });
    return (readers[at] = { client, ready, pending: 0, corked: false });
  };
  const drop = (reader: Reader): void => {
    const at = readers.indexOf(reader);
    if (at >= 0) readers[at] = undefined;
  };
  const leastBusy = (): Reader => {
    let best = 0;
    for (let i = 1; i < max; i++) if ((readers[i]?.pending ?? 0) < (readers[best]?.pending ?? 0)) best = i;
    return readers[best] ?? open(best);
  };
  /** Held back until the events of this turn of the loop are dealt with. */
  const gatherWrites = (reader: Reader): void => {
    if (reader.corked) return;
    const { stream } = (reader.client as unknown as { connection: Wire }).connection;
    reader.corked = true;
    stream.cork();
    setImmediate(() => {
      reader.corked = false;
      stream.uncork();
    });
  };

  return {
    async query<R>(actor: Actor, sql: string, params: readonly unknown[] = []) {
      if (closed) throw new Error('the database is closed');
      const reader = leastBusy();
      reader.pending++;
      try {
        await reader.ready;
        const name = nameOf(sql);
        return await new Promise<R[]>((done, failed) => {
          gatherWrites(reader);
          const config = { text: sql, values: params as unknown[], ...(name === undefined ? {} : { name }) };
          reader.client.query(boundQuery(bindingOf(actor), config, (error, result) => {
            if (error === undefined || error === null) return done(result.rows as R[]);
            // the connection ends with it, though its end is not heard yet
            if ((error as { severity?: string }).severity === 'FATAL') drop(reader);
            failed(error);
          }));
        });
      } finally {
        reader.pending--;
      }
    },
    async close() {
      closed = true;
      await Promise.all(readers.map((reader) => reader?.client.end()));
    },
  };
}
