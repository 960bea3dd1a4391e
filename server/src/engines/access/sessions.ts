import { randomBytes } from 'node:crypto';
import { dayInChina } from '#kernel/clock';
import type { Actor, Context } from '#kernel/context';
import type { ReadTx, Tx } from '#kernel/db';
import type { ActorCache } from './actor-cache.ts';
import { hashToken } from './authenticate.ts';
import type { Part } from './dependencies.ts';
import { postsOf } from './effective-scope.ts';
import { errors } from './errors.ts';
import { sessionOf, type SessionInfo } from './session-actor.ts';

export interface NewSession {
  accountId: string;
  app: string;
  assurance: 1 | 2;
  /** Uid of the OpenID provider's session, which ends with this one. */
  openidSession?: string;
  /** What the browser calls itself. */
  device?: string;
  /** The session that this one replaces in the same browser. */
  replaces?: string;
}

export interface SessionView {
  id: string;
  app: string;
  device: string;
  assurance: 1 | 2;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
}

/** Ends sessions and with them what the OpenID provider holds of them. */
const revokeSql = (where: string): string => `
  with ended as (update access.session set revoked_at = $2 where ${where} and revoked_at is null returning openid_session)
  select openid_session from ended`;

export async function endSessions(tx: Tx, where: string, param: unknown, now: Date): Promise<number> {
  const ended = await tx.query<{ openid_session: string | null }>(revokeSql(where), [param, now]);
  const openid = ended.flatMap((e) => (e.openid_session === null ? [] : [e.openid_session]));
  if (openid.length > 0) await tx.query('select access.end_openid_sessions($1)', [openid]);
  return ended.length;
}

export function currentSession(actor: Actor): SessionInfo {
  const session = sessionOf(actor);
  if (session === undefined) throw errors.sessionNeeded();
  return session;
}

export async function createSession(part: Part, tx: Tx, input: NewSession): Promise<{ id: string; token: string; expiresAt: Date }> {
  const now = part.clock.now();
  const token = randomBytes(32).toString('base64url');
  const id = part.ids();
  const expiresAt = new Date(now.getTime() + part.limits.sessionHours * 3_600_000);
  if (input.replaces !== undefined) await endSessions(tx, 'token_hash = $1', hashToken(input.replaces), now);
  tx.insert('access.session', {
    id, token_hash: hashToken(token), account_id: input.accountId, assurance: input.assurance, app: input.app,
    device: (input.device ?? '').slice(0, 200), openid_session: input.openidSession ?? null,
    created_at: now.toISOString(), last_seen_at: now.toISOString(), expires_at: expiresAt.toISOString(),
  });
  await tx.flush();
  // nobody needs more sessions than this; the oldest go
  await endSessions(tx, `id in (select id from access.session where account_id = $1 and revoked_at is null order by created_at desc offset ${part.limits.sessionsPerAccount})`, input.accountId, now);
  return { id, token, expiresAt };
}

export async function listSessions(ctx: Context): Promise<SessionView[]> {
  const current = currentSession(ctx.actor);
  const rows = await ctx.tx.query<Omit<SessionView, 'current' | 'createdAt' | 'lastSeenAt'> & { createdAt: Date; lastSeenAt: Date }>(
    `select id, app, device, assurance, created_at as "createdAt", last_seen_at as "lastSeenAt" from access.session
     where account_id = $1 and revoked_at is null and expires_at > $2 order by last_seen_at desc limit 200`,
    [ctx.actor.accountId, ctx.now],
  );
  return rows.map((r) => ({ ...r, createdAt: r.createdAt.toISOString(), lastSeenAt: r.lastSeenAt.toISOString(), current: r.id === current.id }));
}

export async function revokeSession(ctx: Context, cache: ActorCache, sessionId: string): Promise<void> {
  const ended = await endSessions(ctx.tx, 'account_id = kernel.actor_account() and id = $1', sessionId, ctx.now);
  if (ended === 0) throw errors.unknownSession();
  ctx.tx.afterCommit(cache.clear);
}

/** A party for whom a person may act: herself, a company, a principal. */
export interface PartyChoice {
  partyId: string;
  kind: 'person' | 'company';
  /** In full for herself and for companies, masked for other people. */
  name: string;
  /** 本人, 法定代表人, 委托 */
  by: 'self' | 'representative' | 'mandate';
  mandateId: string | null;
  creditCode: string | null;
  /** 统一社会信用代码 holders' items under a mandate; empty: all. */
  items: string[];
}

export async function partiesOf(part: Part, tx: ReadTx, personId: string, now: Date): Promise<PartyChoice[]> {
  const self = await tx.one<{ name: Buffer }>('select name from access.person where id = $1', [personId]);
  const others = await tx.query<PartyChoice>(
    `select c.id as "partyId", 'company' as kind, c.name, 'representative' as by, null::uuid as "mandateId", c.credit_code as "creditCode", '{}'::text[] as items
     from access.company c where c.legal_representative = $1
     union all
     select m.principal_party, p.kind, p.display_name, 'mandate', m.id, c.credit_code, m.items
     from access.mandate m join access.party p on p.id = m.principal_party left join access.company c on c.id = p.id
     where m.agent_person = $1 and m.state = 'active' and $2::date between m.valid_from and m.valid_to
     limit 500`,
    [personId, dayInChina(now)],
  );
  return [{ partyId: personId, kind: 'person', name: part.crypto.open(self.name), by: 'self', mandateId: null, creditCode: null, items: [] }, ...others];
}

/** 切换办事身份: for whom she acts from now on in this session. */
export async function switchParty(part: Part, ctx: Context, cache: ActorCache, partyId: string, mandateId: string | null): Promise<PartyChoice> {
  const session = currentSession(ctx.actor);
  if (ctx.actor.personId === null) throw errors.notYours();
  const choices = await partiesOf(part, ctx.tx, ctx.actor.personId, ctx.now);
  const choice = choices.find((c) => c.partyId === partyId && (mandateId === null || c.mandateId === mandateId));
  if (choice === undefined) throw errors.notYours();
  await ctx.tx.query('update access.session set party_id = $2, mandate_id = $3 where id = $1', [session.id, choice.by === 'self' ? null : choice.partyId, choice.mandateId]);
  ctx.tx.afterCommit(cache.clear);
  return choice;
}

/** 切换岗位: an officer acts in one post at a time. */
export async function switchPost(ctx: Context, cache: ActorCache, postId: string): Promise<void> {
  const session = currentSession(ctx.actor);
  if (ctx.actor.personId === null) throw errors.notYourPost();
  const posts = await postsOf(ctx.tx, ctx.actor.personId, dayInChina(ctx.now));
  if (!posts.some((p) => p.id === postId)) throw errors.notYourPost();
  await ctx.tx.query('update access.session set post_id = $2 where id = $1', [session.id, postId]);
  ctx.tx.afterCommit(cache.clear);
}
