import type { ReadTx } from '#kernel/db';
import type { Part } from './dependencies.ts';
import { effectiveScope, postsOf } from './effective-scope.ts';
import { maskName } from './mask.ts';
import type { SessionActor } from './session-actor.ts';

interface SessionRow {
  id: string;
  account_id: string;
  kind: 'citizen' | 'officer';
  person_id: string;
  post_id: string | null;
  assurance: 1 | 2;
  app: string;
  last_seen_at: Date;
  expires_at: Date;
  demonstration: boolean;
  name: Buffer;
  /** The party of the session, if she may (still) act for it. */
  party_id: string | null;
  mandate_id: string | null;
  mandate_items: string[] | null;
}

/**
 * A company counts while she is its legal representative, a mandate while it is active and in its term; afterwards she
 * acts for herself again.
 */
const sessionSql = `
  select s.id, s.account_id, a.kind, a.person_id, s.post_id, s.assurance, s.app, s.last_seen_at, s.expires_at, a.demonstration, p.name,
    case when m.id is not null then m.principal_party when c.id is not null then c.id end as party_id, m.id as mandate_id, m.items as mandate_items
  from access.session s
  join access.account a on a.id = s.account_id
  join access.person p on p.id = a.person_id
  left join access.company c on c.id = s.party_id and s.mandate_id is null and c.legal_representative = a.person_id
  left join access.mandate m on m.id = s.mandate_id and m.principal_party = s.party_id and m.agent_person = a.person_id
    and m.state = 'active' and $3::date between m.valid_from and m.valid_to
  where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and a.state = 'active'`;

export interface LoadedSession {
  actor: SessionActor;
  /** Last moment at which the session still counts, in ms since 1970. */
  expiresMs: number;
  lastSeenMs: number;
}

export async function loadSessionActor(part: Part, tx: ReadTx, tokenHash: Uint8Array, now: Date, today: string): Promise<LoadedSession | undefined> {
  const row = await tx.maybe<SessionRow>(sessionSql, [tokenHash, now, today]);
  if (row === undefined || (row.demonstration && !part.demonstration)) return undefined;
  const idleMs = 60_000 * (row.kind === 'officer' ? part.limits.idleMinutesOfficer : part.limits.idleMinutesCitizen);
  const expiresMs = Math.min(row.expires_at.getTime(), row.last_seen_at.getTime() + idleMs);
  if (expiresMs <= now.getTime()) return undefined;
  const name = part.crypto.open(row.name);
  const session = { id: row.id, assurance: row.assurance, app: row.app };
  const common = { accountId: row.account_id, personId: row.person_id };
  const lastSeenMs = row.last_seen_at.getTime();
  if (row.kind === 'citizen') {
    const mandate = row.mandate_id === null ? null : { id: row.mandate_id, items: row.mandate_items ?? [] };
    const actor: SessionActor = {
      ...common, kind: 'citizen', partyId: row.party_id ?? row.person_id, organisations: [], divisions: [], permissions: new Set(),
      name: maskName(name), session: { ...session, postId: null, mandate },
    };
    return { actor, expiresMs, lastSeenMs };
  }
  const posts = await postsOf(part, tx, row.person_id, today);
  const post = posts.find((p) => p.id === row.post_id) ?? posts[0];
  const scope = post === undefined ? { organisations: [], divisions: [], territories: [], permissions: [] } : await effectiveScope(tx, post);
  // the organisation of the post comes first: the trace names it
  const actor: SessionActor = {
    ...common, kind: 'officer', partyId: null, organisations: scope.organisations, divisions: scope.divisions, territories: scope.territories, permissions: new Set(scope.permissions),
    name, session: { ...session, postId: post?.id ?? null, mandate: null },
  };
  return { actor, expiresMs, lastSeenMs };
}
