import { Bindings } from './bindings.ts';
import type { Duck, Patience } from './duckdb.ts';
import { errors } from './errors.ts';
import { feelCondition } from './feel-to-sql.ts';
import { quoted, type SnapshotColumn } from './snapshot.ts';
import type { SnapshotStore, Stored } from './snapshot-store.ts';

/**
 * 检查: one rule over the rows of a snapshot.
 * - row: `expression` must hold in each row for which `when` holds
 * - unique: the columns together name one row (rows where one is empty are not checked)
 * - found: the columns' values are among those of another snapshot (rows where one is empty are not checked)
 */
export type Check =
  | { id: string; kind: 'row'; expression: string; when?: string | undefined }
  | { id: string; kind: 'unique'; columns: readonly string[]; when?: string | undefined }
  | { id: string; kind: 'found'; columns: readonly string[]; among: { snapshot: string; columns: readonly string[] }; when?: string | undefined };

export interface CheckCount {
  id: string;
  /** The value of the grouping column (a department, a division); null where it is empty or nothing is grouped. */
  group: string | null;
  checked: number;
  failed: number;
}

export interface ScanOptions extends Patience {
  now: Date;
  /** Counts by this column, by its first characters where `first` says so. */
  groupBy?: { column: string; first?: number } | undefined;
}

export const checksMax = 200;

const columnsOf = (stored: Stored): ReadonlyMap<string, SnapshotColumn> => new Map(stored.info.columns.map((c) => [c.name, c]));

interface Said {
  /** Whether the row is checked; undefined: every row is. */
  when: string | undefined;
  /** True where the row fails. */
  fails: string;
}

/** Refuses a check that names no columns of the snapshot or cannot be computed over sets; runs nothing. */
export function sayCheck(check: Check, stored: Stored, get: SnapshotStore['get'], bindings: Bindings, now: Date): Said {
  const known = columnsOf(stored);
  const column = (name: string): SnapshotColumn => known.get(name) ?? refuseColumn(stored, name);
  const setting = { bindings, now, column: (name: string, alias?: string) => { const c = alias === undefined ? known.get(name) : undefined; return c === undefined ? undefined : { sql: quoted(c.name), kind: c.kind }; } };
  const asked = check.when === undefined ? undefined : feelCondition(check.when, setting);
  if (check.kind === 'row') return { when: asked, fails: `coalesce(not ${feelCondition(check.expression, setting)}, true)` };
  if (check.columns.length === 0 || check.columns.length > 5) throw errors.queryInvalid({ zh: '检查须指明 1 到 5 列', en: 'a check names 1 to 5 columns' });
  const names = check.columns.map((c) => quoted(column(c).name));
  const filled = names.map((n) => `${n} is not null`).join(' and ');
  const when = asked === undefined ? filled : `(${asked}) and ${filled}`;
  const key = `hash(${names.join(', ')})`;
  if (check.kind === 'unique') return { when, fails: `${key} in (select h from (select ${key} as h from ${stored.from} where ${when}) group by h having count(*) > 1)` };
  const other = get(check.among.snapshot);
  const theirs = columnsOf(other);
  const pairs = check.among.columns.map((c) => theirs.get(c) ?? refuseColumn(other, c));
  if (pairs.length !== check.columns.length || pairs.some((p, i) => p.kind !== column(check.columns[i]!).kind)) throw errors.queryInvalid({ zh: '两边的列数或类型不同', en: 'the columns differ in number or type' });
  return { when, fails: `${key} not in (select hash(${pairs.map((p) => quoted(p.name)).join(', ')}) from ${other.from} where ${pairs.map((p) => `${quoted(p.name)} is not null`).join(' and ')})` };
}

const refuseColumn = (stored: Stored, column: string): never => {
  throw errors.unknownColumn({ snapshot: stored.info.name, column: column.slice(0, 60) });
};

/** All row checks in one scan of the columns that they name; checks over several rows each read their key only. */
export async function scanChecks(duck: Duck, store: Pick<SnapshotStore, 'get'>, snapshot: string, checks: readonly Check[], options: ScanOptions): Promise<CheckCount[]> {
  if (checks.length > checksMax) throw errors.queryInvalid({ zh: `一次不能超过 ${checksMax} 条规则`, en: `at most ${checksMax} rules at a time` });
  const stored = store.get(snapshot);
  const group = groupSql(stored, options.groupBy);
  const counts: CheckCount[] = [];
  const inRows = checks.filter((c) => c.kind === 'row');
  for (const some of [...(inRows.length === 0 ? [] : [inRows]), ...checks.filter((c) => c.kind !== 'row').map((c) => [c])]) {
    const bindings = new Bindings();
    const said = some.map((c) => sayCheck(c, stored, store.get, bindings, options.now));
    const figures = said.flatMap(({ when, fails }, i) => [
      `${when === undefined ? 'count(*)' : `count(case when ${when} then 1 end)`} as c${i}`,
      `count(case when ${when === undefined ? fails : `${when} and ${fails}`} then 1 end) as f${i}`,
    ]);
    const rows = await duck.ask(`select ${group === undefined ? 'null' : group} as g, ${figures.join(', ')} from ${stored.from}${group === undefined ? '' : ` group by ${group}`}`, bindings.values, options);
    for (const row of rows) some.forEach((c, i) => counts.push({ id: c.id, group: row['g'] as string | null, checked: Number(row[`c${i}`]), failed: Number(row[`f${i}`]) }));
  }
  return counts;
}

function groupSql(stored: Stored, by: ScanOptions['groupBy']): string | undefined {
  if (by === undefined) return undefined;
  const column = columnsOf(stored).get(by.column) ?? refuseColumn(stored, by.column);
  if (column.kind !== 'text') throw errors.queryInvalid({ zh: `不能按“${by.column}”分组`, en: `cannot group by "${by.column}"` });
  return by.first === undefined ? quoted(column.name) : `substring(${quoted(column.name)}, 1, ${Math.trunc(by.first)})`;
}

/** 问题样本: values of `key` of rows that fail, never more than `limit`; the key says which record, nothing else leaves. */
export async function failingKeys(duck: Duck, store: Pick<SnapshotStore, 'get'>, snapshot: string, check: Check, options: ScanOptions & { key: string; limit: number; group?: string | null }): Promise<string[]> {
  const stored = store.get(snapshot);
  const key = columnsOf(stored).get(options.key) ?? refuseColumn(stored, options.key);
  const bindings = new Bindings();
  const { when, fails } = sayCheck(check, stored, store.get, bindings, options.now);
  const group = groupSql(stored, options.groupBy);
  const only = group === undefined || options.group === undefined ? '' : options.group === null ? ` and ${group} is null` : ` and ${group} = ${bindings.place(options.group)}`;
  const rows = await duck.ask(`select cast(${quoted(key.name)} as varchar) as k from ${stored.from} where ${when === undefined ? fails : `${when} and ${fails}`}${only} limit ${Math.min(Math.max(Math.trunc(options.limit), 1), 1000)}`, bindings.values, options);
  return rows.map((r) => String(r['k']));
}
