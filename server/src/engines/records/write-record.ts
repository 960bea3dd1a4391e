import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { requireData, type CodeCheck, type Data } from './check-data.ts';
import { errors } from './errors.ts';
import { identifiersOf, type RegisterTable } from './register-table.ts';
import { actionData, cellsOf, digestOf, recordOf, type FieldCrypto, type JsonRow, type Provenance, type RegisterRecord } from './row-codec.ts';

/** Why and on what ground a record is written. */
export interface WriteOptions {
  /** 来源: `case`, a department's system, a load … */
  source: string;
  caseId?: string | undefined;
  reason?: string | undefined;
  /** Day from which it holds (`YYYY-MM-DD`); today in China by default. */
  effectiveOn?: string | undefined;
}
export interface ChangeOptions extends WriteOptions {
  basedOnVersion: number;
}

export interface WriteDeps {
  crypto: FieldCrypto;
  hasCode: CodeCheck;
}

const dayOf = (ctx: Context, options: WriteOptions): string => options.effectiveOn ?? dayInChina(ctx.now);

/** Naming the same record again touches its row and changes nothing; another record's identifier touches none and so refuses the request. */
const identifierSql = `insert into records.identifier as i (register, field, blind, record_id)
  select register, field, blind, record_id from jsonb_to_recordset($rows::jsonb) as r(register text, field text, blind bytea, record_id uuid)
  on conflict (register, field, blind) do update set record_id = excluded.record_id where i.record_id = excluded.record_id`;

async function subjectsOf(ctx: Context, t: RegisterTable, id: string, data: Data, crypto: FieldCrypto): Promise<string[]> {
  const found: string[] = [];
  const wanted: { register: string; field: string; blind: Uint8Array }[] = [];
  for (const subject of t.definition.subjects) {
    if (subject === 'self') found.push(id);
    else {
      const value = data[subject.field];
      if (value === undefined) continue;
      if ('register' in subject) wanted.push({ register: subject.register, field: subject.key, blind: crypto.blind(String(value)) });
      else found.push(String(value));
    }
  }
  if (wanted.length > 0) {
    const rows = await ctx.tx.query<{ record_id: string }>(
      'select i.record_id from records.identifier i join unnest($1::text[], $2::text[], $3::bytea[]) as w(register, field, blind) using (register, field, blind)',
      [wanted.map((w) => w.register), wanted.map((w) => w.field), wanted.map((w) => Buffer.from(w.blind))],
    );
    found.push(...rows.map((r) => r.record_id));
  }
  return [...new Set(found)].sort();
}

interface Act {
  kind: 'create' | 'change' | 'correct' | 'end';
  id: string;
  version: number;
  kept: JsonRow;
  data: Data;
  subjects: string[];
}

function planAction(ctx: Context, t: RegisterTable, act: Act, options: WriteOptions): void {
  const { divisionField, organisationField } = t.definition;
  ctx.tx.insert('records.action', {
    record_id: act.id, version: act.version, register: t.id, kind: act.kind, data: act.kept, effective_on: dayOf(ctx, options), source: options.source,
    case_id: options.caseId, reason: options.reason, subjects: act.subjects,
    division: divisionField === undefined ? null : (act.data[divisionField] ?? ''), organisation: organisationField === undefined ? null : (act.data[organisationField] ?? ''),
    at: ctx.now.toISOString(), actor_kind: ctx.actor.kind, account_id: ctx.actor.accountId, actor_name: ctx.actor.name, actor_organisation: ctx.actor.organisations[0],
  });
}

function planIdentifiers(ctx: Context, t: RegisterTable, id: string, data: Data, crypto: FieldCrypto): void {
  for (const { field } of identifiersOf(t)) {
    const value = data[field.id];
    if (value !== undefined) ctx.tx.each(identifierSql, { register: t.id, field: field.id, blind: crypto.blind(String(value)), record_id: id });
  }
}

const provenanceOf = (ctx: Context, fields: readonly string[], source: string): Record<string, Provenance> =>
  Object.fromEntries(fields.map((f) => [f, { source, at: ctx.now.toISOString(), by: ctx.actor.name }]));

/** Creates a record: its row, its first action and its identifiers are planned into the use case's transaction. */
export async function createRecord(deps: WriteDeps, ctx: Context, t: RegisterTable, input: Readonly<Record<string, unknown>>, options: WriteOptions & { id?: string | undefined }): Promise<{ id: string; version: number }> {
  const data = requireData(t, input, deps.hasCode);
  const id = options.id ?? ctx.newId();
  const subjects = await subjectsOf(ctx, t, id, data, deps.crypto);
  const cells = cellsOf(t.columns, data, deps.crypto);
  ctx.tx.insert(t.table, {
    ...cells, id, record_version: 1, record_effective_on: dayOf(ctx, options), record_source: options.source, record_at: ctx.now.toISOString(), record_subjects: subjects,
    record_digest: digestOf(t, data, deps.crypto), record_provenance: provenanceOf(ctx, ['*'], options.source),
  });
  planAction(ctx, t, { kind: 'create', id, version: 1, kept: actionData(t, data, cells), data, subjects }, options);
  planIdentifiers(ctx, t, id, data, deps.crypto);
  return { id, version: 1 };
}

