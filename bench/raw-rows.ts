import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The rows that one submission wrote, table by table, to be written again by hand. */
export interface Sample {
  caseId: string;
  draftId: string;
  tables: { table: string; columns: { name: string; type: string }[]; rows: Record<string, string | null>[] }[];
}

/** Where a submission writes: how its rows are found by case, draft and idempotency key. */
const places: [table: string, condition: string][] = [
  ['cases.case', 'id = $1'],
  ['cases.action', 'case_id = $1'],
  ['cases.task', 'case_id = $1'],
  ['ledger.entry', 'subject = $1::text'],
  ['ledger.pending', 'entry_id in (select id from ledger.entry where subject = $1::text)'],
  ['jobs.job', "payload ->> 'caseId' = $1::text"],
  ['kernel.answer', "body ->> 'caseId' = $1::text"],
  ['kernel.trace', "subject in ($1::text, $2::text) and contract = 'services.submitDraft'"],
];

/** Reads them while nothing works in the background: the jobs are still planned, the entries still pending. */
export async function readSample(client: pg.ClientBase, caseId: string, draftId: string): Promise<Sample> {
  const tables: Sample['tables'] = [];
  for (const [table, condition] of places) {
    const { rows: columns } = await client.query<{ name: string; type: string }>("select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum", [table]);
    const list = columns.map((c) => `"${c.name}"::text`).join(', ');
    const { rows } = await client.query<Record<string, string | null>>(`select ${list} from ${table} where (${condition}) and $1::uuid is not null and $2::uuid is not null`, [caseId, draftId]);
    if (rows.length > 0) tables.push({ table, columns, rows });
  }
  return { caseId, draftId, tables };
}

export const rowCount = (sample: Sample): string => sample.tables.map((t) => `${t.rows.length} ${t.table}`).join(', ');

interface Statement {
  name: string;
  text: string;
  values: (string | null)[];
}

const ids = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
let serial = 0;

/** A UUIDv7 of now, so that the index is written where the house writes it. */
function newId(): string {
  const ms = Date.now().toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The same rows for another case: every id of the case's own is replaced, in columns and inside JSON alike. */
export function statementsFor(sample: Sample, draftId: string): Statement[] {
  const own = new Set(sample.tables.flatMap((t) => t.rows.flatMap((r) => [r['id'], t.table === 'cases.case' ? r['id'] : undefined])).filter((id) => id !== undefined && id !== null));
  const renamed = new Map([...own].map((id) => [id, newId()]));
  renamed.set(sample.draftId, draftId);
  const number = sample.tables[0]!.rows[0]!['number']!;
  const nextNumber = `${number.slice(0, -6)}${String(++serial).padStart(6, '0')}`;
  const rename = (text: string | null): string | null => text?.replace(ids, (id) => renamed.get(id) ?? id).replaceAll(number, nextNumber) ?? null;
  const statements = sample.tables.map(({ table, columns, rows }): Statement => {
    let at = 0;
    const tuples = rows.map(() => `(${columns.map((c) => `$${++at}::${c.type}`).join(', ')})`);
    const values = rows.flatMap((r) => columns.map((c) => (table === 'kernel.answer' && c.name === 'key' ? randomUUID() : rename(r[c.name] ?? null))));
    return { name: `raw ${table}`, text: `insert into ${table} (${columns.map((c) => `"${c.name}"`).join(', ')}) values ${tuples.join(', ')}`, values };
  });
  return [
    ...statements,
    { name: 'raw consume', text: 'update services.application set case_id = $2::uuid where draft_id = $1::uuid and case_id is null', values: [draftId, renamed.get(sample.caseId)!] },
    { name: 'raw drop', text: 'delete from forms.draft where id = $1::uuid and party_id = (select party_id from services.application where draft_id = $1::uuid) and version = 1', values: [draftId] },
  ];
}

/** Drafts for the raw writer to use up: copies of one that was really made. */
export async function copyDrafts(client: pg.ClientBase, draftId: string, count: number): Promise<string[]> {
  await client.query('create temp table copy_draft as select gen_random_uuid() as id from generate_series(1, $1::int)', [count]);
  for (const [table, key] of [['services.application', 'draft_id'], ['forms.draft', 'id']] as const) {
    const { rows } = await client.query<{ list: string }>("select string_agg(quote_ident(attname), ', ') filter (where attname <> $2) as list from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped", [table, key]);
    const list = rows[0]!.list;
    await client.query(`insert into ${table} (${key}, ${list}) select c.id, ${list.split(', ').map((n) => `t.${n}`).join(', ')} from copy_draft c, ${table} t where t.${key} = $1`, [draftId]);
  }
  const { rows } = await client.query<{ id: string }>('select id from copy_draft');
  await client.query('drop table copy_draft');
  return rows.map((r) => r.id);
}

/** Writes so many cases, one transaction each, on so many connections; seconds. */
export async function writeRaw(pool: pg.Pool, sample: Sample, drafts: readonly string[], clients: number): Promise<number> {
  const work = drafts.map((id) => statementsFor(sample, id));
  const connections = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  let next = 0;
  const began = performance.now();
  await Promise.all(
    connections.map(async (client) => {
      while (next < work.length) {
        const statements = work[next++]!;
        await client.query('begin');
        for (const s of statements) await client.query(s);
        await client.query('commit');
      }
      client.release();
    }),
  );
  return (performance.now() - began) / 1000;
}
