import { errors } from './errors.ts';

/** An element as OFD needs it: local names only, since prefixes and namespaces differ between products. */
export interface Element {
  localName: string;
  attributes: ReadonlyMap<string, string>;
  children: Element[];
  /** Text directly inside the element. */
  textContent: string;
}

const bytesMax = 32 << 20;
const depthMax = 200;

/**
 * Parses one XML file of a container, in one pass and without a document type: entities cannot be declared, nesting is
 * bounded. Throws documents.unreadable, documents.unsafe and documents.tooLarge.
 */
export const parseXml = (bytes: Uint8Array, name: string): Element => {
  if (bytes.length > bytesMax) throw errors.tooLarge({ reason: name });
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  } catch {
    throw errors.unreadable({ reason: `encoding of ${name}` });
  }
  const broken = (at: number) => errors.unreadable({ reason: `${name}, character ${at}` });
  const root: Element = { localName: '', attributes: none, children: [], textContent: '' };
  const open: { element: Element; tag: string }[] = [{ element: root, tag: '' }];
  for (let at = 0; at < text.length; ) {
    const inside = open.at(-1)!;
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      const between = decode(text.slice(at, end));
      if (between === undefined || (open.length === 1 && between.trim() !== '')) throw broken(at);
      if (open.length > 1) inside.element.textContent += between;
    }
    if (next < 0) break;
    const skipped = skip(text, next);
    if (skipped !== undefined) {
      if (skipped.end < 0) throw broken(next);
      inside.element.textContent += skipped.text;
      at = skipped.end;
    } else if (text[next + 1] === '!') throw errors.unsafe({ reason: `document type in ${name}` });
    else if (text[next + 1] === '/') {
      const close = text.indexOf('>', next);
      if (close < 0 || open.length === 1 || text.slice(next + 2, close).trimEnd() !== inside.tag) throw broken(next);
      open.pop();
      at = close + 1;
    } else {
      const started = readTag(text, next);
      if (started === undefined || (open.length === 1 && root.children.length > 0)) throw broken(next);
      inside.element.children.push(started.element);
      if (!started.empty) open.push(started);
      if (open.length > depthMax) throw errors.tooLarge({ reason: `depth of ${name}` });
      at = started.end;
    }
  }
  const [first] = root.children;
  if (first === undefined || open.length > 1) throw broken(text.length);
  return first;
};

const none: ReadonlyMap<string, string> = new Map();

/** Instructions, comments and CDATA at `at`; `end` is -1 when they do not close. */
const skip = (text: string, at: number): { end: number; text: string } | undefined => {
  for (const [start, stop] of [['<?', '?>'], ['<!--', '-->'], ['<![CDATA[', ']]>']] as const) {
    if (!text.startsWith(start, at)) continue;
    const end = text.indexOf(stop, at + start.length);
    return end < 0 ? { end, text: '' } : { end: end + stop.length, text: stop === ']]>' ? text.slice(at + start.length, end) : '' };
  }
  return undefined;
};

const tagStart = /<([^\s/>="'<&!?]+)/y;
const tagAttribute = /\s+([^\s=/>"'<&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /\s*(\/?)>/y;

const readTag = (text: string, at: number): { element: Element; tag: string; empty: boolean; end: number } | undefined => {
  tagStart.lastIndex = at;
  const tag = tagStart.exec(text)?.[1];
  if (tag === undefined) return undefined;
  let end = tagStart.lastIndex;
  let attributes: Map<string, string> | undefined;
  for (;;) {
    tagAttribute.lastIndex = end;
    const match = tagAttribute.exec(text);
    if (match === null) break;
    const value = decode(match[2] ?? match[3] ?? '');
    attributes ??= new Map();
    if (value === undefined || attributes.has(match[1]!)) return undefined;
    attributes.set(match[1]!, value);
    end = tagAttribute.lastIndex;
  }
  tagEnd.lastIndex = end;
  const close = tagEnd.exec(text);
  if (close === null) return undefined;
  return { element: { localName: tag.slice(tag.indexOf(':') + 1), attributes: attributes ?? none, children: [], textContent: '' }, tag, empty: close[1] === '/', end: tagEnd.lastIndex };
};

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character references resolved, line ends made one; undefined when a reference is none. */
const decode = (raw: string): string | undefined => {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('&')) return text;
  let good = true;
  const decoded = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));|&/gi, (_, decimal?: string, hex?: string, name?: string) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    const character = code === undefined ? named[name ?? ''] : code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    good &&= character !== undefined;
    return character ?? '';
  });
  return good ? decoded : undefined;
};

const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = Buffer.from(bytes.subarray(0, 120)).toString('latin1');
  return /encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8';
};

/** Child elements by local name; without a name, all of them. */
export const children = (element: Element, name?: string): Element[] => (name === undefined ? element.children : element.children.filter(({ localName }) => localName === name));

/** The first element down a path of local names. */
export const child = (element: Element | undefined, ...path: string[]): Element | undefined => {
  let at = element;
  for (const name of path) at = at?.children.find(({ localName }) => localName === name);
  return at;
};

export const textOf = (element: Element | undefined): string | undefined => {
  const text = element?.textContent.trim();
  return text === undefined || text === '' ? undefined : text;
};

export const attribute = (element: Element | undefined, name: string): string | undefined => element?.attributes.get(name);

/** Numbers of an OFD array (ST_Array, ST_Box): separated by blanks; anything else makes it undefined. */
export const numbers = (text: string | undefined, count?: number): number[] | undefined => {
  if (text === undefined) return undefined;
  const list = text.trim().split(/[\s,]+/).map(Number);
  return list.every(Number.isFinite) && (count === undefined || list.length === count) ? list : undefined;
};
