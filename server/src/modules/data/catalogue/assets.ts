import { registerKind } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { lateSql } from './demand-views.ts';
import { entryColumns, type EntryRow } from './entry-queries.ts';
import { entrySummaryOf, isFresh } from './entry-view.ts';
import { refreshFacts } from './sync-content.ts';

/** 数据资产管理库: every library with its owner, source, standard, volume and freshness. */
export async function assetLibrary(deps: CatalogueDeps, ctx: Context): Promise<OutputOf<typeof c.assetLibrary>> {
  const rows = await ctx.tx.query<EntryRow & { target: string; services: number }>(
    `select ${entryColumns}, m.target, (select count(*)::int from catalogue.mount s where s.entry_id = e.id and s.kind = 'interface' and s.ended_at is null) as services
     from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.kind = 'table' and m.ended_at is null and e.state = 'published' order by e.code limit 2000`);
  return {
    libraries: rows.flatMap((e) => {
      const register = deps.content.find(registerKind, e.target)?.value;
      if (register === undefined) return [];
      return [{
        register: e.target, title: textIn(register.title, ctx.locale), kind: e.code.startsWith('1') ? 'base' : e.code.startsWith('2') ? 'theme' : 'department', owner: e.provider_name, source: register.authority === undefined ? null : textIn(register.authority, ctx.locale),
        standard: register.standard ?? null, rows: Number(e.data_rows ?? 0), updatedAt: e.data_updated_at?.toISOString() ?? null, fresh: isFresh(deps, e, ctx.now), grade: e.grade, entryId: e.id, fields: register.fields.length, services: e.services,
      }];
    }),
  };
}

const daysShown = 30;

/** 五统一: catalogue, gathering, matching, sharing and monitoring on one page. */
export async function hubOverview(deps: CatalogueDeps, ctx: Context): Promise<OutputOf<typeof c.hubOverview>> {
  const today = dayInChina(ctx.now);
  const counts = await ctx.tx.one<{ entries: number; mounted: number; records: string | null; services: number }>(
    `select count(*)::int as entries, count(*) filter (where exists (select from catalogue.mount m where m.entry_id = e.id and m.ended_at is null))::int as mounted, sum(e.data_rows) as records,
       (select count(*)::int from catalogue.mount m where m.kind = 'interface' and m.ended_at is null) as services from catalogue.entry e where e.state = 'published'`);
  const byDay = await ctx.tx.query<{ day: string; calls: string }>('select u.day::text as day, sum(u.calls) as calls from catalogue.use u where u.day > $1::date - $2::int group by u.day order by u.day', [today, daysShown]);
  const demands = await ctx.tx.one<{ open: number; overdue: number; fulfilled: number }>(
    `select count(*) filter (where d.ended_at is null)::int as open, count(*) filter (where ${lateSql.replaceAll('$day', '$1')})::int as overdue, count(*) filter (where d.state = 'fulfilled')::int as fulfilled from catalogue.demand d`, [today]);
  const gathered = await ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.state = 'published' and e.data_updated_at is not null order by e.data_updated_at limit 200`);
  return {
    ...counts, records: Number(counts.records ?? 0), calls: byDay.reduce((sum, d) => sum + Number(d.calls), 0), callsByDay: byDay.map((d) => ({ day: d.day, calls: Number(d.calls) })), demands,
    late: gathered.filter((e) => isFresh(deps, e, ctx.now) === false).map((e) => entrySummaryOf(e, ['table'])),
  };
}

/** 更新: a load came in; volume and freshness of the entry are those of its register. */
export const noteLoaded = (deps: CatalogueDeps, ctx: Context): Promise<void> => refreshFacts(deps, ctx);

/** 使用: the gateway tells its calls by day and consumer. */
export async function noteUse(ctx: Context, entryId: string, consumer: string, calls: number): Promise<void> {
  await ctx.tx.query('insert into catalogue.use as u (entry_id, day, consumer, calls) values ($1, $2, $3, $4) on conflict (entry_id, day, consumer) do update set calls = u.calls + excluded.calls', [entryId, dayInChina(ctx.now), consumer, calls]);
}
