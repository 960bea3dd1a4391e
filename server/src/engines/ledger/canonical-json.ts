/** What an entry may hold: plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

const depthMax = 32;

/**
 * Canonical JSON (RFC 8785): names sorted by UTF-16 code units, numbers as ECMAScript writes them, no blanks. Throws a
 * RangeError on what has no such form: numbers that are not finite, lone surrogates, other objects, deep nesting.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > depthMax) throw new RangeError(`nested deeper than ${depthMax}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('not a finite number');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new RangeError('a lone surrogate');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) throw new RangeError(`no JSON: ${typeof value}`);
  const members = Object.entries(value as Record<string, unknown>).filter(([, v]) => v !== undefined);
  return `{${members
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, v]) => `${canonicalJson(name)}:${canonicalJson(v, depth + 1)}`)
    .join(',')}}`;
}
