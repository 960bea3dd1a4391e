import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { newKey } from './citizens.ts';
import type * as c from './contract.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { orderErasureOf } from './erasures.ts';
import { errors } from './errors.ts';
import { getOpenSet, type SetRow } from './sets.ts';

/** 有条件开放: everybody reads what a set is; its rows go to those whose purpose was approved, until a day, under a key of that purpose. */
export interface AccessRow {
  id: string; set_name: string; title: string; party_id: string; party_name: string; purpose: string; use: 'research' | 'business' | 'public'; until_on: string; state: 'asked' | 'granted' | 'refused' | 'revoked' | 'ended';
  asked_at: Date; due_on: string | null; decided_at: Date | null; decided_by: string | null; reason: string | null; times: number; last_used_at: Date | null; version: number; key_hint: string | null;
}
const accessSql = `select a.id, a.set_name, s.title, a.party_id, a.party_name, a.purpose, a.use, a.until_on::text as until_on, a.state, a.asked_at, a.due_on::text as due_on, a.decided_at, a.decided_by, a.reason, a.times, a.last_used_at, a.version,
  (select k.hint from open.api_key k where k.access_id = a.id and k.ended_at is null order by k.created_at desc limit 1) as key_hint from open.access a join open.set s on s.name = a.set_name`;

export const accessView = (a: AccessRow): OutputOf<typeof c.listAccess>['access'][number] => ({
  id: a.id, set: a.set_name, title: a.title, purpose: a.purpose, use: a.use, until: a.until_on, state: a.state, askedAt: a.asked_at.toISOString(), dueOn: a.due_on, decidedAt: a.decided_at?.toISOString() ?? null, decidedBy: a.decided_by, reason: a.reason,
  keyHint: a.key_hint, times: Number(a.times), lastUsedAt: a.last_used_at?.toISOString() ?? null, version: a.version,
});

/**
 * Whose grant a caller reads a set's rows by: null where everybody may. By the key that was shown, else by the party who has
 * signed in. Refuses `open.accessNeeded`.
 */
export async function admittedBy(ctx: Pick<Context, 'tx' | 'actor' | 'now'>, set: Pick<SetRow, 'name' | 'access'>, keyDigest: string | undefined): Promise<string | null> {
  if (set.access === 'unconditional') return null;
  const today = dayInChina(ctx.now);
  const found = keyDigest === undefined
    ? ctx.actor.partyId === null ? undefined : await ctx.tx.maybe<{ id: string }>("select id from open.access where set_name = $1 and party_id = $2 and state = 'granted' and until_on >= $3", [set.name, ctx.actor.partyId, today])
    : await ctx.tx.maybe<{ id: string }>('select a as id from open.access_of_key($1, $2, $3) as a where a is not null', [keyDigest, set.name, today]);
  if (found === undefined) throw errors.accessNeeded();
  return found.id;
}

export async function askAccess(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.askAccess>): Promise<OutputOf<typeof c.askAccess>> {
  const set = await getOpenSet(ctx.tx, input.set);
  if (set.access !== 'conditional') throw errors.notConditional();
  const policy = policyOf(deps);
  const today = dayInChina(ctx.now);
  const latest = dayInChina(new Date(ctx.now.getTime() + policy.accessDaysMax * 86_400_000));
  if (input.until < today || input.until > latest) throw errors.untilInvalid({ latest });
  await ctx.tx.query("update open.access set state = 'ended', version = version + 1 where set_name = $1 and party_id = $2 and state = 'granted' and until_on < $3", [set.name, ctx.actor.partyId, today]);
  if ((await ctx.tx.maybe("select 1 from open.access where set_name = $1 and party_id = $2 and state in ('asked', 'granted')", [set.name, ctx.actor.partyId])) !== undefined) throw errors.accessUnderWay();
  const id = ctx.newId();
  let dueOn: string | null = null;
  try {
    dueOn = deps.calendar().addWorkingDays(today, policy.answerDays);
  } catch {
    // a year without a calendar is “not known”
  }
  const name = ctx.actor.partyId === null ? ctx.actor.name : ((await deps.partyName(ctx.actor.partyId)) ?? ctx.actor.name);
  ctx.tx.insert('open.access', { id, set_name: set.name, party_id: ctx.actor.partyId, party_name: name, purpose: input.purpose, use: input.use, until_on: input.until, state: 'asked', asked_at: ctx.now.toISOString(), due_on: dueOn });
  return { id, dueOn };
}

