import { parentPort } from 'node:worker_threads';
import { blindPoints } from './blind-points.ts';
import { hashToPoints } from './hash-to-point.ts';

/** One portion of work on points, as it comes to a thread. */
export interface Portion {
  id: number;
  factor: Uint8Array;
  work: { domain: string; ids: readonly string[] } | { points: Uint8Array };
}
export interface PortionDone {
  id: number;
  /** Undefined when a point is none to compute with. */
  points: Uint8Array | undefined;
}

export const doPortion = ({ factor, work }: Omit<Portion, 'id'>): Buffer | undefined => blindPoints(factor, 'ids' in work ? hashToPoints(work.domain, work.ids) : work.points);

parentPort?.on('message', (portion: Portion) => {
  parentPort?.postMessage({ id: portion.id, points: doPortion(portion) } satisfies PortionDone);
});
