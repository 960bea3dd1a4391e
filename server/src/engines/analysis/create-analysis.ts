import { Bindings } from './bindings.ts';
import { cleaningSql, type Cleaning } from './clean-rows.ts';
import { compareSnapshots, type Comparison, type ComparisonResult } from './compare-snapshots.ts';
import { compileQuery, suppress, type Scope } from './compile-query.ts';
import { createDuckClient } from './duck-client.ts';
import type { Cell, EngineLimits, Patience } from './duckdb.ts';
import { findDuplicates, type Duplicates, type DuplicateSearch } from './find-duplicates.ts';
import { previewComparison, type ComparisonPreview } from './preview-comparison.ts';
import { profileSnapshot, type ColumnProfile } from './profile.ts';
import type { AnalysisQuery, Answer } from './query.ts';
import { readParquet, type ForeignRow } from './read-parquet.ts';
import { failingKeys, sayCheck, scanChecks, type Check, type CheckCount, type ScanOptions } from './scan-checks.ts';
import type { Snapshot, SnapshotColumn, SnapshotSource } from './snapshot.ts';
import { createSnapshotStore, type Stored } from './snapshot-store.ts';

/**
 * 分析引擎: the port of decision record 14. Snapshots in, typed questions out; nothing of it writes to the house, and none of its
 * faces takes SQL. Another engine stands behind the same functions when a province outgrows one machine.
 */
export interface Analysis {
  /** Takes a stream in as the newest snapshot of its name; the one before stays readable for who reads it. */
  write(source: SnapshotSource, patience?: Patience): Promise<Snapshot>;
  get(name: string): Snapshot;
  list(): Snapshot[];
  remove(name: string): void;
  /** `scopeOf` narrows each snapshot to the rows that the asker may count. */
  query(query: AnalysisQuery, options: Patience & { now: Date; scopeOf?: ((snapshot: string) => Scope | undefined) | undefined }): Promise<Answer>;
  /** Refuses what cannot be computed over these columns as a set; needs no snapshot yet. */
  admit(columnsOf: (snapshot: string) => readonly SnapshotColumn[], snapshot: string, check: Check, now: Date): void;
  scan(snapshot: string, checks: readonly Check[], options: ScanOptions): Promise<CheckCount[]>;
  failingKeys(snapshot: string, check: Check, options: ScanOptions & { key: string; limit: number; group?: string | null }): Promise<string[]>;
  compare(comparison: Comparison, patience?: Patience): Promise<ComparisonResult>;
  /** How the first thousand rows of the left source find theirs in the right one. */
  previewComparison(comparison: Comparison, patience?: Patience): Promise<ComparisonPreview>;
  duplicates(search: DuplicateSearch, patience?: Patience): Promise<Duplicates>;
  /** Rows that cleaning changes, before and after, and how many there are. */
  previewCleaning(snapshot: string, cleanings: readonly Cleaning[], limit: number, patience?: Patience): Promise<CleaningPreview>;
  /** All rows cleaned, by chunks; null where nothing is left. */
  clean(snapshot: string, cleanings: readonly Cleaning[], patience?: Patience): AsyncGenerator<Record<string, Cell>[]>;
  profile(snapshot: string, patience?: Patience): Promise<ColumnProfile[]>;
  /** Rows of a Parquet file of somebody else's, by chunks; refused as `analysis.fileRefused`. */
  readParquet(bytes: AsyncIterable<Uint8Array>, told: (columns: string[]) => void): AsyncGenerator<ForeignRow[]>;
  close(): void;
}

export interface CleaningPreview {
  rows: number;
  changed: number;
  changedByColumn: { column: string; changed: number }[];
  shown: { column: string; before: Cell; after: Cell }[][];
}

const usual: EngineLimits = { memoryMiB: 2048, threads: 2, seconds: 600, together: 2 };

export function createAnalysis({ folder, limits = {} }: { folder: string; limits?: Partial<EngineLimits> }): Analysis {
  const held = { ...usual, ...limits };
  const duck = createDuckClient(folder, held);
  const store = createSnapshotStore(folder, duck);
  return {
    write: (source, patience) => store.write(source, patience),
    get: (name) => store.get(name).info,
    list: () => store.list(),
    remove: (name) => store.remove(name),
    async query(query, { now, scopeOf, ...patience }) {
      const compiled = compileQuery(query, store, now, scopeOf);
      const found = await duck.ask(compiled.sql, compiled.values, patience);
      const rows = found.slice(0, compiled.limit);
      const { told, withheld } = suppress(rows, compiled.sizes);
      return {
        columns: compiled.columns, rows: told.map((r) => Object.fromEntries(compiled.columns.map((c) => [c.name, r[c.name] ?? null]))), suppressedBelow: compiled.sizes?.least ?? 0, suppressedGroups: rows.length - told.length, withheld,
        truncated: found.length > compiled.limit, snapshots: compiled.used.map((u) => ({ name: u.info.name, at: u.info.at })),
      };
    },
    admit(columnsOf, snapshot, check, now) {
      const planned = (name: string): Stored => ({ from: '', info: { name, at: '', rows: 0, digest: '', bytes: 0, personal: false, columns: columnsOf(name) } });
      sayCheck(check, planned(snapshot), planned, new Bindings(), now);
    },
    scan: (snapshot, checks, options) => scanChecks(duck, store, snapshot, checks, options),
    failingKeys: (snapshot, check, options) => failingKeys(duck, store, snapshot, check, options),
    compare: (comparison, patience) => compareSnapshots(duck, store, comparison, held.memoryMiB, patience),
    previewComparison: (comparison, patience) => previewComparison(duck, store, comparison, patience),
    duplicates: (search, patience) => findDuplicates(duck, store, search, patience),
    async previewCleaning(snapshot, cleanings, limit, patience) {
      const stored = store.get(snapshot);
      const bindings = new Bindings();
      const { inner, changed } = cleaningSql(stored, cleanings, bindings);
      const [counted] = await duck.ask(`select count(case when ${changed} then 1 end) as n, ${cleanings.map((_, i) => `count(case when a${i} is distinct from b${i} then 1 end) as n${i}`).join(', ')} from (${inner})`, bindings.values, patience);
      const rows = await duck.ask(`select * from (${inner}) where ${changed} limit ${Math.min(Math.max(Math.trunc(limit), 1), 200)}`, bindings.values, patience);
      return {
        rows: stored.info.rows, changed: Number(counted?.['n'] ?? 0), changedByColumn: cleanings.map((c, i) => ({ column: c.as, changed: Number(counted?.[`n${i}`] ?? 0) })),
        shown: rows.map((r) => cleanings.map((c, i) => ({ column: c.as, before: r[`b${i}`] ?? null, after: r[`a${i}`] ?? null })).filter((c) => c.before !== c.after)),
      };
    },
    async *clean(snapshot, cleanings, patience) {
      const bindings = new Bindings();
      const { inner } = cleaningSql(store.get(snapshot), cleanings, bindings);
      for await (const rows of duck.stream(`select ${cleanings.map((_, i) => `a${i}`).join(', ')} from (${inner})`, bindings.values, patience)) yield rows.map((r) => Object.fromEntries(cleanings.map((c, i) => [c.as, r[`a${i}`] ?? null])));
    },
    profile: (snapshot, patience) => profileSnapshot(duck, store, snapshot, patience),
    readParquet: (bytes, told) => readParquet(folder, duck, bytes, told),
    close: () => duck.close(),
  };
}
