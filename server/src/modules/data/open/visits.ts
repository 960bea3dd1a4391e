import type { FastifyRequest } from 'fastify';
import { errors } from './errors.ts';

/** 访问速率: visitors share one bucket an address, a key has a larger one of its own. */
const rates = { visitor: { burst: 240, perSecond: 20 }, key: { burst: 1200, perSecond: 100 } } as const;
const callersMax = 20_000;
/** A key that was known a minute ago is not looked up again. */
const knownMs = 60_000;

/** The digest of the key that a request shows; undefined where it shows none of ours. */
export function keyDigestOf(request: FastifyRequest, digestOf: (key: string) => string): string | undefined {
  const given = request.headers['x-api-key'] ?? request.headers['x-ckan-api-key'] ?? request.headers.authorization;
  const key = typeof given === 'string' ? given.replace(/^bearer\s+/i, '') : undefined;
  return key?.startsWith('yw_') === true ? digestOf(key.slice(0, 100)) : undefined;
}

/** Lets a request in, or refuses `open.tooMany`, `open.keyUnknown`. */
export type Admit = (request: FastifyRequest) => Promise<void>;

export function createVisits(isKnown: (request: FastifyRequest, digest: string) => Promise<boolean>, digestOf: (key: string) => string): Admit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const known = new Map<string, number>();
  const take = (caller: string, rate: { burst: number; perSecond: number }): void => {
    const now = performance.now();
    const before = buckets.get(caller);
    const tokens = before === undefined ? rate.burst : Math.min(rate.burst, before.tokens + ((now - before.at) / 1000) * rate.perSecond);
    if (before !== undefined) buckets.delete(caller);
    else if (buckets.size >= callersMax) buckets.delete(buckets.keys().next().value!);
    buckets.set(caller, { tokens: Math.max(0, tokens - 1), at: now });
    if (tokens < 1) throw errors.tooMany({ seconds: Math.max(1, Math.ceil((1 - tokens) / rate.perSecond)) });
  };
  return async (request) => {
    const digest = keyDigestOf(request, digestOf);
    if (digest === undefined) return take(`address ${request.ip}`, rates.visitor);
    // guesses count against the address
    if ((known.get(digest) ?? 0) < performance.now()) {
      if (!(await isKnown(request, digest))) {
        take(`address ${request.ip}`, rates.visitor);
        throw errors.keyUnknown();
      }
      if (known.size >= callersMax) known.clear();
      known.set(digest, performance.now() + knownMs);
    }
    take(`key ${digest}`, rates.key);
  };
}
