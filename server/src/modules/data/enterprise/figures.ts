import { system, type Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { supplyFigures, type SupplyFigures } from '../collection/index.ts';
import type { Agreement } from './agreements.ts';
import type * as c from './contract.ts';
import type { Enterprise } from './deps.ts';

type View = OutputOf<typeof c.getAgreement>;
type Overview = OutputOf<typeof c.overview>;
const cyclesMissed = 3;
const daysShown = 30;

/** 逾期未供: no success within three cycles since it began. */
function isLate(s: SupplyFigures, everyMinutes: number, activeAt: Date | null, now: Date): boolean {
  const since = s.lastGoodAt ?? activeAt;
  return s.state === 'active' && since !== null && now.getTime() - since.getTime() > cyclesMissed * everyMinutes * 60_000;
}

/** 运行 of both directions; read by the house, since sources and meters are hidden from firms. */
export function figuresOf(o: Enterprise, ctx: Context, a: Agreement): Promise<Pick<View, 'supply' | 'uses' | 'callsByDay'>> {
  return o.db.read(system, async (tx) => {
    const [supply] = a.source_id === null ? [] : await supplyFigures(tx, [a.source_id]);
    const used = new Map((await o.exchange.useOfGrants(tx, a.grants.map((g) => g.grantId))).map((u) => [u.grantId, u]));
    const from = dayInChina(new Date(ctx.now.getTime() - daysShown * 86_400_000));
    const byDay = new Map<string, number>();
    for (const { grantId } of a.grants) for (const m of await o.exchange.meter(tx, { from, to: dayInChina(ctx.now), grantId })) byDay.set(String(m.day), (byDay.get(String(m.day)) ?? 0) + Number(m.calls));
    return {
      supply: supply === undefined ? null : {
        sourceId: supply.sourceId, state: supply.state, runs: supply.runs, read: supply.read, loaded: supply.loaded, refused: supply.refused, lastAt: supply.lastAt?.toISOString() ?? null, lastState: supply.lastState, lastRunId: supply.lastRunId,
        failure: supply.failure === null ? null : supply.failure[ctx.locale], late: isLate(supply, a.terms.inbound?.everyMinutes ?? 1, a.active_at, ctx.now),
      },
      uses: a.grants.map((g) => {
        const u = used.get(g.grantId);
        return { service: g.service, title: textIn(a.terms.outbound.find((x) => x.service === g.service)?.title ?? g.service, ctx.locale), grantId: g.grantId, inForce: a.state === 'active', calls: u?.calls ?? 0, refused: u?.refused ?? 0, lastDay: u?.lastDay ?? null };
      }),
      callsByDay: [...byDay].toSorted(([x], [y]) => (x < y ? -1 : 1)).map(([day, calls]) => ({ day, calls })),
    };
  });
}

interface Counted { trade: Overview['trades'][number]['trade']; state: Agreement['state']; company_code: string; source_id: string | null; grants: Agreement['grants']; every: number | null; active_at: Date | null }
const agreementsMax = 5_000;

/** 总览: of the agreements that its reader may see. */
export async function overview(o: Enterprise, ctx: Context): Promise<Overview> {
  const rows = await ctx.tx.query<Counted>(`select terms->>'trade' as trade, state, company_code, source_id, grants, (terms#>>'{inbound,everyMinutes}')::int as every, active_at from enterprise.agreement order by id desc limit ${agreementsMax}`);
  const { supplies, uses } = await o.db.read(system, async (tx) => ({
    supplies: new Map((await supplyFigures(tx, rows.flatMap((r) => r.source_id ?? []))).map((s) => [s.sourceId, s])), uses: new Map((await o.exchange.useOfGrants(tx, rows.flatMap((r) => r.grants.map((g) => g.grantId)))).map((u) => [u.grantId, u])),
  }));
  const loadedOf = (r: Counted): number => (r.source_id === null ? 0 : (supplies.get(r.source_id)?.loaded ?? 0));
  const callsOf = (r: Counted): number => r.grants.reduce((sum, g) => sum + (uses.get(g.grantId)?.calls ?? 0), 0);
  const sum = (of: readonly Counted[], one: (r: Counted) => number): number => of.reduce((total, r) => total + one(r), 0);
  const active = rows.filter((r) => r.state === 'active');
  return {
    agreements: { open: rows.filter((r) => !['active', 'ended', 'declined'].includes(r.state)).length, active: active.length, ended: rows.filter((r) => r.state === 'ended').length }, firms: new Set(active.map((r) => r.company_code)).size,
    loaded: sum(rows, loadedOf), refused: [...supplies.values()].reduce((total, s) => total + s.refused, 0), calls: sum(rows, callsOf),
    late: active.filter((r) => r.source_id !== null && supplies.has(r.source_id) && isLate(supplies.get(r.source_id)!, r.every ?? 1, r.active_at, ctx.now)).length,
    trades: [...Map.groupBy(rows, (r) => r.trade)].map(([trade, each]) => ({ trade, active: each.filter((r) => r.state === 'active').length, loaded: sum(each, loadedOf), calls: sum(each, callsOf) })),
  };
}
