import { DOMParser, type Element } from '@xmldom/xmldom';
import { errors } from './errors.ts';

export type { Element };

const parser = new DOMParser({
  onError: (level, message) => {
    if (level !== 'warning') throw new Error(message);
  },
});

const bytesMax = 32 << 20;
const depthMax = 200;

/** Parses one XML file of a container. Throws documents.unreadable; document types (and so entities) are refused. */
export const parseXml = (bytes: Uint8Array, name: string): Element => {
  if (bytes.length > bytesMax) throw errors.tooLarge({ reason: name });
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  } catch {
    throw errors.unreadable({ reason: `encoding of ${name}` });
  }
  if (/<!DOCTYPE/i.test(text)) throw errors.unsafe({ reason: `document type in ${name}` });
  if (depthOf(text) > depthMax) throw errors.tooLarge({ reason: `depth of ${name}` });
  let root: Element | null;
  try {
    root = parser.parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml').documentElement;
  } catch (error) {
    throw errors.unreadable({ reason: `${name}: ${error instanceof Error ? error.message.split('\n')[0] : 'no XML'}` });
  }
  if (root === null) throw errors.unreadable({ reason: `${name} is empty` });
  return root;
};

const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  const head = Buffer.from(bytes.subarray(0, 120)).toString('latin1');
  return /encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8';
};

/** A close upper bound of the nesting, before a tree is built. */
const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of text.matchAll(/<\/?[A-Za-z_][^<>]*>/g)) {
    if (tag[1] === '/') depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
};

/** Child elements by local name: namespaces and prefixes differ between products. Without a name, all of them. */
export const children = (element: Element, name?: string): Element[] => {
  const found: Element[] = [];
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === 1 && (name === undefined || (node as Element).localName === name)) found.push(node as Element);
  }
  return found;
};

/** The first element down a path of local names. */
export const child = (element: Element | undefined, ...path: string[]): Element | undefined => {
  let at = element;
  for (const name of path) at = at === undefined ? undefined : children(at, name)[0];
  return at;
};

export const textOf = (element: Element | undefined): string | undefined => {
  const text = element?.textContent?.trim();
  return text === undefined || text === '' ? undefined : text;
};

export const attribute = (element: Element | undefined, name: string): string | undefined => element?.getAttribute(name) ?? undefined;

/** Numbers of an OFD array (ST_Array, ST_Box): separated by blanks; anything else makes it undefined. */
export const numbers = (text: string | undefined, count?: number): number[] | undefined => {
  if (text === undefined) return undefined;
  const list = text.trim().split(/[\s,]+/).map(Number);
  return list.every(Number.isFinite) && (count === undefined || list.length === count) ? list : undefined;
};
