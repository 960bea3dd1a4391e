import type { Db } from '#kernel/db';
import type { FieldFault } from './check-data.ts';
import type { Completion } from './complete-rows.ts';
import { createCopyIn } from './copy-in.ts';
import type { Portion } from './portion.ts';
import { identifiersOf, tableName, type Column, type RegisterTable } from './register-table.ts';
import { lookedColumn, lookedOf, stageColumns, twice } from './seal-rows.ts';
import { created, createWrite, left, type Fate } from './write-rows.ts';

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
const names = (columns: readonly string[]): string => columns.map((c) => `"${c}"`).join(', ');

/**
 * Merges checked rows portion by portion, inside the caller's transaction. Keys and digests go into a temporary table, where set-based
 * statements tell of every row what becomes of it; then the rows themselves go by COPY to where they stay: new ones straight into register
 * and history, changed ones by a second temporary table. A portion fits into memory, so every statement costs the same however long the
 * file is; what earlier portions of the same load wrote is told by `record_load`. `sent` is called when the database works by itself.
 * With `complete`, rows that say a part of the records that they name come again as whole ones.
 */
export async function createMerge(client: Client, t: RegisterTable, options: MergeOptions, complete?: Completion): Promise<(portion: Portion, sent: () => void) => Promise<Merged>> {
  const columns = stageColumns(t).filter((c) => !c.startsWith('record_') && c !== 'id');
  await client.query(`create temp table ${stage} on commit drop as
    select 0 as record_row, null::uuid as id, null::bytea as record_digest${columns.map((c) => `, "${c}"`).join('')}${lookedOf(t).map(({ name }) => `, null::bytea as "${name}"`).join('')},
      null::int as record_based, null::bytea as record_was, null::boolean as record_mine, null::boolean as record_taken from ${t.table} limit 0`);
  // records that the file names and leaves as they are
  await client.query('create temp table load_unchanged (id uuid primary key) on commit drop');
  // A plan by index stays right while the tables grow. Their statistics are those from before the load, and on a new register the planner
  // takes thousands of rows for one: with ways through whole tables it would compare each row with each. For the same reason the
  // statements below ask for each row of the stage by scalar subqueries, which cannot be turned round, and never join the stage with itself.
  await client.query(['hashjoin', 'mergejoin', 'seqscan'].map((way) => `set local enable_${way} = off`).join('; '));
  const copyIn = createCopyIn(client);
  const checks = checksOf(t, options.loadId);
  const write = createWrite(client, copyIn, t, options);
  // a changed record may name what it has; those of new records are written with them
  const named = identifiersOf(t).map(({ field }) => {
    const blind = lookedColumn(t, field.id);
    return { field: field.id, sql: `insert into records.identifier (register, field, blind, record_id) select '${t.id}', '${field.id}', ${blind}, id from ${stage} where ${blind} is not null and record_based is not null on conflict do nothing` };
  });
  const subjects = subjectsSql(t);
  const merge = async (portion: Portion, sent: () => void): Promise<Merged> => {
    await copyIn([{ sql: `copy ${stage} (${names(stageColumns(t))}) from stdin (format binary)`, count: 1, write: (_, to) => to.rawOf(portion.keys) }]);
    sent();
    const fates: Fate[] = portion.lines.map(() => created);
    const drop = (rows: readonly { record_row: number }[]): void => rows.forEach((r) => (fates[r.record_row] = left));
    let matched = 0;
    for (const { field, words, any, sql, again, needs } of checks) {
      if (needs === recordsFound ? matched === 0 : needs !== undefined && !portion.given.has(needs)) continue;
      if (words === undefined) {
        if (any !== undefined && (await client.query(any)).rowCount === 0) continue;
        matched = (await client.query(sql)).rowCount ?? 0;
        continue;
      }
      for (;;) {
        const { rows } = await client.query<{ record_row: number }>(sql);
        for (const { record_row: row } of rows) options.refuse(portion.lines[row]!, [{ field, ...words }]);
        drop(rows);
        if (rows.length === 0 || again !== true) break;
      }
    }
    let completed: Portion | undefined;
    if (complete !== undefined && portion.said.length > 0) {
      completed = await complete(client, portion, stage, drop);
      matched = 0;
    }
    let unchanged = 0;
    if (matched > 0) {
      const { rows: same } = await client.query<{ record_row: number }>(`with same as (delete from ${stage} where record_was = record_digest returning record_row, id), kept as (insert into load_unchanged select id from same) select record_row from same`);
      unchanged = same.length;
      drop(same);
      for (const r of (await client.query<{ record_row: number; id: string; record_based: number }>(`select record_row, id, record_based from ${stage} where record_based is not null`)).rows) fates[r.record_row] = { id: r.id, version: r.record_based + 1 };
    }
    let subjectsOf: ReadonlyMap<number, string[]> | undefined;
    if (subjects !== undefined) subjectsOf = new Map((await client.query<{ record_row: number; subjects: string[] }>(`select record_row, ${subjects} as subjects from ${stage} s`)).rows.map((r) => [r.record_row, r.subjects]));
    if (matched > 0) for (const { field, sql } of named) if (portion.given.has(field)) await client.query(sql);
    const written = await write(portion, fates, subjectsOf, `truncate ${stage}`);
    const rest = completed === undefined || completed.rows === 0 ? { created: 0, changed: 0, unchanged: 0 } : await merge(completed, () => {});
    return { created: written.created + rest.created, changed: written.changed + rest.changed, unchanged: unchanged + rest.unchanged };
  };
  return merge;
}

