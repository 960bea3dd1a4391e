import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { registerKind } from '#engines/records';
import { sm3 } from '#engines/signing';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { ApplicationRow } from './applications.ts';
import type * as c from './contract.ts';
import type { CascadeDeps } from './deps.ts';
import type { FlowRow } from './flows.ts';
import { fingerprintOf } from './join.ts';
import type { PeerRow } from './peer-queries.ts';

export async function listPeers(deps: CascadeDeps, ctx: Context): Promise<OutputOf<typeof c.listPeers>> {
  const peers = await ctx.tx.query<PeerRow>('select * from cascade.peer order by asked_at desc, id limit 200');
  const lines = await ctx.tx.query<{ peer_id: string; waiting: number; sent: number; received: number }>(
    `select p.id as peer_id, (select count(*)::int from cascade.outbox o where o.peer_id = p.id and o.taken_at is null) as waiting, (select count(*)::int from cascade.outbox o where o.peer_id = p.id and o.taken_at is not null) as sent,
       (select count(*)::int from cascade.inbox i where i.peer_id = p.id) as received from cascade.peer p`);
  const lineOf = new Map(lines.map((l) => [l.peer_id, l]));
  return {
    own: { house: deps.exchange.house.name, fingerprint: deps.exchange.house.keyId },
    peers: peers.map((p) => ({
      id: p.id, house: p.house, url: p.url, role: p.role, name: p.name, organisation: p.organisation, division: p.division, fingerprint: p.spki === null ? null : fingerprintOf(p.spki), state: p.state, version: p.version, askedAt: p.asked_at.toISOString(), askedBy: p.asked_by,
      approvedAt: p.approved_at?.toISOString() ?? null, approvedBy: p.approved_by,
      line: { failures: p.failures, nextAt: p.next_at.toISOString(), lastError: p.last_error, lastHeardAt: p.last_heard_at?.toISOString() ?? null, waiting: lineOf.get(p.id)?.waiting ?? 0, sent: lineOf.get(p.id)?.sent ?? 0, received: lineOf.get(p.id)?.received ?? 0 },
      directory: p.directory === null || p.directory_until === null ? null : { number: p.directory.number, until: p.directory_until.toISOString(), valid: p.directory_until > ctx.now, services: p.directory.services.length },
      reconciled: p.reconciled === null || p.reconciled_at === null ? null : { at: p.reconciled_at.toISOString(), ...p.reconciled },
    })),
  };
}

interface EntryView { peer_id: string; peer: string; role: 'upper' | 'lower'; code: string; version: number; title: string; provider: string; provider_name: string; sharing: string; sharing_condition: string | null; sharing_basis: string | null; items: string[]; services: string[]; directory: PeerRow['directory'] }

export async function listEntries(ctx: Context, i: ParsedInputOf<typeof c.listEntries>): Promise<OutputOf<typeof c.listEntries>> {
  const where = "e.state = 'published' and p.state = 'active' and ($1::uuid is null or e.peer_id = $1) and ($2::text is null or position(lower($2) in lower(e.title || ' ' || e.provider_name || ' ' || e.code)) > 0)";
  const values = [i.peerId ?? null, i.text === undefined || i.text === '' ? null : i.text];
  const { total } = await ctx.tx.one<{ total: number }>(`select count(*)::int as total from cascade.entry e join cascade.peer p on p.id = e.peer_id where ${where}`, values);
  const rows = await ctx.tx.query<EntryView>(
    `select e.*, p.name as peer, p.role, p.directory from cascade.entry e join cascade.peer p on p.id = e.peer_id where ${where} and ($3::text is null or e.peer_id || ' ' || e.code > $3) order by e.peer_id || ' ' || e.code limit $4`,
    [...values, i.after ?? null, i.limit + 1],
  );
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
  const rows = await ctx.tx.query<ApplicationRow & { peer: string }>(
    `select a.*, a.until_on::text as until_on, a.due_on::text as due_on, p.name as peer from cascade.application a join cascade.peer p on p.id = a.peer_id
     where ($1::text is null or a.direction = $1) and ($2::uuid is null or a.id < $2) order by a.at desc, a.id desc limit $3`, [i.direction ?? null, i.before ?? null, i.limit]);
  const today = dayInChina(ctx.now);
  return {
    applications: rows.map((a) => ({
      id: a.id, peerId: a.peer_id, peer: a.peer, direction: a.direction, code: a.code, title: a.title, service: a.service, fields: a.fields, purpose: a.purpose, basis: a.basis, organisation: a.organisation, organisationName: a.organisation_name, until: a.until_on,
      state: a.state, reason: a.reason, dueOn: a.due_on, late: a.state === 'asked' && a.due_on !== null && a.due_on < today, grant: a.own_grant, purposeCode: a.purpose_code, ownService: a.own_service, caseId: a.case_id, version: a.version, at: a.at.toISOString(), by: a.by_name, decidedBy: a.decided_by,
    })),
  };
}

export async function listFlows(deps: CascadeDeps, ctx: Context): Promise<OutputOf<typeof c.listFlows>> {
  const titleOf = (register: string): string => {
    const found = deps.content.find(registerKind, register);
    return found === undefined ? register : textIn(found.value.title, ctx.locale);
  };
  const flows = await ctx.tx.query<FlowRow & { peer: string }>('select f.*, p.name as peer from cascade.flow f join cascade.peer p on p.id = f.peer_id order by f.at desc limit 200');
  const counts = await ctx.tx.query<{ peer_id: string; peer: string; direction: 'down' | 'in'; register: string; records: number; text: string; last_at: Date }>(
    `select f.peer_id, p.name as peer, f.direction, f.register, count(*)::int as records, string_agg(f.remote_id || ':' || f.version || ':' || f.digest, ',' order by f.remote_id) as text, max(f.at) as last_at
     from cascade.flowed f join cascade.peer p on p.id = f.peer_id group by 1, 2, 3, 4 order by 3, 4`);
  return {
    flows: flows.map((f) => ({ id: f.id, peerId: f.peer_id, peer: f.peer, register: f.register, title: titleOf(f.register), basis: f.basis, position: f.position, firstPass: { records: f.passed, doneAt: f.pass_done_at?.toISOString() ?? null }, state: f.state, version: f.version, at: f.at.toISOString(), by: f.by_name })),
    counts: counts.map((n) => ({ peerId: n.peer_id, peer: n.peer, direction: n.direction, register: n.register, title: titleOf(n.register), records: n.records, digest: sm3(Buffer.from(n.text, 'utf8')).toString('hex'), lastAt: n.last_at.toISOString() })),
  };
}

export async function statistics(ctx: Context, i: ParsedInputOf<typeof c.statistics>): Promise<OutputOf<typeof c.statistics>> {
  const sums = (by: string): string => `select s.peer_id as "peerId", p.name as peer, ${by}, sum(s.calls)::float8 as calls, sum(s.refused)::float8 as refused, sum(s.rows)::float8 as rows from cascade.statistic s join cascade.peer p on p.id = s.peer_id where s.day between $1 and $2 group by 1, 2, 3 order by 3 limit 2000`;
  const days = await ctx.tx.query<{ peerId: string; peer: string; day: string; calls: number; refused: number; rows: number }>(sums('s.day::text as day'), [i.from, i.to]);
  const organisations = await ctx.tx.query<{ peerId: string; peer: string; organisation: string; calls: number; rows: number }>(sums('s.organisation'), [i.from, i.to]);
  return { days, organisations: organisations.map(({ peerId, peer, organisation, calls, rows }) => ({ peerId, peer, organisation, calls, rows })) };
}
