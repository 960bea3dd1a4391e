import { errors } from './errors.ts';

/** What stands behind `/exchange/v1/`: the service, and the rest for its upstream, both in normal form. */
export interface RequestPath {
  readonly service: string;
  /** Empty, or beginning with a slash. */
  readonly rest: string;
  /** As signed (`@path`). */
  readonly path: string;
  /** As signed (`@query`): with its question mark, `?` when there is none (RFC 9421, 2.2.7). */
  readonly query: string;
}

export const prefix = '/exchange/v1/';
const pathMax = 2_000;
const targetMax = 8_000;
const serviceShape = /^[a-z][a-z0-9-]{0,79}(\.[a-z]{3,10})?$/;
/** Characters of a segment that may stand unencoded (RFC 3986, 3.3 pchar). */
const plain = /^[A-Za-z0-9\-._~!$&'()*+,;=:@]*$/;
// control characters, both slashes, and the percent sign that a second decoding would open
const forbidden = /[\u0000-\u001f\u007f/\\%]/;

/** Whether a segment is written in the one way that it can be: nothing that a second reader could read as another path. */
function isNormal(segment: string): boolean {
  if (segment === '' || segment === '.' || segment === '..') return false;
  if (plain.test(segment)) return true;
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    return false;
  }
  if (forbidden.test(decoded) || decoded !== decoded.normalize('NFC') || decoded === '.' || decoded === '..') return false;
  const again = [...decoded].map((c) => (plain.test(c) ? c : encodeURIComponent(c))).join('');
  return again === segment;
}

/**
 * Reads a request target before anything else looks at it. Paths are refused unless they are in normal form, so that what
 * was checked is what is called; nothing is rewritten.
 */
export function readPath(target: string): RequestPath {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  if (!path.startsWith(prefix) || path.length > pathMax || target.length > targetMax) throw errors.pathInvalid();
  const segments = path.slice(prefix.length).split('/');
  const [service = '', ...others] = segments;
  if (!serviceShape.test(service) || !others.every(isNormal)) throw errors.pathInvalid();
  const query = mark < 0 ? '?' : target.slice(mark);
  // a query is bytes that are signed and handed on as they came; what cannot stand in a request target never arrives
  if (/[^\u0021-\u007e]|#/.test(query)) throw errors.pathInvalid();
  return { service, rest: others.length === 0 ? '' : `/${others.join('/')}`, path, query };
}

/** Parameters of the query, each once. */
export function readQuery(query: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query.slice(1))) {
    if (Object.hasOwn(found, name)) throw errors.pathInvalid();
    found[name] = value;
  }
  return found;
}
