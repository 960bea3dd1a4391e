import { Bindings } from './bindings.ts';
import type { Bound } from './duckdb.ts';
import { errors } from './errors.ts';
import { feelCondition, feelToSql, type FeelSetting, type FindColumn, type Kind } from './feel-to-sql.ts';
import { queryLimits, smallestGroup, type AnalysisQuery, type Derived, type Group, type Measure } from './query.ts';
import { quoted, type ColumnKind, type SnapshotColumn } from './snapshot.ts';
import type { SnapshotStore, Stored } from './snapshot-store.ts';

export interface CompiledQuery {
  sql: string;
  values: readonly Bound[];
  columns: { name: string; kind: string }[];
  /** One row more than asked for tells that there are more. */
  limit: number;
  /** Columns that are not handed out: how many are in a group, and how many of them made each figure, where fewer than `least` tell nothing. */
  sizes?: Sizes;
  used: Stored[];
}

export interface Sizes {
  least: number;
  group: string;
  figures: readonly { name: string; met: string; conditional: boolean }[];
}

const size = '~size';
const aliasRule = /^[a-z][a-zA-Z0-9]{0,30}$/;
const refuse = (zh: string, en: string): never => {
  throw errors.queryInvalid({ zh, en });
};
const atMost = (count: number, max: number, zh: string, en: string): void => void (count > max && refuse(`${zh}不能超过 ${max} 个`, `at most ${max} ${en}`));

interface Source {
  alias: string;
  stored: Stored;
  columns: ReadonlyMap<string, SnapshotColumn>;
}

/** A condition that every row must meet, whoever asks what: the asker's divisions. */
export interface Scope {
  column: string;
  /** The value begins with one of these. */
  startsWith: readonly string[];
}

export function compileQuery(query: AnalysisQuery, store: Pick<SnapshotStore, 'get'>, now: Date, scopeOf: (snapshot: string) => Scope | undefined = () => undefined): CompiledQuery {
  atMost(query.joins?.length ?? 0, queryLimits.joins, '关联', 'joins');
  const bindings = new Bindings();
  const sourceOf = (name: string, alias: string): Source => {
    const stored = store.get(name);
    return { alias, stored, columns: new Map(stored.info.columns.map((c) => [c.name, c])) };
  };
  const sources = [sourceOf(query.from, 't')];
  const joins: string[] = [];
  for (const join of query.joins ?? []) {
    if (!aliasRule.test(join.as) || sources.some((s) => s.alias === join.as || s.columns.has(join.as))) refuse('关联的别名重复或不合规', 'a join’s alias is not right');
    if (join.on.length === 0 || join.on.length > 5) refuse('关联须以 1 到 5 个键为条件', 'a join needs 1 to 5 keys');
    const right = sourceOf(join.snapshot, join.as);
    const on = join.on.map((k) => {
      const l = columnIn(sources, k.left);
      const r = columnIn([right], k.right);
      if (l.kind !== r.kind) refuse(`“${k.left}”与“${k.right}”的类型不同`, `"${k.left}" and "${k.right}" are of different types`);
      return `${l.sql} = ${r.sql}`;
    });
    sources.push(right);
    joins.push(`${join.kind === 'left' ? 'left' : 'inner'} join ${readOf(right, scopeOf(join.snapshot), bindings)} on ${on.join(' and ')}`);
  }
  const find: FindColumn = (name, alias) => findIn(sources, alias === undefined ? name : `${alias}.${name}`);
  const setting: FeelSetting = { column: find, bindings, now };
  const personal = sources.some((s) => s.stored.info.personal);
  const least = Math.max(query.least ?? 0, personal ? smallestGroup : 0);
  const selected = query.rows === undefined ? figures(query, sources, setting, personal, least) : rowsOf(query, sources, setting, personal);
  // text is compiled in the order of its places: from, then where
  const from = `${readOf(sources[0]!, scopeOf(query.from), bindings)} ${joins.join(' ')}`;
  const where = query.where === undefined || query.where.trim() === '' ? '' : ` where ${feelCondition(query.where, setting)}`;
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 1000), 1), queryLimits.rows);
  const order = orderOf(query, selected.columns.map((c) => c.name));
  const group = selected.groups.length === 0 ? '' : ` group by ${selected.groups.join(', ')}`;
  return {
    sql: `select ${selected.sql.join(', ')} from ${from}${where}${group}${order} limit ${limit + 1}`,
    values: bindings.values, columns: selected.columns, limit, used: sources.map((s) => s.stored), ...(selected.sizes === undefined ? {} : { sizes: selected.sizes }),
  };
}

/** Only the columns' snapshot, and of it only the rows within the scope. */
function readOf(source: Source, scope: Scope | undefined, bindings: Bindings): string {
  if (scope === undefined) return `${source.stored.from} as ${quoted(source.alias)}`;
  const column = columnIn([source], scope.column).sql.split('.').at(-1)!;
  const any = scope.startsWith.map((prefix) => `starts_with(${column}, ${bindings.place(prefix)})`).join(' or ') || 'false';
  return `(select * from ${source.stored.from} where ${any}) as ${quoted(source.alias)}`;
}

