import type { Ledger } from '#engines/ledger';
import { system, type Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import type { CallLog } from './call-log.ts';
import { errors } from './errors.ts';
import { findMember, revisionOf } from './exchange-queries.ts';
import type { Registry } from './registry.ts';
import { viewOf, type Reader } from './serve-changes.ts';
import { pushReference, type ServeDeps } from './serve-deps.ts';
import type { RequestToSign } from './sign-request.ts';
import type { Cryptography, Grant, Member, Service } from './types.ts';
import { upstreamRefusal, type Upstreams } from './upstream.ts';

/**
 * 推送: a subscription to changes that comes to the subscriber instead of being fetched. A portion is one signed POST
 * `{ push, service, grant, after, next, changes }`; the position moves when the subscriber has answered 2xx, so that portions come in order,
 * each at least once; one that comes again has the same `after`. What fails is sent again later and later (5 s to 10 min); 410 ends it.
 */
export interface Push {
  readonly id: string; readonly grant_id: string; readonly member_id: string; readonly organisation: string; readonly register: string; readonly url: string; readonly position: number; readonly state: 'active' | 'ended';
  readonly failures: number; readonly next_at: Date; readonly last_error: string | null; readonly last_sent_at: Date | null; readonly sent: number; readonly version: number; readonly by_name: string; readonly at: Date;
}

export interface PushDeps extends Omit<ServeDeps, 'admit'> {
  ledger: Pick<Ledger, 'append'>;
  registry: Registry;
  callLog: CallLog;
  crypto: Pick<Cryptography, 'sm3'>;
  upstreams: Upstreams;
  sign: (request: RequestToSign) => Promise<{ headers: Record<string, string> }>;
  keyId: string;
  failed: (error: unknown) => void;
}

export const pushJob = 'exchange.push';
const portion = 100;
const portionsMax = 50;
/** What a subscriber answers is read so far, in bytes, to keep its connection; nobody looks at it. */
const answerMax = 65_536;
const timeoutMs = 15_000;
const leaseMs = 120_000;
const wait = { least: 5_000, most: 600_000 };
const atOnce = 8;

/** http(s), no user, no fragment. */
export function checkedAddress(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hash !== '' || url.href.length > 500) throw errors.pushInvalid({ why: 'url' });
  return url;
}

/** 开通推送: for a standing grant of a service of changes, to one machine of whom it was given to; from the start, or from now on. */
export async function openPush(deps: Pick<PushDeps, 'registry' | 'topics' | 'ledger'>, ctx: Context, input: { grantId: string; memberId: string; url: string; from: 'start' | 'now' }): Promise<string> {
  const url = checkedAddress(input.url);
  const grant = await deps.registry.grant(input.grantId);
  const service = grant === undefined ? undefined : await deps.registry.service(grant.service);
  if (grant === undefined || service === undefined || grant.endedAt !== null || ctx.now >= grant.validTo) throw errors.grantUnknown();
  if (service.mode !== 'changes' || service.register === undefined) throw errors.pushInvalid({ why: 'changes' });
  const member = await findMember(ctx.tx, input.memberId);
  if (member === undefined || member.endedAt !== null || member.organisation !== grant.organisation || (grant.memberId !== null && grant.memberId !== member.id)) throw errors.memberUnknown();
  if ((await ctx.tx.maybe("select 1 from exchange.push where grant_id = $1 and state = 'active'", [grant.id])) !== undefined) throw errors.pushKnown();
  const id = ctx.newId();
  const position = input.from === 'start' ? 0 : await deps.topics.last(service.register);
  ctx.tx.insert('exchange.push', { id, grant_id: grant.id, member_id: member.id, organisation: grant.organisation, register: service.register, url: url.href, position, state: 'active', next_at: ctx.now.toISOString(), by_name: ctx.actor.name, at: ctx.now.toISOString() });
  deps.ledger.append(ctx.tx, { kind: 'exchange.pushOpened', subject: id, data: { grant: grant.id, host: url.host } });
  return id;
}

