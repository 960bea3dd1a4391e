import { createHash } from 'node:crypto';
import { checkType } from './check-type.ts';
import { errors } from './errors.ts';
import { headBytes, sniffType, tailBytes } from './media-type.ts';

export interface Inspection {
  readonly digest: Buffer;
  readonly size: number;
  readonly mediaType: string;
}

/** Lets a stream pass and measures it: size, SM3, kind of content. Refuses as soon as it can. */
export function inspectStream(stream: AsyncIterable<Uint8Array>, limits: { maxBytes: number; accept: ReadonlySet<string>; claims: readonly string[] }): { passed: AsyncIterable<Uint8Array>; result: () => Inspection } {
  const hash = createHash('sm3');
  let size = 0;
  let head = Buffer.alloc(0);
  let tail: Uint8Array = Buffer.alloc(0);

  async function* passed(): AsyncGenerator<Uint8Array> {
    for await (const part of stream) {
      size += part.length;
      if (size > limits.maxBytes) throw errors.tooLarge({ maxMegabytes: Math.floor((limits.maxBytes / 1_048_576) * 10) / 10 });
      if (head.length < headBytes) {
        head = Buffer.concat([head, part.subarray(0, headBytes - head.length)]);
        if (head.length === headBytes) refuseEarly();
      }
      tail = part.length >= tailBytes ? part.subarray(-tailBytes) : Buffer.concat([tail, part]).subarray(-tailBytes);
      hash.update(part);
      yield part;
    }
  }
  const refuseEarly = (): void => {
    const found = sniffType(head, head);
    // what an archive is can only be told at its end
    if (found !== 'application/zip') checkType(found, limits);
  };
  return {
    passed: passed(),
    result() {
      if (size === 0) throw errors.empty();
      const mediaType = sniffType(head, tail);
      checkType(mediaType, limits);
      return { digest: hash.digest(), size, mediaType };
    },
  };
}
