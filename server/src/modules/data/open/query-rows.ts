import type { ReadTx } from '#kernel/db';
import { cellOf, isNumeric, type Cell, type OpenColumn } from './columns.ts';
import { errors } from './errors.ts';

export const operators = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains', 'in'] as const;
export interface RowFilter {
  field: string;
  op: (typeof operators)[number];
  value: Cell | Cell[];
}
export interface RowQuery {
  filters?: readonly RowFilter[] | undefined;
  /** Free text, somewhere in the row. */
  q?: string | undefined;
  /** Free text in one field. */
  fieldTexts?: Readonly<Record<string, string>> | undefined;
  sort?: readonly { field: string; descending: boolean }[] | undefined;
  limit: number;
  offset: number;
  /** Ordinal of the last row seen: a page costs the same wherever it lies. */
  after?: number | undefined;
  box?: readonly number[] | undefined;
  /** Days: rows that stand in between (`from`, `to` inclusive; open where null). */
  during?: readonly [from: string | null, to: string | null] | undefined;
  key?: string | undefined;
  countMax?: number | undefined;
  /** Rows that differ in these columns, which are all that is told of them; an order names none but these. */
  distinct?: readonly string[] | undefined;
}
export interface FoundRow {
  ordinal: number;
  key: string;
  data: Record<string, Cell>;
  geometry: { type: string; coordinates: unknown } | null;
}
export const rowLimits = { rows: 32_000, offset: 1_000_000, filters: 20, values: 200, text: 200, sort: 5 } as const;

const comparisons: Partial<Record<RowFilter['op'], string>> = { lt: '<', le: '<=', gt: '>', ge: '>=' };
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);
const refuse = (zh: string, en: string): never => {
  throw errors.filterInvalid({ zh, en });
};

/** Values in the column's own type, so that "1" finds 1. */
function valueFor(column: OpenColumn, value: Cell): Cell {
  if (typeof value === 'string') return value.length > rowLimits.text * 10 ? refuse('值过长', 'a value is too long') : cellOf(column.type, value);
  return typeof value === 'number' && !isNumeric(column.type) ? String(value) : value;
}

/** Compiles to SQL in which names and values are parameters only. */
function conditions(columns: readonly OpenColumn[], build: string, query: RowQuery): { where: string; values: unknown[] } {
  const values: unknown[] = [build];
  const p = (value: unknown): string => `$${values.push(value)}`;
  const known = new Map(columns.map((c) => [c.id, c]));
  const columnOf = (field: string): OpenColumn => {
    const found = known.get(field);
    if (found === undefined) throw errors.unknownField({ field: field.slice(0, 60) });
    return found;
  };
  const parts = ['r.build_id = $1'];
  if ((query.filters?.length ?? 0) > rowLimits.filters) refuse(`条件不能超过 ${rowLimits.filters} 个`, `at most ${rowLimits.filters} conditions`);
  for (const { field, op, value } of query.filters ?? []) {
    const column = columnOf(field);
    const list = (Array.isArray(value) ? value : [value]).map((v) => valueFor(column, v));
    if (list.length > rowLimits.values) refuse(`一个条件的值不能超过 ${rowLimits.values} 个`, `at most ${rowLimits.values} values`);
    if (op === 'eq' || op === 'in') parts.push(list.length === 1 ? `r.data @> ${p(JSON.stringify({ [field]: list[0] }))}::jsonb` : `r.data -> ${p(field)} = any (select jsonb_array_elements(${p(JSON.stringify(list))}::jsonb))`);
    else if (op === 'ne') parts.push(`not r.data @> ${p(JSON.stringify({ [field]: list[0] ?? null }))}::jsonb`);
    else if (op === 'contains') parts.push(`r.data ->> ${p(field)} ilike ${p(`%${escapeLike(String(list[0] ?? ''))}%`)}`);
    else if (isNumeric(column.type)) {
      if (typeof list[0] !== 'number') refuse(`“${field}”须与数值比较`, `"${field}" is compared with a number`);
      parts.push(`case when jsonb_typeof(r.data -> ${p(field)}) = 'number' then (r.data ->> ${p(field)})::numeric ${comparisons[op]} ${p(String(list[0]))}::numeric else false end`);
    } else parts.push(`r.data ->> ${p(field)} ${comparisons[op]} ${p(String(list[0] ?? ''))}`);
  }
  for (const [field, text] of Object.entries(query.fieldTexts ?? {})) parts.push(`r.data ->> ${p(columnOf(field).id)} ilike ${p(`%${escapeLike(text.slice(0, rowLimits.text))}%`)}`);
  for (const word of (query.q ?? '').slice(0, rowLimits.text).split(/\s+/).filter((w) => w !== '').slice(0, 8)) {
    parts.push(`exists (select from jsonb_each_text(r.data - 'geometry') as cell where cell.value ilike ${p(`%${escapeLike(word)}%`)})`);
  }
  if (query.box !== undefined) parts.push(`r.extent && ${p(`(${query.box[2]},${query.box[3]}),(${query.box[0]},${query.box[1]})`)}::box`);
  if (query.during !== undefined) parts.push(`(${p(query.during[1])}::date is null or r.begins_on is null or r.begins_on <= $${values.length}) and (${p(query.during[0])}::date is null or r.ends_on is null or r.ends_on > $${values.length})`);
  if (query.key !== undefined) parts.push(`r.key = ${p(query.key)}`);
  return { where: parts.join(' and '), values };
}

