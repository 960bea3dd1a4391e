import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import { errors } from './errors.ts';
import { columnOf, type ReadDeps } from './read-records.ts';
import type { RegisterTable } from './register-table.ts';
import { recordOf, type JsonRow, type RegisterRecord } from './row-codec.ts';

/** Rows whose term is over: those that ended, or whose date in `field` lies, before `before` (`YYYY-MM-DD`). */
export interface Term {
  field?: string | undefined;
  before: string;
}

export interface DueRows {
  /** Oldest first, as many as were asked for. */
  ids: string[];
  /** SM3 over ids and the keyed digests of their contents: says which rows they were when they are no more. */
  digest: string;
  /** All that are due, counted to 1,000,000 at the most. */
  rows: number;
}

const countMax = 1_000_000;
export const disposedAtOnceMax = 5_000;

const digestOf = (rows: readonly { id: string; digest: string }[]): string => createHash('sm3').update(rows.map((r) => `${r.id}:${r.digest}\n`).join('')).digest('hex');

/** 到期数据: as the system asks; the caller says who may know. */
export async function dueRows(ctx: Pick<Context, 'tx'>, t: RegisterTable, { field, before }: Term, limit = disposedAtOnceMax): Promise<DueRows> {
  const column = field === undefined ? undefined : columnOf(t, field);
  if (column !== undefined && !['date', 'timestamp'].includes(column.field.type)) throw errors.notSearchable({ field: column.field.id });
  const when = column === undefined ? 'record_ended_on' : `"${column.name}"`;
  const rows = await ctx.tx.query<{ id: string; digest: string }>(`select id, encode(record_digest, 'hex') as digest from ${t.table} where ${when} < $1::date order by ${when}, id limit $2`, [before, Math.min(limit, disposedAtOnceMax)]);
  const { count } = await ctx.tx.one<{ count: number }>(`select count(*)::int as count from (select from ${t.table} where ${when} < $1::date limit ${countMax}) due`, [before]);
  return { ids: rows.map((r) => r.id), digest: digestOf(rows), rows: count };
}

/** 某方数据: rows whose searchable, open `field` says that they are of one party; counted to 1,000,000 at the most. */
export async function heldRows(ctx: Pick<Context, 'tx'>, t: RegisterTable, { field, equals }: { field: string; equals: string }, limit = disposedAtOnceMax): Promise<DueRows> {
  const column = columnOf(t, field);
  if (!column.field.searchable || column.blind !== undefined) throw errors.notSearchable({ field });
  const rows = await ctx.tx.query<{ id: string; digest: string }>(`select id, encode(record_digest, 'hex') as digest from ${t.table} where "${column.name}" = $1 order by id limit $2`, [equals, Math.min(limit, disposedAtOnceMax)]);
  const { count } = await ctx.tx.one<{ count: number }>(`select count(*)::int as count from (select from ${t.table} where "${column.name}" = $1 limit ${countMax}) held`, [equals]);
  return { ids: rows.map((r) => r.id), digest: digestOf(rows), rows: count };
}

/** The rows themselves, sensitive fields in the open, in the order of `ids`: for an archive that is sealed at once. */
export async function rowsToArchive(deps: Pick<ReadDeps, 'crypto'>, ctx: Pick<Context, 'tx'>, t: RegisterTable, ids: readonly string[]): Promise<RegisterRecord[]> {
  const rows = await ctx.tx.query<{ row: JsonRow }>(`select to_jsonb(t.*) as row from unnest($1::uuid[]) with ordinality as w(id, n) join ${t.table} t on t.id = w.id order by w.n`, [ids]);
  return rows.map((r) => recordOf(t, r.row, deps.crypto));
}

/** 销毁: rows, history and identifiers. Refused when another register's rows refer to one of them. */
export async function disposeRows(ctx: Pick<Context, 'tx'>, t: RegisterTable, ids: readonly string[]): Promise<number> {
  try {
    return (await ctx.tx.one<{ gone: number }>('select records.dispose($1, $2) as gone', [t.id, ids])).gone;
  } catch (error) {
    if ((error as { code?: string }).code === '23503') throw errors.stillReferenced({ register: t.id });
    throw error;
  }
}
