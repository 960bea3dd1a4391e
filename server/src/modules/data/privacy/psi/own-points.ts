import type { Points } from './point-workers.ts';

/** So many at a time: what the other side asks for in between waits no longer than these take. */
export const pieceSize = 250;

/** Own points of a run, multiplied ahead of being asked for, while the other side is at work. */
export interface OwnPoints {
  /** Bounds are multiples of a piece, or the end. */
  take(from: number, to: number): Promise<Buffer>;
  stop(): void;
}

export function ownPoints(points: Points, factor: Uint8Array, domain: string, ids: readonly string[]): OwnPoints {
  let stopped = false;
  let before: Promise<unknown> = Promise.resolve();
  const pieces = Array.from({ length: Math.ceil(ids.length / pieceSize) }, (_, i) => {
    const piece = before.then(() => (stopped ? Buffer.alloc(0) : points.map(factor, domain, ids.slice(i * pieceSize, (i + 1) * pieceSize))));
    // told to whoever takes it; a run that ends before takes nothing
    piece.catch(() => {});
    before = piece;
    return piece;
  });
  return {
    take: async (from, to) => Buffer.concat(await Promise.all(pieces.slice(from / pieceSize, Math.ceil(to / pieceSize)))),
    stop: () => void (stopped = true),
  };
}
