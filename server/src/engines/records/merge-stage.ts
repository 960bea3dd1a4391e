import type { Db } from '#kernel/db';
import type { FieldFault } from './check-data.ts';
import { copyIn } from './copy-in.ts';
import { lookedColumn, lookedOf, portionColumns, type Portion } from './read-portions.ts';
import { identifiersOf, tableName, type Column, type RegisterTable } from './register-table.ts';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

export interface MergeOptions {
  loadId: string;
  /** Day from which the rows hold. */
  on: string;
  at: string;
  source: string;
  actorName: string;
  refuse: (line: number, faults: FieldFault[]) => void;
}

export interface Merged {
  created: number;
  changed: number;
  unchanged: number;
}

const comparable = (c: Column): string => `"${c.blind ?? c.name}"`;
/** Its own columns begin with `record`, as no field does. */
const stage = 'load_stage';

/**
 * Merges checked rows portion by portion, inside the caller's transaction: each portion goes into a temporary table by COPY and from
 * there by set-based statements into register, history and identifiers. A portion fits into memory, so every statement costs the same
 * however long the file is; what earlier portions of the same load wrote is told by `record_load`.
 */
export async function createMerge(client: Client, t: RegisterTable, options: MergeOptions): Promise<(portion: Portion) => Promise<Merged>> {
  const own = t.columns.flatMap((c) => (c.blind === undefined ? [c.name] : [c.name, c.blind]));
  const quoted = own.map((c) => `"${c}"`).join(', ');
  await client.query(`create temp table ${stage} on commit drop as
    select 0 as record_line, null::uuid as id, null::bytea as record_digest, null::jsonb as record_data, ${quoted}${lookedOf(t).map(({ name }) => `, null::bytea as "${name}"`).join('')},
      null::int as record_based, null::bytea as record_was, null::boolean as record_mine from ${t.table} limit 0`);
  // records that the file names and leaves as they are
  await client.query('create temp table load_unchanged (id uuid primary key) on commit drop');
  // A plan by index stays right while the tables grow. Their statistics are those from before the load, and on a new register the planner
  // takes thousands of rows for one: with ways through whole tables it would compare each row with each. For the same reason the
  // statements below ask for each row of the stage by scalar or lateral subqueries, which cannot be turned round.
  await client.query(['hashjoin', 'mergejoin', 'seqscan'].map((way) => `set local enable_${way} = off`).join('; '));
  const copySql = `copy ${stage} (${portionColumns(t).map((c) => `"${c}"`).join(', ')}) from stdin (format binary)`;
  const statements = checksOf(t, options.loadId);
  const writes = writesOf(t, own);
  const provenance = JSON.stringify({ '*': { source: options.source, at: options.at, by: options.actorName } });
  return async (portion) => {
    await copyIn(client, copySql, portion.chunks);
    let [left, matched, unchanged] = [portion.rows, 0, 0];
    for (const { field, zh, en, sql, again, parameters } of statements.refusals) {
      if (field === undefined) {
        matched = (await client.query(sql)).rowCount ?? 0;
        continue;
      }
      for (;;) {
        const { rows } = await client.query<{ record_line: number }>(sql, parameters);
        for (const { record_line: line } of rows) options.refuse(line, [{ field, zh: zh!, en: en! }]);
        left -= rows.length;
        if (rows.length === 0 || again !== true) break;
      }
    }
    if (matched > 0) {
      unchanged = (await client.query(`with same as (delete from ${stage} where record_was = record_digest returning id) insert into load_unchanged select id from same`)).rowCount ?? 0;
      left -= unchanged;
    }
    let [created, changed] = [0, 0];
    if (left > 0) {
      await client.query(writes.actions, [options.on, options.source, options.loadId, options.at, options.actorName]);
      if (matched > 0) changed = (await client.query(writes.changed, [options.source, options.loadId, options.at, provenance])).rowCount ?? 0;
      if (left > changed) created = (await client.query(writes.created, [options.source, options.loadId, options.at, provenance, options.on])).rowCount ?? 0;
      for (const sql of writes.identifiers) await client.query(sql);
    }
    await client.query(`truncate ${stage}`);
    return { created, changed, unchanged };
  };
}

interface Check {
  /** Undefined: no refusal, but the statement that finds the records that the rows name. */
  field: string | undefined;
  zh?: string;
  en?: string;
  sql: string;
  parameters?: unknown[];
  /** Refusing one row may leave others without theirs. */
  again?: boolean;
}

