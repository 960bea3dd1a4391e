import { mergePlans, type Plan } from './plan.ts';

interface Waiting {
  plan: Plan;
  since: number;
  done: () => void;
  failed: (error: unknown) => void;
}

const batchMax = 200;
/** Commits under way at the same time. */
export const inFlightMax = 2;
/** For how long a plan waits for those of requests that are still reading, in milliseconds. */
const companyMs = 5;

/** One use case that reads now and will hand in its plan, or none when it fails. */
export interface Joining {
  join(plan: Plan): Promise<void>;
  leave(): void;
}

/**
 * Group commit: a commit costs nearly the same for one plan as for ten, so plans wait a moment for those of the requests
 * that are reading now, and while commits are under way. Nobody waits when nobody else is reading. One bad member never
 * fails the others: a batch that fails is sent again one by one.
 */
export function createGather(commit: (plan: Plan) => Promise<void>): () => Joining {
  const waiting: Waiting[] = [];
  let inFlight = 0;
  let reading = 0;
  let timer: NodeJS.Timeout | undefined;

  const send = async (batch: Waiting[]): Promise<void> => {
    try {
      await commit(mergePlans(batch.map((w) => w.plan)));
      for (const w of batch) w.done();
    } catch (error) {
      if (batch.length === 1) batch[0]!.failed(error);
      else for (const w of batch) await send([w]);
    }
  };

  const next = (): void => {
    while (inFlight < inFlightMax && waiting.length > 0) {
      const patienceMs = reading === 0 || waiting.length >= batchMax ? 0 : waiting[0]!.since + companyMs - performance.now();
      if (patienceMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined;
          next();
        }, patienceMs);
        return;
      }
      const batch = waiting.splice(0, batchMax);
      inFlight++;
      void send(batch).finally(() => {
        inFlight--;
        next();
      });
    }
  };

  return () => {
    reading++;
    const left = (): void => {
      reading--;
      // let the requests that are ready in this turn of the loop join
      setImmediate(next);
    };
    return {
      leave: left,
      join: (plan) =>
        new Promise((done, failed) => {
          waiting.push({ plan, since: performance.now(), done, failed });
          left();
        }),
    };
  };
}
