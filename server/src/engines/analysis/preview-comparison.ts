import { sidesOf, type Comparison } from './compare-snapshots.ts';
import type { Duck, Patience } from './duckdb.ts';
import { quoted } from './snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';

type Cell = string | number | boolean | null;

/** 配对预览: how the first rows of one source find theirs in the other, before both are compared whole. */
export interface ComparisonPreview {
  /** Rows of the left source that were looked for. */
  sampled: number;
  /** Of them: found once, found more than once. */
  matched: number;
  twice: number;
  byColumn: { left: string; right: string; same: number }[];
  /** The first that stand at most once; none where a source is personal. */
  shown: { key: Cell[]; found: boolean; values: { column: string; left: Cell; right: Cell; same: boolean }[] }[];
}

export const sampledMax = 1_000;
const shownMax = 20;
/** Rows of the right source that are looked at; a key that names thousands is no key. */
const foundMax = 20_000;

export async function previewComparison(duck: Duck, store: Pick<SnapshotStore, 'get'>, comparison: Comparison, patience: Patience = {}): Promise<ComparisonPreview> {
  const { key, columns } = comparison;
  const [left, right] = sidesOf(store, comparison);
  const personal = left.stored.info.personal || right.stored.info.personal;
  return duck.session(async (ask) => {
    const picked = (side: 'left' | 'right', of: typeof left): string => [`cast(${of.keyHash} as varchar) as h`, ...key.map((k, i) => `${quoted(k[side])} as k${i}`), ...columns.flatMap((c, i) => [`${quoted(c[side])} as c${i}`, `cast(${of.values[i]} as varchar) as v${i}`])].join(', ');
    await ask(`create or replace temp table looked as select ${picked('left', left)} from ${left.from} where ${left.complete} limit ${sampledMax}`);
    const looked = await ask('select * from looked');
    const others = Map.groupBy(await ask(`select ${picked('right', right)} from ${right.from} where ${right.complete} and cast(${right.keyHash} as varchar) in (select h from looked) limit ${foundMax}`), (row) => row['h']);
    const same = columns.map(() => 0);
    const preview: ComparisonPreview = { sampled: looked.length, matched: 0, twice: 0, byColumn: [], shown: [] };
    for (const row of looked) {
      const met = others.get(row['h']) ?? [];
      const [one] = met;
      if (met.length > 1) preview.twice++;
      const values = met.length !== 1 || one === undefined ? [] : columns.map((c, i) => ({ column: c.left, left: row[`c${i}`] ?? null, right: one[`c${i}`] ?? null, same: row[`v${i}`] === one[`v${i}`] }));
      if (met.length === 1) {
        preview.matched++;
        values.forEach((v, i) => void (same[i]! += v.same ? 1 : 0));
      }
      if (!personal && met.length <= 1 && preview.shown.length < shownMax) preview.shown.push({ key: key.map((_, i) => row[`k${i}`] ?? null), found: met.length === 1, values });
    }
    preview.byColumn = columns.map((c, i) => ({ left: c.left, right: c.right, same: same[i]! }));
    return preview;
  }, patience);
}
