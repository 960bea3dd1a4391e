import { randomBytes } from 'node:crypto';
import { dayInChina } from '#kernel/clock';
import type { Actor, Context } from '#kernel/context';
import type { Tx } from '#kernel/db';
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

/** 下线其他设备. */
export async function revokeOtherSessions(ctx: Context, cache: ActorCache): Promise<number> {
  const session = currentSession(ctx.actor);
  const ended = await endSessions(ctx.tx, 'account_id = kernel.actor_account() and id <> $1', session.id, ctx.now);
  ctx.tx.afterCommit(cache.clear);
  return ended;
}

/** 切换岗位: an officer acts in one post at a time. */
export async function switchPost(part: Part, ctx: Context, cache: ActorCache, postId: string): Promise<void> {
  const session = currentSession(ctx.actor);
  if (ctx.actor.personId === null) throw errors.notYourPost();
  const posts = await postsOf(part, ctx.tx, ctx.actor.personId, dayInChina(ctx.now));
  if (!posts.some((p) => p.id === postId)) throw errors.notYourPost();
  await ctx.tx.query('update access.session set post_id = $2 where id = $1', [session.id, postId]);
  ctx.tx.afterCommit(cache.clear);
}
