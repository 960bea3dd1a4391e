import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import type { Tx } from '#kernel/db';
import type { Analyser } from './analyser.ts';
import { entryDigest, rowOf, type Entry } from './entry.ts';

const shown = ['kind', 'ref', 'division', 'title', 'title_en', 'summary', 'keywords', 'audience', 'url', 'weight', 'rank', 'title_key', 'grams', 'digest', 'indexed_at'];
const found = ['kind', 'ref', 'rank', 'reach', 'title_terms', 'body_terms'];
const upsert = (table: string, columns: readonly string[], rows: string): string => `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, ${rows}::jsonb)
  on conflict (kind, ref) do update set ${columns.slice(2).map((c) => `${c} = excluded.${c}`).join(', ')}`;
/** What is shown, and what it is found by. */
const upserts = (rows: string): string[] => [upsert('search.entry', shown, rows), upsert('search.entry_place', found, rows)];
const planned = upserts('$rows');
const [shownSent, foundSent] = upserts('$1');
const sent = `with shown as (${shownSent}) ${foundSent}`;

/** Entries go with the data that they stand for: planned into its transaction, one statement for all. */
export function planEntries(analyser: Analyser, tx: Pick<Tx, 'each'>, entries: readonly Entry[], now: Date): void {
  // a statement may touch each row once
  const last = new Map(entries.map((e) => [`${e.kind}\0${e.ref}`, e]));
  for (const e of last.values()) {
    const row = rowOf(e, analyser, now);
    for (const sql of planned) tx.each(sql, row);
  }
}

export interface Rebuilt {
  /** Entries now of this kind. */
  entries: number;
  written: number;
  unchanged: number;
  removed: number;
  /** SM3 (hex) over ref and digest of all entries as the table has them now: equal sources give equal sums. */
  checksum: string;
}

const batch = 500;

/** Brings a kind in line with its source in the caller's transaction: only what changed is written, what is gone is removed. */
export async function rebuildKind(analyser: Analyser, ctx: Pick<Context, 'tx' | 'now'>, kind: string, source: Iterable<Entry> | AsyncIterable<Entry>): Promise<Rebuilt> {
  const { tx, now } = ctx;
  await tx.query('select pg_advisory_xact_lock(7192556, hashtext($1))', [kind]);
  const digests = (): Promise<{ ref: string; digest: Buffer }[]> => tx.query('select ref, digest from search.entry where kind = $1 order by ref collate "C"', [kind]);
  const before = new Map((await digests()).map((r) => [r.ref, r.digest.toString('hex')]));
  const seen = new Set<string>();
  let [written, unchanged] = [0, 0];
  let rows: unknown[] = [];
  // one batch is written while the next is cut into terms
  let sending: Promise<unknown> = Promise.resolve();
  const send = async (): Promise<void> => {
    await sending;
    sending = tx.query(sent, [JSON.stringify(rows)]);
    sending.catch(() => {}); // thrown by the next who waits for it
    rows = [];
  };
  for await (const entry of source) {
    if (entry.kind !== kind) throw new Error(`entry ${entry.kind}/${entry.ref} is not of kind ${kind}`);
    if (seen.has(entry.ref)) throw new Error(`entry ${kind}/${entry.ref} is there twice`);
    seen.add(entry.ref);
    if (before.get(entry.ref) === Buffer.from(entryDigest(entry, analyser)).toString('hex')) {
      unchanged += 1;
      continue;
    }
    const row = rowOf(entry, analyser, now);
    rows.push({ ...row, digest: `\\x${Buffer.from(row.digest).toString('hex')}` });
    written += 1;
    if (rows.length >= batch) await send();
  }
  await send();
  await sending;
  const gone = [...before.keys()].filter((ref) => !seen.has(ref));
  if (gone.length > 0) await tx.query('delete from search.entry where kind = $1 and ref = any ($2)', [kind, gone]);
  const after = await digests();
  const hash = createHash('sm3');
  for (const { ref, digest } of after) hash.update(`${ref}\0`).update(digest);
  return { entries: after.length, written, unchanged, removed: gone.length, checksum: hash.digest('hex') };
}
