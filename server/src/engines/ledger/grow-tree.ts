import { coverOf } from './node-address.ts';
import { rangeHash, type NodeHashes } from './tree-proof.ts';
import type { TreeHash } from './tree-hash.ts';

export interface Growth {
  /** For each new leaf the hashes of all complete subtrees that end with it, lowest first, one after another. */
  readonly hashes: Uint8Array[];
  readonly size: number;
  readonly root: Uint8Array;
}

/** Adds leaves at the right edge; `edge` knows the complete subtrees that cover the tree so far. */
export function growTree(hash: TreeHash, size: number, leaves: readonly Uint8Array[], edge: NodeHashes): Growth {
  const stack = coverOf(0, size).map((node) => ({ level: node.level, hash: edge(node) }));
  const hashes = leaves.map((leaf) => {
    let top = { level: 0, hash: leaf };
    const completed = [leaf];
    for (let left = stack.at(-1); left !== undefined && left.level === top.level; left = stack.at(-1)) {
      stack.pop();
      top = { level: top.level + 1, hash: hash.node(left.hash, top.hash) };
      completed.push(top.hash);
    }
    stack.push(top);
    return joined(completed);
  });
  const newSize = size + leaves.length;
  const byLevel = new Map(stack.map((s) => [s.level, s.hash]));
  return { hashes, size: newSize, root: rangeHash(hash, { from: 0, to: newSize }, (node) => byLevel.get(node.level)!) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.length * 32);
  parts.forEach((part, i) => all.set(part, i * 32));
  return all;
}
