import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Jobs } from '#engines/jobs';
import type { Clock } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { Db, ReadTx } from '#kernel/db';
import { isId, type Ids } from '#kernel/ids';
import { decryptBlob } from './blob-cipher.ts';
import { errors } from './errors.ts';
import { deleteArrivals, deleteUse, findFile, findUse, forgetUnused, keepAndUse, keepFile, lockArrivals, usesOfCase, type FileRow, type UseRow } from './file-queries.ts';
import { receiveFile } from './receive-file.ts';
import type { Storage } from './storage.ts';
import { deleteUploads } from './upload-queries.ts';
import { createUploads, uploadMs } from './uploads.ts';
import type { FileMeta, Files, Received, UseOptions } from './types.ts';

/** Encrypts the data keys under the master key: the signing engine's device, or any module for cryptography. */
export interface KeyWrapper {
  wrapKey(dataKey: Uint8Array): Promise<Uint8Array>;
  unwrapKey(wrapped: Uint8Array): Promise<Uint8Array>;
}

export interface FilesSettings {
  db: Db;
  clock: Clock;
  ids: Ids;
  storage: Storage;
  keys: KeyWrapper;
  /** When given, the clean-up runs each night. */
  jobs?: Jobs;
}

const graceMs = 86_400_000;
const cleanUpBatch = 200;
const casesFilesMax = 500;
const readBytesMax = 64 * 1_048_576;

export function createFiles(settings: FilesSettings): Files {
  const { db, clock, storage, keys } = settings;

  const plaintextOf = async function* (file: FileRow): AsyncGenerator<Buffer> {
    const dataKey = await keys.unwrapKey(file.wrapped_key);
    let blob: Readable;
    try {
      blob = await storage.get(file.blob);
    } catch (error) {
      throw Object.assign(errors.damaged(), { cause: error });
    }
    yield* decryptBlob(dataKey, blob);
  };

  const getUse = async (tx: ReadTx, id: string): Promise<UseRow> => {
    const row = isId(id) ? await findUse(tx, id) : undefined;
    if (row === undefined) throw errors.notFound();
    return row;
  };

  const useRow = (ctx: Context, digest: Uint8Array, name: string, use: UseOptions): { id: string } & Record<string, unknown> => {
    const { actor } = ctx;
    const named = use.partyId !== undefined || use.organisation !== undefined;
    return {
      id: ctx.newId(),
      digest,
      name,
      party_id: named ? (use.partyId ?? null) : actor.partyId,
      organisation: named ? (use.organisation ?? null) : actor.partyId === null ? (actor.organisations[0] ?? null) : null,
      case_id: use.caseId ?? null,
      purpose: use.purpose,
      by_kind: actor.kind,
      by_account: actor.accountId,
      by_name: actor.name,
      at: ctx.now.toISOString(),
    };
  };

  const addUse = (ctx: Context, digest: Uint8Array, name: string, use: UseOptions): string => {
    const row = useRow(ctx, digest, name, use);
    ctx.tx.insert('files.use', row);
    return row.id;
  };

  const keep = async (ctx: Context, received: Received, use: UseOptions): Promise<string> => {
    const { digest, name, size, mediaType, blob, wrappedKey } = received;
    if (ctx.tx.gathered) {
      const row = useRow(ctx, digest, name, use);
      ctx.tx.each(keepAndUse, { ...row, size, media_type: mediaType, blob, wrapped_key: wrappedKey });
      return row.id;
    }
    if (!(await keepFile(ctx.tx, received, ctx.now))) throw errors.gone();
    return addUse(ctx, digest, name, use);
  };

  const open: Files['open'] = async (ctx, id) => {
    const row = await getUse(ctx.tx, id);
    return { meta: metaOf(row), stream: Readable.from(plaintextOf({ ...row, digest: row.sm3 }), { objectMode: false, highWaterMark: 65_536 }) };
  };

  const cleanUp = async (): Promise<number> => {
    const before = new Date(clock.now().getTime() - graceMs);
    await db.write(system, (tx) => deleteUploads(tx, new Date(clock.now().getTime() - uploadMs)));
    while ((await db.write(system, (tx) => forgetUnused(tx, before, cleanUpBatch))) === cleanUpBatch);
    for (let removed = 0; ; ) {
      const batch = await db.write(system, async (tx) => {
        const blobs = await lockArrivals(tx, before, cleanUpBatch);
        for (const blob of blobs) await storage.delete(blob);
        await deleteArrivals(tx, blobs);
        return blobs.length;
      });
      removed += batch;
      if (batch < cleanUpBatch) return removed;
    }
  };

  settings.jobs?.handleOutside('files.cleanUp', async () => void (await cleanUp()));
  settings.jobs?.schedule({ name: 'files.cleanUp', kind: 'files.cleanUp', dailyAt: '03:10' });

  return {
    receive: (stream, options) => receiveFile(settings, stream, options),
    uploads: createUploads(settings),
    keep,
    store: async (ctx, stream, options) => keep(ctx, await receiveFile(settings, stream, options), options),
    storeBytes: async (ctx, bytes, options) => keep(ctx, await receiveFile(settings, once(bytes), options), options),
    async share(ctx, id, use) {
      const row = await getUse(ctx.tx, id);
      return addUse(ctx, row.sm3, row.name, use);
    },
    open,
    async readBytes(ctx, id, maxBytes = readBytesMax) {
      const { meta, stream } = await open(ctx, id);
      if (meta.size > maxBytes) {
        stream.destroy();
        throw errors.tooLarge({ maxMegabytes: Math.floor(maxBytes / 1_048_576) });
      }
      const parts: Buffer[] = [];
      for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
      return { meta, bytes: Buffer.concat(parts) };
    },
    getMeta: async (ctx, id) => metaOf(await getUse(ctx.tx, id)),
    ofCase: (ctx, caseId) => usesOfCase(ctx.tx, caseId, casesFilesMax),
    async release(ctx, id) {
      if (!isId(id) || !(await deleteUse(ctx.tx, id))) throw errors.notFound();
    },
    async verify(digest) {
      const file = await db.read(system, (tx) => findFile(tx, digest));
      if (file === undefined) return { ok: false, why: 'unknown' };
      const hash = createHash('sm3');
      let size = 0;
      try {
        for await (const part of plaintextOf(file)) {
          hash.update(part);
          size += part.length;
        }
      } catch (error) {
        return { ok: false, why: (error as Error).message };
      }
      const ok = size === file.size && hash.digest().equals(file.digest);
      return ok ? { ok } : { ok, why: 'digest' };
    },
    cleanUp,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const metaOf = (row: UseRow): FileMeta => {
  const { id, name, mediaType, size, digest, purpose, partyId, organisation, caseId, byName, at } = row as FileMeta;
  return { id, name, mediaType, size, digest, purpose, partyId, organisation, caseId, byName, at };
};
