import { PlanConflict } from '#kernel/db';
import { Refusal } from '#kernel/errors';

/** How a failure wants to be tried again 重试类别: each has its own first wait and its own limit. */
export type Retry = 'transient' | 'rate-limited' | 'gateway' | 'permanent';

export const retryRules: Readonly<Record<Retry, { readonly attemptsMax: number; readonly firstWaitMs: number }>> = {
  /** A lost connection, a conflict, a fault of ours that may be mended meanwhile: from 3 s. */
  transient: { attemptsMax: 12, firstWaitMs: 3_000 },
  /** The other side counts our calls (429): from one minute. */
  'rate-limited': { attemptsMax: 20, firstWaitMs: 60_000 },
  /** The other side's gateway gave up (502, 504): it may have done the work, so three times at the most. */
  gateway: { attemptsMax: 3, firstWaitMs: 10_000 },
  /** Trying again cannot help: a dead letter at once. */
  permanent: { attemptsMax: 1, firstWaitMs: 0 },
};

const waitMsMax = 3_600_000;

/** What a handler throws to say how it wants to be tried again. */
export class JobError extends Error {
  readonly retry: Retry;
  /** The least wait that the other side asked for (Retry-After). */
  readonly afterMs: number;

  constructor(retry: Retry, message: string, options: { afterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'JobError';
    this.retry = retry;
    this.afterMs = options.afterMs ?? 0;
  }
}

/** The class of an HTTP answer's status. */
export function retryOfStatus(status: number): Retry {
  if (status === 429) return 'rate-limited';
  if (status === 502 || status === 504) return 'gateway';
  return status >= 500 || status === 408 || status === 409 || status === 425 ? 'transient' : 'permanent';
}

export function retryOf(error: unknown): Retry {
  if (error instanceof JobError) return error.retry;
  if (error instanceof PlanConflict) return 'transient';
  return error instanceof Refusal ? retryOfStatus(error.status) : 'transient';
}

/** Milliseconds to wait before the next attempt, or undefined when there is none. Doubles; half of it is random, so that a crowd spreads out. */
export function waitMsAfter(error: unknown, attempt: number, random: () => number = Math.random): number | undefined {
  const rule = retryRules[retryOf(error)];
  if (attempt >= rule.attemptsMax) return undefined;
  const full = Math.min(rule.firstWaitMs * 2 ** (attempt - 1), waitMsMax);
  return Math.max(error instanceof JobError ? Math.min(error.afterMs, 86_400_000) : 0, full * (1 + random() / 2));
}
