/** Nonces seen by this process: two generations, each a window long, so that memory is bounded; the table remembers for all. */
export function createNonceMemory(windowMs: number, nowMs: () => number, max = 200_000): { take(scope: string, nonce: string): boolean } {
  let young = new Set<string>();
  let old = new Set<string>();
  let since = nowMs();
  return {
    take(scope, nonce) {
      const now = nowMs();
      if (now - since > windowMs || young.size >= max) {
        old = young;
        young = new Set();
        since = now;
      }
      const seen = `${scope} ${nonce}`;
      if (young.has(seen) || old.has(seen)) return false;
      young.add(seen);
      return true;
    },
  };
}

const bucketsMax = 50_000;

/** Token buckets, one a grant, as many a second as the grant says; gives the seconds to wait, 0 when there was a token. */
export function createRates(nowMs: () => number): (grantId: string, perSecond: number) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (grantId, perSecond) => {
    const now = nowMs();
    const known = buckets.get(grantId);
    const tokens = known === undefined ? perSecond : Math.min(perSecond, known.tokens + ((now - known.at) / 1000) * perSecond);
    if (known !== undefined) {
      known.at = now;
      known.tokens = tokens < 1 ? tokens : tokens - 1;
    } else {
      if (buckets.size >= bucketsMax) buckets.delete(buckets.keys().next().value!);
      buckets.set(grantId, { tokens: tokens - 1, at: now });
    }
    return tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / perSecond)) : 0;
  };
}
