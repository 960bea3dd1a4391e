import type { Snapshot } from '#engines/analysis';
import { snapshotRegister } from '../quality/take-snapshot.ts';
import type { Libraries } from './deps.ts';

interface Made {
  state: string;
  at: string;
}
/** What each register's snapshot stands for, and those that are being made; by house, since tests run several in one process. */
const made = new WeakMap<Libraries, Map<string, Made>>();
const making = new WeakMap<Libraries, Map<string, Promise<void>>>();

const mapOf = <T>(all: WeakMap<Libraries, Map<string, T>>, deps: Libraries): Map<string, T> => {
  const found = all.get(deps) ?? new Map<string, T>();
  all.set(deps, found);
  return found;
};

/**
 * 快照 that tells what the register tells now: made when it is asked for and anything has changed. Large registers answer from the newest
 * one that the nightly run left. Several who ask wait for the same one.
 */
export async function freshSnapshot(deps: Libraries, register: string): Promise<Snapshot> {
  const name = `register:${register}`;
  const state = await deps.registerState(register);
  const standing = deps.analysis.list().find((s) => s.name === name);
  const known = mapOf(made, deps).get(name);
  const fresh = standing !== undefined && (state === undefined || (known?.state === state && known.at === standing.at));
  if (!fresh) {
    const under = mapOf(making, deps);
    const work = under.get(name) ?? snapshotRegister(deps, register).finally(() => under.delete(name));
    under.set(name, work);
    await work;
    // a change between the look and the snapshot is in it already: the next look makes one too many, never one too few
    mapOf(made, deps).set(name, { state: state ?? '', at: deps.analysis.get(name).at });
  }
  return deps.analysis.get(name);
}