function findIn(sources: readonly Source[], reference: string): { sql: string; kind: ColumnKind } | undefined {
  const dot = reference.indexOf('.');
  const [alias, name] = dot === -1 ? [undefined, reference] : [reference.slice(0, dot), reference.slice(dot + 1)];
  const source = alias === undefined ? sources[0] : sources.find((s) => s.alias === alias);
  const column = source?.columns.get(name);
  return source === undefined || column === undefined ? undefined : { sql: `${quoted(source.alias)}.${quoted(column.name)}`, kind: column.kind };
}

function columnIn(sources: readonly Source[], reference: string): { sql: string; kind: ColumnKind } {
  const found = findIn(sources, reference);
  if (found === undefined) throw errors.unknownColumn({ snapshot: sources[0]?.stored.info.name ?? '', column: reference.slice(0, 60) });
  return found;
}

interface Selected {
  sql: string[];
  groups: string[];
  columns: { name: string; kind: string }[];
  sizes?: Sizes;
}

function figures(query: AnalysisQuery, sources: Source[], setting: FeelSetting, personal: boolean, least: number): Selected {
  const groups = query.groupBy ?? [];
  const measures = query.measures ?? [{ as: 'count', fn: 'count' } satisfies Measure];
  atMost(groups.length, queryLimits.groups, '分组', 'groups');
  atMost(measures.length, queryLimits.measures, '指标', 'measures');
  if (measures.length === 0) refuse('至少要有一个指标', 'at least one measure');
  const made = [...groups.map((g) => groupOf(g, sources)), ...measures.map((m) => measureOf(m, sources, setting, personal))];
  const names = made.map((m) => m.name.toLowerCase());
  if (new Set(names).size < names.length || made.some((m) => !/^[a-z][a-zA-Z0-9_.]{0,60}$/.test(m.name))) refuse('结果列名重复或不合规', 'a result’s name is there twice or not right');
  const asked: Pick<Selected, 'sql' | 'groups' | 'columns'> = { sql: made.map((m) => `${m.sql} as ${quoted(m.name)}`), groups: made.slice(0, groups.length).map((m) => m.sql), columns: made.map(({ name, kind }) => ({ name, kind })) };
  if (least === 0) return asked;
  const counted = made.flatMap((m, i) => (m.met === undefined ? [] : [{ name: m.name, met: `~met${i}`, conditional: m.conditional ?? false, sql: m.met }]));
  return { ...asked, sql: [...asked.sql, `count(*) as ${quoted(size)}`, ...counted.map((f) => `${f.sql} as ${quoted(f.met)}`)], sizes: { least, group: size, figures: counted.map(({ sql: _, ...f }) => f) } };
}

interface Made {
  sql: string;
  /** How many rows make the figure; undefined where all of the group do. */
  met?: string;
  conditional?: boolean;
  name: string;
  kind: string;
}

function groupOf(g: Group, sources: Source[]): Made {
  const { sql, kind } = columnIn(sources, g.column);
  const name = g.as ?? g.column;
  if (kind === 'digest') throw errors.sealed({ column: g.column });
  if (g.by === undefined) return { sql, name, kind };
  if (typeof g.by === 'string') {
    if (kind !== 'date' && kind !== 'timestamp') refuse(`“${g.column}”不是日期`, `"${g.column}" is no date`);
    const year = `cast(extract(year from ${sql}) as varchar)`;
    const two = (part: string): string => `lpad(cast(extract(${part} from ${sql}) as varchar), 2, '0')`;
    const written = { year, quarter: `${year} || 'Q' || cast(extract(quarter from ${sql}) as varchar)`, month: `${year} || '-' || ${two('month')}`, day: `${year} || '-' || ${two('month')} || '-' || ${two('day')}` };
    return { sql: `(${written[g.by]})`, name, kind: 'text' };
  }
  if ('first' in g.by) {
    if (kind !== 'text' || !Number.isInteger(g.by.first) || g.by.first < 1 || g.by.first > 40) refuse(`“${g.column}”不能按前几位分组`, `"${g.column}" cannot be grouped by its first characters`);
    return { sql: `substring(${sql}, 1, ${g.by.first})`, name, kind: 'text' };
  }
  if (!['integer', 'decimal', 'money'].includes(kind) || !Number.isFinite(g.by.width) || g.by.width <= 0) refuse(`“${g.column}”不能按区间分组`, `"${g.column}" cannot be grouped by width`);
  return { sql: `(floor(cast(${sql} as double) / ${Number(g.by.width)}) * ${Number(g.by.width)})`, name, kind: 'decimal' };
}

const numeric = new Set<string>(['integer', 'decimal', 'money']);

