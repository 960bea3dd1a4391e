import { coverOf, splitOf, type NodeAddress } from './node-address.ts';
import type { TreeHash } from './tree-hash.ts';

/** A subtree of the proof: leaves [from, to), complete or cut off at the right edge of the tree. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** RFC 6962, 2.1.1: the ranges whose hashes prove that leaf `index` is in the tree of `size`, lowest first. */
export function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** RFC 6962, 2.1.2: the ranges whose hashes prove that the tree of `size1` begins the tree of `size2` (0 < size1 ≤ size2). */
export function consistencyRanges(size1: number, size2: number): Range[] {
  if (size1 === size2) return [];
  const ranges: Range[] = [];
  let [from, to] = [0, size2];
  // the old tree's whole hash is known to who asks as long as no split was left of it
  let known = true;
  while (size1 !== to) {
    const middle = from + splitOf(to - from);
    if (size1 <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      known = false;
    }
  }
  if (!known) ranges.push({ from, to });
  return ranges.reverse();
}

export type NodeHashes = (node: NodeAddress) => Uint8Array;

/** The hash of a range from the complete subtrees in it. */
export function rangeHash(hash: TreeHash, range: Range, nodeHash: NodeHashes): Uint8Array {
  const cover = coverOf(range.from, range.to).map(nodeHash);
  let right = cover.pop();
  if (right === undefined) return hash.empty();
  for (let left = cover.pop(); left !== undefined; left = cover.pop()) right = hash.node(left, right);
  return right;
}
