import { access, mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isId } from '#kernel/ids';
import type { Storage } from './storage.ts';

/**
 * Blobs in a folder, `aa/bb/<name>` by the random end of the UUID, so that no folder grows large. Written and synced in its
 * place, for nobody knows the name before its use is committed: what a crash cuts off is an arrival that the clean-up removes.
 */
export function createFolderStorage(folder: string): Storage {
  const placeOf = (blob: string): string => {
    if (!isId(blob)) throw new RangeError(`not the name of a blob: ${blob}`);
    return path.join(folder, blob.slice(-2), blob.slice(-4, -2), blob);
  };
  return {
    async put(blob, bytes) {
      const place = placeOf(blob);
      const parent = path.dirname(place);
      const file = await openNew(place, parent);
      try {
        for await (const chunk of inPieces(bytes)) await file.writeFile(chunk);
        await file.sync();
        await file.close();
        await syncFolder(parent);
      } catch (error) {
        await file.close().catch(() => {});
        await rm(place, { force: true });
        throw error;
      }
    },
    async get(blob) {
      return (await open(placeOf(blob), 'r')).createReadStream({ highWaterMark: 262_144 });
    },
    async delete(blob) {
      await rm(placeOf(blob), { force: true });
    },
    exists: (blob) => access(placeOf(blob)).then(() => true, () => false),
  };
}

/** Most folders are there already: only the first blob in one makes it. */
async function openNew(place: string, parent: string): Promise<FileHandle> {
  try {
    return await open(place, 'wx', 0o600);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    await mkdir(parent, { recursive: true, mode: 0o700 });
    return open(place, 'wx', 0o600);
  }
}

const pieceMin = 65_536;

/** Small chunks together: each write is a way to the thread pool and back. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    kept.push(chunk);
    length += chunk.length;
    if (length < pieceMin) continue;
    yield Buffer.concat(kept);
    kept = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(kept);
}

/** The new name itself must survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
