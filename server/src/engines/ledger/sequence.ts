import { system } from '#kernel/context';
import type { Clock } from '#kernel/clock';
import type { Db } from '#kernel/db';
import { signCheckpoint, type HeadSigner } from './checkpoint.ts';
import { growTree } from './grow-tree.ts';
import { findHead, lockSequencer, readNodes, readPending, writeLeaves } from './ledger-queries.ts';
import { coverOf } from './node-address.ts';
import type { TreeHash } from './tree-hash.ts';

export interface SequencerSettings {
  db: Db;
  clock: Clock;
  hash: TreeHash;
  origin: string;
  signer: HeadSigner;
  /** Entries a head. */
  batchMax: number;
}

/**
 * Gives waiting entries their positions and signs the new head, in one transaction: killed anywhere, nothing happened.
 * Entries committed late get later positions, whatever their ids. Returns how many; 0 also while another process does it.
 */
export const sequence = (settings: SequencerSettings): Promise<number> =>
  settings.db.write(system, async (tx) => {
    const { hash, origin } = settings;
    if (!(await lockSequencer(tx))) return 0;
    const waiting = await readPending(tx, settings.batchMax);
    if (waiting.length === 0) return 0;
    const before = (await findHead(tx))?.size ?? 0;
    const edge = await readNodes(tx, coverOf(0, before));
    const { hashes, size, root } = growTree(hash, before, waiting.map((e) => e.leaf_hash), edge);
    await writeLeaves(tx, before, waiting.map((e) => e.id), hashes);
    const at = settings.clock.now().toISOString();
    tx.insert('ledger.head', { size, root, at, checkpoint: await signCheckpoint({ origin, size, root, at }, settings.signer) });
    return waiting.length;
  });
