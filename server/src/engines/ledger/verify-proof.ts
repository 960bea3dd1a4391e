import type { TreeHash } from './tree-hash.ts';

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const hashLength = 32;
const odd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** RFC 9162, 2.1.3.2: the root that a path leads to, or undefined when it has not the shape of that leaf and size. */
export function rootFromInclusion(hash: TreeHash, leafHash: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Uint8Array | undefined {
  if (!isSize(index) || !isSize(size) || index >= size || leafHash.length !== hashLength || path.some((p) => p.length !== hashLength)) return undefined;
  let [fn, sn, root] = [index, size - 1, leafHash];
  for (const p of path) {
    if (sn === 0) return undefined;
    if (odd(fn) || fn === sn) {
      root = hash.node(p, root);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else root = hash.node(root, p);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? root : undefined;
}

export interface Inclusion {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export function verifyInclusion(hash: TreeHash, proof: Inclusion): boolean {
  const root = rootFromInclusion(hash, proof.leafHash, proof.index, proof.size, proof.path);
  return root !== undefined && same(root, proof.root);
}

export interface Consistency {
  readonly size1: number;
  readonly root1: Uint8Array;
  readonly size2: number;
  readonly root2: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** RFC 9162, 2.1.4.2. That a tree began empty proves nothing: size1 is 1 or more. */
export function verifyConsistency(hash: TreeHash, proof: Consistency): boolean {
  const { size1, size2, root1, root2 } = proof;
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2 || proof.path.some((p) => p.length !== hashLength)) return false;
  if (size1 === size2) return proof.path.length === 0 && same(root1, root2);
  const path = isPowerOfTwo(size1) ? [root1, ...proof.path] : [...proof.path];
  const first = path.shift();
  if (first === undefined) return false;
  let [fn, sn] = [size1 - 1, size2 - 1];
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [old, now] = [first, first];
  for (const p of path) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      old = hash.node(p, old);
      now = hash.node(p, now);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else now = hash.node(now, p);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(old, root1) && same(now, root2);
}

function isPowerOfTwo(n: number): boolean {
  let k = 1;
  while (k < n) k *= 2;
  return k === n;
}
