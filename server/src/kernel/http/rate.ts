/** 限流: a token bucket for each caller; bounded, so that a flood of addresses costs no memory. */
export interface Rate {
  /** Requests at once. */
  burst: number;
  /** Requests a second in the long run. */
  perSecond: number;
}

const callersMax = 50_000;

/** Takes one token; gives the seconds to wait when there is none. */
export function createRateLimit({ burst, perSecond }: Rate, nowMs: () => number = () => performance.now()): (caller: string) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (caller) => {
    const now = nowMs();
    const known = buckets.get(caller);
    const tokens = known === undefined ? burst : Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond);
    if (known !== undefined) buckets.delete(caller);
    else if (buckets.size >= callersMax) buckets.delete(buckets.keys().next().value!);
    const left = tokens < 1 ? tokens : tokens - 1;
    buckets.set(caller, { tokens: left, at: now });
    return tokens < 1 ? Math.max(1, Math.ceil((1 - tokens) / perSecond)) : 0;
  };
}