export async function listAccess(ctx: Context): Promise<OutputOf<typeof c.listAccess>> {
  return { access: (await ctx.tx.query<AccessRow>(`${accessSql} where a.party_id = $1 order by a.asked_at desc limit 100`, [ctx.actor.partyId])).map(accessView) };
}

/** A key for one granted purpose; a new one ends the one before. */
export async function makeAccessKey(ctx: Context, { id }: ParsedInputOf<typeof c.makeAccessKey>): Promise<OutputOf<typeof c.makeAccessKey>> {
  const row = await ctx.tx.maybe<{ state: string; purpose: string; until_on: string }>('select state, purpose, until_on::text as until_on from open.access where id = $1 and party_id = $2 for update', [id, ctx.actor.partyId]);
  if (row === undefined) throw errors.notFound();
  if (row.state !== 'granted' || row.until_on < dayInChina(ctx.now)) throw errors.accessNeeded();
  await ctx.tx.query('update open.api_key set ended_at = $2 where access_id = $1 and ended_at is null', [id, ctx.now]);
  return newKey(ctx, row.purpose.slice(0, 200), id);
}

export async function listDeskAccess(ctx: Context, { state }: ParsedInputOf<typeof c.listDeskAccess>): Promise<OutputOf<typeof c.listDeskAccess>> {
  const rows = await ctx.tx.query<AccessRow>(`${accessSql} where $1::text is null or a.state = $1 order by a.asked_at desc limit 200`, [state ?? null]);
  return { access: rows.map((a) => ({ ...accessView(a), applicant: a.party_name })) };
}

const locked = async (ctx: Context, id: string, version: number, state: AccessRow['state']): Promise<{ set_name: string; party_id: string; version: number; until_on: string }> => {
  const row = await ctx.tx.maybe<{ set_name: string; party_id: string; version: number; state: string; until_on: string }>('select set_name, party_id, version, state, until_on::text as until_on from open.access where id = $1 for update', [id]);
  if (row === undefined) throw errors.notFound();
  if (row.version !== version) throw errors.stale({ version: row.version });
  if (row.state !== state) throw errors.wrongState();
  return row;
};

export async function decideAccess(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.decideAccess>): Promise<{ version: number }> {
  const row = await locked(ctx, input.id, input.version, 'asked');
  if (!input.granted && (input.reason ?? '').length < 4) throw errors.reasonMissing();
  await ctx.tx.query('update open.access set state = $2, reason = $3, decided_at = $4, decided_by = $5, version = version + 1 where id = $1', [input.id, input.granted ? 'granted' : 'refused', input.reason ?? null, ctx.now, ctx.actor.name]);
  if (input.granted) deps.ledger.append(ctx.tx, { kind: 'open.accessGranted', subject: input.id, data: { set: row.set_name, until: row.until_on } });
  return { version: row.version + 1 };
}

/** 撤销: the next question under the key is refused. */
export async function revokeAccess(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.revokeAccess>): Promise<{ version: number }> {
  const row = await locked(ctx, input.id, input.version, 'granted');
  await ctx.tx.query("update open.access set state = 'revoked', reason = $2, decided_at = $3, decided_by = $4, version = version + 1 where id = $1", [input.id, input.reason, ctx.now, ctx.actor.name]);
  await ctx.tx.query('update open.api_key set ended_at = $2 where access_id = $1 and ended_at is null', [input.id, ctx.now]);
  deps.ledger.append(ctx.tx, { kind: 'open.accessRevoked', subject: input.id, data: { set: row.set_name } });
  const { title, version } = await ctx.tx.one<{ title: string; version: number }>('select title, current_version as version from open.set where name = $1', [row.set_name]);
  await orderErasureOf(deps, ctx, { set: row.set_name, version, title, reason: input.reason, accessId: input.id });
  return { version: row.version + 1 };
}

/** What a reader is told about the way in. */
export async function wayIn(ctx: Context, set: SetRow): Promise<OutputOf<typeof c.getSet>['access']> {
  const own = set.access === 'unconditional' || ctx.actor.partyId === null ? undefined : await ctx.tx.maybe<{ state: AccessRow['state']; until_on: string; reason: string | null }>('select state, until_on::text as until_on, reason from open.access where set_name = $1 and party_id = $2 order by asked_at desc limit 1', [set.name, ctx.actor.partyId]);
  const condition = set.definition.condition;
  return {
    conditional: set.access === 'conditional', condition: condition === undefined ? null : textIn(condition, ctx.locale), mayRead: set.access === 'unconditional' || (own?.state === 'granted' && own.until_on >= dayInChina(ctx.now)),
    own: own === undefined ? null : { state: own.state, until: own.until_on, reason: own.reason },
  };
}
