import { mergePlans, type Plan } from './plan.ts';

interface Waiting {
  plan: Plan;
  done: () => void;
  failed: (error: unknown) => void;
}

const batchMax = 200;
/** Commits under way at the same time. */
export const inFlightMax = 2;

/**
 * Group commit: plans that arrive while a commit is under way wait for it and then go together. Nobody waits when
 * the database is idle. One bad member never fails the others: a batch that fails is sent again one by one.
 */
export function createGather(commit: (plan: Plan) => Promise<void>): (plan: Plan) => Promise<void> {
  const waiting: Waiting[] = [];
  let inFlight = 0;

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
      const batch = waiting.splice(0, batchMax);
      inFlight++;
      void send(batch).finally(() => {
        inFlight--;
        next();
      });
    }
  };

  return (plan) =>
    new Promise((done, failed) => {
      waiting.push({ plan, done, failed });
      // let the requests that are ready in this turn of the loop join
      if (waiting.length === 1) setImmediate(next);
    });
}
