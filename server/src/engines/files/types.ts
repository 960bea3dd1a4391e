import type { Readable } from 'node:stream';
import type { Context } from '#kernel/context';
import type { Uploads } from './uploads.ts';

/** A content that has arrived and is not kept yet. Plain JSON but for the bytes; valid for a day. */
export interface Received {
  readonly blob: string;
  /** SM3, 32 bytes. */
  readonly digest: Uint8Array;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** Cleaned. */
  readonly name: string;
  readonly wrappedKey: Uint8Array;
}

export interface ReceiveOptions {
  /** As the sender calls it. */
  name: string;
  /** As the sender claims it; `application/octet-stream` and nothing claim nothing. */
  claimedType?: string;
  /** Bytes; 100 MiB when not given. */
  maxBytes?: number;
  /** Media types that may come in; when not given, documents, pictures, sound, video and plain text: nothing that runs. */
  accept?: readonly string[];
}

/** Why and for whom a content is kept; the actor's own party or first organisation when none is named. */
export interface UseOptions {
  purpose: string;
  partyId?: string;
  organisation?: string;
  caseId?: string;
}

/** 文件 as its readers see it. */
export interface FileMeta {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** SM3, 64 hexadecimal digits. */
  readonly digest: string;
  readonly purpose: string;
  readonly partyId: string | null;
  readonly organisation: string | null;
  readonly caseId: string | null;
  readonly byName: string;
  readonly at: Date;
}

export interface OpenFile {
  readonly meta: FileMeta;
  /** Checked chunk by chunk; fails with `files.damaged`. To be read or destroyed. */
  readonly stream: Readable;
}

export interface Files {
  /** Takes a stream in, encrypts and checks it, without a transaction: uploads may be slow. */
  receive(stream: AsyncIterable<Uint8Array>, options: ReceiveOptions): Promise<Received>;
  /** Contents that come over several connections. */
  readonly uploads: Uploads;
  /** Keeps what was received, in the caller's transaction, and returns the id of its use. */
  keep(ctx: Context, received: Received, use: UseOptions): Promise<string>;
  /** Both, for contents that come fast: those the server makes itself. */
  store(ctx: Context, stream: AsyncIterable<Uint8Array>, options: ReceiveOptions & UseOptions): Promise<string>;
  storeBytes(ctx: Context, bytes: Uint8Array, options: ReceiveOptions & UseOptions): Promise<string>;
  /** A further use of the same content, for another party or organisation; the actor must see the first and may hand it on. */
  share(ctx: Context, id: string, use: UseOptions): Promise<string>;
  /** Refuses with `files.notFound` what the actor may not see. */
  open(ctx: Pick<Context, 'tx'>, id: string): Promise<OpenFile>;
  readBytes(ctx: Pick<Context, 'tx'>, id: string, maxBytes?: number): Promise<{ meta: FileMeta; bytes: Buffer }>;
  getMeta(ctx: Pick<Context, 'tx'>, id: string): Promise<FileMeta>;
  ofCase(ctx: Pick<Context, 'tx'>, caseId: string): Promise<FileMeta[]>;
  /** Ends a use; a content without uses is removed a day later. */
  release(ctx: Context, id: string): Promise<void>;
  /** Reads the stored content again and compares its digest. */
  verify(digest: Uint8Array): Promise<{ ok: boolean; why?: string }>;
  /** Removes what nobody kept for a day; returns how many blobs. Also runs each night as a job. */
  cleanUp(): Promise<number>;
}
