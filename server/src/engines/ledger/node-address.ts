/** A complete subtree: 2^level leaves from index × 2^level. */
export interface NodeAddress {
  readonly level: number;
  readonly index: number;
}

/** Sizes stay below 2^53, so arithmetic is in numbers, without bit operators. */
export const leavesOf = (level: number): number => 2 ** level;

/** The complete subtrees, left to right, that together cover the leaves [from, to). */
export function coverOf(from: number, to: number): NodeAddress[] {
  const cover: NodeAddress[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    while (at % leavesOf(level + 1) === 0 && at + leavesOf(level + 1) <= to) level++;
    cover.push({ level, index: at / leavesOf(level) });
    at += leavesOf(level);
  }
  return cover;
}

/** The largest power of two smaller than n (n > 1). */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Where a subtree's hash is stored: with the leaf that completed it. */
export const positionOf = (node: NodeAddress): number => (node.index + 1) * leavesOf(node.level) - 1;
