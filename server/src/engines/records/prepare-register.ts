import { createHash } from 'node:crypto';
import { textIn } from '#kernel/i18n';
import type { Db } from '#kernel/db';
import { errors } from './errors.ts';
import { subjectIsRecord, tableName, type Column, type RegisterTable } from './register-table.ts';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

interface ShapeField {
  type: string;
  sensitive: boolean;
}
type Shape = Record<string, ShapeField>;

const shapeOf = (t: RegisterTable): Shape => Object.fromEntries(t.columns.map((c) => [c.field.id, { type: c.field.type, sensitive: c.field.sensitive }]));

/**
 * Makes or extends the tables of registers; one process at a time. What would lose data is refused before anything is done. A table that
 * was prepared by these very statements is left alone: a start takes no locks on tables that others are using.
 */
export async function prepareRegisters(client: Client, tables: readonly RegisterTable[]): Promise<void> {
  const wanted = tables.map((t) => ({ t, digest: createHash('sm3').update(JSON.stringify([t.version, t.definition.lookUpAnywhere, t.definition.open, commentSql(t), tableSql(t), constraintSql(t, undefined), indexSql(t), policySql(t)])).digest('hex') }));
  const read = async (): Promise<Map<string, { shape: Shape; statements: string | null }>> =>
    new Map((await client.query<{ id: string; shape: Shape; statements: string | null }>('select id, shape, statements from records.register')).rows.map((r) => [r.id, r]));
  const unprepared = (known: Awaited<ReturnType<typeof read>>): typeof wanted => wanted.filter(({ t, digest }) => known.get(t.id)?.statements !== digest);
  if (unprepared(await read()).length === 0) return;
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock(7192554)');
    const known = await read();
    for (const t of tables) refuseLoss(t, known.get(t.id)?.shape);
    const todo = unprepared(known);
    // one round trip for all; references last: a register may name one that comes after it
    await client.query([
      ...todo.map(({ t }) => tableSql(t)),
      ...todo.flatMap(({ t }) => [...constraintSql(t, known.get(t.id)?.shape), ...indexSql(t), ...policySql(t), commentSql(t)]),
    ].join(';\n'));
    await client.query(
      `insert into records.register (id, version, shape, look_up_anywhere, open, statements)
       select id, version, shape, look_up_anywhere, open, statements from jsonb_to_recordset($1::jsonb) as r(id text, version int, shape jsonb, look_up_anywhere boolean, open boolean, statements text)
       on conflict (id) do update set version = excluded.version, shape = excluded.shape, look_up_anywhere = excluded.look_up_anywhere, open = excluded.open, statements = excluded.statements, prepared_at = now()`,
      [JSON.stringify(todo.map(({ t, digest }) => ({ id: t.id, version: t.version, shape: shapeOf(t), look_up_anywhere: t.definition.lookUpAnywhere, open: t.definition.open, statements: digest })))],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

const commentSql = (t: RegisterTable): string => `comment on table ${t.table} is ${literal(textIn(t.definition.title, 'zh'))}`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function refuseLoss(t: RegisterTable, before: Shape | undefined): void {
  if (before === undefined) return;
  const now = shapeOf(t);
  for (const [field, was] of Object.entries(before)) {
    const is = now[field];
    if (is === undefined) throw errors.shapeRefused({ register: t.id, field, zh: '删除', en: 'cannot be removed' });
    if (is.type !== was.type) throw errors.shapeRefused({ register: t.id, field, zh: `由 ${was.type} 改为 ${is.type}`, en: `cannot change from ${was.type} to ${is.type}` });
    if (is.sensitive !== was.sensitive) throw errors.shapeRefused({ register: t.id, field, zh: '改变加密方式', en: 'cannot change whether it is encrypted' });
  }
}

function tableSql(t: RegisterTable): string {
  const columns = t.columns.flatMap((c) => [`add column if not exists "${c.name}" ${c.type}`, ...(c.blind === undefined ? [] : [`add column if not exists "${c.blind}" bytea`])]);
  return `create table if not exists ${t.table} (
      id uuid primary key, record_version int not null, record_effective_on date not null, record_ended_on date, record_source text not null,
      record_load uuid, record_at timestamptz not null, record_subjects uuid[], record_digest bytea not null, record_provenance jsonb not null);
    alter table ${t.table} ${columns.join(', ')};
    grant select, insert, update on ${t.table} to yiwang_app;
    alter table ${t.table} enable row level security`;
}

const comparable = (c: Column): string => `"${c.blind ?? c.name}"`;

function constraintSql(t: RegisterTable, before: Shape | undefined): string[] {
  return t.columns.filter((c) => c.field.register !== undefined && before?.[c.field.id] === undefined)
    .map((c) => `alter table ${t.table} add foreign key ("${c.name}") references reg.${tableName(c.field.register!)} (id)`);
}

interface Index {
  name: string;
  sql: string;
  unique: boolean;
}

/** An index costs a bulk load as much as the row: none that another one serves, none of values that are seldom there. */
function indexesOf(t: RegisterTable): { wanted: Index[]; unwanted: string[] } {
  const base = tableName(t.id);
  const nameOf = (suffix: string): string => `${base.slice(0, 28)}_${suffix.slice(0, 30)}`;
  const wanted = new Map<string, Index>();
  const unwanted: string[] = [];
  /** Two names for the same columns: the first is made. */
  const index = (suffix: string, sql: string, unique = false): void => {
    const had = [...wanted.values()].some((i) => i.sql === sql);
    if (had) unwanted.push(nameOf(suffix));
    else wanted.set(nameOf(suffix), { name: nameOf(suffix), sql, unique });
  };
  const { key, divisionField, organisationField } = t.definition;
  for (const c of t.columns) {
    if (c.field.unique || c.field.identifier) index(`${c.name}_one`, `(${comparable(c)}) where record_ended_on is null`, true);
    if (c.field.searchable && !c.field.sensitive) index(`${c.name}_x`, `("${c.name}", id)`);
    else if (c.field.searchable || c.field.type === 'reference') index(`${c.name}_x`, `(${comparable(c)})`);
  }
  // the rows of a load share the moment: one place of the index, and always its end
  index('at', '(record_at) where record_ended_on is null');
  if (key.length > 0) index('key', `(${key.map((id) => comparable(t.byField.get(id)!)).join(', ')}) where record_ended_on is null`, true);
  for (const id of [divisionField, organisationField]) if (id !== undefined) index(`${t.byField.get(id)!.name}_scope`, `("${t.byField.get(id)!.name}", id)`);
  if (subjectIsRecord(t)) unwanted.push(nameOf('subjects'));
  else if (t.definition.subjects.length > 0) index('subjects', 'using gin (record_subjects)');
  return { wanted: [...wanted.values()], unwanted: unwanted.filter((name) => !wanted.has(name)) };
}

function indexSql(t: RegisterTable): string[] {
  const { wanted, unwanted } = indexesOf(t);
  return [
    ...wanted.map(({ name, sql, unique }) => `create ${unique ? 'unique ' : ''}index if not exists "${name}" on ${t.table} ${sql}`),
    ...unwanted.map((name) => `drop index if exists reg."${name}"`),
  ];
}

/** 属地机构: read once a statement, and only when a row was not seen for a nearer reason. */
const bodiesSql = 'select o.credit_code from access.organisation o where o.division ^@ any ((select kernel.actor_territories())::text[])';

/** Who sees a row (rule 3 of the house). Writing is decided by the use case's permission; a row that is not seen cannot be changed. */
function policySql(t: RegisterTable): string[] {
  const { divisionField, organisationField, open } = t.definition;
  const scopes = [
    ...(divisionField === undefined ? [] : [`"${t.byField.get(divisionField)!.name}" ^@ any ((select kernel.actor_territories())::text[])`]),
    ...(organisationField === undefined ? [] : [`"${t.byField.get(organisationField)!.name}" = any ((select kernel.actor_organisations())::text[])`, `(select kernel.actor_kind()) = 'officer' and "${t.byField.get(organisationField)!.name}" in (${bodiesSql})`]),
  ];
  // who acts is asked once a statement, by scalar subqueries
  const officials = `(select kernel.actor_kind()) in ('officer', 'machine')${scopes.length === 0 ? '' : ` and (${scopes.join(' or ')})`}`;
  const mine = `${subjectIsRecord(t) ? 'id = any (' : 'record_subjects && ('}(select array[kernel.actor_person(), kernel.actor_party()])${subjectIsRecord(t) ? '::uuid[]' : ''})`;
  // as a case the planner takes it for every second row; taken apart, for so few that it would rather sort what an index has in order
  const seen = open ? 'true' : `case when (select kernel.actor_kind()) = 'system' or (${officials}) or ${mine} then true else false end`;
  return [
    ...['seen', 'added', 'changed'].map((p) => `drop policy if exists record_${p} on ${t.table}`),
    `create policy record_seen on ${t.table} for select using (${seen})`,
    `create policy record_added on ${t.table} for insert with check (true)`,
    `create policy record_changed on ${t.table} for update using (true) with check (true)`,
  ];
}
