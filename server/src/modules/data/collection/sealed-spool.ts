import { createCipheriv, createDecipheriv, randomBytes, type Decipheriv } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

const blockBytes = 16n;

/**
 * A file on its way that must be read at any place of it: it lies on the disk enciphered (SM4-CTR) under a key that only this
 * process has, for as long as it is read; no plain copy ever does.
 */
export class SealedSpool extends yauzl.RandomAccessReader {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'yiwang-spool-'));
  readonly #file = path.join(this.folder, 'sealed');
  readonly #key = randomBytes(16);
  readonly #nonce = randomBytes(16);
  size = 0;

  async fill(stream: Readable): Promise<void> {
    let size = 0;
    await pipeline(stream, async function* (parts: AsyncIterable<Buffer>) {
      for await (const part of parts) {
        size += part.length;
        yield part;
      }
    }, createCipheriv('sm4-ctr', this.#key, this.#nonce), createWriteStream(this.#file, { mode: 0o600 }));
    this.size = size;
  }

  /** Bytes from `start` up to and without `end`. */
  override _readStreamForRange(start: number, end: number): Readable {
    const block = BigInt(start) / blockBytes;
    const from = Number(block * blockBytes);
    const counter = BigInt.asUintN(128, BigInt(`0x${this.#nonce.toString('hex')}`) + block).toString(16).padStart(32, '0');
    const decipher = createDecipheriv('sm4-ctr', this.#key, Buffer.from(counter, 'hex'));
    const sealed = createReadStream(this.#file, { start: from, end: end - 1 });
    return Readable.from(plainParts(sealed as AsyncIterable<Buffer>, decipher, start - from), { objectMode: false });
  }

  drop(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Without the first `skipped` bytes, which stand before what was asked for in its block. */
async function* plainParts(sealed: AsyncIterable<Buffer>, decipher: Decipheriv, skipped: number): AsyncGenerator<Buffer> {
  let left = skipped;
  for await (const part of sealed) {
    const plain = decipher.update(part);
    if (left < plain.length) yield plain.subarray(left);
    left = Math.max(0, left - plain.length);
  }
}
