import type { Db } from '#kernel/db';

interface CopyConnection {
  query(text: string): void;
  readonly stream: { pause(): void; resume(): void };
}

/** Bytes that may wait for a slow reader before the database is asked to hold back. */
const waitingMax = 4 << 20;

/**
 * Streams what `copy … to stdout` gives, on the owner's connection in a read-only transaction of its own, as of one moment.
 * A reader that leaves early lets the rest pass by unread.
 */
export async function* copyOut(db: Pick<Db, 'owner'>, sql: string): AsyncGenerator<Uint8Array> {
  const queue: Uint8Array[] = [];
  let bytes = 0;
  let ended = false;
  let left = false;
  let connection: CopyConnection | undefined;
  let wake = (): void => {};
  const nothing = (): void => {};
  const finished = db.owner(async (client) => {
    await client.query("begin isolation level repeatable read read only; set local statement_timeout = 0; set local timezone = 'UTC'");
    try {
      await new Promise<void>((resolve, reject) => {
        let failure: unknown;
        client.query({
          submit: (on: unknown) => {
            connection = on as CopyConnection;
            connection.query(sql);
          },
          handleCopyData: (message: { chunk: Uint8Array }) => {
            if (left) return;
            queue.push(message.chunk);
            bytes += message.chunk.length;
            if (bytes > waitingMax) connection?.stream.pause();
            wake();
          },
          handleRowDescription: nothing, handleDataRow: nothing, handlePortalSuspended: nothing, handleEmptyQuery: nothing, handleCommandComplete: nothing, handleCopyInResponse: nothing,
          handleError: (error: unknown) => {
            failure = error;
            reject(failure);
          },
          handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure)),
        } as never);
      });
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(nothing);
      throw error;
    }
  }).finally(() => {
    ended = true;
    wake();
  });
  finished.catch(nothing);
  try {
    for (;;) {
      const some = queue.splice(0);
      bytes = 0;
      connection?.stream.resume();
      if (some.length > 0) yield Buffer.concat(some);
      else if (ended) break;
      else await new Promise<void>((go) => (wake = go));
    }
    await finished;
  } finally {
    left = true;
    connection?.stream.resume();
    await finished.catch(nothing);
  }
}
