import type { Readable } from 'node:stream';

/** Where encrypted blobs are kept: a folder, or any S3 store behind the same face. Names are UUIDs. */
export interface Storage {
  /** Durable when it resolves; a stream that fails leaves nothing. */
  put(blob: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Rejects, before or while reading, when it is not there. */
  get(blob: string): Promise<Readable>;
  /** Also when it is not there. */
  delete(blob: string): Promise<void>;
  exists(blob: string): Promise<boolean>;
}
