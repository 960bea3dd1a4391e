import { comparedSql, preparedSql, requireComparable, type Comparer } from './comparers.ts';
import type { Duck, Patience } from './duckdb.ts';
import { errors } from './errors.ts';
import { quoted, type SnapshotColumn } from './snapshot.ts';
import type { SnapshotStore, Stored } from './snapshot-store.ts';

/** 数据比对: which keys two sources do not share, and where they tell different things of one key. */
export interface Comparison {
  left: string;
  right: string;
  /** Columns that name one row, pair by pair. */
  key: readonly ColumnPair[];
  /** Columns that must agree. */
  columns: readonly ColumnPair[];
  /** Samples of each kind; 20 when left out, 1,000 at the most. */
  samples?: number;
}

export interface ColumnPair {
  left: string;
  right: string;
  /** As they are, when left out. */
  by?: Comparer | undefined;
}

export interface ComparisonResult {
  leftRows: number;
  rightRows: number;
  same: number;
  differing: number;
  /** Keys of the right source that the left one lacks, and the other way round. */
  missingLeft: number;
  missingRight: number;
  /** Keys that stand more than once in a source; they are not compared. */
  duplicateLeft: number;
  duplicateRight: number;
  /** Rows without a whole key. */
  withoutKeyLeft: number;
  withoutKeyRight: number;
  differingByColumn: { left: string; right: string; differing: number }[];
  /** True where columns were counted on the first million differing keys only. */
  columnsSampled: boolean;
  samples: ComparisonSample[];
}

export interface ComparisonSample {
  kind: 'missing-left' | 'missing-right' | 'differing';
  /** Values of the key; digests stay digests, a person's values stay inside (null) unless the other source holds them openly. */
  key: (string | number | boolean | null)[];
  /** Values of the columns that differ; none where a source is personal. */
  values: { column: string; left: string | number | boolean | null; right: string | number | boolean | null }[];
  columns: string[];
}

const pairsMax = 60;
/** Bytes that a row pair of hashes takes in the engine, measured with room to spare. */
const pairBytes = 96;
const differingMax = 1_000_000;

export interface Side {
  stored: Stored;
  /** The snapshot, with what comparers make of its columns beside them. */
  from: string;
  /** What is compared of each key and of each column, in their order. */
  keys: string[];
  values: string[];
  /** Hash of the key and of the compared columns. */
  keyHash: string;
  valueHash: string;
  complete: string;
}

/**
 * Sixteen bytes of each row are compared, not the row: 64-bit hashes of its key and of its columns, in as many partitions of the key's
 * hash as keep each within half the memory, so that nothing spills. What differs is then looked at by its columns.
 */
export async function compareSnapshots(duck: Duck, store: Pick<SnapshotStore, 'get'>, comparison: Comparison, memoryMiB: number, patience: Patience = {}): Promise<ComparisonResult> {
  const { key, columns } = comparison;
  if (key.length === 0 || key.length > 5 || columns.length > pairsMax) throw errors.queryInvalid({ zh: `比对须有 1 到 5 个键、不超过 ${pairsMax} 列`, en: `a comparison has 1 to 5 keys and ${pairsMax} columns at the most` });
  const [left, right] = sidesOf(store, comparison);
  const partitions = Math.max(1, Math.ceil(((left.stored.info.rows + right.stored.info.rows) / 2) * pairBytes / (memoryMiB * 1024 * 1024 / 2)));
  const total = emptyTally();
  return duck.session(async (ask) => {
    await ask('create temp table differing (h ubigint)');
    await ask('create temp table lonely (h ubigint, on_left boolean)');
    for (let p = 0; p < partitions; p++) {
      const part = (s: Side): string => `${s.complete}${partitions === 1 ? '' : ` and ${s.keyHash} % ${partitions} = ${p}`}`;
      const found = (await joinedOnce(ask, left, right, part)) ?? (await grouped(ask, left, right, part));
      for (const name of Object.keys(found) as (keyof Tally)[]) total[name] += found[name];
      await ask(`insert into differing select h from met where kind = 'differing' limit ${Math.max(0, differingMax - (total.differing - found.differing))}`);
      await ask(`insert into lonely (select h, true from met where kind = 'left' limit 1000) union all (select h, false from met where kind = 'right' limit 1000)`);
    }
    const seen = await lookClosely(ask, left, right, comparison);
    const { keyedLeft, keyedRight, ...counts } = total;
    const [leftRows, rightRows] = [left.stored.info.rows, right.stored.info.rows];
    return { leftRows, rightRows, ...counts, withoutKeyLeft: leftRows - keyedLeft, withoutKeyRight: rightRows - keyedRight, ...seen, columnsSampled: counts.differing > differingMax };
  }, patience);
}

