import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { dayInChina } from '#kernel/clock';
import { anonymous, system, type Actor } from '#kernel/context';
import type { ActorCache } from './actor-cache.ts';
import type { Part } from './dependencies.ts';
import { loadSessionActor } from './load-session-actor.ts';

export const sessionCookie = 'yiwang_session';
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

const cacheMs = 5_000;
const seenMs = 60_000;
const tokenShape = /^[\w-]{20,128}$/;

/** Finds the machine behind a bearer token; the OpenID provider knows it. */
export type FindMachine = (token: string) => Promise<{ actor: Actor; expiresMs: number } | undefined>;

/** Who sits behind a request: the session cookie of an app, or the bearer token of a machine. Cached it costs a look-up in a map. */
export function createAuthenticate(part: Part, cache: ActorCache, findMachine: FindMachine): (request: FastifyRequest) => Promise<Actor> {
  const { db, clock } = part;

  const loadSession = async (token: string): Promise<Actor> => {
    const generation = cache.generation();
    const now = clock.now();
    const hash = hashToken(token);
    const loaded = await db.read(system, (tx) => loadSessionActor(part, tx, hash, now, dayInChina(now)));
    if (loaded === undefined) return anonymous;
    if (now.getTime() - loaded.lastSeenMs >= seenMs) {
      await db.write(system, (tx) => tx.query('update access.session set last_seen_at = $2 where token_hash = $1 and last_seen_at < $2', [hash, now]));
    }
    cache.keep(token, loaded.actor, Math.min(now.getTime() + cacheMs, loaded.expiresMs), generation);
    return loaded.actor;
  };

  const loadMachine = async (token: string): Promise<Actor> => {
    const generation = cache.generation();
    const nowMs = clock.now().getTime();
    const found = await findMachine(token);
    if (found === undefined) return anonymous;
    cache.keep(`bearer ${token}`, found.actor, Math.min(nowMs + cacheMs, found.expiresMs), generation);
    return found.actor;
  };

  return async (request) => {
    const bearer = request.headers.authorization;
    if (bearer !== undefined && bearer.startsWith('Bearer ')) {
      const token = bearer.slice(7);
      if (!tokenShape.test(token)) return anonymous;
      return cache.find(bearer.replace('Bearer', 'bearer'), clock.now().getTime()) ?? loadMachine(token);
    }
    const token = request.cookies?.[sessionCookie];
    if (token === undefined || !tokenShape.test(token)) return anonymous;
    return cache.find(token, clock.now().getTime()) ?? loadSession(token);
  };
}
