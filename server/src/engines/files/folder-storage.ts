import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isId } from '#kernel/ids';
import type { Storage } from './storage.ts';

/**
 * Blobs in a folder, `aa/bb/<name>` by the random end of the UUID, so that no folder grows large. Written beside its place, synced,
 * renamed: a crash leaves a whole file or an arrival that the clean-up removes.
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
      await mkdir(parent, { recursive: true, mode: 0o700 });
      const draft = `${place}.part`;
      const file = await open(draft, 'w', 0o600);
      try {
        for await (const chunk of bytes) await file.writeFile(chunk);
        await file.sync();
        await file.close();
        await rename(draft, place);
        await syncFolder(parent);
      } catch (error) {
        await file.close().catch(() => {});
        await rm(draft, { force: true });
        throw error;
      }
    },
    async get(blob) {
      return (await open(placeOf(blob), 'r')).createReadStream({ highWaterMark: 262_144 });
    },
    async delete(blob) {
      await rm(placeOf(blob), { force: true });
      await rm(`${placeOf(blob)}.part`, { force: true });
    },
    exists: (blob) => access(placeOf(blob)).then(() => true, () => false),
  };
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
