import type { Db } from '#kernel/db';
import { CellWriter } from './cell-writer.ts';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

/** What node-postgres has and its types leave out: the copy messages of the wire protocol. */
interface CopyConnection {
  query(text: string): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: { write(bytes: Uint8Array, sent: () => void): boolean };
}

const chunkBytes = 1 << 17;
/** Of a CopyData message, before its length. */
const letter = 'd'.charCodeAt(0);
const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

export interface Tuples {
  /** `copy … from stdin (format binary)` */
  sql: string;
  count: number;
  /** Writes the n-th tuple with its cells, or nothing. */
  write(n: number, to: CellWriter): void;
}

export type CopyIn = (tables: readonly Tuples[], then?: string) => Promise<void>;

/**
 * COPY in the binary format, of one table behind the other and at last a statement, all in one message: a server that is done with one
 * finds the next already there and waits for nobody. Resolves when it has taken all of it. Two buffers go round: while one is on its way
 * the other is filled, so tables of any length take the same memory, and a server that is slower than we are holds us back.
 */
export function createCopyIn(client: Client): CopyIn {
  const chunks = [new CellWriter(chunkBytes * 2), new CellWriter(chunkBytes * 2)];
  const onTheWay: (Promise<void> | undefined)[] = [undefined, undefined];
  let turn = 0;
  async function send(connection: CopyConnection, tables: readonly Tuples[], failed: () => boolean): Promise<void> {
    const begin = async (): Promise<CellWriter> => {
      await onTheWay[turn];
      chunks[turn]!.clear();
      chunks[turn]!.byte(letter);
      chunks[turn]!.int32(0);
      return chunks[turn]!;
    };
    const dispatch = (chunk: CellWriter): void => {
      chunk.int32At(1, chunk.at - 1);
      // a connection that ends calls back too
      onTheWay[turn] = new Promise((sent) => connection.stream.write(chunk.bytes(), () => sent()));
      turn = 1 - turn;
    };
    for (const { count, write } of tables) {
      let chunk = await begin();
      chunk.raw(signature);
      for (let n = 0; n < count; n += 1) {
        write(n, chunk);
        if (chunk.at < chunkBytes) continue;
        if (failed()) return;
        dispatch(chunk);
        chunk = await begin();
      }
      chunk.int16(-1);
      // what comes behind a COPY that failed is passed over by the server
      if (failed()) return;
      dispatch(chunk);
      connection.endCopyFrom();
    }
  }
  return (tables, then) =>
    new Promise((resolve, reject) => {
      let failure: unknown;
      let own: unknown;
      let sending = false;
      const nothing = (): void => {};
      const submittable = {
        submit: (connection: unknown) => (connection as CopyConnection).query([...tables.map((t) => t.sql), ...(then === undefined ? [] : [then])].join('; ')),
        handleCopyInResponse: (connection: unknown) => {
          // the server says so of each table; all of them go out behind the first word
          if (sending) return;
          sending = true;
          send(connection as CopyConnection, tables, () => failure !== undefined).catch((error: unknown) => {
            own = error;
            (connection as CopyConnection).sendCopyFail('the sender failed');
          });
        },
        handleRowDescription: nothing, handleDataRow: nothing, handlePortalSuspended: nothing, handleEmptyQuery: nothing, handleCommandComplete: nothing, handleCopyData: nothing,
        handleError: (error: unknown) => {
          failure ??= own ?? error;
          reject(failure);
        },
        handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure)),
      };
      client.query(submittable);
    });
}
