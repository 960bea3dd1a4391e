import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { errors } from './errors.ts';
import { prefixTypes, type Value } from './field-types.ts';
import { ownRows, reachOf, scopeColumnOf, scopeRange, territoriesOf } from './list-reach.ts';
import { admitRead, columnOf, comparableOf, handOut, type ReadDeps, type ReadOptions } from './read-records.ts';
import type { Column, RegisterTable } from './register-table.ts';
import type { JsonRow, RegisterRecord } from './row-codec.ts';

export const operators = ['eq', 'in', 'lt', 'lte', 'gt', 'gte', 'startsWith'] as const;
export type Operator = (typeof operators)[number];

/** One condition on a searchable field; sensitive fields know `eq` and `in` only. */
export interface Filter {
  field: string;
  op: Operator;
  /** A list for `in` (100 at the most). */
  value: unknown;
}

export interface ListOptions extends ReadOptions {
  where?: readonly Filter[];
  /** A searchable, required field that is not sensitive; by id (the order of making) by default, of an official's whole list, or that of some divisions, by division first. */
  order?: { field: string; descending?: boolean } | undefined;
  /** Standing records only (default), or those that ended too. */
  ended?: boolean;
  /** 1 to 100, 20 by default. */
  limit?: number;
  cursor?: string | undefined;
}

export interface Page {
  records: RegisterRecord[];
  /** Where the next page begins; null when this was the last. */
  next: string | null;
}

const filtersMax = 10;
const listMax = 100;
const symbols: Record<string, string> = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

class Conditions {
  readonly sql: string[] = [];
  readonly values: unknown[] = [];
  readonly place = (value: unknown): string => `$${this.values.push(value)}`;
  add(make: (place: (value: unknown) => string) => string): void {
    this.sql.push(make(this.place));
  }
}

function addFilter(c: Conditions, column: Column, f: Filter, deps: ReadDeps): void {
  const { field } = column;
  const name = `"${column.blind ?? column.name}"`;
  if (!field.searchable && !field.identifier && !field.unique && field.type !== 'reference') throw errors.notSearchable({ field: field.id });
  if (column.blind !== undefined && f.op !== 'eq' && f.op !== 'in') throw errors.notSearchable({ field: field.id });
  if (f.op === 'in') {
    if (!Array.isArray(f.value) || f.value.length === 0 || f.value.length > listMax) throw errors.filterInvalid({ why: `${field.id}: in ≤ ${listMax}` });
    const values = f.value.map((v) => comparableOf(column, v, deps.crypto));
    c.add((place) => `${name} = any (${place(values)}::${column.type.replace(' collate "C"', '')}[])`);
  } else if (f.op === 'startsWith') {
    if (!prefixTypes.has(field.type) || typeof f.value !== 'string' || !/^[\w.:-]{1,40}$/.test(f.value)) throw errors.notSearchable({ field: field.id });
    const prefix = f.value;
    c.add((place) => `${name} >= ${place(prefix)} and ${name} < ${place(`${prefix}\u{10FFFF}`)}`);
  } else {
    const symbol = symbols[f.op];
    if (symbol === undefined) throw errors.filterInvalid({ why: String(f.op) });
    const value = comparableOf(column, f.value, deps.crypto);
    c.add((place) => `${name} ${symbol} ${place(value)}`);
  }
}

/** Standing at one row: the ordered value and the id. */
type Position = [Value, string];

function readCursor(cursor: string): Position {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed.length === 2 && isId(String(parsed[1]))) return [parsed[0] as Value, String(parsed[1])];
  } catch {}
  throw errors.cursorInvalid();
}

/** Pages of records by typed conditions: keyset paging, no names from outside, and no way through rows that the actor may not see. */
export async function listRecords(deps: ReadDeps, ctx: Context, t: RegisterTable, options: ListOptions): Promise<Page> {
  const fields = admitRead(t, options);
  if ((options.where?.length ?? 0) > filtersMax) throw errors.filterInvalid({ why: `≤ ${filtersMax}` });
  const c = new Conditions();
  if (options.ended !== true) c.sql.push('record_ended_on is null');
  for (const f of options.where ?? []) addFilter(c, columnOf(t, f.field), f, deps);
  const order = options.order === undefined ? undefined : columnOf(t, options.order.field);
  if (order !== undefined && (!order.field.searchable || !order.field.required || order.blind !== undefined)) throw errors.notSearchable({ field: order.field.id });
  const reach = reachOf(t, ctx.actor);
  const byDivision = (options.where ?? []).every((f) => f.field === t.definition.divisionField && f.op === 'startsWith') && (order === undefined || order.field.id === t.definition.divisionField);
  const scope = reach === 'scope' && byDivision ? scopeColumnOf(t, ctx.actor) : undefined;
  if (scope !== undefined) c.add((place) => scopeRange(scope, territoriesOf(ctx.actor), place));
  const first = order?.name ?? scope;
  const down = options.order?.descending === true;
  if (options.cursor !== undefined) {
    const [value, id] = readCursor(options.cursor);
    if ((typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') !== (first !== undefined)) throw errors.cursorInvalid();
    const symbol = down ? '<' : '>';
    if (first === undefined) c.add((place) => `id ${symbol} ${place(id)}`);
    else {
      const at = order === undefined ? value : comparableOf(order, value, deps.crypto);
      c.add((place) => `("${first}", id) ${symbol} (${place(at)}, ${place(id)})`);
    }
  }
  const limit = Math.min(Math.max(Math.trunc(options.limit ?? 20), 1), 100);
  const way = down ? 'desc' : 'asc';
  const sorted = `order by ${first === undefined ? '' : `"${first}" ${way}, `}id ${way}`;
  const from = reach === 'own' ? ownRows(t, ctx.actor, c.place) : t.table;
  // rows become JSON after the limit: where the database sorts a small table it would otherwise write all of it
  const sql = `select to_jsonb(p.*) as row from (select t.* from ${from} t${c.sql.length === 0 ? '' : ` where ${c.sql.join(' and ')}`} ${sorted} limit ${limit + 1}) p ${sorted}`;
  const rows = (await ctx.tx.query<{ row: JsonRow }>(sql, c.values)).map((r) => r.row);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(JSON.stringify([first === undefined ? null : last[first], last['id']])).toString('base64url') : null;
  return { records: await handOut(deps, ctx, t, shown, options, fields), next };
}
