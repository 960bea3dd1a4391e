/** Limits a rate by key: `burst` at once, then `perMinute`. In memory of one process, bounded; the fullest buckets are forgotten first. */
export interface TokenBuckets {
  /** Takes one token; returns 0, or the seconds until there is one. */
  take(key: string, nowMs: number): number;
}

const keysMax = 50_000;

export function createTokenBuckets(rate: { burst: number; perMinute: number }): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMs = rate.perMinute / 60_000;
  const level = (b: { tokens: number; at: number }, nowMs: number): number => Math.min(rate.burst, b.tokens + Math.max(0, nowMs - b.at) * perMs);
  const shrink = (nowMs: number): void => {
    for (const [key, b] of buckets) if (level(b, nowMs) >= rate.burst) buckets.delete(key);
    for (const key of buckets.keys()) {
      if (buckets.size <= keysMax / 2) break;
      buckets.delete(key);
    }
  };
  return {
    take(key, nowMs) {
      const found = buckets.get(key);
      const tokens = found === undefined ? rate.burst : level(found, nowMs);
      if (tokens < 1) return Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
      if (found === undefined && buckets.size >= keysMax) shrink(nowMs);
      buckets.set(key, { tokens: tokens - 1, at: nowMs });
      return 0;
    },
  };
}
