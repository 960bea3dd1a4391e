import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { registerKind } from '#engines/records';
import { sm3 } from '#engines/signing';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import { isId } from '#kernel/ids';
import { textIn } from '#kernel/i18n';
import type { ApplicationRow } from './applications.ts';
import type * as c from './contract.ts';
import type { CascadeDeps } from './deps.ts';
import { endOfDay } from './end-of-day.ts';
import type { FlowRow } from './flows.ts';
import { fingerprintOf } from './join.ts';
import type { PeerRow } from './peer-queries.ts';

export async function listPeers(deps: CascadeDeps, ctx: Context): Promise<OutputOf<typeof c.listPeers>> {
  const peers = await ctx.tx.query<PeerRow>('select * from cascade.peer order by asked_at desc, id limit 200');
  const lines = await ctx.tx.query<{ peer_id: string; waiting: number }>('select o.peer_id, count(*)::int as waiting from cascade.outbox o where o.taken_at is null group by o.peer_id');
  const waiting = new Map(lines.map((l) => [l.peer_id, l.waiting]));
  return {
    own: { house: deps.exchange.house.name, fingerprint: deps.exchange.house.keyId },
    peers: peers.map((p) => ({
      id: p.id, house: p.house, url: p.url, role: p.role, name: p.name, organisation: p.organisation, division: p.division, fingerprint: p.spki === null ? null : fingerprintOf(p.spki), state: p.state, version: p.version, askedAt: p.asked_at.toISOString(), askedBy: p.asked_by,
      approvedAt: p.approved_at?.toISOString() ?? null, approvedBy: p.approved_by,
      line: { failures: p.failures, nextAt: p.next_at.toISOString(), lastError: p.last_error, lastHeardAt: p.last_heard_at?.toISOString() ?? null, waiting: waiting.get(p.id) ?? 0, sent: Number(p.sent), received: Number(p.received) },
      directory: p.directory === null || p.directory_until === null ? null : { number: p.directory.number, until: p.directory_until.toISOString(), valid: p.directory_until > ctx.now, services: p.directory.services.length },
      reconciled: p.reconciled === null || p.reconciled_at === null ? null : { at: p.reconciled_at.toISOString(), ...p.reconciled },
    })),
  };
}

/** So far entries are counted; a list that is longer says so much. */
const entriesCounted = 10_000;
interface EntryView { peer_id: string; peer: string; role: 'upper' | 'lower'; code: string; version: number; title: string; provider: string; provider_name: string; sharing: string; sharing_condition: string | null; sharing_basis: string | null; items: string[]; services: string[]; directory: PeerRow['directory'] }

export async function listEntries(ctx: Context, i: ParsedInputOf<typeof c.listEntries>): Promise<OutputOf<typeof c.listEntries>> {
  const asked: [string, unknown][] = [['e.peer_id = ?', i.peerId], ["position(lower(?) in lower(e.title || ' ' || e.provider_name || ' ' || e.code)) > 0", i.text === '' ? undefined : i.text]];
  const told = conditionsOf(asked);
  const from = "from cascade.entry e join cascade.peer p on p.id = e.peer_id where e.state = 'published' and p.state = 'active'";
  const { total } = await ctx.tx.one<{ total: number }>(`select count(*)::int as total from (select ${from} and ${told.where} limit ${entriesCounted}) n`, told.values);
  const [peer, code] = (i.after ?? '').split(/ (.*)/s);
  const { where, values, next } = conditionsOf(asked);
  const later = code === undefined || !isId(peer ?? '') ? '' : ` and (e.peer_id, e.code) > (${next(peer)}::uuid, ${next(code)})`;
  const rows = await ctx.tx.query<EntryView>(`select e.*, p.name as peer, p.role, p.directory ${from} and ${where}${later} order by e.peer_id, e.code limit ${next(i.limit + 1)}`, values);
  const page = rows.slice(0, i.limit);
  const last = page.at(-1);
  return {
    total, next: rows.length > i.limit && last !== undefined ? `${last.peer_id} ${last.code}` : null,
    entries: page.map((e) => ({
      peerId: e.peer_id, peer: e.peer, role: e.role, code: e.code, version: e.version, title: e.title, provider: e.provider, providerName: e.provider_name, sharing: e.sharing, sharingCondition: e.sharing_condition, sharingBasis: e.sharing_basis, items: e.items,
      services: (e.directory?.services ?? []).filter((s) => e.services.includes(s.id) && s.state === 'active').map((s) => ({ id: s.id, title: textIn(s.title as never, ctx.locale), mode: s.mode, fields: [...s.fields] })),
    })),
  };
}

