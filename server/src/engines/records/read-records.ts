import type { Context } from '#kernel/context';
import { requirePurpose, type AccessLog, type Purpose } from './access-log.ts';
import { errors } from './errors.ts';
import { checkValue, type Value } from './field-types.ts';
import type { Column, RegisterTable } from './register-table.ts';
import { recordOf, type FieldCrypto, type JsonRow, type RegisterRecord } from './row-codec.ts';

export interface ReadOptions {
  /** Needed where the register holds personal data. */
  purpose?: Purpose | undefined;
  /** Only these fields are opened, handed out and logged; all by default. */
  fields?: readonly string[] | undefined;
}

export interface ReadDeps {
  crypto: FieldCrypto;
  accessLog: AccessLog;
}

export const columnOf = (t: RegisterTable, field: string): Column => {
  const column = t.byField.get(field);
  if (column === undefined) throw errors.unknownField({ register: t.id, field });
  return column;
};

const plainFields = (t: RegisterTable): string[] => t.columns.filter((c) => !c.field.sensitive).map((c) => c.field.id);

/**
 * Checks purpose and fields before any row is read. An open register gives its plain fields without a purpose, and its
 * sensitive ones never to the public.
 */
export function admitRead(t: RegisterTable, options: ReadOptions): ReadonlySet<string> | undefined {
  const asked = options.fields?.map((f) => columnOf(t, f).field.id);
  if (options.purpose !== undefined) requirePurpose(options.purpose);
  else if (t.definition.open) return new Set(asked?.filter((f) => !columnOf(t, f).field.sensitive) ?? plainFields(t));
  else if (t.personal) requirePurpose(undefined);
  return asked === undefined ? undefined : new Set(asked);
}

const isPublic = (ctx: Context, record: RegisterRecord): boolean =>
  (ctx.actor.kind === 'anonymous' || ctx.actor.kind === 'citizen') && !record.subjects.some((s) => s === ctx.actor.personId || s === ctx.actor.partyId);

/** Subjects of an open register are for those who have a reason to know them. */
function forPublic(t: RegisterTable, record: RegisterRecord): RegisterRecord {
  const data = Object.fromEntries(Object.entries(record.data).filter(([f]) => !t.byField.get(f)!.field.sensitive));
  return { ...record, subjects: [], data };
}

/** Turns rows into records and hands them out when the look is in the access log. */
export async function handOut(deps: ReadDeps, ctx: Context, t: RegisterTable, rows: readonly JsonRow[], options: ReadOptions, fields: ReadonlySet<string> | undefined): Promise<RegisterRecord[]> {
  const found = rows.map((row) => recordOf(t, row, deps.crypto, fields));
  const records = t.definition.open ? found.map((r) => (isPublic(ctx, r) ? forPublic(t, r) : r)) : found;
  if (t.personal && options.purpose !== undefined) await deps.accessLog.note(ctx, records.map((r) => ({ register: t.id, recordId: r.id, subjects: r.subjects, fields: Object.keys(r.data) })), requirePurpose(options.purpose));
  return records;
}

export async function findRecord(deps: ReadDeps, ctx: Context, t: RegisterTable, id: string, options: ReadOptions): Promise<RegisterRecord | undefined> {
  const fields = admitRead(t, options);
  const found = await ctx.tx.maybe<{ row: JsonRow }>(`select to_jsonb(t.*) as row from ${t.table} t where id = $1`, [id]);
  return found === undefined ? undefined : (await handOut(deps, ctx, t, [found.row], options, fields))[0];
}

/** The value as its column compares it: the one written form, or its keyed digest. */
export function comparableOf(column: Column, value: unknown, crypto: FieldCrypto): Value | Buffer {
  const checked = checkValue(column.field.type, value);
  if (!checked.ok) throw errors.filterInvalid({ why: `${column.field.id}: ${checked.fault.zh} / ${checked.fault.en}` });
  return column.blind === undefined ? checked.value : Buffer.from(crypto.blind(String(checked.value)));
}

const lookUpMax = 20;

/**
 * Exact look-up 按标识核验. All values must match; at least one must be searchable, unique or an identifier. Where the register
 * allows it, an official outside the scope finds the record by an identifier; standing records come first.
 */
export async function lookUpRecords(deps: ReadDeps, ctx: Context, t: RegisterTable, by: Readonly<Record<string, unknown>>, options: ReadOptions): Promise<RegisterRecord[]> {
  const fields = admitRead(t, options);
  const columns = Object.keys(by).map((f) => columnOf(t, f));
  const indexed = columns.find(({ field: f }) => f.identifier || f.unique || f.searchable || f.type === 'reference');
  if (indexed === undefined || columns.some((c) => c.field.type === 'json')) throw errors.notSearchable({ field: Object.keys(by)[0] ?? '' });
  const values = columns.map((c) => comparableOf(c, by[c.field.id], deps.crypto));
  const where = columns.map((c, i) => `"${c.blind ?? c.name}" = $${i + 1}`).join(' and ');
  let rows = (await ctx.tx.query<{ row: JsonRow }>(`select to_jsonb(t.*) as row from ${t.table} t where ${where} order by record_ended_on desc nulls first, id limit ${lookUpMax}`, values)).map((r) => r.row);
  const identifier = columns.find((c) => c.field.identifier);
  if (rows.length === 0 && identifier !== undefined && t.definition.lookUpAnywhere) rows = await anywhere(deps, ctx, t, identifier, by, columns);
  return handOut(deps, ctx, t, rows, options, fields);
}

async function anywhere(deps: ReadDeps, ctx: Context, t: RegisterTable, identifier: Column, by: Readonly<Record<string, unknown>>, columns: readonly Column[]): Promise<JsonRow[]> {
  const checked = checkValue(identifier.field.type, by[identifier.field.id]);
  if (!checked.ok) return [];
  const { row } = (await ctx.tx.maybe<{ row: JsonRow | null }>(
    'select records.row_anywhere($1, record_id) as row from records.identifier where register = $1 and field = $2 and blind = $3',
    [t.id, identifier.field.id, Buffer.from(deps.crypto.blind(String(checked.value)))],
  )) ?? { row: null };
  if (row === null) return [];
  const record = recordOf(t, row, deps.crypto);
  // the other values must match too: a name beside the number is how identity is verified
  return columns.every((c) => record.data[c.field.id] === (checkValue(c.field.type, by[c.field.id]) as { value?: Value }).value) ? [row] : [];
}
