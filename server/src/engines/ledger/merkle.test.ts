import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase64 } from './base64.ts';
import { growTree } from './grow-tree.ts';
import { coverOf, positionOf, splitOf, type NodeAddress } from './node-address.ts';
import { sm3Tree } from './sm3-tree.ts';
import { createTreeHash } from './tree-hash.ts';
import { consistencyRanges, inclusionRanges, rangeHash, type NodeHashes } from './tree-proof.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const sha256Tree = createTreeHash('SHA-256', (bytes) => createHash('sha256').update(bytes).digest());

/** RFC 6962, 2.1, word by word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sm3Tree.empty();
  if (leaves.length === 1) return leaves[0]!;
  const k = splitOf(leaves.length);
  return Buffer.from(sm3Tree.node(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))));
}

const leavesTo = (n: number): Uint8Array[] => Array.from({ length: n }, (_, i) => sm3Tree.leaf(Buffer.from(`leaf ${i}`)));

/** Grows a tree in batches and reads its nodes back as the database would. */
function grown(leaves: readonly Uint8Array[], batches: readonly number[]): { root: Uint8Array; nodeHash: NodeHashes } {
  const stored: Uint8Array[] = [];
  const nodeHash = (node: NodeAddress): Uint8Array => stored[positionOf(node)]!.subarray(node.level * 32, node.level * 32 + 32);
  let root = sm3Tree.empty();
  let at = 0;
  for (const step of [...batches, leaves.length]) {
    const growth = growTree(sm3Tree, at, leaves.slice(at, at + step), nodeHash);
    stored.push(...growth.hashes);
    ({ root, size: at } = growth);
  }
  return { root, nodeHash };
}

test('a tree grown in any batches has the root of the definition', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 130 }), fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }), (n, batches) => {
      const leaves = leavesTo(n);
      assert.deepEqual(Buffer.from(grown(leaves, batches).root), Buffer.from(naiveRoot(leaves)));
    }),
  );
});

test('every inclusion proof up to 40 leaves holds, and for no other leaf, index, size or root', () => {
  const leaves = leavesTo(40);
  const { nodeHash } = grown(leaves, [7, 9]);
  for (let size = 1; size <= 40; size++) {
    const root = naiveRoot(leaves.slice(0, size));
    for (let index = 0; index < size; index++) {
      const proof = { leafHash: leaves[index]!, index, size, root, path: inclusionRanges(index, size).map((r) => rangeHash(sm3Tree, r, nodeHash)) };
      assert.ok(verifyInclusion(sm3Tree, proof), `${index} of ${size}`);
      assert.ok(proof.path.length <= Math.ceil(Math.log2(size)));
      for (const forged of [{ ...proof, leafHash: leaves[(index + 1) % 40]! }, { ...proof, index: index + 1 }, { ...proof, root: leaves[0]!.map((b) => b ^ 1) }, { ...proof, path: [...proof.path, root] }, ...(size > 1 ? [{ ...proof, path: proof.path.slice(1) }] : [])]) {
        assert.equal(verifyInclusion(sm3Tree, forged), false);
      }
    }
  }
});

test('every consistency proof up to 40 leaves holds, and none for a rewritten past', () => {
  const leaves = leavesTo(40);
  const { nodeHash } = grown(leaves, [1, 30]);
  for (let size2 = 1; size2 <= 40; size2++) {
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = { size1, size2, root1: naiveRoot(leaves.slice(0, size1)), root2: naiveRoot(leaves.slice(0, size2)), path: consistencyRanges(size1, size2).map((r) => rangeHash(sm3Tree, r, nodeHash)) };
      assert.ok(verifyConsistency(sm3Tree, proof), `${size1} to ${size2}`);
      const rewritten = naiveRoot([sm3Tree.leaf(Buffer.from('another')), ...leaves.slice(1, size1)]);
      assert.equal(verifyConsistency(sm3Tree, { ...proof, root1: rewritten }), false);
      if (proof.path.length > 0) assert.equal(verifyConsistency(sm3Tree, { ...proof, path: proof.path.slice(0, -1) }), false);
    }
  }
});

test('covers are complete, ordered and without gaps, far beyond 32 bits', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger().filter((n) => n > 0), (n) => {
      let at = 0;
      for (const node of coverOf(0, n)) {
        assert.equal(node.index * 2 ** node.level, at);
        at += 2 ** node.level;
      }
      assert.equal(at, n);
    }),
  );
});

const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures/merkle');
const absent = existsSync(fixtures) ? false : 'shared/fixtures/merkle is absent';
const filesOf = (folder: string): string[] => (absent ? [] : readdirSync(path.join(fixtures, folder), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json')));
const bytesOf = (text: string | null): Uint8Array => Buffer.from(text ?? '', 'base64');

interface Sample {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
}

test('transparency-dev/merkle: inclusion and consistency, good and forged', { skip: absent }, () => {
  let count = 0;
  for (const folder of ['inclusion', 'consistency'] as const) {
    for (const file of filesOf(folder)) {
      const s = JSON.parse(readFileSync(path.join(fixtures, folder, file), 'utf8')) as Sample;
      const proof = (s.proof ?? []).map(bytesOf);
      const ok =
        folder === 'inclusion'
          ? verifyInclusion(sha256Tree, { leafHash: bytesOf(s.leafHash), index: s.leafIdx, size: s.treeSize, root: bytesOf(s.root), path: proof })
          : verifyConsistency(sha256Tree, { size1: s.size1, size2: s.size2, root1: bytesOf(s.root1), root2: bytesOf(s.root2), path: proof });
      assert.equal(ok, !s.wantErr, `${folder}/${file}`);
      count++;
    }
  }
  assert.ok(count > 50);
});

test('base64 is read strictly', () => {
  for (const text of ['QQ', 'QR==', 'QQ==\n', 'Q_==', '=', 'QQ=A']) assert.equal(fromBase64(text), undefined, text);
  assert.deepEqual(fromBase64('QQ=='), Uint8Array.of(65));
});