/** One page of a build's rows. Refuses `open.unknownField`, `open.filterInvalid`. */
export async function queryRows(tx: ReadTx, build: { id: string; columns: readonly OpenColumn[]; rows: number }, query: RowQuery): Promise<{ rows: FoundRow[]; total: number | null }> {
  const { where, values } = conditions(build.columns, build.id, query);
  const filtered = values.length > 1;
  const sort = (query.sort ?? []).slice(0, rowLimits.sort);
  const sorted = [...values];
  const p = (value: unknown): string => `$${sorted.push(value)}`;
  const order = sort.map(({ field, descending }) => {
    const column = build.columns.find((c) => c.id === field);
    if (column === undefined && field !== '_id') throw errors.unknownField({ field: field.slice(0, 60) });
    const by = column === undefined ? 'r.ordinal' : isNumeric(column.type) ? `case when jsonb_typeof(r.data -> ${p(field)}) = 'number' then (r.data ->> ${p(field)})::numeric end` : `r.data ->> ${p(field)}`;
    return `${by} ${descending ? 'desc' : 'asc'} nulls last`;
  });
  if (query.distinct !== undefined) return distinctRows(tx, { where, values: sorted, order }, { ...query, distinct: query.distinct });
  // without conditions and order the rows are numbered: any offset is one look into the index
  const offset = Math.min(query.offset, rowLimits.offset);
  const numbered = !filtered && order.length === 0;
  const after = numbered ? Math.max(offset, query.after ?? 0) : query.after;
  const beyond = after === undefined ? '' : ` and r.ordinal > ${p(after)}`;
  const rows = query.limit <= 0 ? [] : await tx.query<FoundRow>(
    `select r.ordinal, r.key, r.data, r.geometry from open.row r where ${where}${beyond} order by ${[...order, 'r.ordinal'].join(', ')} limit ${p(Math.min(query.limit, rowLimits.rows))} offset ${p(numbered ? 0 : offset)}`, sorted);
  if (!filtered) return { rows, total: build.rows };
  const max = query.countMax ?? 100_000;
  const { n } = await tx.one<{ n: number }>(`select count(*)::int as n from (select from open.row r where ${where} limit ${max + 1}) as found`, values);
  return { rows, total: n > max ? null : n };
}

async function distinctRows(tx: ReadTx, { where, values, order }: { where: string; values: unknown[]; order: readonly string[] }, { distinct, limit, offset }: { distinct: readonly string[]; limit: number; offset: number }): Promise<{ rows: FoundRow[]; total: number }> {
  const p = (value: unknown): string => `$${values.push(value)}`;
  const { total, found } = await tx.one<{ total: number; found: FoundRow['data'][] }>(`
    with r as materialized (select distinct (select jsonb_object_agg(f, r.data -> f) from unnest(${p(distinct)}::text[]) f) as data from open.row r where ${where})
    select (select count(*)::int from r) as total, coalesce((select jsonb_agg(data) from (select r.data from r order by ${[...order, 'r.data'].join(', ')} limit ${p(Math.min(limit, rowLimits.rows))} offset ${p(Math.min(offset, rowLimits.offset))}) page), '[]') as found`, values);
  return { total, rows: found.map((data, i) => ({ ordinal: offset + i + 1, key: '', data, geometry: null })) };
}
