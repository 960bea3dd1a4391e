import { conditionsOf, type ReadTx } from '#kernel/db';
import type { ServiceDefinition } from './service-kind.ts';
import type { Cryptography, Grant, Key, Member, Session } from './types.ts';

export const revisionOf = async (tx: ReadTx): Promise<number> => (await tx.one<{ value: number }>('select value from exchange.revision')).value;
/** Every process forgets what it holds before it lets another answer out. */
export const raiseRevision = (tx: ReadTx): Promise<unknown> => tx.query('update exchange.revision set value = value + 1');

interface MemberRow { id: string; organisation: string; name: string; kind: Member['kind']; ended_at: Date | null }
const memberColumns = 'm.id, m.organisation, m.name, m.kind, me.at as ended_at';
const memberJoin = 'left join exchange.ended me on me.subject = m.id::text';
const toMember = (r: MemberRow): Member => ({ id: r.id, organisation: r.organisation, name: r.name, kind: r.kind, endedAt: r.ended_at });

export async function findMember(tx: ReadTx, id: string): Promise<Member | undefined> {
  const row = await tx.maybe<MemberRow>(`select ${memberColumns} from exchange.member m ${memberJoin} where m.id = $1`, [id]);
  return row && toMember(row);
}

export async function memberNamed(tx: ReadTx, organisation: string, name: string): Promise<Member | undefined> {
  const row = await tx.maybe<MemberRow>(`select ${memberColumns} from exchange.member m ${memberJoin} where m.organisation = $1 and m.name = $2`, [organisation, name]);
  return row && toMember(row);
}

export async function listMembers(tx: ReadTx, organisation: string | undefined, after: string | undefined, limit: number): Promise<Member[]> {
  const { where, values, next } = conditionsOf([['m.organisation = ?', organisation], ['m.id > ?', after]]);
  return (await tx.query<MemberRow>(`select ${memberColumns} from exchange.member m ${memberJoin} where ${where} order by m.id limit ${next(limit)}`, values)).map(toMember);
}

interface KeyRow extends MemberRow { key_id: string; public_key: Buffer; valid_from: Date; valid_to: Date; key_ended_at: Date | null }
const keySql = `select k.id as key_id, k.public_key, k.valid_from, k.valid_to, ke.at as key_ended_at, ${memberColumns}
  from exchange.key k join exchange.member m on m.id = k.member_id left join exchange.ended ke on ke.subject = k.id ${memberJoin}`;
const toKey = (r: KeyRow): Key => ({ id: r.key_id, member: toMember(r), publicKey: r.public_key, validFrom: r.valid_from, validTo: r.valid_to, endedAt: r.key_ended_at });

export async function findKey(tx: ReadTx, id: string): Promise<Key | undefined> {
  const row = await tx.maybe<KeyRow>(`${keySql} where k.id = $1`, [id]);
  return row && toKey(row);
}

export const keysOf = async (tx: ReadTx, memberId: string): Promise<Key[]> => (await tx.query<KeyRow>(`${keySql} where m.id = $1 order by k.valid_to desc limit 100`, [memberId])).map(toKey);

/** 到期告警: keys that end soon and that no later one follows. */
export const keysEnding = async (tx: ReadTx, from: Date, to: Date): Promise<Key[]> =>
  (await tx.query<KeyRow>(`${keySql} where k.valid_to > $1 and k.valid_to <= $2 and ke.at is null and me.at is null
    and not exists (select from exchange.key n left join exchange.ended ne on ne.subject = n.id where n.member_id = k.member_id and n.valid_to > k.valid_to and ne.at is null) order by k.valid_to limit 500`, [from, to])).map(toKey);

/** For the directory: keys in force, with their members. */
export const keysInForce = async (tx: ReadTx, now: Date): Promise<Key[]> =>
  (await tx.query<KeyRow>(`${keySql} where k.valid_from <= $1 and k.valid_to > $1 and ke.at is null and me.at is null order by k.id limit 100000`, [now])).map(toKey);

export async function findSession(tx: ReadTx, id: string, crypto: Pick<Cryptography, 'open'>): Promise<Session | undefined> {
  const row = await tx.maybe<{ id: string; key_id: string; secret: Buffer; valid_to: Date }>('select id, key_id, secret, valid_to from exchange.session where id = $1', [id]);
  const key = row && (await findKey(tx, row.key_id));
  return row && key && { id: row.id, key, secret: crypto.open(row.secret), validTo: row.valid_to };
}

interface GrantRow {
  id: string; service: string; organisation: string; member_id: string | null; purpose_code: string; purpose: string; legal_basis: string; fields: string[]; masks: Record<string, string>; division: string | null;
  rate_per_second: number; daily_quota: number; valid_from: Date; valid_to: Date; case_id: string | null; by_name: string; at: Date; ended_at: Date | null; end_reason: string | null;
}
const grantSql = 'select g.*, e.at as ended_at, e.reason as end_reason from exchange.granted g left join exchange.ended e on e.subject = g.id::text';
const toGrant = (r: GrantRow): Grant => ({
  id: r.id, service: r.service, organisation: r.organisation, memberId: r.member_id, purposeCode: r.purpose_code, purpose: r.purpose, legalBasis: r.legal_basis, fields: r.fields, masks: r.masks, division: r.division,
  ratePerSecond: r.rate_per_second, dailyQuota: r.daily_quota, validFrom: r.valid_from, validTo: r.valid_to, caseId: r.case_id, endedAt: r.ended_at, endReason: r.end_reason, by: r.by_name, at: r.at,
});

export async function findGrant(tx: ReadTx, id: string): Promise<Grant | undefined> {
  const row = await tx.maybe<GrantRow>(`${grantSql} where g.id = $1`, [id]);
  return row && toGrant(row);
}

