import type { ReadTx, Tx } from '#kernel/db';
import { positionOf, type NodeAddress } from './node-address.ts';
import type { NodeHashes } from './tree-proof.ts';

export interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly subject: string;
  readonly data: string;
}

export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
  readonly at: Date;
  readonly checkpoint: string;
}

/** Reads the hashes of complete subtrees: one look-up each by primary key, in one round trip. */
export async function readNodes(tx: ReadTx, nodes: readonly NodeAddress[]): Promise<NodeHashes> {
  const rows = await tx.query<{ position: number; hashes: Uint8Array }>('select position, hashes from ledger.leaf where position = any($1::bigint[])', [nodes.map(positionOf)]);
  const found = new Map(rows.map((r) => [r.position, r.hashes]));
  return (node) => {
    const hash = found.get(positionOf(node))?.subarray(node.level * 32, node.level * 32 + 32);
    if (hash?.length !== 32) throw new Error(`the ledger lacks node ${node.index} of level ${node.level}`);
    return hash;
  };
}

/** One sequencer at a time, in the whole cluster; held until the transaction ends. */
export const lockSequencer = async (tx: ReadTx): Promise<boolean> => (await tx.one<{ mine: boolean }>('select pg_try_advisory_xact_lock(7192554) as mine')).mine;

export const findHead = (tx: ReadTx, size?: number): Promise<Head | undefined> =>
  size === undefined
    ? tx.maybe<Head>('select size, root, at, checkpoint from ledger.head order by size desc limit 1')
    : tx.maybe<Head>('select size, root, at, checkpoint from ledger.head where size = $1', [size]);

// one look-up by primary key an entry: a join would at times read the whole table
export const readPending = (tx: ReadTx, max: number): Promise<{ id: string; leaf_hash: Uint8Array }[]> =>
  tx.query('select p.entry_id as id, (select leaf_hash from ledger.entry where id = p.entry_id) as leaf_hash from ledger.pending p order by p.entry_id limit $1', [max]);

export async function writeLeaves(tx: Tx, from: number, ids: readonly string[], hashes: readonly Uint8Array[]): Promise<void> {
  await tx.query(
    `with leaves as (insert into ledger.leaf (position, entry_id, hashes) select $1 + l.n - 1, l.id, l.hashes from unnest($2::uuid[], $3::bytea[]) with ordinality as l(id, hashes, n))
     delete from ledger.pending where entry_id = any($2)`,
    [from, ids, hashes.map((h) => Buffer.from(h.buffer, h.byteOffset, h.length))],
  );
}

export const findEntry = (tx: ReadTx, id: string): Promise<(EntryRow & { position: number | null }) | undefined> =>
  tx.maybe('select e.id, e.at, e.kind, e.subject, e.data, l.position from ledger.entry e left join ledger.leaf l on l.entry_id = e.id where e.id = $1', [id]);

export const entriesOf = (tx: ReadTx, subject: string, after: string | null, limit: number): Promise<EntryRow[]> =>
  tx.query('select id, at, kind, subject, data from ledger.entry where subject = $1 and ($2::uuid is null or id > $2) order by id limit $3', [subject, after, limit]);

/** Age of the oldest entry without a position, in seconds; 0 when there is none. */
export const pendingSeconds = async (tx: ReadTx, now: Date): Promise<number> =>
  (await tx.one<{ seconds: number }>('select coalesce((select extract(epoch from $1::timestamptz - e.at) from ledger.pending p join ledger.entry e on e.id = p.entry_id order by p.entry_id limit 1), 0)::float8 as seconds', [now])).seconds;
