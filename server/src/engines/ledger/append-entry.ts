import type { Tx } from '#kernel/db';
import { canonicalJson, type Json } from './canonical-json.ts';
import { entryBytes } from './entry.ts';
import { errors } from './errors.ts';
import type { TreeHash } from './tree-hash.ts';

export interface NewEntry {
  /** What happened: 'case.accepted', 'seal.used'. */
  kind: string;
  /** What it happened to: the id of a case, record, seal, file. */
  subject: string;
  /** Ids and digests, never personal text: the ledger forgets nothing. */
  data: Json;
}

const bytesMax = 64 * 1024;

/** Plans an entry in the caller's transaction: two planned rows, no round trip, no waiting for other requests. */
export function appendEntry(tx: Tx, hash: TreeHash, id: string, now: Date, entry: NewEntry): void {
  const { kind, subject } = entry;
  const at = now.toISOString();
  const data = canonical(entry.data);
  const bytes = leafBytes({ id, at, kind, subject }, data);
  tx.insert('ledger.entry', { id, at, kind, subject, data, leaf_hash: hash.leaf(bytes) });
  tx.insert('ledger.pending', { entry_id: id });
}

function canonical(data: Json): string {
  try {
    return canonicalJson(data);
  } catch (error) {
    throw errors.unwritable({ why: (error as Error).message });
  }
}

function leafBytes(head: { id: string; at: string; kind: string; subject: string }, data: string): Uint8Array {
  for (const [name, text, max] of [['kind', head.kind, 100], ['subject', head.subject, 200]] as const) {
    // NUL and lone surrogates cannot be stored in PostgreSQL's text
    if (text.length === 0 || text.length > max || text.includes('\0') || !text.isWellFormed()) throw errors.unwritable({ why: name });
  }
  const bytes = entryBytes(head, data);
  if (bytes.length > bytesMax) throw errors.unwritable({ why: `${bytes.length} > ${bytesMax} bytes` });
  return bytes;
}
