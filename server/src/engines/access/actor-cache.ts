import type { Actor } from '#kernel/context';

interface Entry {
  actor: Actor;
  untilMs: number;
}

/**
 * Actors by the secret that their requests carry, for at most a few seconds, bounded, oldest out first. What ends a
 * session in this process empties the cache at once (`clear`): rare, and nothing can be forgotten that way.
 */
export interface ActorCache {
  find(secret: string, nowMs: number): Actor | undefined;
  keep(secret: string, actor: Actor, untilMs: number, generation: number): void;
  clear(): void;
  /** Changes at every clear: an actor loaded before one is not kept after it. */
  generation(): number;
}

export function createActorCache(sizeMax = 20_000): ActorCache {
  const entries = new Map<string, Entry>();
  let generation = 0;
  return {
    find(secret, nowMs) {
      const entry = entries.get(secret);
      if (entry === undefined) return undefined;
      if (entry.untilMs > nowMs) return entry.actor;
      entries.delete(secret);
      return undefined;
    },
    keep(secret, actor, untilMs, loadedIn) {
      if (loadedIn !== generation) return;
      if (entries.size >= sizeMax) {
        const oldest = entries.keys().next();
        if (!oldest.done) entries.delete(oldest.value);
      }
      entries.set(secret, { actor, untilMs });
    },
    clear() {
      generation++;
      entries.clear();
    },
    generation: () => generation,
  };
}
