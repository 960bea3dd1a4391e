import { randomBytes } from 'node:crypto';
import { system } from '#kernel/context';
import { encryptBlob } from './blob-cipher.ts';
import { acceptedByDefault, claimsOf } from './check-type.ts';
import { cleanName } from './clean-name.ts';
import type { FilesSettings } from './create-files.ts';
import { errors } from './errors.ts';
import { deleteArrivals } from './file-queries.ts';
import { inspectStream } from './inspect-stream.ts';
import { canonicalType } from './media-type.ts';
import type { Received, ReceiveOptions } from './types.ts';

const maxBytesByDefault = 100 * 1_048_576;

/** Streams a content through inspection and encryption into the store. What is refused or breaks off leaves nothing. */
export async function receiveFile(settings: FilesSettings, stream: AsyncIterable<Uint8Array>, options: ReceiveOptions): Promise<Received> {
  const { db, storage, keys } = settings;
  const name = cleanName(options.name);
  if (name === undefined) throw errors.nameInvalid();
  const inspection = inspectStream(stream, {
    maxBytes: options.maxBytes ?? maxBytesByDefault,
    accept: new Set((options.accept ?? acceptedByDefault).map(canonicalType)),
    claims: claimsOf(name, options.claimedType),
  });
  const blob = settings.ids();
  // known before it is written: a crash leaves nothing that the clean-up does not know
  await db.plan(async (tx) => tx.insert('files.arrival', { blob, at: settings.clock.now().toISOString() }));
  try {
    const dataKey = randomBytes(32);
    const wrappedKey = await keys.wrapKey(dataKey);
    await storage.put(blob, encryptBlob(dataKey, inspection.passed));
    return { blob, name, wrappedKey, ...inspection.result() };
  } catch (error) {
    await storage.delete(blob).then(() => db.write(system, (tx) => deleteArrivals(tx, [blob]))).catch(() => {}); // else the clean-up does it
    throw error;
  }
}