type Tally = Record<'same' | 'differing' | 'missingLeft' | 'missingRight' | 'duplicateLeft' | 'duplicateRight' | 'keyedLeft' | 'keyedRight', number>;
const emptyTally = (): Tally => ({ same: 0, differing: 0, missingLeft: 0, missingRight: 0, duplicateLeft: 0, duplicateRight: 0, keyedLeft: 0, keyedRight: 0 });
type Part = (side: Side) => string;

const keyedRows = async (ask: Ask, left: Side, right: Side, part: Part): Promise<[left: number, right: number]> => {
  const [keyed] = await ask(`select (select count(*) from ${left.from} where ${part(left)}) as l, (select count(*) from ${right.from} where ${part(right)}) as r`);
  return [Number(keyed?.['l'] ?? 0), Number(keyed?.['r'] ?? 0)];
};

/** One join of hashes: right where every key stands once in its source; undefined where the counts say that one does not. */
async function joinedOnce(ask: Ask, left: Side, right: Side, part: Part): Promise<Tally | undefined> {
  const hashes = (s: Side): string => `select ${s.keyHash} as h, ${s.valueHash} as v from ${s.from} where ${part(s)}`;
  // the hashes of what agrees are not kept
  await ask(`create or replace temp table met as select case when l.v = r.v then null when l.h is null then r.h else l.h end as h, case when l.v = r.v then 'same' when l.h is null then 'right' when r.h is null then 'left' else 'differing' end as kind
    from (${hashes(left)}) l full outer join (${hashes(right)}) r on l.h = r.h`);
  const n = new Map((await ask('select kind, count(*) as n from met group by kind')).map((r) => [String(r['kind']), Number(r['n'])]));
  const [alone] = await ask(`select count(distinct h) as n from met where kind <> 'same'`);
  const [same, differing, missingLeft, missingRight] = ['same', 'differing', 'right', 'left'].map((k) => n.get(k) ?? 0) as [number, number, number, number];
  const [keyedLeft, keyedRight] = await keyedRows(ask, left, right, part);
  const once = same + differing + missingRight === keyedLeft && same + differing + missingLeft === keyedRight && Number(alone?.['n'] ?? 0) === differing + missingLeft + missingRight;
  return once ? { ...emptyTally(), same, differing, missingLeft, missingRight, keyedLeft, keyedRight } : undefined;
}

/** Both sides in one grouping: slower, and tells which keys stand more than once. */
async function grouped(ask: Ask, left: Side, right: Side, part: Part): Promise<Tally> {
  const rows = (s: Side, on: string): string => `select ${s.keyHash} as h, ${s.valueHash} as v, ${on} as s from ${s.from} where ${part(s)}`;
  await ask(`create or replace temp table met as select h, l, r, case when l = 0 then 'right' when r = 0 then 'left' when l = 1 and r = 1 then 'differing' else 'twice' end as kind
    from (select h, min(v) as v, max(v) as w, count(case when s then 1 end) as l, count(case when not s then 1 end) as r from (${rows(left, 'true')} union all ${rows(right, 'false')}) group by h) where not (l = 1 and r = 1 and v = w)`);
  const [counted] = await ask(`select count(case when kind = 'differing' then 1 end) as differing, count(case when l = 0 then 1 end) as ml, count(case when r = 0 then 1 end) as mr, count(case when l > 1 then 1 end) as dl, count(case when r > 1 then 1 end) as dr, coalesce(sum(l), 0) as l from met`);
  const n = (name: string): number => Number(counted?.[name] ?? 0);
  const [keyedLeft, keyedRight] = await keyedRows(ask, left, right, part);
  // whoever is not among the met stands once on either side and agrees
  return { same: keyedLeft - n('l'), differing: n('differing'), missingLeft: n('ml'), missingRight: n('mr'), duplicateLeft: n('dl'), duplicateRight: n('dr'), keyedLeft, keyedRight };
}

type Ask = (sql: string) => Promise<Record<string, string | number | boolean | null>[]>;

