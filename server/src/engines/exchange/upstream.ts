import { createRequire } from 'node:module';
import type { Dispatcher, Pool } from 'undici';
import { errors } from './errors.ts';
import type { Upstream } from './types.ts';
import { UpstreamAnswer } from './upstream-answer.ts';

/** Failures in a row after which a provider is left alone, and for how long. */
const failuresMax = 5;
const pauseMs = 10_000;

const require = createRequire(import.meta.url);
/** 5 MiB, loaded by the first call to a provider. */
const undici = (): typeof import('undici') => require('undici') as typeof import('undici');

export interface UpstreamCall {
  method: string;
  /** Behind the base address, with its query. */
  target: string;
  headers: Record<string, string>;
  body: AsyncIterable<Uint8Array> | null;
  signal: AbortSignal;
}

export interface Upstreams {
  /** Sends a call; `release` must be called when its answer has been read or given up, with whether the provider did well. */
  send(service: string, upstream: Upstream, call: UpstreamCall): Promise<{ answer: UpstreamAnswer; release: (good: boolean) => void }>;
  close(): Promise<void>;
}

interface State {
  url: string;
  /** Of the base address, without a slash at its end. */
  path: string;
  connections: number;
  pool: Pool;
  inFlight: number;
  failures: number;
  openUntil: number;
}

const timeouts: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

/** What went wrong with a provider, in the words of a refusal. */
export function upstreamRefusal(error: unknown): Error {
  const { code } = error as { code?: string };
  if (code !== undefined && timeouts.has(code)) return errors.upstreamSlow();
  return Object.assign(errors.upstreamFailed(), { cause: error });
}

/**
 * Connections to providers: a pool each, a bound on calls under way each, and a breaker 熔断 each, so that a slow or broken
 * provider costs the others nothing: its callers are refused at once while it is left alone, then one call tries it.
 */
export function createUpstreams(nowMs: () => number = () => performance.now()): Upstreams {
  const states = new Map<string, State>();
  const stateOf = (service: string, { url, connections, timeoutMs }: Upstream): State => {
    const known = states.get(service);
    if (known !== undefined && known.url === url && known.connections === connections) return known;
    void known?.pool.close().catch(() => {});
    const pool = new (undici().Pool)(new URL(url).origin, { connections, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connect: { timeout: Math.min(timeoutMs, 10_000) }, keepAliveTimeout: 30_000, maxHeaderSize: 16_384 });
    const made: State = { url, path: new URL(url).pathname.replace(/\/$/, ''), connections, pool, inFlight: 0, failures: 0, openUntil: 0 };
    states.set(service, made);
    return made;
  };
  return {
    async send(service, upstream, call) {
      const state = stateOf(service, upstream);
      const now = nowMs();
      if (now < state.openUntil) throw errors.upstreamDown({ seconds: Math.ceil((state.openUntil - now) / 1000) });
      if (state.inFlight >= upstream.inFlightMax) throw errors.upstreamBusy();
      // one tries, the others wait for what it finds
      if (state.failures >= failuresMax) state.openUntil = now + pauseMs;
      state.inFlight++;
      let released = false;
      const release = (good: boolean): void => {
        if (released) return;
        released = true;
        state.inFlight--;
        state.failures = good ? 0 : state.failures + 1;
        state.openUntil = state.failures >= failuresMax ? nowMs() + pauseMs : 0;
      };
      try {
        const answer = await UpstreamAnswer.send(state.pool, {
          method: call.method as Dispatcher.HttpMethod, path: state.path + call.target, headers: call.headers, body: call.body as never, headersTimeout: upstream.timeoutMs, bodyTimeout: upstream.timeoutMs,
        }, call.signal);
        return { answer, release };
      } catch (error) {
        // a caller who left, or whose body was wrong, is not the provider's fault
        release(call.signal.aborted || (error as { code?: string }).code?.startsWith('exchange.') === true);
        throw error;
      }
    },
    close: async () => void (await Promise.all([...states.values()].map((s) => s.pool.destroy()))),
  };
}
