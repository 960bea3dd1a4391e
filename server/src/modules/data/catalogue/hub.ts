import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { CatalogueDeps, HubCourse, RegisterLife } from './deps.ts';
import { entryColumns, type EntryRow } from './entry-queries.ts';
import { entrySummaryOf, isFresh } from './entry-view.ts';
import { hubTargetsKind, type HubTargets } from './kinds.ts';
import { rates } from './rates.ts';

type Hub = OutputOf<typeof c.hubOverview>;
type Measure = HubTargets['targets'][number]['measure'];

const noCourse: HubCourse = { shared: { calls: 0, rows: 0, refused: 0 }, openSets: 0, monitor: { services: 0, failing: 0, failed: 0, refused: 0, slowest: 0, failedRuns: 0, refusedRows: 0, keysEnding: 0 }, levels: [] };

/** 五统一: catalogue, publication, matching, governance and monitoring on one page, against the place's targets, with the levels that it is joined to. */
export async function hubOverview(deps: CatalogueDeps, ctx: Context): Promise<Hub> {
  const counts = await ctx.tx.one<{ entries: number; mounted: number; bodies: number; records: string | null; open: number; pending: number }>(
    `select count(*)::int as entries, count(*) filter (where exists (select from catalogue.mount m where m.entry_id = e.id and m.ended_at is null))::int as mounted, count(distinct e.provider)::int as bodies, sum(e.data_rows) as records,
       count(*) filter (where e.opening <> 'none')::int as open, (select coalesce(sum(r.pending), 0)::int from catalogue.registrations_pending('') r) as pending from catalogue.entry e where e.state = 'published'`);
  const demands = await ctx.tx.one<{ open: number; overdue: number; fulfilled: number }>('select open, overdue, fulfilled from catalogue.demands_counted($1::date)', [dayInChina(ctx.now)]);
  const gathered = await ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.state = 'published' and e.data_updated_at is not null order by e.data_updated_at limit 200`);
  const lives = [...((await deps.livesOf?.(ctx)) ?? new Map<string, RegisterLife>()).values()];
  const sum = (of: (life: RegisterLife) => number): number => lives.reduce((total, life) => total + of(life), 0);
  const scores = lives.flatMap((l) => (l.score === null ? [] : [l.score]));
  const byDay = (await deps.callsByDay?.(ctx)) ?? [];
  const { total, materials } = await rates(deps, ctx, {});
  const { shared, openSets, monitor, levels } = (await deps.hubCourse?.(ctx)) ?? noCourse;
  const records = Number(counts.records ?? 0);
  return {
    ...counts, records, sources: sum((l) => l.sources), services: sum((l) => l.services), grants: sum((l) => l.grants), calls: byDay.reduce((n, d) => n + d.calls, 0), callsByDay: byDay, demands,
    governed: { measured: scores.length, score: scores.length === 0 ? null : Math.round((scores.reduce((a, b) => a + b, 0) / scores.length) * 10) / 10, tickets: sum((l) => l.tickets) },
    late: gathered.filter((e) => isFresh(deps, e, ctx.now) === false).map((e) => entrySummaryOf(e, ['table'])),
    rates: { cataloguing: total.cataloguing, mounting: total.mounting, gathering: total.gathering, sharing: total.sharing, updating: total.updating, materials: materials.rate }, materials: { free: materials.free, all: materials.all }, openSets, shared, monitor,
    levels: levels.map((l) => ({ ...l, heardAt: l.heardAt?.toISOString() ?? null, reconciledAt: l.reconciledAt?.toISOString() ?? null })),
    targets: targetsOf(deps, ctx, { cataloguing: total.cataloguing, mounting: total.mounting, gathering: total.gathering, sharing: total.sharing, updating: total.updating, records, sharedCalls: shared.calls, sharedRows: shared.rows, openSets, entries: counts.entries }),
  };
}

/** 规划目标 of the place, each beside what is measured now; rates 0 to 1. */
function targetsOf(deps: CatalogueDeps, ctx: Context, now: Readonly<Record<Measure, number | null>>): Hub['targets'] {
  return deps.content.list(hubTargetsKind).flatMap(({ value }) => value.targets.map((x) => ({ measure: x.measure, atLeast: x.atLeast, now: now[x.measure], reached: now[x.measure] !== null && now[x.measure]! >= x.atLeast, by: x.by, basis: textIn(x.basis, ctx.locale) })));
}
