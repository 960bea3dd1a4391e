import type { Answers } from '@yiwang/ui/form-logic/form.ts';
import { isPlainObject, own } from '@yiwang/ui/form-logic/plain-object.ts';
import type { ApplicationRow } from './application-queries.ts';

const holderOf = (answers: unknown, path: string): { holder: Record<string, unknown>; key: string } | undefined => {
  const [first, row, id] = path.split('.') as [string, string | undefined, string | undefined];
  if (!isPlainObject(answers)) return undefined;
  if (row === undefined || id === undefined) return { holder: answers as Record<string, unknown>, key: first };
  const rows = own(answers, first);
  const found: unknown = Array.isArray(rows) ? rows[Number(row)] : undefined;
  return isPlainObject(found) ? { holder: found as Record<string, unknown>, key: id } : undefined;
};

export const valueAt = (answers: unknown, path: string): unknown => {
  const place = holderOf(answers, path);
  return place === undefined ? undefined : own(place.holder, place.key);
};

/** Values of locked fields as they were fetched, by path: what `check` compares given answers with. */
export const lockedValues = (answers: Answers, sources: ApplicationRow['sources']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(sources).flatMap(([path, s]) => (s.locked && valueAt(answers, path) !== undefined ? [[path, valueAt(answers, path)]] : [])));

/** Given answers with the locked values put back. */
export function keepLocked(given: Readonly<Answers>, locked: Readonly<Record<string, unknown>>): Answers {
  const kept = structuredClone(given) as Answers;
  for (const [path, value] of Object.entries(locked)) {
    const place = holderOf(kept, path);
    if (place !== undefined) place.holder[place.key] = value;
  }
  return kept;
}
