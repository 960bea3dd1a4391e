/**
 * Paths inside an OFD container (GB/T 33190 ST_Loc): `/a/b` from the root, `a/b` from the folder of the file that
 * holds the reference. Returns the entry name without leading slash, or undefined when the path leaves the container.
 */
export const resolvePath = (holder: string, reference: string): string | undefined => {
  const path = reference.trim().replaceAll('\\', '/');
  if (path === '' || /^[A-Za-z]:/.test(path) || path.startsWith('//') || path.includes('\0')) return undefined;
  const parts = path.startsWith('/') ? [] : holder.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
};

/**
 * The entry that a reference means. Products write relative paths that count from the root, and absolute ones
 * that count from the holder, so every reading is tried, the standard's own first.
 */
export const findPath = (has: (name: string) => boolean, holder: string, ...references: string[]): string | undefined => {
  const joined = references.join('/');
  const last = references.at(-1) ?? '';
  const candidates = [
    last.startsWith('/') ? resolvePath('', last) : resolvePath(holder, joined),
    resolvePath('', last),
    resolvePath(holder, last.replace(/^\/+/, '')),
    resolvePath('', joined.replace(/^\/+/, '')),
  ];
  return candidates.find((name) => name !== undefined && has(name));
};
