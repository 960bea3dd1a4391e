import { canonicalJson } from './digest.ts';
import type { Step } from './types.ts';

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);

const hasIds = (list: unknown[]): boolean => list.length > 0 && list.every((m) => isMapping(m) && typeof m['id'] === 'string');

/**
 * Lays `overlay` over `base`, changing neither: mappings merge; lists whose members all have an `id` merge by it
 * (new members at the end); other lists and values replace; `null` removes.
 */
export function mergeOver(base: unknown, overlay: unknown): unknown {
  if (isMapping(base) && isMapping(overlay)) {
    const merged: Mapping = { ...base };
    for (const [key, value] of Object.entries(overlay)) {
      if (value === null) delete merged[key];
      else merged[key] = key in base ? mergeOver(base[key], value) : value;
    }
    return merged;
  }
  if (Array.isArray(base) && Array.isArray(overlay) && hasIds(base) && hasIds(overlay)) {
    const over = new Map(overlay.map((m) => [(m as Mapping)['id'], m as unknown]));
    const merged: unknown[] = base.map((member) => {
      const id = (member as Mapping)['id'];
      const change = over.get(id);
      over.delete(id);
      return change === undefined ? (member as unknown) : mergeOver(member, change);
    });
    return [...merged, ...over.values()];
  }
  return overlay;
}

/**
 * Concrete paths that a lock (`promisedDays`, `materials.idCard`, `materials.*.name`) covers in a value;
 * list members are named by their `id` where they have one. A path without wildcard is given even if nothing is there.
 */
export function lockedPaths(value: unknown, lock: string): Step[][] {
  let paths: Step[][] = [[]];
  for (const step of lock.split('.')) {
    paths = paths.flatMap((path) => (step === '*' ? stepsOf(at(value, path)).map((s) => [...path, s]) : [[...path, step]]));
  }
  return paths;
}

/** First locked path whose value differs between what stands above and what would stand below. */
export function brokenLock(above: unknown, below: unknown, locks: readonly string[]): { lock: string; path: Step[] } | undefined {
  for (const lock of locks) {
    for (const path of lockedPaths(above, lock)) {
      if (canonicalJson(at(above, path)) !== canonicalJson(at(below, path))) return { lock, path };
    }
  }
  return undefined;
}

function stepsOf(value: unknown): Step[] {
  if (Array.isArray(value)) return value.map((member, i) => (isMapping(member) && typeof member['id'] === 'string' ? member['id'] : i));
  return isMapping(value) ? Object.keys(value) : [];
}

/** Value at a path; list members by index or by `id`. */
export function at(value: unknown, path: readonly Step[]): unknown {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) {
      const list: unknown[] = here;
      here = typeof step === 'number' ? list[step] : (list.find((m) => isMapping(m) && m['id'] === step) ?? (/^\d+$/.test(step) ? list[Number(step)] : undefined));
    } else if (isMapping(here)) here = Object.hasOwn(here, step) ? here[step] : undefined;
    else return undefined;
  }
  return here;
}

/** The same path with list members that have an `id` named by it, so that it can be found in another version of the list. */
export function pathById(value: unknown, path: readonly Step[]): Step[] {
  return path.map((step, i) => {
    if (typeof step !== 'number') return step;
    const member = at(value, path.slice(0, i + 1));
    return isMapping(member) && typeof member['id'] === 'string' ? member['id'] : step;
  });
}
