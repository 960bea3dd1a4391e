import { crc32, inflateRawSync } from 'node:zlib';
import { errors } from './errors.ts';

/** What a container may be; the defaults fit a document of some hundred scanned pages. */
export interface ContainerLimits {
  bytesMax: number;
  entriesMax: number;
  entryBytesMax: number;
  unpackedBytesMax: number;
  /** Unpacked to packed bytes of one entry above 1 MiB. */
  ratioMax: number;
}

export const containerLimits: ContainerLimits = {
  bytesMax: 128 << 20,
  entriesMax: 4096,
  entryBytesMax: 64 << 20,
  unpackedBytesMax: 256 << 20,
  ratioMax: 300,
};

/** One file of the container, still packed. */
export interface ContainerEntry {
  name: string;
  method: 0 | 8;
  packed: Uint8Array;
  size: number;
  crc: number;
}

/** An OFD container (版式文件包): a zip whose names have been checked; entries are unpacked when read. */
export interface Container {
  entries: ReadonlyMap<string, ContainerEntry>;
  /** What deviates from a plain zip without making it unreadable. */
  notes: string[];
  has(name: string): boolean;
  /** The entry's bytes. Throws documents.unreadable when it is absent, damaged or larger than declared. */
  read(name: string): Uint8Array;
}

const unreadable = (reason: string) => errors.unreadable({ reason });

/**
 * Opens a zip defensively: only the central directory is believed; sizes, ratios, overlaps, names and duplicates are
 * checked before anything is unpacked, and unpacking is bounded by the declared size. Bytes before the archive and
 * odd local headers, which vendors' files have, are accepted and noted.
 */
export const openContainer = (bytes: Uint8Array, limits: Partial<ContainerLimits> = {}): Container => {
  const limit = { ...containerLimits, ...limits };
  if (bytes.length > limit.bytesMax) throw errors.tooLarge({ reason: `${bytes.length} > ${limit.bytesMax} bytes` });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const notes: string[] = [];
  const end = findEnd(view);
  if (end + 22 + view.getUint16(end + 20, true) < bytes.length) notes.push('bytes after the archive');
  const count = view.getUint16(end + 10, true);
  const directorySize = view.getUint32(end + 12, true);
  const directoryOffset = view.getUint32(end + 16, true);
  if (count === 0xffff || directoryOffset === 0xffffffff) throw errors.tooLarge({ reason: 'zip64' });
  if (count > limit.entriesMax) throw errors.tooLarge({ reason: `${count} > ${limit.entriesMax} entries` });
  const prefix = end - directorySize - directoryOffset;
  if (prefix < 0) throw unreadable('the zip directory lies outside the file');
  if (prefix > 0) notes.push(`${prefix} bytes before the archive`);

  const entries = new Map<string, ContainerEntry>();
  const spans: [number, number][] = [];
  let total = 0;
  let at = directoryOffset + prefix;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw unreadable('damaged zip directory');
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const crc = view.getUint32(at + 16, true);
    const packedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const tail = nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const local = view.getUint32(at + 42, true) + prefix;
    const name = entryName(bytes.subarray(at + 46, at + 46 + nameLength), (flags & 0x800) !== 0);
    at += 46 + tail;
    if (name.endsWith('/')) continue;
    if ((flags & 1) !== 0) throw errors.unsafe({ reason: `encrypted entry ${name}` });
    if (method !== 0 && method !== 8) throw unreadable(`compression method ${method} of ${name}`);
    if (entries.has(name)) throw errors.unsafe({ reason: `duplicate entry ${name}` });
    total += size;
    if (size > limit.entryBytesMax || total > limit.unpackedBytesMax) throw errors.tooLarge({ reason: `${name} unpacks to ${size} bytes` });
    if (size > 1 << 20 && size > packedSize * limit.ratioMax) throw errors.tooLarge({ reason: `${name} is packed ${Math.floor(size / Math.max(packedSize, 1))}:1` });
    if (local + 30 > bytes.length || view.getUint32(local, true) !== 0x04034b50) throw unreadable(`no data for ${name}`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packedSize > bytes.length) throw unreadable(`${name} is cut off`);
    if (method === 0 && size !== packedSize) throw unreadable(`sizes of ${name} disagree`);
    spans.push([local, start + packedSize]);
    entries.set(name, { name, method, packed: bytes.subarray(start, start + packedSize), size, crc });
  }
  spans.sort((a, b) => a[0] - b[0]);
  if (spans.some((span, i) => i > 0 && span[0] < spans[i - 1]![1])) throw errors.unsafe({ reason: 'overlapping entries' });
  return containerOf(entries, notes);
};

const containerOf = (entries: Map<string, ContainerEntry>, notes: string[]): Container => {
  const unpacked = new Map<string, Uint8Array>();
  return {
    entries,
    notes,
    has: (name) => entries.has(name),
    read: (name) => {
      const known = unpacked.get(name);
      if (known !== undefined) return known;
      const entry = entries.get(name);
      if (entry === undefined) throw unreadable(`no file ${name}`);
      const content = unpack(entry);
      unpacked.set(name, content);
      return content;
    },
  };
};

const unpack = (entry: ContainerEntry): Uint8Array => {
  let content: Uint8Array;
  try {
    content = entry.method === 0 || entry.size === 0 ? entry.packed.subarray(0, entry.size) : inflateRawSync(entry.packed, { maxOutputLength: entry.size });
  } catch {
    throw unreadable(`${entry.name} does not unpack`);
  }
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw unreadable(`${entry.name} is damaged`);
  return content;
};

/** The end-of-directory record, searched from the end; up to 64 KiB of comment or foreign bytes may follow it. */
const findEnd = (view: DataView): number => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw unreadable('not a zip');
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gbk = new TextDecoder('gbk');

const entryName = (raw: Uint8Array, markedUtf8: boolean): string => {
  let name: string;
  try {
    name = utf8.decode(raw);
  } catch {
    if (markedUtf8) throw unreadable('a file name is no UTF-8');
    name = gbk.decode(raw);
  }
  name = name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  // eslint-disable-next-line no-control-regex -- control characters in names are what is looked for
  if (name === '' || name.length > 1024 || /[\x00-\x1f]/.test(name)) throw errors.unsafe({ reason: 'a file name is empty, too long or has control characters' });
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw errors.unsafe({ reason: `absolute path ${name}` });
  const parts = name.split('/');
  if (parts.includes('..')) throw errors.unsafe({ reason: `path ${name} leaves the container` });
  return parts.filter((part, i) => part !== '.' && (part !== '' || i === parts.length - 1)).join('/');
};
