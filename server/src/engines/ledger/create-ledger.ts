import { createLoop, type Loop } from '#engines/jobs';
import type { Clock } from '#kernel/clock';
import type { Db, ReadTx, Tx } from '#kernel/db';
import { isId, type Ids } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { appendEntry, type NewEntry } from './append-entry.ts';
import { toBase64 } from './base64.ts';
import type { Json } from './canonical-json.ts';
import type { HeadSigner } from './checkpoint.ts';
import type { Entry } from './entry.ts';
import { errors } from './errors.ts';
import { entriesOf, findEntry, findHead, pendingSeconds, readNodes, type EntryRow, type Head } from './ledger-queries.ts';
import { coverOf } from './node-address.ts';
import type { Receipt } from './receipt.ts';
import { sequence } from './sequence.ts';
import { sm3Tree } from './sm3-tree.ts';
import { consistencyRanges, inclusionRanges, rangeHash, type Range } from './tree-proof.ts';
import type { TreeHash } from './tree-hash.ts';

export interface LedgerSettings {
  db: Db;
  clock: Clock;
  ids: Ids;
  signer: HeadSigner;
  /** Names the log in its heads, e.g. `ledger.yiwang.example`. */
  origin: string;
  hash?: TreeHash;
  log?: Pick<Log, 'error'>;
}

export interface InclusionProof {
  readonly leafIndex: number;
  readonly path: Uint8Array[];
  readonly head: Head;
}

export interface Ledger {
  /** Plans an entry in the caller's transaction and returns its id; it gets its position within about a second. */
  append(tx: Tx, entry: NewEntry): string;
  /** Begins to sequence in this process; any number of processes may, one at a time does. */
  start(): void;
  stop(): Promise<void>;
  /** Sequences what waits now and returns how many: for stories and tests. */
  drain(): Promise<number>;
  /** The newest head, or that of a size. */
  findHead(tx: ReadTx, size?: number): Promise<Head | undefined>;
  /** In the newest tree. Refuses with `ledger.notYetSequenced` in the first second. */
  inclusionProof(tx: ReadTx, entryId: string): Promise<InclusionProof>;
  /** That the tree of size1 (1 or more) begins the tree of size2. */
  consistencyProof(tx: ReadTx, size1: number, size2: number): Promise<Uint8Array[]>;
  receipt(tx: ReadTx, entryId: string): Promise<Receipt>;
  /** Oldest first, 200 at the most; `after` is the id of the last one seen. */
  entriesOf(tx: ReadTx, subject: string, page?: { after?: string; limit?: number }): Promise<Entry[]>;
  /** Age in seconds of the oldest entry without a position: the one to alarm on. */
  pendingSeconds(tx: ReadTx): Promise<number>;
}

const pollMs = 1_000;
/** Between heads: with more, a busy day would sign thousands of heads a minute. */
const headPauseMs = 200;
const batchMax = 5_000;

const toEntry = (row: EntryRow): Entry => ({ id: row.id, at: row.at.toISOString(), kind: row.kind, subject: row.subject, data: JSON.parse(row.data) as Json });

export function createLedger(settings: LedgerSettings): Ledger {
  const { clock, ids } = settings;
  const hash = settings.hash ?? sm3Tree;
  const step = (): Promise<number> => sequence({ ...settings, hash, batchMax });
  let loop: Loop | undefined;

  const hashesOf = async (tx: ReadTx, ranges: readonly Range[]): Promise<Uint8Array[]> => {
    const nodeHash = await readNodes(tx, ranges.flatMap((r) => coverOf(r.from, r.to)));
    return ranges.map((range) => rangeHash(hash, range, nodeHash));
  };

  const prove = async (tx: ReadTx, entryId: string): Promise<InclusionProof & { entry: Entry }> => {
    // the entry first: a head that is read later always covers its position
    const row = isId(entryId) ? await findEntry(tx, entryId) : undefined;
    if (row === undefined) throw errors.entryNotFound();
    const head = await findHead(tx);
    if (row.position === null || head === undefined) throw errors.notYetSequenced();
    return { entry: toEntry(row), leafIndex: row.position, head, path: await hashesOf(tx, inclusionRanges(row.position, head.size)) };
  };

  return {
    append(tx, entry) {
      const id = ids();
      appendEntry(tx, hash, id, clock.now(), entry);
      tx.afterCommit(() => loop?.nudge());
      return id;
    },
    start() {
      loop ??= createLoop({ everyMs: pollMs, pauseMs: headPauseMs, work: async () => (await step()) === batchMax, failed: (error) => settings.log?.error({ err: error }, 'ledger: sequencing failed') });
    },
    async stop() {
      const ending = loop?.stop();
      loop = undefined;
      await ending;
    },
    async drain() {
      let all = 0;
      for (let n = await step(); n > 0; n = await step()) all += n;
      return all;
    },
    findHead,
    inclusionProof: async (tx, entryId) => {
      const { leafIndex, path, head } = await prove(tx, entryId);
      return { leafIndex, path, head };
    },
    async consistencyProof(tx, size1, size2) {
      const newest = (await findHead(tx))?.size ?? 0;
      for (const size of [size1, size2]) if (!Number.isSafeInteger(size) || size < 1 || size > newest) throw errors.noSuchSize({ size });
      if (size1 > size2) throw errors.noSuchSize({ size: size1 });
      return hashesOf(tx, consistencyRanges(size1, size2));
    },
    async receipt(tx, entryId) {
      const { entry, leafIndex, path, head } = await prove(tx, entryId);
      return { version: 1, hash: hash.name, entry, leafIndex, treeSize: head.size, path: path.map(toBase64), checkpoint: head.checkpoint };
    },
    entriesOf: async (tx, subject, page = {}) => (await entriesOf(tx, subject, page.after ?? null, Math.min(Math.max(page.limit ?? 50, 1), 200))).map(toEntry),
    pendingSeconds: (tx) => pendingSeconds(tx, clock.now()),
  };
}