export async function listApplications(ctx: Context, i: ParsedInputOf<typeof c.listApplications>): Promise<OutputOf<typeof c.listApplications>> {
  const { where, values, next } = conditionsOf([['a.direction = ?', i.direction], ['a.id < ?', i.before]]);
  const rows = await ctx.tx.query<ApplicationRow & { peer: string }>(
    `select a.*, a.until_on::text as until_on, a.due_on::text as due_on, p.name as peer from cascade.application a join cascade.peer p on p.id = a.peer_id where ${where} order by a.id desc limit ${next(i.limit + 1)}`, values);
  const shown = rows.slice(0, i.limit);
  const today = dayInChina(ctx.now);
  return {
    next: rows.length > i.limit ? (shown.at(-1)?.id ?? null) : null,
    applications: shown.map((a) => ({
      id: a.id, peerId: a.peer_id, peer: a.peer, direction: a.direction, code: a.code, title: a.title, service: a.service, fields: a.fields, purpose: a.purpose, basis: a.basis, organisation: a.organisation, organisationName: a.organisation_name, until: a.until_on,
      state: a.state === 'granted' && endOfDay(a.until_on) <= ctx.now ? 'over' : a.state, reason: a.reason, dueOn: a.due_on, late: a.state === 'asked' && a.due_on !== null && a.due_on < today, grant: a.own_grant, purposeCode: a.purpose_code, ownService: a.own_service, caseId: a.case_id, version: a.version, at: a.at.toISOString(), by: a.by_name, decidedBy: a.decided_by,
    })),
  };
}

export async function listFlows(deps: CascadeDeps, ctx: Context): Promise<OutputOf<typeof c.listFlows>> {
  const titleOf = (register: string): string => {
    const found = deps.content.find(registerKind, register);
    return found === undefined ? register : textIn(found.value.title, ctx.locale);
  };
  const flows = await ctx.tx.query<FlowRow & { peer: string }>('select f.*, p.name as peer from cascade.flow f join cascade.peer p on p.id = f.peer_id order by f.at desc limit 200');
  const counts = await ctx.tx.query<{ peer_id: string; peer: string; direction: 'down' | 'in'; register: string; records: string; text: string; at: Date }>(
    "select n.peer_id, p.name as peer, n.direction, n.register, n.records, n.records || ':' || n.first_half || ':' || n.second_half as text, n.at from cascade.flow_count n join cascade.peer p on p.id = n.peer_id order by n.direction, n.register, n.peer_id limit 1000");
  return {
    flows: flows.map((f) => ({ id: f.id, peerId: f.peer_id, peer: f.peer, register: f.register, title: titleOf(f.register), basis: f.basis, position: f.position, firstPass: { records: f.passed, doneAt: f.pass_done_at?.toISOString() ?? null }, state: f.state, version: f.version, at: f.at.toISOString(), by: f.by_name })),
    counts: counts.map((n) => ({ peerId: n.peer_id, peer: n.peer, direction: n.direction, register: n.register, title: titleOf(n.register), records: Number(n.records), digest: sm3(Buffer.from(n.text, 'utf8')).toString('hex'), lastAt: n.at.toISOString() })),
  };
}

export async function statistics(ctx: Context, i: ParsedInputOf<typeof c.statistics>): Promise<OutputOf<typeof c.statistics>> {
  const sums = (by: string): string => `select s.peer_id as "peerId", p.name as peer, ${by}, sum(s.calls)::float8 as calls, sum(s.refused)::float8 as refused, sum(s.rows)::float8 as rows from cascade.statistic s join cascade.peer p on p.id = s.peer_id where s.day between $1 and $2 group by 1, 2, 3 order by 3 limit 2000`;
  const days = await ctx.tx.query<{ peerId: string; peer: string; day: string; calls: number; refused: number; rows: number }>(sums('s.day::text as day'), [i.from, i.to]);
  const organisations = await ctx.tx.query<{ peerId: string; peer: string; organisation: string; calls: number; rows: number }>(sums('s.organisation'), [i.from, i.to]);
  return { days, organisations: organisations.map(({ peerId, peer, organisation, calls, rows }) => ({ peerId, peer, organisation, calls, rows })) };
}
