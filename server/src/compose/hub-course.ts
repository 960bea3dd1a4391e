import type { Exchange } from '#engines/exchange';
import type { Context } from '#kernel/context';
import type { HubCourse } from '#modules/data';

const dayMs = 86_400_000;
const failuresDays = 7;
const keysEndingDays = 30;

/** 五统一, what the catalogue itself does not know: sharing so far, how it runs, the levels that this house is joined to. */
export async function hubCourse(exchange: Pick<Exchange, 'health' | 'keysEnding'>, ctx: Context): Promise<HubCourse> {
  const shared = await ctx.tx.one<{ calls: number; rows: number; refused: number }>('select coalesce(sum(m.calls), 0)::float8 as calls, coalesce(sum(m.rows), 0)::float8 as rows, coalesce(sum(m.refused), 0)::float8 as refused from exchange.meter m');
  const health = await exchange.health(ctx.tx, new Date(ctx.now.getTime() - dayMs));
  const gathering = await ctx.tx.one<{ failed: number; refused: number }>(
    "select count(*) filter (where r.state = 'failed')::int as failed, coalesce(sum(r.refused), 0)::int as refused from collection.run r where r.planned_at >= $1::timestamptz - make_interval(days => $2)", [ctx.now, failuresDays]);
  const open = await ctx.tx.one<{ sets: number }>("select count(*)::int as sets from open.set s where s.state = 'open'");
  return {
    shared, openSets: open.sets,
    monitor: { services: health.length, failing: health.filter((h) => h.failed > 0).length, failed: health.reduce((n, h) => n + h.failed, 0), refused: health.reduce((n, h) => n + h.refused, 0), slowest: health.reduce((most, h) => Math.max(most, Math.round(h.slowMs)), 0), failedRuns: gathering.failed, refusedRows: gathering.refused, keysEnding: (await exchange.keysEnding(ctx, keysEndingDays)).length },
    levels: await levelsOf(ctx),
  };
}

/** 级联: each house that this one is joined to, its line, and what has come over it. */
async function levelsOf(ctx: Context): Promise<HubCourse['levels']> {
  const rows = await ctx.tx.query<{ id: string; name: string; role: 'upper' | 'lower'; state: string; failures: number; heard_at: Date | null; reconciled_at: Date | null; waiting: number; told: number; entries: number; calls: number }>(
    `select p.id, p.name, p.role, p.state, p.failures, p.last_heard_at as heard_at, p.reconciled_at, (select count(*)::int from cascade.outbox o where o.peer_id = p.id and o.taken_at is null) as waiting, (select count(*)::int from cascade.sent_entry s where s.peer_id = p.id) as told,
       (select count(*)::int from cascade.entry e where e.peer_id = p.id and e.state = 'published') as entries, (select coalesce(sum(t.calls), 0)::float8 from cascade.statistic t where t.peer_id = p.id) as calls
     from cascade.peer p where p.state <> 'ended' order by p.role desc, p.name limit 100`);
  return rows.map(({ heard_at, reconciled_at, ...r }) => ({ ...r, state: r.state as HubCourse['levels'][number]['state'], heardAt: heard_at, reconciledAt: reconciled_at }));
}