async function lookClosely(ask: Ask, left: Side, right: Side, { columns, key, samples = 20 }: Comparison): Promise<Pick<ComparisonResult, 'differingByColumn' | 'samples'>> {
  const shown = Math.min(Math.max(Math.trunc(samples), 0), 1000);
  const personal = left.stored.info.personal || right.stored.info.personal;
  const pick = (s: Side, side: 'left' | 'right'): string => `select ${s.keyHash} as h, ${[...key.map((k, i) => `${quoted(k[side])} as k${i}`), ...columns.flatMap((c, i) => [`${quoted(c[side])} as c${i}`, `${s.values[i]} as v${i}`])].join(', ')} from ${s.from} where ${s.complete} and ${s.keyHash} in (select h from differing)`;
  await ask(`create or replace temp table pairs as select l.*, ${columns.map((_, i) => `r.c${i} as d${i}, l.v${i} is distinct from r.v${i} as x${i}`).join(', ') || 'null as d0'} from (${pick(left, 'left')}) l join (${pick(right, 'right')}) r on l.h = r.h`);
  const [byColumn] = columns.length === 0 ? [] : await ask(`select ${columns.map((_, i) => `count(case when x${i} then 1 end) as n${i}`).join(', ')} from pairs`);
  const keys = key.map((_, i) => `k${i}`);
  const shownKey = (row: Record<string, string | number | boolean | null>, may: (pair: ColumnPair) => boolean): ComparisonSample['key'] => key.map((pair, i) => (may(pair) ? (row[`k${i}`] ?? null) : null));
  const found: ComparisonSample[] = (await ask(`select * from pairs order by ${keys.join(', ')} limit ${shown}`)).map((row) => {
    const apart = columns.flatMap((c, i) => (row[`x${i}`] === true ? [{ column: c.left, left: row[`c${i}`] ?? null, right: row[`d${i}`] ?? null }] : []));
    return { kind: 'differing', key: shownKey(row, (p) => open(left, p.left) || open(right, p.right)), columns: apart.map((v) => v.column), values: personal ? [] : apart };
  });
  for (const [side, source, kind] of [['left', left, 'missing-right'], ['right', right, 'missing-left']] as const) {
    const rows = await ask(`select ${key.map((k, i) => `${quoted(k[side])} as k${i}`).join(', ')} from ${source.from} where ${source.complete} and ${source.keyHash} in (select h from lonely where on_left = ${side === 'left'}) order by ${keys.join(', ')} limit ${shown}`);
    found.push(...rows.map((row): ComparisonSample => ({ kind, key: shownKey(row, (p) => open(source, p[side])), columns: [], values: [] })));
  }
  return { differingByColumn: columns.map((c, i) => ({ ...c, differing: Number(byColumn?.[`n${i}`] ?? 0) })), samples: found };
}

/** Whether a column's values may be told: none of persons but the ids of records and digests. */
const open = (s: Pick<Side, 'stored'>, column: string): boolean => !s.stored.info.personal || column === 'recordId' || s.stored.info.columns.some((c) => c.name === column && c.kind === 'digest');

export function sidesOf(store: Pick<SnapshotStore, 'get'>, { left, right, key, columns }: Comparison): [Side, Side] {
  const stored = { left: store.get(left), right: store.get(right) };
  const columnOf = (side: 'left' | 'right', name: string): SnapshotColumn => {
    const found = stored[side].info.columns.find((c) => c.name === name);
    if (found === undefined) throw errors.unknownColumn({ snapshot: stored[side].info.name, column: name.slice(0, 60) });
    return found;
  };
  for (const pair of [...key, ...columns]) {
    requireComparable(columnOf('left', pair.left), columnOf('right', pair.right), pair.by);
  }
  const side = (of: 'left' | 'right'): Side => {
    const made = [...key, ...columns].flatMap((pair, at) => (pair.by === undefined ? [] : [{ at, column: pair[of], by: pair.by }]));
    // two layers: what a comparer names twice is prepared once. No column of a snapshot is called with a tilde
    const { from } = stored[of];
    const seen = made.length === 0 ? from : `(select *, ${made.map((m) => `${comparedSql(`"~p${m.at}"`, m.by)} as "~v${m.at}"`).join(', ')} from (select *, ${made.map((m) => `${preparedSql(m.column)} as "~p${m.at}"`).join(', ')} from ${from}) as prepared)`;
    const exprs = [...key, ...columns].map((pair, at) => (pair.by === undefined ? quoted(pair[of]) : `"~v${at}"`));
    const [keys, values] = [exprs.slice(0, key.length), exprs.slice(key.length)];
    return {
      stored: stored[of], from: seen, keys, values, keyHash: `hash(${keys.join(', ')})`, complete: keys.map((k) => `${k} is not null`).join(' and '),
      valueHash: columns.length === 0 ? 'cast(0 as ubigint)' : `hash(${values.join(', ')})`,
    };
  };
  return [side('left'), side('right')];
}
