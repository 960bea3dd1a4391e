import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { Libraries } from './deps.ts';

export const linkJob = 'libraries.linkCredit';
const filesMax = 500;
const msPerDay = 86_400_000;

interface Counted {
  sample: string; file_id: string | null; file_version: number | null; licences: number; penalties: number; honours: number; dishonest: boolean;
}

/**
 * 信用信息联动: entries that changed within the days bring the files of their subjects in line: licences, penalties and lists that stand
 * (not repaired), honours; a subject without a file gets one. Counted over the whole set in one statement; only files that differ are written.
 */
export async function linkCredit(deps: Pick<Libraries, 'content' | 'records' | 'jobs'>, ctx: Context, days: number): Promise<void> {
  const entries = deps.content.get(registerKind, 'credit-record').compiled;
  const files = deps.content.get(registerKind, 'credit-file').compiled;
  // both names are made by the records engine from checked ids; identity numbers meet by their keyed digests
  const rows = await ctx.tx.query<Counted>(
    `with touched as (select distinct credit_code, identity_number_blind as person from ${entries.table} where record_at >= $1),
     counted as (
       select e.credit_code, e.identity_number_blind as person, (array_agg(e.id order by e.record_at desc, e.id))[1] as sample, count(*) filter (where e.entry_kind = 'licence')::int as licences,
         count(*) filter (where e.entry_kind = 'penalty' and not e.repaired)::int as penalties, count(*) filter (where e.entry_kind = 'honour')::int as honours, bool_or(e.entry_kind = 'dishonest' and not e.repaired) as dishonest
       from ${entries.table} e where e.record_ended_on is null and exists (select from touched t where t.credit_code = e.credit_code or t.person = e.identity_number_blind) group by 1, 2)
     select c.sample, f.id as file_id, f.record_version as file_version, c.licences, c.penalties, c.honours, c.dishonest
     from counted c left join ${files.table} f on f.record_ended_on is null and (f.credit_code = c.credit_code or f.identity_number_blind = c.person)
     where f.id is null or (f.licences, f.penalties, f.honours, f.dishonest) is distinct from (c.licences, c.penalties, c.honours, c.dishonest) order by c.sample limit $2`,
    [new Date(ctx.now.getTime() - days * msPerDay), filesMax + 1]);
  for (const row of rows.slice(0, filesMax)) {
    const counts = { licences: row.licences, penalties: row.penalties, honours: row.honours, dishonest: row.dishonest };
    if (row.file_id !== null) await deps.records.change(ctx, 'credit-file', row.file_id, counts, { basedOnVersion: row.file_version!, source: '信用信息联动' });
    else await openFile(deps, ctx, row.sample, counts);
  }
  if (rows.length > filesMax) deps.jobs.plan(ctx.tx, { kind: linkJob, payload: { days }, key: 'more' });
}

async function openFile({ records }: Pick<Libraries, 'records'>, ctx: Context, entryId: string, counts: object): Promise<void> {
  const { data } = await records.get(ctx, 'credit-record', entryId, { purpose: { duty: '信用信息联动', text: '建立信用档案' } });
  const { subjectKind, subjectName, creditCode, identityNumber, division } = data;
  await records.put(ctx, 'credit-file', { fileNumber: `DA${entryId}`, subjectKind, subjectName, creditCode, identityNumber, division, ...counts }, { source: '信用信息联动' });
}
