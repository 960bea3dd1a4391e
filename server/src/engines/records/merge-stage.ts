import type { Db } from '#kernel/db';
import type { Refusals } from './load-records.ts';
import { tableName, type Column, type RegisterTable } from './register-table.ts';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

/** A load's checked rows in a temporary table, with the keyed digests that find records elsewhere. */
export interface Stage {
  table: string;
  copied: string[];
  columns: string[];
  identifiers: string[];
  foreign: string[];
}

export async function createStage(client: Client, t: RegisterTable, columns: string[], identifiers: string[], foreign: string[]): Promise<Stage> {
  const table = 'load_stage';
  const blinds = [...identifiers.map((f) => `i_${f.toLowerCase()}`), ...foreign.map((f) => `s_${f.toLowerCase()}`)];
  await client.query(`create temp table ${table} on commit drop as
    select 0 as line, null::uuid as id, null::bytea as digest, ${columns.map((c) => `"${c}"`).join(', ')}${blinds.map((b) => `, null::bytea as "${b}"`).join('')}, null::int as based, null::uuid[] as subjects from ${t.table} limit 0`);
  return { table, copied: ['line', 'id', 'digest', ...columns, ...blinds], columns, identifiers, foreign };
}

export interface MergeOptions {
  loadId: string;
  on: string;
  at: string;
  source: string;
  actorName: string;
}

const cell = (c: Column): string => `"${c.blind ?? c.name}"`;

export async function mergeStage(client: Client, t: RegisterTable, stage: Stage, refusals: Refusals, options: MergeOptions): Promise<{ created: number; changed: number; unchanged: number }> {
  const refuse = async (field: string, zh: string, en: string, which: string): Promise<number> => {
    const { rows } = await client.query<{ line: number }>(`delete from ${stage.table} s where ${which} returning line`);
    for (const { line } of rows) refusals.add(line, [{ field, zh, en }]);
    return rows.length;
  };
  const { table } = stage;
  await client.query(`analyze ${table}`);
  const key = t.definition.key.map((f) => t.byField.get(f)!);
  const keyName = t.definition.key.join('+');
  const twice = (columns: string[]): string => `line in (select line from (select line, row_number() over (partition by ${columns.join(', ')} order by line) as n from ${table} where ${columns.map((c) => `${c} is not null`).join(' and ')}) d where n > 1)`;
  let unchanged = 0;
  if (key.length > 0) {
    await refuse(keyName, '文件中重复', 'is in the file twice', twice(key.map(cell)));
    const match = key.map((c) => `r.${cell(c)} = s.${cell(c)}`).join(' and ');
    // standing now with the same digest: nothing to do
    unchanged = (await client.query(`delete from ${table} s using ${t.table} r where ${match} and r.record_ended_on is null and r.record_digest = s.digest`)).rowCount ?? 0;
    await client.query(`update ${table} s set id = r.id, based = r.record_version from ${t.table} r where ${match} and r.record_ended_on is null`);
  }
  for (const c of t.columns.filter((c) => c.field.unique || c.field.identifier)) {
    await refuse(c.field.id, '文件中重复', 'is in the file twice', twice([cell(c)]));
    await refuse(c.field.id, '已被其他记录使用', 'belongs to another record', `exists (select from ${t.table} r where r.${cell(c)} = s.${cell(c)} and r.record_ended_on is null and r.id <> s.id)`);
  }
  for (const f of stage.identifiers) {
    await refuse(f, '已被其他记录使用', 'belongs to another record', `exists (select from records.identifier i where i.register = '${t.id}' and i.field = '${f}' and i.blind = s."i_${f.toLowerCase()}" and i.record_id <> s.id)`);
  }
  for (const c of t.columns.filter((c) => c.field.register !== undefined)) {
    // a row may name another row of the same file; refusing one may leave others without theirs
    const beside = c.field.register === t.id ? ` and not exists (select from ${table} o where o.id = s."${c.name}")` : '';
    const missing = `"${c.name}" is not null and not exists (select from reg.${tableName(c.field.register!)} r where r.id = s."${c.name}")${beside}`;
    while ((await refuse(c.field.id, '指向的记录不存在', 'names a record that does not exist', missing)) > 0 && beside !== '');
  }
  await client.query(`update ${table} s set subjects = ${subjectsSql(t)}`);
  await client.query(actionsSql(t, stage), [options.on, options.source, options.loadId, options.at, options.actorName]);
  const provenance = JSON.stringify({ '*': { source: options.source, at: options.at, by: options.actorName } });
  const shared = [options.source, options.loadId, options.at, provenance];
  const sets = stage.columns.map((c) => `"${c}" = s."${c}"`).join(', ');
  const changed = (await client.query(`update ${t.table} r set ${sets}, record_version = s.based + 1, record_source = $1, record_load = $2, record_at = $3, record_provenance = $4, record_subjects = s.subjects, record_digest = s.digest
    from ${table} s where s.based is not null and r.id = s.id and r.record_version = s.based`, shared)).rowCount ?? 0;
  const columns = stage.columns.map((c) => `"${c}"`).join(', ');
  const created = (await client.query(`insert into ${t.table} (id, ${columns}, record_version, record_effective_on, record_source, record_load, record_at, record_provenance, record_subjects, record_digest)
    select id, ${columns}, 1, $5::date, $1, $2, $3, $4, subjects, digest from ${table} where based is null`, [...shared, options.on])).rowCount ?? 0;
  for (const f of stage.identifiers) {
    await client.query(`insert into records.identifier (register, field, blind, record_id) select '${t.id}', '${f}', "i_${f.toLowerCase()}", id from ${table} where "i_${f.toLowerCase()}" is not null on conflict do nothing`);
  }
  return { created, changed, unchanged };
}

