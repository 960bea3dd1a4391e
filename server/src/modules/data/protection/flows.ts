import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { bodyName } from '../body-name.ts';
import { casesRead } from '../cases-read.ts';
import type * as c from './contract.ts';
import { asHouse, inCharge, type Protection } from './deps.ts';

type Flow = OutputOf<typeof c.flows>['flows'][number];
interface Counted { register: string; organisation: string; times: number; rows: string; bytes?: string; last_at: Date | null }
interface Owner { target: string; provider: string; grade: string | null }

/** Flows of one answer; the largest first. */
const flowsMax = 500;

/**
 * 数据流向: who gave what to whom in some days: handed in by a body, called through the gateway, taken as a file, looked
 * at by its officials. From the course of things (runs, meter, exports, access log), never from what was declared.
 */
export async function flows(deps: Protection, ctx: Context, { days, register, organisation }: ParsedInputOf<typeof c.flows>): Promise<OutputOf<typeof c.flows>> {
  const since = new Date(ctx.now.getTime() - days * 86_400_000);
  const services = new Map((await deps.exchange.services()).map((s) => [s.id, s]));
  const { owners, gathered, called, taken, looked } = await asHouse(ctx, async () => ({
    owners: await ctx.tx.query<Owner>("select distinct on (m.target) m.target, e.provider, e.grade from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.kind = 'table' and m.ended_at is null and e.state = 'published' order by m.target, e.code"),
    gathered: await ctx.tx.query<Counted>("select s.register, s.organisation, count(*)::int as times, coalesce(sum(r.created + r.changed), 0) as rows, max(r.finished_at) as last_at from collection.run r join collection.source s on s.id = r.source_id where r.state = 'done' and r.planned_at >= $1 group by 1, 2 limit 2000", [since]),
    called: await ctx.tx.query<Counted & { service: string }>("select m.service, m.service as register, m.organisation, sum(m.calls)::int as times, sum(m.rows) as rows, sum(m.bytes) as bytes, max(m.day)::timestamptz as last_at from exchange.meter m where m.day >= $1::date group by 1, 3 limit 2000", [dayInChina(since)]),
    taken: await ctx.tx.query<Counted>("select e.register, e.organisation, count(*)::int as times, coalesce(sum(e.rows_taken), 0) as rows, max(e.taken_at) as last_at from privacy.export e where e.state = 'taken' and e.taken_at >= $1 group by 1, 2 limit 2000", [since]),
    looked: await ctx.tx.query<Counted>("select l.register, l.organisation, count(*)::int as times, count(distinct l.subject) as rows, max(l.at) as last_at from records.access_log l where l.id >= kernel.id_floor($1) and l.actor_kind = 'officer' and l.organisation is not null group by 1, 2 limit 2000", [since]),
  }));
  const owner = new Map(owners.map((o) => [o.target, o]));
  const make = (way: Flow['way'], r: Counted, from: string | null, to: string | null, service: string | null = null): Flow => {
    const definition = deps.content.find(registerKind, r.register)?.value;
    return {
      way, register: r.register, registerTitle: definition !== undefined ? textIn(definition.title, ctx.locale) : r.register === casesRead.id ? casesRead[ctx.locale] : (service ?? r.register), from, fromName: nameOf(from), to, toName: nameOf(to), service, times: r.times, rows: Number(r.rows), bytes: r.bytes === undefined ? null : Number(r.bytes),
      lastAt: r.last_at?.toISOString() ?? null, grade: owner.get(r.register)?.grade ?? null, personal: r.register === casesRead.id || (definition !== undefined && (definition.subjects.length > 0 || definition.fields.some((f) => f.sensitive))),
    };
  };
  const nameOf = (code: string | null): string | null => (code === null ? null : bodyName(deps, code, ctx.locale));
  const all = [
    ...gathered.map((r) => make('gathered', r, r.organisation, null)),
    ...called.map((r) => { const service = services.get(r.service); const held = service?.register ?? r.service; return make('called', { ...r, register: held }, service?.provider ?? owner.get(held)?.provider ?? null, r.organisation, service === undefined ? r.service : textIn(service.title, ctx.locale)); }),
    ...taken.map((r) => make('taken', r, owner.get(r.register)?.provider ?? null, r.organisation)),
    ...looked.map((r) => make('looked', r, owner.get(r.register)?.provider ?? null, r.organisation)),
  ];
  const mine = all.filter((f) => [f.from, f.to].some((code) => code !== null && inCharge(deps, ctx, code)) && (register === undefined || f.register === register) && (organisation === undefined || f.from === organisation || f.to === organisation));
  return { since: since.toISOString(), flows: mine.toSorted((a, b) => b.rows - a.rows || b.times - a.times).slice(0, flowsMax), total: mine.length };
}
