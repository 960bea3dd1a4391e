import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { freeRate } from './materials.ts';
import { rulesOf } from './rules-of.ts';

type Row = OutputOf<typeof c.rates>['total'];

/**
 * Rates in one pass: 编目率 = published ÷ (published + still being registered), 挂接率 = mounted ÷ published, 归集率 = tables with rows ÷ what is to be gathered,
 * 共享率 = shared ÷ published, 更新及时率 = updated within the cycle ÷ gathered.
 */
const ratesSql = `
  with m as (select entry_id, bool_or(kind = 'table') as has_table, bool_or(kind = 'interface') as has_interface from catalogue.mount where ended_at is null group by entry_id),
  f as (
    select e.provider, e.provider_name, 1 as published, 0 as pending, (m.entry_id is not null)::int as mounted, coalesce(m.has_table, false)::int as tables, coalesce(m.has_interface, false)::int as interfaces,
      (e.sharing <> 'none')::int as shared, (coalesce(m.has_table, false) and e.data_rows > 0)::int as gathered,
      (coalesce(m.has_table, false) and e.data_rows > 0 and e.data_updated_at >= $2::timestamptz - (coalesce(($3::jsonb ->> e.update_cycle)::int, 800) || ' days')::interval)::int as timely
    from catalogue.entry e left join m on m.entry_id = e.id where e.state = 'published' and starts_with(e.division, $1)
    union all
    select r.organisation, r.organisation, 0, r.pending, 0, 0, 0, 0, 0, 0 from catalogue.registrations_pending($1) r)
  select provider, max(provider_name) filter (where published = 1) as name, sum(published)::int as published, sum(pending)::int as pending, sum(mounted)::int as mounted, sum(tables)::int as tables, sum(interfaces)::int as interfaces,
    sum(shared)::int as shared, sum(gathered)::int as gathered, sum(timely)::int as timely
  from f group by rollup (provider) order by grouping(provider) desc, sum(published) desc, provider limit 1000`;

interface Counted {
  provider: string | null; name: string | null; published: number; pending: number; mounted: number; tables: number; interfaces: number; shared: number; gathered: number; timely: number;
}
const part = (of: number, all: number): number | null => (all === 0 ? null : Math.round((of / all) * 1000) / 1000);

export async function rates(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.rates>): Promise<OutputOf<typeof c.rates>> {
  const rows = await ctx.tx.query<Counted>(ratesSql, [input.division ?? '', ctx.now, JSON.stringify(rulesOf(deps).cycleDays)]);
  const rowOf = (r: Counted): Row => ({
    organisation: r.provider ?? '', name: r.provider === null ? '' : (deps.organisation(r.provider)?.name ?? r.name ?? r.provider), entries: r.published, known: r.published + r.pending, tables: r.tables, interfaces: r.interfaces,
    cataloguing: part(r.published, r.published + r.pending), mounting: part(r.mounted, r.published), gathering: part(r.gathered, r.shared), sharing: part(r.shared, r.published), updating: part(r.timely, r.gathered),
  });
  const [total, ...bodies] = rows.map(rowOf);
  const none: Row = { organisation: '', name: '', entries: 0, known: 0, tables: 0, interfaces: 0, cataloguing: null, mounting: null, gathering: null, sharing: null, updating: null };
  return { total: total ?? none, bodies, materials: await freeRate(deps, ctx) };
}