export interface GrantFilter { service?: string | undefined; organisation?: string | undefined; caseId?: string | undefined; before?: string | undefined; limit: number }

export async function listGrants(tx: ReadTx, f: GrantFilter): Promise<Grant[]> {
  const { where, values, next } = conditionsOf([['g.service = ?', f.service], ['g.organisation = ?', f.organisation], ['g.case_id = ?', f.caseId], ['g.id < ?', f.before]]);
  return (await tx.query<GrantRow>(`${grantSql} where ${where} order by g.id desc limit ${next(f.limit)}`, values)).map(toGrant);
}

export interface ServiceRow { id: string; version: number; definition: ServiceDefinition | null; state: 'active' | 'suspended'; reason: string; by_name: string; at: Date }
const latestService = 'select distinct on (id) id, version, definition, state, reason, by_name, at from exchange.service';
export const findServiceRow = (tx: ReadTx, id: string): Promise<ServiceRow | undefined> => tx.maybe<ServiceRow>(`${latestService} where id = $1 order by id, version desc`, [id]);
export const listServiceRows = (tx: ReadTx): Promise<ServiceRow[]> => tx.query<ServiceRow>(`${latestService} order by id, version desc limit 10000`);

export interface CallView {
  id: string; phase: 'begun' | 'ended'; at: Date; batch_id: string; organisation: string; key_id: string; grant_id: string | null; service: string; method: string; path: string;
  purpose: string | null; reference: string | null; outcome: string; rows: number; bytes: number; took_ms: number; request_digest: Buffer; answer_digest: Buffer | null; evidence: Buffer;
}
export interface CallFilter { grantId?: string | undefined; service?: string | undefined; organisation?: string | undefined; batchId?: string | undefined; before?: string | undefined; limit: number }

export function listCalls(tx: ReadTx, f: CallFilter): Promise<CallView[]> {
  const { where, values, next } = conditionsOf([['grant_id = ?', f.grantId], ['service = ?', f.service], ['organisation = ?', f.organisation], ['batch_id = ?', f.batchId], ['id < ?', f.before]]);
  return tx.query<CallView>(`select id, phase, at, batch_id, organisation, key_id, grant_id, service, method, path, purpose, reference, outcome, rows, bytes, took_ms, request_digest, answer_digest, evidence from exchange.call
    where ${where} order by id desc, phase limit ${next(f.limit)}`, values);
}

export interface MeterRow { grant_id: string; day: string; service: string; organisation: string; calls: number; refused: number; rows: number; bytes: number; took_ms: number; took_ms_max: number }
export function listMeter(tx: ReadTx, f: { from: string; to: string; grantId?: string | undefined; service?: string | undefined; organisation?: string | undefined }): Promise<MeterRow[]> {
  const { where, values } = conditionsOf([['day >= ?', f.from], ['day <= ?', f.to], ['grant_id = ?', f.grantId], ['service = ?', f.service], ['organisation = ?', f.organisation]]);
  return tx.query<MeterRow>(`select grant_id, day, service, organisation, calls, refused, rows, bytes, took_ms, took_ms_max from exchange.meter where ${where} order by day desc, grant_id limit 5000`, values);
}

/** Standing grants of each service. */
export const standingByService = async (tx: ReadTx, now: Date): Promise<ReadonlyMap<string, number>> =>
  new Map((await tx.query<{ service: string; n: number }>('select g.service, count(*)::int as n from exchange.granted g where g.valid_to > $1 and not exists (select from exchange.ended e where e.subject = g.id::text) group by g.service', [now])).map((r) => [r.service, r.n]));

/** Bodies that hold a standing grant of these services. */
export const consumersOf = (tx: ReadTx, services: readonly string[], now: Date): Promise<{ service: string; organisation: string }[]> =>
  tx.query('select distinct g.service, g.organisation from exchange.granted g where g.service = any ($1) and g.valid_to > $2 and not exists (select from exchange.ended e where e.subject = g.id::text) order by 1, 2 limit 2000', [services, now]);

/** What was called under each of these grants, over all days. */
export interface GrantUse { grantId: string; calls: number; refused: number; lastDay: string | null }
export const useOfGrants = (tx: ReadTx, grants: readonly string[]): Promise<GrantUse[]> =>
  tx.query<GrantUse>('select grant_id as "grantId", sum(calls)::float8 as calls, sum(refused)::float8 as refused, (max(day) filter (where calls > 0))::text as "lastDay" from exchange.meter where grant_id = any ($1::uuid[]) group by grant_id', [grants]);

/** 运行监测 of a service: refusals are the caller's fault (4xx of ours), failures the provider's or ours. */
export interface HealthRow { service: string; calls: number; failed: number; refused: number; rows: number; averageMs: number; slowMs: number; lastAt: Date; lastFailure: string | null }
const failures = "('exchange.upstreamDown', 'exchange.upstreamBusy', 'exchange.upstreamSlow', 'exchange.upstreamFailed', 'exchange.upstreamWrong', 'exchange.brokenOff', 'exchange.busy')";
export const readHealth = (tx: ReadTx, since: Date): Promise<HealthRow[]> =>
  tx.query<HealthRow>(
    `select service, count(*)::int as calls, (count(*) filter (where outcome in ${failures}))::int as failed, (count(*) filter (where outcome <> 'done' and outcome not in ${failures}))::int as refused, sum(rows)::float8 as rows,
       avg(took_ms)::float8 as "averageMs", (percentile_cont(0.95) within group (order by took_ms))::float8 as "slowMs", max(at) as "lastAt", (array_agg(outcome order by id desc) filter (where outcome in ${failures}))[1] as "lastFailure"
     from exchange.call where id >= exchange.id_floor($1) and phase = 'ended' group by service order by failed desc, calls desc limit 500`, [since]);