function subjectsSql(t: RegisterTable): string {
  const parts = t.definition.subjects.map((s) => {
    if (s === 'self') return 'array[s.id]';
    if (!('register' in s)) return `array["${t.byField.get(s.field)!.name}"]`;
    return `array(select i.record_id from records.identifier i where i.register = '${s.register}' and i.field = '${s.key}' and i.blind = s."s_${s.field.toLowerCase()}")`;
  });
  return parts.length === 0 ? "'{}'::uuid[]" : `array(select distinct x from unnest(${parts.join(' || ')}) x where x is not null order by x)`;
}

/** The row as its action keeps it: sealed values in base64, moments in UTC. */
function kept(c: Column): string {
  if (c.blind !== undefined) return `replace(encode("${c.name}", 'base64'), chr(10), '')`;
  return c.field.type === 'timestamp' ? `to_char("${c.name}" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : `"${c.name}"`;
}

function actionsSql(t: RegisterTable, stage: Stage): string {
  // a function takes 100 arguments at the most
  const groups: string[] = [];
  for (let i = 0; i < t.columns.length; i += 40) groups.push(`jsonb_build_object(${t.columns.slice(i, i + 40).map((c) => `'${c.field.id}', ${kept(c)}`).join(', ')})`);
  const data = groups.join(' || ');
  const scope = (field: string | undefined): string => (field === undefined ? 'null' : `coalesce("${t.byField.get(field)!.name}", '')`);
  return `insert into records.action (record_id, version, register, kind, data, effective_on, source, load_id, subjects, division, organisation, at, actor_kind, actor_name)
    select id, coalesce(based, 0) + 1, '${t.id}', case when based is null then 'create' else 'change' end, case when based is null then jsonb_strip_nulls(${data}) else ${data} end,
      $1::date, $2, $3::uuid, subjects, ${scope(t.definition.divisionField)}, ${scope(t.definition.organisationField)}, $4::timestamptz, 'system', $5 from ${stage.table}`;
}