interface Check {
  field: string;
  /** Without words it refuses nothing, but finds the records that the rows name. */
  words?: { zh: string; en: string };
  sql: string;
  /** Where nothing is found by it, `sql` would find nothing either: one walk along an index for all rows, at a third of what looking for each costs. */
  any?: string;
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
  const refuse = (field: string, words: { zh: string; en: string }, which: string, more: Partial<Check> = {}): void => void checks.push({ field, words, sql: `delete from ${stage} s where ${which} returning record_row`, ...more });
  const key = t.definition.key.map((f) => t.byField.get(f)!);
  const keyName = t.definition.key.join('+');
  const identifierOf = (field: string): string => `records.identifier i where i.register = '${t.id}' and i.field = '${field}' and i.blind = s.${lookedColumn(t, field)}`;
  const equal = `${key.map((c) => `r.${comparable(c)} = s.${comparable(c)}`).join(' and ')} and r.record_ended_on is null`;
  const found = `r.record_version, r.record_digest, (r.record_load = '${loadId}') is true or exists (select from load_unchanged u where u.id = r.id)`;
  const byIdentifier = key.length === 1 && key[0]!.field.identifier;
  if (byIdentifier) {
    // a key that is an identifier is looked for once: who has it has it for ever
    const of = identifierOf(keyName).replace(' where ', ` left join ${t.table} r on r.id = i.record_id and ${equal} where `);
    const blind = lookedColumn(t, keyName);
    const any = `select from records.identifier i where i.register = '${t.id}' and i.field = '${keyName}' and i.blind = any (array(select s.${blind} from ${stage} s where s.${blind} is not null)) limit 1`;
    checks.push({ field: keyName, needs: keyName, any, sql: `update ${stage} s set (id, record_based, record_was, record_mine, record_taken) = (select coalesce(r.id, s.id), ${found}, r.id is null from ${of}) where (select i.record_id from ${identifierOf(keyName)}) is not null` });
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

/** The subjects of stage row `s`; undefined where the row's id alone tells them. */
function subjectsSql(t: RegisterTable): string | undefined {
  const { subjects } = t.definition;
  if (subjects.every((s) => s === 'self')) return undefined;
  const parts = subjects.map((s) => {
    if (s === 'self') return 'array[s.id]';
    if (!('register' in s)) return `array[s."${t.byField.get(s.field)!.name}"]`;
    return `array(select i.record_id from records.identifier i where i.register = '${s.register}' and i.field = '${s.key}' and i.blind = s.${lookedColumn(t, s.field)})`;
  });
  return `array(select distinct x from unnest(${parts.join(' || ')}) x where x is not null order by x)`;
}
