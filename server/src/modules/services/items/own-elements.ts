import { canonical } from '../canonical.ts';

type Mapping = Record<string, unknown>;
const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);
const byId = (list: readonly unknown[]): Map<unknown, Mapping> | undefined =>
  list.length > 0 && list.every((m) => isMapping(m) && typeof m['id'] === 'string') ? new Map(list.map((m) => [(m as Mapping)['id'], m as Mapping])) : undefined;

/**
 * What a place set itself: the smallest overlay that makes its version of the one it stood on. Members of lists that have an
 * `id` are told apart by it, as content lays them over one another; `null` takes an element away.
 */
export function ownElements(base: Mapping, own: Mapping): Mapping {
  const overlay: Mapping = {};
  for (const key of new Set([...Object.keys(base), ...Object.keys(own)])) {
    if (canonical(base[key]) === canonical(own[key])) continue;
    overlay[key] = own[key] === undefined ? null : ownValue(base[key], own[key]);
  }
  return overlay;
}

function ownValue(base: unknown, own: unknown): unknown {
  if (isMapping(base) && isMapping(own)) return ownElements(base, own);
  const [before, after] = [Array.isArray(base) ? byId(base) : undefined, Array.isArray(own) ? byId(own) : undefined];
  if (before === undefined || after === undefined) return own;
  return [...after].flatMap(([id, member]) => {
    const old = before.get(id);
    if (old === undefined) return [member];
    const changed = ownElements(old, member);
    return Object.keys(changed).length === 0 ? [] : [{ id, ...changed }];
  });
}

/** 上级锁定: the overlay without what is locked above, and the names of what gave way. `*` stands for every member. */
export function withoutLocked(overlay: Mapping, locks: readonly string[]): { kept: Mapping; dropped: string[] } {
  const kept = structuredClone(overlay);
  const dropped = locks.filter((lock) => dropPath(kept, lock.split('.')));
  return { kept, dropped };
}

function dropPath(holder: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined || (!isMapping(holder) && !Array.isArray(holder))) return false;
  const members: [string, unknown][] = Array.isArray(holder) ? holder.map((m, i): [string, unknown] => [isMapping(m) && typeof m['id'] === 'string' ? m['id'] : String(i), m]) : Object.entries(holder);
  let found = false;
  for (const [name, member] of members) {
    if (step !== '*' && name !== step) continue;
    if (rest.length > 0) {
      found = dropPath(member, rest) || found;
      continue;
    }
    if (Array.isArray(holder)) holder.splice(holder.indexOf(member), 1);
    else delete holder[name];
    found = true;
  }
  return found;
}
