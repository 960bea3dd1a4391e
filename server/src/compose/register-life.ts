import type { Exchange } from '#engines/exchange';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { RegisterCourse, RegisterLife } from '#modules/data';
import { textIn } from '#kernel/i18n';

const daysCounted = 30;
const none: RegisterLife = { sources: 0, lastRunAt: null, read: 0, refused: 0, score: null, measuredAt: null, tickets: 0, services: 0, grants: 0, calls: 0 };

/** 全生命周期 of every register: handed in by collection, measured by quality, served by the exchange; figures of the last 30 days, within what its reader may see. */
export async function registerLives(exchange: Exchange, ctx: Context): Promise<ReadonlyMap<string, RegisterLife>> {
  const lives = new Map<string, RegisterLife>();
  const add = (register: string, part: Partial<RegisterLife>): void => void lives.set(register, { ...none, ...lives.get(register), ...part });
  const since = dayInChina(new Date(ctx.now.getTime() - daysCounted * 86_400_000));
  const gathered = await ctx.tx.query<{ register: string; sources: number; at: Date | null; read: string; refused: string }>(
    `select s.register, count(distinct s.id)::int as sources, max(r.finished_at) as at, coalesce(sum(r.rows_read), 0) as read, coalesce(sum(r.refused), 0) as refused
     from collection.source s left join collection.run r on r.source_id = s.id and r.planned_at >= $1::date where s.state = 'active' group by s.register`, [since]);
  for (const g of gathered) add(g.register, { sources: g.sources, lastRunAt: g.at, read: Number(g.read), refused: Number(g.refused) });
  const measured = await ctx.tx.query<{ register: string; score: string | null; at: Date | null }>("select distinct on (r.register) r.register, r.score, r.done_at as at from quality.run r where r.state = 'done' order by r.register, r.id desc");
  for (const m of measured) add(m.register, { score: m.score === null ? null : Number(m.score), measuredAt: m.at });
  for (const t of await ctx.tx.query<{ register: string; tickets: number }>("select t.register, count(*)::int as tickets from quality.ticket t where t.state <> 'closed' group by t.register")) add(t.register, { tickets: t.tickets });
  const calls = new Map((await ctx.tx.query<{ service: string; calls: string }>('select m.service, sum(m.calls) as calls from exchange.meter m where m.day >= $1 group by m.service', [since])).map((m) => [m.service, Number(m.calls)]));
  const grants = await exchange.standingByService(ctx.tx, ctx.now);
  for (const s of await exchange.services()) {
    if (s.register === undefined || s.state !== 'active') continue;
    const before = lives.get(s.register) ?? none;
    add(s.register, { services: before.services + 1, grants: before.grants + (grants.get(s.id) ?? 0), calls: before.calls + (calls.get(s.id) ?? 0) });
  }
  return lives;
}

/** Calls through the gateway by day, the last 30 days. */
export async function callsByDay(ctx: Context): Promise<{ day: string; calls: number }[]> {
  const rows = await ctx.tx.query<{ day: string; calls: string }>('select m.day::text as day, sum(m.calls) as calls from exchange.meter m where m.day > $1::date - $2::int group by m.day order by m.day', [dayInChina(ctx.now), daysCounted]);
  return rows.map((r) => ({ day: r.day, calls: Number(r.calls) }));
}

const stepsShown = 10;

/** 经过 of one register, step by step, within what its reader may see. */
export async function registerCourse(exchange: Exchange, nameOf: (creditCode: string) => string, ctx: Context, register: string): Promise<RegisterCourse> {
  const since = dayInChina(new Date(ctx.now.getTime() - daysCounted * 86_400_000));
  const runs = await ctx.tx.query<{ at: Date; source: string; by: string; state: string; read: string | null; created: string | null; changed: string | null; refused: string | null }>(
    `select coalesce(r.finished_at, r.planned_at) as at, s.name as source, r.by_name as by, r.state, r.rows_read as read, r.created, r.changed, r.refused from collection.run r join collection.source s on s.id = r.source_id where s.register = $1 order by r.id desc limit ${stepsShown}`, [register]);
  const measured = await ctx.tx.query<{ at: Date; score: string | null; rows: string | null; milliseconds: number | null }>(`select done_at as at, score, rows, milliseconds from quality.run where register = $1 and state = 'done' order by id desc limit ${stepsShown}`, [register]);
  const mine = (await exchange.services()).filter((s) => s.register === register && s.state === 'active');
  const [grants, consumers] = [await exchange.standingByService(ctx.tx, ctx.now), await exchange.consumersOf(ctx.tx, mine.map((s) => s.id), ctx.now)];
  const days = await ctx.tx.query<{ service: string; day: string; calls: string }>('select m.service, m.day::text as day, sum(m.calls) as calls from exchange.meter m where m.service = any ($1) and m.day >= $2::date group by 1, 2 order by 2', [mine.map((s) => s.id), since]);
  const byDay = Map.groupBy(days, (d) => d.day);
  return {
    runs: runs.map((r) => ({ ...r, read: Number(r.read ?? 0), created: Number(r.created ?? 0), changed: Number(r.changed ?? 0), refused: Number(r.refused ?? 0) })),
    measured: measured.map((m) => ({ at: m.at, score: m.score === null ? null : Number(m.score), rows: Number(m.rows ?? 0), milliseconds: m.milliseconds ?? 0 })),
    services: mine.map((s) => ({
      id: s.id, title: textIn(s.title, ctx.locale), mode: s.mode, grants: grants.get(s.id) ?? 0, calls: days.filter((d) => d.service === s.id).reduce((n, d) => n + Number(d.calls), 0), consumers: consumers.filter((c) => c.service === s.id).map((c) => nameOf(c.organisation)),
    })),
    callsByDay: [...byDay].map(([day, each]) => ({ day, calls: each.reduce((n, d) => n + Number(d.calls), 0) })),
  };
}
