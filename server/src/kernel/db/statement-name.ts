import { createHash } from 'node:crypto';

const names = new Map<string, string>();
const namesMax = 3000;

/** Statements of fixed text are prepared once a connection. */
export function nameOf(sql: string): string | undefined {
  let known = names.get(sql);
  if (known === undefined && names.size < namesMax) {
    known = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, known);
  }
  return known;
}
