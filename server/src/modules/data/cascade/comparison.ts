import { z } from 'zod';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { registerKind } from '#engines/records';
import type * as c from './contract.ts';
import type { CascadeDeps } from './deps.ts';
import { digestOf, post } from './outbox.ts';
import type { ActivePeer } from './peer-queries.ts';

const days = 30;
const linesMax = 500;
/** Every call moves the figures: they are told once an hour at the most. */
const everyMs = 3_600_000;
const count = z.int().min(0);
const line = z.strictObject({ scope: z.enum(['register', 'service']), id: z.string().max(100), calls: count, rows: count, ownCalls: count, ownRows: count, rank: z.int().min(1).nullable(), houses: count });
export const comparisonBody = z.strictObject({ at: z.iso.datetime(), from: z.iso.date(), to: z.iso.date(), lines: z.array(line).max(linesMax) });
type Line = z.infer<typeof line>;

interface Used { peer: string | null; service: string; calls: number; rows: number }

/** 统计下发: to a lower house the sums of all houses, its own part and its rank among those below, by register and service. */
export async function collectComparison(deps: CascadeDeps, ctx: Context, peer: ActivePeer): Promise<void> {
  const told = await ctx.tx.one<{ comparison_digest: string | null; comparison_at: Date | null }>('select comparison_digest, comparison_at from cascade.peer where id = $1', [peer.id]);
  if (peer.role !== 'lower' || (told.comparison_at !== null && ctx.now.getTime() - told.comparison_at.getTime() < everyMs)) return;
  const [from, to] = [dayInChina(new Date(ctx.now.getTime() - days * 86_400_000)), dayInChina(ctx.now)];
  const below = await ctx.tx.query<Used>("select s.peer_id as peer, s.service, sum(s.calls)::float8 as calls, sum(s.rows)::float8 as rows from cascade.statistic s join cascade.peer p on p.id = s.peer_id and p.state = 'active' and p.role = 'lower' where s.day between $1 and $2 group by 1, 2", [from, to]);
  // what passed this house's own gateway counts in the sums; calls of lower houses are counted where they were made
  const lower = new Set((await ctx.tx.query<{ organisation: string }>("select organisation from cascade.peer where role = 'lower' and organisation is not null")).map((p) => p.organisation));
  const own = (await deps.exchange.meter(ctx.tx, { from, to })).filter((m) => !lower.has(m.organisation)).map((m): Used => ({ peer: null, service: m.service, calls: Number(m.calls), rows: Number(m.rows) }));
  const lines = await linesOf(deps, peer.id, [...below, ...own]);
  if (lines.length === 0) return;
  const digest = digestOf({ from, to, lines });
  if (digest === told.comparison_digest) return;
  post(deps.jobs, ctx, peer.id, 'comparison', { at: ctx.now.toISOString(), from, to, lines });
  await ctx.tx.query('update cascade.peer set comparison_digest = $2, comparison_at = $3 where id = $1', [peer.id, digest, ctx.now]);
}

/** `up-22-population.query` of a city is the province's own `population.query`, seen from below. */
const ownName = (service: string): string => service.replace(/^(up|down)-\d{2,12}-/, '');

async function linesOf({ exchange }: Pick<CascadeDeps, 'exchange'>, peerId: string, used: readonly Used[]): Promise<Line[]> {
  const sums = new Map<string, { scope: Line['scope']; id: string; calls: number; rows: number; of: Map<string, { calls: number; rows: number }> }>();
  const add = (scope: Line['scope'], id: string, u: Used): void => {
    const sum = sums.get(`${scope} ${id}`) ?? { scope, id, calls: 0, rows: 0, of: new Map() };
    sums.set(`${scope} ${id}`, { ...sum, calls: sum.calls + u.calls, rows: sum.rows + u.rows });
    if (u.peer === null) return;
    const part = sum.of.get(u.peer) ?? { calls: 0, rows: 0 };
    sum.of.set(u.peer, { calls: part.calls + u.calls, rows: part.rows + u.rows });
  };
  for (const u of used) {
    const service = ownName(u.service);
    add('service', service, u);
    const register = (await exchange.findService(service))?.register;
    if (register !== undefined) add('register', register, u);
  }
  return [...sums.values()].toSorted((a, b) => b.calls - a.calls || (a.scope + a.id < b.scope + b.id ? -1 : 1)).slice(0, linesMax).map(({ scope, id, calls, rows, of }): Line => {
    const mine = of.get(peerId);
    return { scope, id, calls, rows, ownCalls: mine?.calls ?? 0, ownRows: mine?.rows ?? 0, rank: mine === undefined ? null : 1 + [...of.values()].filter((o) => o.calls > mine.calls).length, houses: of.size };
  });
}

/** The newest word counts; what it no longer names is not shown. */
export async function takeComparison(ctx: Context, peer: ActivePeer, { at, from, to, lines }: z.infer<typeof comparisonBody>): Promise<void> {
  await ctx.tx.query(
    `insert into cascade.comparison as o (peer_id, scope, id, from_on, to_on, calls, rows, own_calls, own_rows, rank, houses, at)
     select $1, scope, id, $3, $4, calls, rows, "ownCalls", "ownRows", rank, houses, $5 from jsonb_to_recordset($2::jsonb) as r(scope text, id text, calls bigint, rows bigint, "ownCalls" bigint, "ownRows" bigint, rank int, houses int)
     on conflict (peer_id, scope, id) do update set from_on = excluded.from_on, to_on = excluded.to_on, calls = excluded.calls, rows = excluded.rows, own_calls = excluded.own_calls, own_rows = excluded.own_rows, rank = excluded.rank, houses = excluded.houses, at = excluded.at where o.at <= excluded.at`,
    [peer.id, JSON.stringify(lines), from, to, at]);
}

export async function comparison(deps: CascadeDeps, ctx: Context): Promise<OutputOf<typeof c.comparison>> {
  const rows = await ctx.tx.query<{ peer_id: string; peer: string; scope: Line['scope']; id: string; from_on: string; to_on: string; calls: number; rows: number; own_calls: number; own_rows: number; rank: number | null; houses: number; at: Date }>(
    `select c.peer_id, p.name as peer, c.scope, c.id, c.from_on::text, c.to_on::text, c.calls::float8 as calls, c.rows::float8 as rows, c.own_calls::float8 as own_calls, c.own_rows::float8 as own_rows, c.rank, c.houses, c.at
     from cascade.comparison c join cascade.peer p on p.id = c.peer_id and p.state = 'active' where c.at = (select max(x.at) from cascade.comparison x where x.peer_id = c.peer_id) order by c.scope, c.calls desc, c.id limit ${2 * linesMax}`);
  const titleOf = async (r: { scope: Line['scope']; id: string }): Promise<string> => {
    const title = r.scope === 'register' ? deps.content.find(registerKind, r.id)?.value.title : (await deps.exchange.findService(r.id))?.title;
    return title === undefined ? r.id : textIn(title, ctx.locale);
  };
  return {
    lines: await Promise.all(rows.map(async (r) => ({ peerId: r.peer_id, peer: r.peer, scope: r.scope, id: r.id, title: await titleOf(r), from: r.from_on, to: r.to_on, calls: r.calls, rows: r.rows, ownCalls: r.own_calls, ownRows: r.own_rows, rank: r.rank, houses: r.houses, at: r.at.toISOString() }))),
  };
}
