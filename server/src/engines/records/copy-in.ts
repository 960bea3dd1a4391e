import type { Db } from '#kernel/db';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

/** What node-postgres has and its types leave out: the copy messages of the wire protocol. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: NodeJS.WritableStream & { writableNeedDrain: boolean };
}

/** Sends `copy … from stdin` and its bytes; resolves when the server has taken all of it. */
export function copyIn(client: Client, sql: string, chunks: Iterable<Uint8Array>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: unknown;
    const send = async (connection: CopyConnection): Promise<void> => {
      for (const chunk of chunks) {
        if (failure !== undefined) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await new Promise((drained) => connection.stream.once('drain', drained));
      }
      connection.endCopyFrom();
    };
    const nothing = (): void => {};
    const submittable = {
      submit: (connection: unknown) => (connection as CopyConnection).query(sql),
      handleCopyInResponse: (connection: unknown) => void send(connection as CopyConnection),
      handleRowDescription: nothing, handleDataRow: nothing, handlePortalSuspended: nothing, handleEmptyQuery: nothing, handleCommandComplete: nothing, handleCopyData: nothing,
      handleError: (error: unknown) => {
        failure ??= error;
        reject(failure);
      },
      handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure)),
    };
    client.query(submittable);
  });
}
