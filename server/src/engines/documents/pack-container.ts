import { crc32, deflateRawSync } from 'node:zlib';
import type { ContainerEntry } from './ofd-container.ts';

/** Already dense: pictures, seals and signatures are stored, not deflated. */
const dense = /\.(png|jpe?g|esl|dat|zip|ofd|jb2)$/i;

/** Packs one file as an entry, ready for `packContainer`. */
export const packEntry = (name: string, content: Uint8Array): ContainerEntry => {
  const stored = dense.test(name) || content.length < 64;
  return { name, method: stored ? 0 : 8, packed: stored ? content : deflateRawSync(content), size: content.length, crc: crc32(content) };
};

/** Writes a strict zip: UTF-8 names, sizes in the local headers, no extra fields, entries in the given order. */
export const packContainer = (entries: Iterable<ContainerEntry>, time: Date): Uint8Array => {
  const list = [...entries].map((entry) => ({ entry, name: Buffer.from(entry.name, 'utf8'), offset: 0 }));
  const size = list.reduce((sum, { entry, name }) => sum + 76 + 2 * name.length + entry.packed.length, 22);
  const out = Buffer.allocUnsafe(size);
  const stamp = dosTime(time);
  let at = 0;
  const common = (entry: ContainerEntry, name: Buffer): void => {
    out.writeUInt16LE(20, at);
    out.writeUInt16LE(0x800, at + 2);
    out.writeUInt16LE(entry.method, at + 4);
    out.writeUInt32LE(stamp, at + 6);
    out.writeUInt32LE(entry.crc, at + 10);
    out.writeUInt32LE(entry.packed.length, at + 14);
    out.writeUInt32LE(entry.size, at + 18);
    out.writeUInt16LE(name.length, at + 22);
    out.writeUInt16LE(0, at + 24);
    at += 26;
  };
  for (const item of list) {
    item.offset = at;
    out.writeUInt32LE(0x04034b50, at);
    at += 4;
    common(item.entry, item.name);
    at += item.name.copy(out, at);
    out.set(item.entry.packed, at);
    at += item.entry.packed.length;
  }
  const directory = at;
  for (const { entry, name, offset } of list) {
    out.writeUInt32LE(0x02014b50, at);
    out.writeUInt16LE(20, at + 4);
    at += 6;
    common(entry, name);
    out.fill(0, at, at + 10);
    out.writeUInt32LE(offset, at + 10);
    at += 14;
    at += name.copy(out, at);
  }
  out.fill(0, at, at + 22);
  out.writeUInt32LE(0x06054b50, at);
  out.writeUInt16LE(list.length, at + 8);
  out.writeUInt16LE(list.length, at + 10);
  out.writeUInt32LE(at - directory, at + 12);
  out.writeUInt32LE(directory, at + 16);
  return out;
};

const dosTime = (time: Date): number => {
  const year = Math.max(0, time.getUTCFullYear() - 1980);
  const date = (year << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  return ((date << 16) | clock) >>> 0;
};
