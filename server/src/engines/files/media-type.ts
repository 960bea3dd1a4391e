/** Kinds of content that we tell by their bytes; everything else is `application/octet-stream`. */
const zipParts: readonly (readonly [part: RegExp, type: string])[] = [
  [/^OFD\.xml$/i, 'application/ofd'],
  [/^word\//, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [/^xl\//, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/^ppt\//, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];

const magic: readonly (readonly [offset: number, bytes: string, type: string])[] = [
  [0, '%PDF-', 'application/pdf'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [8, 'WAVE', 'audio/wav'],
  [0, 'II*\0', 'image/tiff'],
  [0, 'MM\0*', 'image/tiff'],
  [0, 'BM', 'image/bmp'],
  [4, 'ftypheic', 'image/heic'],
  [4, 'ftypM4A', 'audio/mp4'],
  [4, 'ftyp', 'video/mp4'],
  [0, '\x1aE\xdf\xa3', 'video/webm'],
  [0, 'ID3', 'audio/mpeg'],
  [0, '\xff\xfb', 'audio/mpeg'],
  [0, '\xff\xf3', 'audio/mpeg'],
  [0, 'OggS', 'audio/ogg'],
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/x-ole-storage'],
  [0, 'Rar!\x1a\x07', 'application/vnd.rar'],
  [0, "7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
  [0, '\x1f\x8b', 'application/gzip'],
  [0, 'MZ', 'application/vnd.microsoft.portable-executable'],
  [0, '\x7fELF', 'application/x-elf'],
  [0, '#!', 'text/x-shellscript'],
];

/** Marks of letters alone count where the content is no text: a table's first column may be called BM (编码) or MZ (民族). */
const letters = /^[A-Z0-9]{2,3}$/;

/** What a name's ending says. */
const byExtension: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', ofd: 'application/ofd', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', tif: 'image/tiff', tiff: 'image/tiff', bmp: 'image/bmp', heic: 'image/heic',
  docx: zipParts[1]![1], xlsx: zipParts[2]![1], pptx: zipParts[3]![1], doc: 'application/x-ole-storage', xls: 'application/x-ole-storage', ppt: 'application/x-ole-storage', wps: 'application/x-ole-storage', et: 'application/x-ole-storage',
  zip: 'application/zip', rar: 'application/vnd.rar', '7z': 'application/x-7z-compressed', gz: 'application/gzip', mp4: 'video/mp4', webm: 'video/webm', m4a: 'audio/mp4', mp3: 'audio/mpeg', wav: 'audio/wav', ogg: 'audio/ogg',
  txt: 'text/plain', csv: 'text/plain', json: 'text/plain', xml: 'text/xml', html: 'text/html', htm: 'text/html', svg: 'image/svg+xml', exe: 'application/vnd.microsoft.portable-executable', dll: 'application/vnd.microsoft.portable-executable',
};

/** Names that claim the same content. */
const aliases: Readonly<Record<string, string>> = {
  'application/msword': 'application/x-ole-storage', 'application/vnd.ms-excel': 'application/x-ole-storage', 'application/vnd.ms-powerpoint': 'application/x-ole-storage', 'application/vnd.ms-works': 'application/x-ole-storage', 'application/x-zip-compressed': 'application/zip', 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg', 'audio/mp3': 'audio/mpeg', 'audio/x-wav': 'audio/wav', 'application/x-rar-compressed': 'application/vnd.rar', 'application/vnd.ofd': 'application/ofd', 'application/xml': 'text/xml', 'text/csv': 'text/plain', 'application/json': 'text/plain',
};

export const canonicalType = (claimed: string): string => {
  const type = claimed.split(';')[0]!.trim().toLowerCase();
  return aliases[type] ?? type;
};

export const typeOfName = (name: string): string | undefined => {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase();
  return extension === undefined || !Object.hasOwn(byExtension, extension) ? undefined : byExtension[extension];
};

/** How many bytes of the beginning and of the end `sniffType` wants. */
export const headBytes = 4_096;
export const tailBytes = 65_536;

/** The kind of a content by its first bytes and, for archives, the list of parts at its end. */
export function sniffType(head: Uint8Array, tail: Uint8Array): string {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
  if (/^PK(\x03\x04|\x05\x06)/.test(text)) return typeOfZip(text, Buffer.from(tail.buffer, tail.byteOffset, tail.length).toString('latin1'));
  for (const [offset, bytes, type] of magic) if (text.startsWith(bytes, offset) && !(letters.test(bytes) && typeOfText(head) !== undefined)) return type;
  // some writers put a few bytes before the header of a PDF
  if (text.slice(0, 1024).includes('%PDF-')) return 'application/pdf';
  return typeOfText(head) ?? 'application/octet-stream';
}

function typeOfZip(head: string, tail: string): string {
  const names = [...partsOf(head, 'PK\x03\x04', 26, 30), ...partsOf(tail, 'PK\x01\x02', 28, 46)];
  for (const [part, type] of zipParts) if (names.some((name) => part.test(name))) return type;
  return 'application/zip';
}

/** Names in the headers of a zip: their length stands at `lengthAt`, they begin at `nameAt`. */
function* partsOf(text: string, signature: string, lengthAt: number, nameAt: number): Generator<string> {
  for (let at = text.indexOf(signature); at >= 0; at = text.indexOf(signature, at + 4)) {
    const length = (text.charCodeAt(at + lengthAt) || 0) + 256 * (text.charCodeAt(at + lengthAt + 1) || 0);
    yield text.slice(at + nameAt, at + nameAt + length);
  }
}

function typeOfText(head: Uint8Array): string | undefined {
  let text: string | undefined;
  const mark = (head[0] ?? 0) * 256 + (head[1] ?? 0);
  for (const encoding of mark === 0xfffe ? ['utf-16le'] : mark === 0xfeff ? ['utf-16be'] : ['utf-8', 'gb18030']) {
    try {
      text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
      break;
    } catch {
      // perhaps the next
    }
  }
  // oxlint-disable-next-line no-control-regex
  if (text === undefined || /[\0-\x08\x0e-\x1f]/.test(text)) return undefined;
  const start = text.trimStart().slice(0, 1_000).toLowerCase();
  if (/<svg[\s>]/.test(start)) return 'image/svg+xml';
  if (/^<(!doctype html|html|head|body|script|iframe)/.test(start) || /<(script|html)[\s>]/.test(start)) return 'text/html';
  return start.startsWith('<?xml') ? 'text/xml' : 'text/plain';
}
