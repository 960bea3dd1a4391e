import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { pointBytes } from './hash-to-point.ts';
import { doPortion, type Portion, type PortionDone } from './point-worker.ts';

/** Points of one run, multiplied. */
export interface Points {
  /** 映射并盲化: identifiers become points of the curve, times the factor. */
  map(factor: Uint8Array, domain: string, ids: readonly string[]): Promise<Buffer>;
  /** 盲化: points times the factor; undefined when one of them is no point to compute with. */
  blind(factor: Uint8Array, points: Uint8Array): Promise<Buffer | undefined>;
}

/** So few are done at once where they are: 64 points take some 5 ms. */
const hereMax = 64;
/** A thread gets no smaller portion: messages between threads cost too. */
const portionMin = 125;
/** Threads that nobody needs go away, in milliseconds. */
const idleMs = 20_000;

interface Waiting {
  worker: Worker;
  done: (points: Buffer | undefined) => void;
  failed: (error: unknown) => void;
}

/** Threads for the arithmetic of points, begun when they are needed; one core is left to whatever else the house does. */
export function createPointWorkers(most: number = Math.min(4, Math.max(1, availableParallelism() - 1))): Points {
  let workers: Worker[] = [];
  let idle: NodeJS.Timeout | undefined;
  let last = 0;
  let turn = 0;
  const waiting = new Map<number, Waiting>();

  const begin = (): Worker => {
    const worker = new Worker(new URL('./point-worker.ts', import.meta.url));
    worker.unref();
    const end = (error: unknown): void => {
      workers = workers.filter((w) => w !== worker);
      for (const [id, w] of waiting) {
        if (w.worker !== worker) continue;
        waiting.delete(id);
        w.failed(error);
      }
    };
    worker.on('error', end);
    worker.on('exit', (code) => end(new Error(`a thread for points ended with ${code}`)));
    worker.on('message', ({ id, points }: PortionDone) => {
      const w = waiting.get(id);
      waiting.delete(id);
      w?.done(points === undefined ? undefined : Buffer.from(points.buffer, points.byteOffset, points.length));
      if (waiting.size === 0) rest();
    });
    return worker;
  };
  const rest = (): void => {
    for (const worker of workers) worker.unref();
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (waiting.size > 0) return;
      const tired = workers;
      workers = [];
      for (const worker of tired) void worker.terminate();
    }, idleMs);
    idle.unref();
  };
  const give = (portion: Omit<Portion, 'id'>): Promise<Buffer | undefined> => {
    if (workers.length < most) workers.push(begin());
    const worker = workers[(turn = (turn + 1) % workers.length)]!;
    return new Promise((done, failed) => {
      const id = (last += 1);
      waiting.set(id, { worker, done, failed });
      // a process may not end while it waits for points
      worker.ref();
      worker.postMessage({ ...portion, id } satisfies Portion);
    });
  };
  /** In equal portions, one a thread. */
  const spread = async (n: number, portion: (from: number, to: number) => Omit<Portion, 'id'>): Promise<Buffer | undefined> => {
    if (n <= hereMax) return doPortion(portion(0, n));
    const size = Math.max(portionMin, Math.ceil(n / most));
    const parts = await Promise.all(Array.from({ length: Math.ceil(n / size) }, (_, i) => give(portion(i * size, Math.min(n, (i + 1) * size)))));
    return parts.every((part) => part !== undefined) ? Buffer.concat(parts) : undefined;
  };
  return {
    async map(factor, domain, ids) {
      const points = await spread(ids.length, (from, to) => ({ factor, work: { domain, ids: ids.slice(from, to) } }));
      if (points === undefined) throw new Error('a mapped point is none');
      return points;
    },
    async blind(factor, points) {
      if (points.length % pointBytes !== 0) return undefined;
      // copied: a thread is sent no more than its portion
      return spread(points.length / pointBytes, (from, to) => ({ factor, work: { points: Uint8Array.from(points.subarray(from * pointBytes, to * pointBytes)) } }));
    },
  };
}