export async function endPush(ctx: Context, input: { pushId: string; version: number }): Promise<{ version: number }> {
  const found = await ctx.tx.maybe<{ version: number }>('select version from exchange.push where id = $1 for update', [input.pushId]);
  if (found === undefined) throw errors.pushUnknown();
  if (found.version !== input.version) throw errors.pushStale({ version: found.version });
  await ctx.tx.query("update exchange.push set state = 'ended', version = version + 1 where id = $1", [input.pushId]);
  return { version: found.version + 1 };
}

export const listPushes = (tx: ReadTx): Promise<Push[]> => tx.query<Push>('select * from exchange.push order by at desc limit 500');

/** All that are due, a few at once; each holds its row by a lease, so that two processes never send for one subscription. */
export async function sendPushes(deps: PushDeps): Promise<void> {
  const due = await deps.db.read(system, (tx) => tx.query<Push>("select * from exchange.push where state = 'active' and next_at <= $1 order by next_at limit 500", [deps.clock.now()]));
  const queue = [...due];
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
    for (let push = queue.shift(); push !== undefined; push = queue.shift()) await sendPush(deps, push);
  }));
}

async function sendPush(deps: PushDeps, push: Push): Promise<void> {
  let { position } = push;
  try {
    for (let i = 0; i < portionsMax; i++) {
      if (!(await lease(deps, push, i === 0))) return;
      const reader = await readerOf(deps, push);
      const changes = await deps.topics.read(push.register, position, portion);
      if (changes.length === 0) break;
      const next = changes.at(-1)!.position;
      const views = (await Promise.all(changes.map((c) => viewOf(deps, reader, c)))).filter((v) => v !== undefined);
      // nothing of this portion is hers: the position moves all the same
      if (views.length > 0) await deliver(deps, push, reader, { after: position, next, changes: views });
      const moved = await deps.db.write(system, (tx) => tx.query("update exchange.push set position = $3, sent = sent + $4, failures = 0, last_error = null, last_sent_at = case when $4 > 0 then $5 else last_sent_at end where id = $1 and position = $2 and state = 'active' returning 1", [push.id, position, next, views.length, deps.clock.now()]));
      if (moved.length === 0) return;
      position = next;
    }
    await deps.db.write(system, (tx) => tx.query('update exchange.push set next_at = $2 where id = $1', [push.id, deps.clock.now()]));
  } catch (error) {
    if (!(error instanceof Refusal)) deps.failed(error);
    await giveUp(deps, push, error);
  }
}

/** Puts the row ahead of itself; false when another process was quicker. */
async function lease({ db, clock }: PushDeps, push: Push, first: boolean): Promise<boolean> {
  const now = clock.now();
  const until = new Date(now.getTime() + leaseMs);
  const taken = await db.write(system, (tx) => tx.query("update exchange.push set next_at = $2 where id = $1 and state = 'active' and ($3 = false or next_at <= $4) returning 1", [push.id, until, first, now]));
  return taken.length > 0;
}

const ends = new Set(['exchange.grantUnknown', 'exchange.grantEnded', 'exchange.memberUnknown', 'exchange.serviceUnknown', 'exchange.pushGone']);

async function giveUp({ db, clock, ledger }: PushDeps, push: Push, error: unknown): Promise<void> {
  // a refusal is kept as code and parameters, so that whoever reads it reads her own language
  const why = error instanceof Refusal ? JSON.stringify({ code: error.code, parameters: error.parameters }) : String((error as Error).message).slice(0, 300);
  const waitMs = Math.min(wait.most, wait.least * 2 ** Math.min(push.failures, 10));
  await db.write(system, async (tx) => {
    const over = error instanceof Refusal && ends.has(error.code);
    await tx.query("update exchange.push set failures = failures + 1, next_at = $2, last_error = $3, state = case when $4 then 'ended' else state end, version = version + case when $4 then 1 else 0 end where id = $1", [push.id, new Date(clock.now().getTime() + waitMs), why, over]);
    if (over) ledger.append(tx, { kind: 'exchange.pushEnded', subject: push.id, data: { code: error.code } });
  });
}