function measureOf(m: Measure, sources: Source[], setting: FeelSetting, personal: boolean): Made {
  const when = m.where === undefined ? undefined : feelCondition(m.where, setting);
  if (m.fn === 'count') {
    const met = `count(case when ${when ?? 'true'} then 1 end)`;
    return when === undefined ? { sql: 'count(*)', name: m.as, kind: 'integer' } : { sql: met, name: m.as, kind: 'integer', met, conditional: true };
  }
  const { sql: column, kind } = columnIn(sources, m.of ?? '');
  const of = when === undefined ? column : `case when ${when} then ${column} end`;
  const made = { name: m.as, met: `count(${of})`, conditional: when !== undefined };
  if (m.fn === 'filled') return { ...made, sql: `count(${of})`, kind: 'integer' };
  if (m.fn === 'distinct') return { ...made, sql: `count(distinct ${of})`, kind: 'integer' };
  if (kind === 'digest') throw errors.sealed({ column: m.of ?? '' });
  if (m.fn === 'min' || m.fn === 'max') {
    // the smallest name of a register of persons is a person
    if (personal && kind === 'text') throw errors.sealed({ column: m.of ?? '' });
    return { ...made, sql: `${m.fn}(${of})`, kind };
  }
  if (!numeric.has(kind)) refuse(`“${m.of ?? ''}”不是数字`, `"${m.of ?? ''}" is no number`);
  const fn = { sum: 'sum', average: 'avg', median: 'median' }[m.fn] ?? refuse('没有这样的指标', 'there is no such measure');
  return { ...made, sql: `${fn}(${m.fn === 'median' ? `cast(${of} as double)` : of})`, kind: m.fn === 'sum' ? kind : 'decimal' };
}

function rowsOf(query: AnalysisQuery, sources: Source[], setting: FeelSetting, personal: boolean): Selected {
  const wanted = query.rows ?? [];
  if (personal) refuse('含个人信息的快照只能统计，不能列出记录', 'a snapshot with personal data gives figures only, no rows');
  if (wanted.length === 0 || wanted.length > queryLimits.columns || new Set(wanted).size < wanted.length || (query.groupBy?.length ?? 0) + (query.measures?.length ?? 0) > 0) refuse(`列出记录时须指明 1 到 ${queryLimits.columns} 列且不能分组`, `rows need 1 to ${queryLimits.columns} columns and no groups`);
  const found = wanted.map((name) => ({ name, ...columnIn(sources, name) }));
  for (const c of found) if (c.kind === 'digest') throw errors.sealed({ column: c.name });
  const derived = (query.derived ?? []).map((x) => derivedOf(x, wanted, setting));
  const made = [...found, ...derived];
  return { sql: made.map((c) => `${c.sql} as ${quoted(c.name)}`), groups: [], columns: made.map(({ name, kind }) => ({ name, kind })) };
}

const termOf: Record<Derived['kind'], Kind> = { text: 'text', integer: 'number', decimal: 'number', money: 'number', date: 'date', boolean: 'boolean' };
/** What an integer of the answer can hold. */
const integerMax = 2 ** 53;

function derivedOf({ as, expression, kind }: Derived, beside: readonly string[], setting: FeelSetting): Made {
  if (!/^[a-z][a-zA-Z0-9]{0,60}$/.test(as) || beside.includes(as)) refuse('计算列的名称重复或不合规', 'a computed column’s name is there twice or not right');
  const term = feelToSql(expression, setting);
  if (term.kind === 'digest') throw errors.sealed({ column: as });
  if (term.kind !== termOf[kind] && term.kind !== 'null') throw errors.notSetBased({ zh: '结果的类型与列不同', en: 'its value is of another kind than the column', expression });
  const sql = kind === 'integer' && term.kind === 'number' ? `case when abs(${term.sql}) < ${integerMax} then cast(trunc(${term.sql}) as bigint) end` : term.sql;
  return { sql, name: as, kind };
}

function orderOf(query: AnalysisQuery, names: readonly string[]): string {
  const order = query.order ?? [];
  for (const o of order) if (!names.includes(o.by)) refuse(`不能按“${o.by.slice(0, 40)}”排序`, `there is no result "${o.by.slice(0, 40)}" to order by`);
  return order.length === 0 ? '' : ` order by ${order.map((o) => `${quoted(o.by)} ${o.descending === true ? 'desc' : 'asc'} nulls last`).join(', ')}`;
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** 小单元抑制: groups of fewer are left out; a figure that fewer rows made, or all but fewer, is left empty. */
export function suppress(rows: readonly Row[], sizes: Sizes | undefined): { told: Record<string, string | number | boolean | null>[]; withheld: number } {
  if (sizes === undefined) return { told: rows.map((r) => ({ ...r })), withheld: 0 };
  const { least, group, figures: counted } = sizes;
  let withheld = 0;
  const few = (n: number): boolean => n > 0 && n < least;
  const told = rows.filter((r) => Number(r[group]) >= least).map((r) => {
    const hidden = counted.filter((f) => few(Number(r[f.met])) || (f.conditional && few(Number(r[group]) - Number(r[f.met]))));
    withheld += hidden.length;
    return { ...r, ...Object.fromEntries(hidden.map((f) => [f.name, null])) };
  });
  return { told, withheld };
}
