/**
 * Encryption of blobs at rest 存储加密 (GB/T 39786 8.4): SM4-CTR in chunks of 64 KiB, each with its HMAC-SM3, so that a
 * stream of any length is checked before a byte of it goes on, in constant memory:
 *
 *   'YWB' 1 ‖ IV (16) ‖ { ciphertext ‖ HMAC-SM3(header ‖ chunk number (8) ‖ last? (1) ‖ ciphertext) } …
 *
 * A chunk that was altered, moved, left out or cut off is refused. Both keys come from one data key (32 bytes) by HKDF-SM3.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { errors } from './errors.ts';
import { rechunk } from './rechunk.ts';

const magic = Buffer.from('YWB\x01', 'latin1');
const headerLength = 20;
const chunkLength = 65_536;
const macLength = 32;

const derive = (dataKey: Uint8Array, label: string, length: number): Buffer => Buffer.from(hkdfSync('sm3', dataKey, '', `yiwang blob ${label}`, length));

const macOf = (key: Uint8Array, header: Uint8Array): ((index: number, last: boolean, ciphertext: Uint8Array) => Buffer) => {
  const place = Buffer.alloc(9);
  return (index, last, ciphertext) => {
    place.writeBigUInt64BE(BigInt(index));
    place[8] = last ? 1 : 0;
    return createHmac('sm3', key).update(header).update(place).update(ciphertext).digest();
  };
};

export async function* encryptBlob(dataKey: Uint8Array, plaintext: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iv = randomBytes(16);
  const header = Buffer.concat([magic, iv]);
  const cipher = createCipheriv('sm4-ctr', derive(dataKey, 'sm4-ctr', 16), iv);
  const mac = macOf(derive(dataKey, 'hmac-sm3', 32), header);
  yield header;
  let index = 0;
  for await (const { bytes, last } of rechunk(plaintext, chunkLength)) {
    const ciphertext = cipher.update(bytes);
    yield Buffer.concat([ciphertext, mac(index++, last, ciphertext)]);
  }
}

/** Refuses with `files.damaged` at the first chunk that is not what was written. */
export async function* decryptBlob(dataKey: Uint8Array, blob: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const mac = derive(dataKey, 'hmac-sm3', 32);
  let open: { decipher: ReturnType<typeof createDecipheriv>; mac: ReturnType<typeof macOf> } | undefined;
  let index = 0;
  for await (const { bytes, last } of rechunk(blob, chunkLength + macLength, headerLength)) {
    if (open === undefined) {
      if (bytes.length !== headerLength || last || !bytes.subarray(0, magic.length).equals(magic)) throw errors.damaged();
      open = { decipher: createDecipheriv('sm4-ctr', derive(dataKey, 'sm4-ctr', 16), bytes.subarray(magic.length)), mac: macOf(mac, bytes) };
      continue;
    }
    const ciphertext = bytes.subarray(0, -macLength);
    if (bytes.length < macLength || !timingSafeEqual(open.mac(index++, last, ciphertext), bytes.subarray(-macLength))) throw errors.damaged();
    if (ciphertext.length > 0) yield open.decipher.update(ciphertext);
  }
  if (open === undefined) throw errors.damaged();
}
