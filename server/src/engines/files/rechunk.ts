export interface Chunk {
  readonly bytes: Buffer;
  readonly last: boolean;
}

/**
 * Cuts a stream into pieces of one length, the first perhaps of another; the last piece may be shorter. There is always a
 * last piece, of no bytes only when nothing follows the first piece or the stream is empty.
 */
export async function* rechunk(stream: AsyncIterable<Uint8Array>, length: number, firstLength = length): AsyncGenerator<Chunk> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let wanted = firstLength;
  for await (const part of stream) {
    parts.push(part);
    held += part.length;
    // one byte more than a piece must be there, else it may be the last
    if (held <= wanted) continue;
    let all = Buffer.concat(parts);
    while (all.length > wanted) {
      yield { bytes: all.subarray(0, wanted), last: false };
      all = all.subarray(wanted);
      wanted = length;
    }
    parts = [all];
    held = all.length;
  }
  yield { bytes: Buffer.concat(parts), last: true };
}
