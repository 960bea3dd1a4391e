import { createHash } from 'node:crypto';
import { errors } from './errors.ts';

/** A small body whole, its digest checked; larger than `max` is refused before it is held. */
export async function readBody(stream: AsyncIterable<Uint8Array>, max: number, digest: Uint8Array | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > max) throw errors.tooLarge({ bytes: max });
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  if (digest !== undefined && !createHash('sm3').update(body).digest().equals(digest)) throw errors.digestWrong();
  return body;
}

/**
 * A body on its way: nothing is held, and the last part goes on only when the digest was right, so that a provider never
 * takes a forged body for a whole one.
 */
export async function* checkedBody(stream: AsyncIterable<Uint8Array>, digest: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  const hash = createHash('sm3');
  let held: Uint8Array | undefined;
  for await (const part of stream) {
    hash.update(part);
    if (held !== undefined) yield held;
    held = part;
  }
  if (digest !== undefined && !hash.digest().equals(digest)) throw errors.digestWrong();
  if (held !== undefined) yield held;
}

/** A JSON object of a small body. */
export function readObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw errors.bodyInvalid({ why: 'JSON' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw errors.bodyInvalid({ why: 'JSON object' });
  return value as Record<string, unknown>;
}
