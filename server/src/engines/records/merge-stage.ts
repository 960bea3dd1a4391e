import type { Db } from '#kernel/db';
import type { FieldFault } from './check-data.ts';
import { copyIn } from './copy-in.ts';
import type { Portion } from './read-portions.ts';
import { identifiersOf, tableName, type Column, type RegisterTable } from './register-table.ts';
import { lookedColumn, lookedOf, portionColumns, twice } from './seal-rows.ts';

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
 * however long the file is; what earlier portions of the same load wrote is told by `record_load`. `sent` is called when the database has
 * the portion and works by itself.
 */
export async function createMerge(client: Client, t: RegisterTable, options: MergeOptions): Promise<(portion: Portion, sent: () => void) => Promise<Merged>> {
  const own = t.columns.flatMap((c) => (c.blind === undefined ? [c.name] : [c.name, c.blind]));
  const quoted = own.map((c) => `"${c}"`).join(', ');
  await client.query(`create temp table ${stage} on commit drop as
    select 0 as record_line, null::uuid as id, null::bytea as record_digest, null::jsonb as record_data, ${quoted}${lookedOf(t).map(({ name }) => `, null::bytea as "${name}"`).join('')},
      null::int as record_based, null::bytea as record_was, null::boolean as record_mine, null::boolean as record_taken from ${t.table} limit 0`);
  // records that the file names and leaves as they are
  await client.query('create temp table load_unchanged (id uuid primary key) on commit drop');
  // A plan by index stays right while the tables grow. Their statistics are those from before the load, and on a new register the planner
  // takes thousands of rows for one: with ways through whole tables it would compare each row with each. For the same reason the
  // statements below ask for each row of the stage by scalar subqueries, which cannot be turned round, and never join the stage with itself.
  await client.query(['hashjoin', 'mergejoin', 'seqscan'].map((way) => `set local enable_${way} = off`).join('; '));
  const copySql = `copy ${stage} (${portionColumns(t).map((c) => `"${c}"`).join(', ')}) from stdin (format binary)`;
  const checks = checksOf(t, options.loadId);
  const writes = writesOf(t, own);
  const provenance = JSON.stringify({ '*': { source: options.source, at: options.at, by: options.actorName } });
  return async (portion, sent) => {
    await copyIn(client, copySql, portion.chunks);
    sent();
    let [left, matched, unchanged] = [portion.rows, 0, 0];
    for (const { field, words, sql, again, needs } of checks) {
      if (needs === recordsFound ? matched === 0 : needs !== undefined && !portion.given.has(needs)) continue;
      if (words === undefined) {
        matched = (await client.query(sql)).rowCount ?? 0;
        continue;
      }
      for (;;) {
        const { rows } = await client.query<{ record_line: number }>(sql);
        for (const { record_line: line } of rows) options.refuse(line, [{ field, ...words }]);
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
      for (const { field, sql } of writes.identifiers) if (portion.given.has(field)) await client.query(sql);
    }
    await client.query(`truncate ${stage}`);
    return { created, changed, unchanged };
  };
}

interface Check {
  field: string;
  /** Without words it refuses nothing, but finds the records that the rows name. */
  words?: { zh: string; en: string };
  sql: string;
  /** Refusing one row may leave others without theirs. */
  again?: boolean;
  /** Left out where no row of the portion has this field, or where none names a record (`recordsFound`). */
  needs?: string;
}

/** No field's name. */
const recordsFound = 'records found';
const taken = { zh: '已被其他记录使用', en: 'belongs to another record' };

/** What can only be told beside the rows of other portions and the records that are there, in this order. */
function checksOf(t: RegisterTable, loadId: string): Check[] {
  const checks: Check[] = [];
  const refuse = (field: string, words: { zh: string; en: string }, which: string, more: Partial<Check> = {}): void => void checks.push({ field, words, sql: `delete from ${stage} s where ${which} returning record_line`, ...more });
  const key = t.definition.key.map((f) => t.byField.get(f)!);
  const keyName = t.definition.key.join('+');
  const identifierOf = (field: string): string => `records.identifier i where i.register = '${t.id}' and i.field = '${field}' and i.blind = s.${lookedColumn(t, field)}`;
  const equal = `${key.map((c) => `r.${comparable(c)} = s.${comparable(c)}`).join(' and ')} and r.record_ended_on is null`;
  const found = `r.record_version, r.record_digest, (r.record_load = '${loadId}') is true or exists (select from load_unchanged u where u.id = r.id)`;
  const byIdentifier = key.length === 1 && key[0]!.field.identifier;
  if (byIdentifier) {
    // a key that is an identifier is looked for once: who has it has it for ever
    const of = identifierOf(keyName).replace(' where ', ` left join ${t.table} r on r.id = i.record_id and ${equal} where `);
    checks.push({ field: keyName, needs: keyName, sql: `update ${stage} s set (id, record_based, record_was, record_mine, record_taken) = (select coalesce(r.id, s.id), ${found}, r.id is null from ${of}) where (select i.record_id from ${identifierOf(keyName)}) is not null` });
  } else if (key.length > 0) {
    checks.push({ field: keyName, sql: `update ${stage} s set (id, record_based, record_was, record_mine) = (select r.id, ${found} from ${t.table} r where ${equal}) where (select r.id from ${t.table} r where ${equal}) is not null` });
  }
  if (key.length > 0) refuse(keyName, twice, 'record_mine', { needs: recordsFound });
  if (byIdentifier) refuse(keyName, taken, 'record_taken', { needs: recordsFound });
  for (const c of t.columns.filter((one) => one.field.unique || one.field.identifier)) {
    // the key found its record already
    if (key.length === 1 && key[0] === c) continue;
    const other = (mine: string): string => `(select r.id from ${t.table} r where r.${comparable(c)} = s.${comparable(c)} and r.record_ended_on is null${mine}) <> s.id`;
    refuse(c.field.id, twice, other(` and r.record_load = '${loadId}'`), { needs: c.field.id });
    refuse(c.field.id, taken, other(''), { needs: c.field.id });
  }
  for (const { field } of identifiersOf(t)) if (!(byIdentifier && field.id === keyName)) refuse(field.id, taken, `(select i.record_id from ${identifierOf(field.id)}) <> s.id`, { needs: field.id });
  for (const c of t.columns.filter((one) => one.field.register !== undefined)) {
    // a row may name another row of the same portion
    const beside = c.field.register === t.id ? ` and s."${c.name}" not in (select o.id from ${stage} o)` : '';
    const missing = `s."${c.name}" is not null and not exists (select from reg.${tableName(c.field.register!)} r where r.id = s."${c.name}")${beside}`;
    refuse(c.field.id, { zh: '指向的记录不存在', en: 'names a record that does not exist' }, missing, { again: beside !== '', needs: c.field.id });
  }
  return checks;
}

function writesOf(t: RegisterTable, own: readonly string[]): { actions: string; changed: string; created: string; identifiers: { field: string; sql: string }[] } {
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
    identifiers: identifiersOf(t).map(({ field }) => ({
      field: field.id, sql: `insert into records.identifier (register, field, blind, record_id) select '${t.id}', '${field.id}', ${lookedColumn(t, field.id)}, id from ${stage} where ${lookedColumn(t, field.id)} is not null on conflict do nothing`,
    })),
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