async function standing(deps: WriteDeps, ctx: Context, t: RegisterTable, id: string, basedOnVersion: number, ended = false): Promise<RegisterRecord> {
  const row = await ctx.tx.maybe<{ row: JsonRow }>(`select to_jsonb(t.*) as row from ${t.table} t where id = $1`, [id]);
  if (row === undefined) throw errors.notFound({ register: t.id });
  const record = recordOf(t, row.row, deps.crypto);
  if (record.version !== basedOnVersion) throw errors.stale({ version: record.version });
  if (record.endedOn !== null && !ended) throw errors.ended({ on: record.endedOn });
  if (record.endedOn === null && ended) throw errors.notEnded();
  return record;
}

const typeOf = (t: RegisterTable, column: string): string => {
  const found = t.columns.find((c) => c.name === column || c.blind === column)!;
  return found.blind === undefined ? found.type.replace(' collate "C"', '') : 'bytea';
};

function updateSql(t: RegisterTable, columns: readonly string[]): string {
  const sets = columns.map((c) => `"${c}" = r."${c}"`);
  const types = columns.map((c) => `"${c}" ${typeOf(t, c)}`);
  return `update ${t.table} as t set ${[...sets, 'record_version = r.record_based + 1', ...['source', 'at', 'subjects', 'digest', 'ended_on'].map((c) => `record_${c} = r.record_${c}`), 'record_provenance = t.record_provenance || r.record_provenance'].join(', ')}
    from jsonb_to_recordset($rows::jsonb) as r(${[...types, 'id uuid', 'record_based int', 'record_source text', 'record_at timestamptz', 'record_subjects uuid[]', 'record_digest bytea', 'record_provenance jsonb', 'record_ended_on date'].join(', ')})
    where t.id = r.id and t.record_version = r.record_based`;
}

/** Changes (from a day on) or corrects (an error of the record) some fields, or makes one that ended stand again; null empties a field. The update refuses a record that moved on since. */
export async function changeRecord(deps: WriteDeps, ctx: Context, t: RegisterTable, id: string, kind: 'change' | 'correct' | 'resume', changes: Readonly<Record<string, unknown>>, options: ChangeOptions): Promise<{ id: string; version: number }> {
  for (const field of Object.keys(changes)) if (!t.byField.has(field)) throw errors.unknownField({ register: t.id, field });
  const before = await standing(deps, ctx, t, id, options.basedOnVersion, kind === 'resume');
  if (before.endedOn !== null && dayOf(ctx, options) < before.endedOn) throw errors.ended({ on: before.endedOn });
  const data = requireData(t, { ...before.data, ...changes }, deps.hasCode);
  const touched = t.columns.filter((c) => c.field.id in changes);
  const subjects = await subjectsOf(ctx, t, id, data, deps.crypto);
  const cells = cellsOf(touched, data, deps.crypto);
  const given: Data = Object.fromEntries(touched.filter((c) => data[c.field.id] !== undefined).map((c) => [c.field.id, data[c.field.id]!]));
  const emptied = Object.fromEntries(touched.filter((c) => data[c.field.id] === undefined).map((c) => [c.field.id, null]));
  ctx.tx.each(updateSql(t, Object.keys(cells).sort()), {
    ...cells, id, record_based: options.basedOnVersion, record_source: options.source, record_at: ctx.now.toISOString(), record_subjects: subjects, record_digest: digestOf(t, data, deps.crypto),
    record_provenance: provenanceOf(ctx, touched.map((c) => c.field.id), options.source), record_ended_on: null,
  });
  planAction(ctx, t, { kind: kind === 'resume' ? 'change' : kind, id, version: options.basedOnVersion + 1, kept: { ...actionData(t, given, cells), ...emptied }, data, subjects }, options);
  planIdentifiers(ctx, t, id, given, deps.crypto);
  return { id, version: options.basedOnVersion + 1 };
}

/** 终止: the record stays readable and takes no more changes; its unique values are free again. */
export async function endRecord(deps: WriteDeps, ctx: Context, t: RegisterTable, id: string, options: ChangeOptions): Promise<{ id: string; version: number }> {
  const before = await standing(deps, ctx, t, id, options.basedOnVersion);
  ctx.tx.each(updateSql(t, []), {
    id, record_based: options.basedOnVersion, record_source: options.source, record_at: ctx.now.toISOString(), record_subjects: before.subjects, record_digest: digestOf(t, before.data, deps.crypto),
    record_provenance: {}, record_ended_on: dayOf(ctx, options),
  });
  planAction(ctx, t, { kind: 'end', id, version: options.basedOnVersion + 1, kept: {}, data: before.data, subjects: before.subjects }, options);
  return { id, version: options.basedOnVersion + 1 };
}
