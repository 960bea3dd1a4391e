import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { system, type Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { decryptBlob, encryptBlob } from './blob-cipher.ts';
import { cleanName } from './clean-name.ts';
import type { FilesSettings } from './create-files.ts';
import { errors } from './errors.ts';
import { deleteArrivals } from './file-queries.ts';
import { receiveFile } from './receive-file.ts';
import type { Received, ReceiveOptions } from './types.ts';
import { addPart, concludeUpload, countUploads, deleteParts, deleteUpload, findUpload, partsOf, type UploadRow } from './upload-queries.ts';

/** How far an upload has come. */
export interface UploadState {
  readonly id: string;
  readonly name: string;
  /** Bytes that are kept: where the sender goes on. */
  readonly received: number;
  /** What `conclude` said of it. */
  readonly outcome: string | null;
}

/** 断点续传: a content that comes over several connections, of one account, within a day. */
export interface Uploads {
  begin(account: string, name: string): Promise<UploadState>;
  /** Ends what still seems to come in: the sender asks because her connection broke. Refuses with `files.uploadUnknown`. */
  state(account: string, id: string): Promise<UploadState>;
  /**
   * Takes bytes in from `offset` on, which must be where the upload stands (`files.offsetMismatch`). A stream that breaks off leaves
   * what has come: `whole` is false then.
   */
  append(account: string, id: string, offset: number, stream: Readable, maxBytes: number): Promise<UploadState & { readonly whole: boolean }>;
  /** All that has come as one content, checked like any other; the parts stay until `discard`. */
  assemble(account: string, id: string, options: Omit<ReceiveOptions, 'name'>): Promise<Received>;
  /** In the transaction that keeps the content: who asks again is told this. */
  conclude(ctx: Context, id: string, outcome: string): Promise<void>;
  /** Removes the parts; an upload that was not concluded is given up. */
  discard(account: string, id: string): Promise<void>;
}

/** A server that stops loses this much of an upload at the most. */
const partBytes = 64 << 20;
const partsMax = 4_096;
const openMax = 20;
export const uploadMs = 86_400_000;

export function createUploads(settings: FilesSettings): Uploads {
  const { db, clock, storage, keys } = settings;
  /** By upload: what comes in now, in this process. */
  const comingIn = new Map<string, { stop(): void; ended: Promise<unknown> }>();
  const since = (): Date => new Date(clock.now().getTime() - uploadMs);

  const find = async (account: string, id: string): Promise<UploadRow> => {
    const found = isId(id) ? await db.read(system, (tx) => findUpload(tx, account, id, since())) : undefined;
    if (found === undefined) throw errors.uploadUnknown();
    return found;
  };
  const endOthers = async (id: string): Promise<void> => {
    for (let other = comingIn.get(id); other !== undefined; other = comingIn.get(id)) {
      other.stop();
      await other.ended.catch(() => {});
    }
  };

  /** Keeps one part; undefined where nothing more comes. */
  const keepPart = async (account: string, upload: string, offset: number, incoming: Incoming): Promise<number | undefined> => {
    const first = await incoming.next();
    if (first === undefined) return undefined;
    const blob = settings.ids();
    await db.write(system, async (tx) => tx.insert('files.arrival', { blob, at: clock.now().toISOString() }));
    try {
      const dataKey = randomBytes(32);
      const wrappedKey = await keys.wrapKey(dataKey);
      const part = incoming.part(first);
      await storage.put(blob, encryptBlob(dataKey, part.bytes));
      const received = await db.write(system, (tx) => addPart(tx, upload, { offset, bytes: part.size(), blob, wrappedKey }));
      // another process was quicker: its bytes count
      if (received === undefined) throw errors.offsetMismatch({ received: (await find(account, upload)).received });
      return received;
    } catch (error) {
      await remove([blob]).catch(() => {}); // else the clean-up does it
      throw error;
    }
  };
  const remove = async (blobs: readonly string[]): Promise<void> => {
    for (const blob of blobs) await storage.delete(blob);
    await db.write(system, (tx) => deleteArrivals(tx, blobs));
  };

  return {
    async begin(account, name) {
      const clean = cleanName(name);
      if (clean === undefined) throw errors.nameInvalid();
      const id = settings.ids();
      await db.write(system, async (tx) => {
        if ((await countUploads(tx, account, since())) >= openMax) throw errors.uploadsMany({ max: openMax });
        tx.insert('files.upload', { id, account_id: account, name: clean, at: clock.now().toISOString() });
      });
      return { id, name: clean, received: 0, outcome: null };
    },
    async state(account, id) {
      await find(account, id);
      await endOthers(id);
      return find(account, id);
    },
    async append(account, id, offset, stream, maxBytes) {
      let [ended, stopped] = [(): void => {}, false];
      const stop = (): void => {
        stopped = true;
        stream.destroy();
      };
      stream.on('error', () => {});
      try {
        await find(account, id);
        await endOthers(id);
        comingIn.set(id, { stop, ended: new Promise<void>((done) => (ended = done)) });
        const upload = await find(account, id);
        if (upload.outcome === null && upload.received !== offset) throw errors.offsetMismatch({ received: upload.received });
        if (upload.part_count >= partsMax) throw errors.uploadsMany({ max: partsMax });
        const incoming = createIncoming(stream, maxBytes - offset);
        let received = upload.received;
        for (let more = upload.outcome === null; more; ) {
          const grown = await keepPart(account, id, received, incoming);
          more = grown !== undefined;
          received = grown ?? received;
        }
        return { id, name: upload.name, received, outcome: upload.outcome, whole: !incoming.broken() && !stopped };
      } finally {
        comingIn.delete(id);
        ended();
      }
    },
    async assemble(account, id, options) {
      const upload = await find(account, id);
      const parts = await db.read(system, (tx) => partsOf(tx, id));
      const whole = async function* (): AsyncGenerator<Uint8Array> {
        for (const { blob, wrapped_key } of parts) yield* decryptBlob(await keys.unwrapKey(wrapped_key), await storage.get(blob));
      };
      return receiveFile(settings, whole(), { ...options, name: upload.name });
    },
    conclude: async (ctx, id, outcome) => void (await concludeUpload(ctx.tx, id, outcome)),
    async discard(account, id) {
      const { outcome } = await find(account, id);
      await endOthers(id);
      await remove(await db.write(system, async (tx) => {
        const blobs = await deleteParts(tx, id);
        if (outcome === null) await deleteUpload(tx, id);
        return blobs;
      }));
    },
  };
}

interface Incoming {
  next(): Promise<Uint8Array | undefined>;
  /** The bytes of one part, beginning with those that were read ahead. */
  part(first: Uint8Array): { bytes: AsyncIterable<Uint8Array>; size(): number };
  broken(): boolean;
}

/** A request's body, whose breaking off is its end. */
function createIncoming(stream: Readable, maxBytes: number): Incoming {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let [total, broken] = [0, false];
  const next = async (): Promise<Uint8Array | undefined> => {
    const chunk = await chunks.next().catch(() => {
      broken = true;
      return { done: true, value: undefined } as const;
    });
    if (chunk.done === true) return undefined;
    total += chunk.value.length;
    if (total > maxBytes) throw errors.tooLarge({ maxMegabytes: Math.floor(maxBytes / 1_048_576) });
    return chunk.value;
  };
  return {
    next,
    broken: () => broken,
    part(first) {
      let size = 0;
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        for (let chunk: Uint8Array | undefined = first; chunk !== undefined; chunk = size < partBytes ? await next() : undefined) {
          size += chunk.length;
          yield chunk;
        }
      };
      return { bytes: bytes(), size: () => size };
    },
  };
}