/** For whom it is sent, by what stands now: a grant that was withdrawn anywhere ends the push before its next portion. */
async function readerOf(deps: PushDeps, push: Push): Promise<Reader> {
  const { revision, member, used } = await deps.db.read(system, async (tx) => ({
    revision: await revisionOf(tx), member: await findMember(tx, push.member_id),
    used: (await tx.maybe<{ calls: number }>('select calls from exchange.meter where grant_id = $1 and day = $2', [push.grant_id, new Date(deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)]))?.calls ?? 0,
  }));
  deps.registry.sync(revision);
  const grant: Grant | undefined = await deps.registry.grant(push.grant_id);
  if (grant === undefined) throw errors.grantUnknown();
  const end = grant.endedAt ?? grant.validTo;
  if (deps.clock.now() >= end) throw errors.grantEnded({ at: end.toISOString() });
  if (member === undefined || member.endedAt !== null) throw errors.memberUnknown();
  const service: Service | undefined = await deps.registry.service(grant.service);
  if (service?.register === undefined) throw errors.serviceUnknown({ service: grant.service });
  if (service.state !== 'active') throw errors.serviceSuspended({ service: service.id });
  if (used >= grant.dailyQuota) throw errors.quotaUsed({ quota: grant.dailyQuota });
  return { callId: deps.ids(), service, grant, key: { member: member satisfies Member }, reference: `${pushReference}${push.id}` };
}

async function deliver(deps: PushDeps, push: Push, reader: Reader, told: { after: number; next: number; changes: readonly unknown[] }): Promise<void> {
  const url = checkedAddress(push.url);
  const body = Buffer.from(JSON.stringify({ push: push.id, service: reader.service.id, grant: reader.grant.id, ...told }), 'utf8');
  const target = url.pathname + url.search;
  const began = performance.now();
  const note = (phase: 'begun' | 'ended', outcome: string, rows: number): Promise<void> =>
    deps.callLog.note({ call: {
      id: reader.callId, phase, at: deps.clock.now(), memberId: push.member_id, organisation: push.organisation, keyId: deps.keyId, grantId: reader.grant.id, service: reader.service.id, method: 'PUSH', path: target.slice(0, 500), purpose: reader.grant.purposeCode,
      reference: reader.reference, outcome, rows, bytes: rows === 0 ? 0 : body.length, tookMs: Math.round(performance.now() - began), requestDigest: deps.crypto.sm3(body), answerDigest: null,
    } });
  // no log, no exchange: the row stands before anything leaves
  await note('begun', 'done', 0);
  try {
    const { headers } = await deps.sign({ method: 'POST', target, body, grant: { id: reader.grant.id, purposeCode: reader.grant.purposeCode }, reference: reader.reference ?? undefined });
    const given = await deps.upstreams.send(`push:${push.id}`, { url: url.origin, timeoutMs, connections: 2, inFlightMax: 4, methods: ['POST'] }, {
      method: 'POST', target, headers: { ...headers, 'exchange-call': reader.callId }, signal: AbortSignal.timeout(timeoutMs), body: (async function* () { yield body; })(),
    }).catch((error: unknown) => {
      throw error instanceof Refusal ? error : upstreamRefusal(error);
    });
    const { statusCode } = given.answer;
    await given.answer.whole(answerMax).catch(() => {});
    given.release(statusCode < 500);
    if (statusCode === 410) throw errors.pushGone();
    if (statusCode < 200 || statusCode >= 300) throw errors.upstreamFailed({ status: statusCode });
  } catch (error) {
    await note('ended', error instanceof Refusal ? error.code : 'exchange.upstreamFailed', 0);
    throw error;
  }
  await note('ended', 'done', told.changes.length);
}