/** What can only be told beside other rows, in this order. */
function checksOf(t: RegisterTable, loadId: string): { refusals: Check[] } {
  const refusals: Check[] = [];
  const twice = { zh: '文件中重复', en: 'is in the file twice' };
  const taken = { zh: '已被其他记录使用', en: 'belongs to another record' };
  const refuse = (field: string, words: { zh: string; en: string }, which: string, parameters?: unknown[], again = false): void =>
    void refusals.push({ field, ...words, sql: `delete from ${stage} s where ${which} returning record_line`, ...(parameters === undefined ? {} : { parameters }), again });
  const again = (columns: string[]): string =>
    `record_line = any (array(select d.record_line from (select record_line, row_number() over (partition by ${columns.join(', ')} order by record_line) as nth from ${stage} where ${columns.map((c) => `${c} is not null`).join(' and ')}) d where d.nth > 1))`;
  const key = t.definition.key.map((f) => t.byField.get(f)!);
  const keyName = t.definition.key.join('+');
  if (key.length > 0) {
    refuse(keyName, twice, again(key.map(comparable)));
    const match = key.map((c) => `r.${comparable(c)} = o.${comparable(c)}`).join(' and ');
    refusals.push({ field: undefined, sql: `update ${stage} s set id = r.id, record_based = r.record_version, record_was = r.record_digest, record_mine = (r.record_load = '${loadId}') is true or exists (select from load_unchanged u where u.id = r.id)
      from (select o.ctid as place, f.* from ${stage} o cross join lateral (select r.id, r.record_version, r.record_digest, r.record_load from ${t.table} r where ${match} and r.record_ended_on is null limit 1) f) r where s.ctid = r.place` });
    refuse(keyName, twice, 'record_mine');
  }
  for (const c of t.columns.filter((c) => c.field.unique || c.field.identifier)) {
    // the key found its record already
    if (key.length === 1 && key[0] === c) continue;
    refuse(c.field.id, twice, again([comparable(c)]));
    const other = (mine: string): string => `(select r.id from ${t.table} r where r.${comparable(c)} = s.${comparable(c)} and r.record_ended_on is null${mine}) <> s.id`;
    refuse(c.field.id, twice, other(` and r.record_load = '${loadId}'`));
    refuse(c.field.id, taken, other(''));
  }
  for (const { field } of identifiersOf(t)) {
    refuse(field.id, taken, `(select i.record_id from records.identifier i where i.register = '${t.id}' and i.field = '${field.id}' and i.blind = s.${lookedColumn(t, field.id)}) <> s.id`);
  }
  for (const c of t.columns.filter((c) => c.field.register !== undefined)) {
    // a row may name another row of the same portion
    const beside = c.field.register === t.id ? ` and s."${c.name}" not in (select o.id from ${stage} o)` : '';
    const missing = `s."${c.name}" is not null and not exists (select from reg.${tableName(c.field.register!)} r where r.id = s."${c.name}")${beside}`;
    refuse(c.field.id, { zh: '指向的记录不存在', en: 'names a record that does not exist' }, missing, undefined, beside !== '');
  }
  return { refusals };
}

function writesOf(t: RegisterTable, own: readonly string[]): { actions: string; changed: string; created: string; identifiers: string[] } {
  const columns = own.map((c) => `"${c}"`).join(', ');
  const subjects = subjectsSql(t);
  // a change tells every field, those that it empties too
  const nothing = JSON.stringify(Object.fromEntries(t.columns.map((c) => [c.field.id, null])));
  const scope = (field: string | undefined): string => (field === undefined ? 'null' : `coalesce("${t.byField.get(field)!.name}", '')`);
  return {
    actions: `insert into records.action (record_id, version, register, kind, data, effective_on, source, load_id, subjects, division, organisation, at, actor_kind, actor_name)
      select id, coalesce(record_based, 0) + 1, '${t.id}', case when record_based is null then 'create' else 'change' end, case when record_based is null then record_data else '${nothing}'::jsonb || record_data end,
        $1::date, $2, $3::uuid, ${subjects}, ${scope(t.definition.divisionField)}, ${scope(t.definition.organisationField)}, $4::timestamptz, 'system', $5 from ${stage} s`,
    changed: `update ${t.table} r set ${own.map((c) => `"${c}" = s."${c}"`).join(', ')}, record_version = s.record_based + 1, record_source = $1, record_load = $2, record_at = $3, record_provenance = $4, record_subjects = ${subjects}, record_digest = s.record_digest
      from ${stage} s where s.record_based is not null and r.id = s.id and r.record_version = s.record_based`,
    created: `insert into ${t.table} (id, ${columns}, record_version, record_effective_on, record_source, record_load, record_at, record_provenance, record_subjects, record_digest)
      select id, ${columns}, 1, $5::date, $1, $2, $3, $4, ${subjects}, record_digest from ${stage} s where record_based is null`,
    identifiers: identifiersOf(t).map(({ field }) =>
      `insert into records.identifier (register, field, blind, record_id) select '${t.id}', '${field.id}', ${lookedColumn(t, field.id)}, id from ${stage} where ${lookedColumn(t, field.id)} is not null on conflict do nothing`),
  };
}

/** The subjects of stage row `s`. */
function subjectsSql(t: RegisterTable): string {
  const { subjects } = t.definition;
  if (subjects.length === 0) return "'{}'::uuid[]";
  if (subjects.length === 1 && subjects[0] === 'self') return 'array[s.id]';
  const parts = subjects.map((s) => {
    if (s === 'self') return 'array[s.id]';
    if (!('register' in s)) return `array[s."${t.byField.get(s.field)!.name}"]`;
    return `array(select i.record_id from records.identifier i where i.register = '${s.register}' and i.field = '${s.key}' and i.blind = s.${lookedColumn(t, s.field)})`;
  });
  return `array(select distinct x from unnest(${parts.join(' || ')}) x where x is not null order by x)`;
}
