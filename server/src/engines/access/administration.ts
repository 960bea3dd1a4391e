import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { Text } from '#kernel/i18n';
import type { ActorCache } from './actor-cache.ts';
import { asSystem } from './as-system.ts';
import type { Part } from './dependencies.ts';
import { effectiveScope, postsOf, type EffectiveScope, type PostView } from './effective-scope.ts';
import { errors } from './errors.ts';
import { maskName } from './mask.ts';
import { grantIntegrity, revokedIntegrity } from './role-integrity.ts';
import { endSessions } from './sessions.ts';

/** Officers' accounts and, with masked names, citizens' of the administrator's divisions; row-level security draws the line. */
export interface AccountView {
  id: string;
  kind: 'citizen' | 'officer' | 'machine';
  loginName: string;
  name: string;
  state: 'active' | 'locked' | 'closed';
  /** Locked by wrong passwords until then. */
  lockedUntil: string | null;
  lockReason: string | null;
  division: string | null;
  organisation: string | null;
  organisationName: string | null;
  title: string | null;
  secondFactor: boolean;
  version: number;
}

export interface AccountFilter {
  kind: 'citizen' | 'officer' | 'machine';
  organisation?: string | undefined;
  division?: string | undefined;
  /** Beginning of a login name. */
  login?: string | undefined;
  after?: string | undefined;
  limit: number;
}

type AccountRow = Omit<AccountView, 'name' | 'lockedUntil'> & { person_id: string | null; locked_until: Date | null; client_name: string | null };

const accountSql = `select a.id, a.kind, a.login_name as "loginName", a.state, a.locked_until, a.lock_reason as "lockReason", a.division, a.second_factor is not null as "secondFactor", a.version, a.person_id,
       o.credit_code as organisation, o.name as "organisationName", p.title, c.name as client_name
     from access.account a
     left join lateral (select p.organisation, p.title from access.post p where p.person_id = a.person_id and p.valid_to is null order by p.main desc limit 1) p on a.kind = 'officer'
     left join access.client c on c.account_id = a.id
     left join access.organisation o on o.credit_code = coalesce(p.organisation, c.organisation)`;

export async function listAccounts(part: Part, ctx: Context, filter: AccountFilter): Promise<{ accounts: AccountView[]; next: string | null }> {
  const rows = await ctx.tx.query<AccountRow>(
    `${accountSql}
     where a.kind = $1 and ($2::text is null or o.credit_code = $2) and ($3::text is null or starts_with(a.division, $3)) and ($4::text is null or starts_with(a.login_name, $4))
       and ($5::text is null or a.login_name > $5) and a.id is distinct from kernel.actor_account()
     order by a.login_name limit $6`,
    [filter.kind, filter.organisation ?? null, filter.division ?? null, filter.login?.toLowerCase() ?? null, filter.after ?? null, filter.limit + 1],
  );
  const page = rows.slice(0, filter.limit);
  return { accounts: await viewsOf(part, ctx, page), next: rows.length > filter.limit ? (page.at(-1)?.loginName ?? null) : null };
}

/** One account of the administrator's divisions, her own too; also one without posts. */
export async function getAccount(part: Part, ctx: Context, accountId: string): Promise<AccountView> {
  const row = await ctx.tx.maybe<AccountRow>(`${accountSql} where a.id = $1`, [accountId]);
  if (row === undefined) throw errors.unknownAccount();
  return (await viewsOf(part, ctx, [row]))[0]!;
}

async function viewsOf(part: Part, ctx: Context, rows: readonly AccountRow[]): Promise<AccountView[]> {
  const names = await namesOf(part, ctx, rows.flatMap((r) => (r.person_id === null ? [] : [r.person_id])));
  return rows.map(({ person_id, locked_until, client_name, ...r }): AccountView => {
    const name = person_id === null ? (client_name ?? r.loginName) : (names.get(person_id) ?? '');
    return { ...r, name: r.kind === 'citizen' ? maskName(name) : name, lockedUntil: locked_until !== null && locked_until > ctx.now ? locked_until.toISOString() : null };
  });
}

/** 角色目录: the roles in force that may be granted, which others each excludes (三员分立). */
export interface RoleView {
  id: string;
  name: Text;
  description: Text | null;
  permissions: string[];
  excludes: string[];
}

export const listRoles = (ctx: Context): Promise<RoleView[]> =>
  ctx.tx.query<RoleView>('select id, name, description, permissions, excludes from access.role where valid_to is null or valid_to > $1 order by id limit 500', [dayInChina(ctx.now)]);

async function namesOf(part: Part, ctx: Context, personIds: string[]): Promise<Map<string, string>> {
  const rows = await asSystem(ctx.tx, ctx.actor, () => ctx.tx.query<{ id: string; name: Buffer }>('select id, name from access.person where id = any ($1)', [personIds]));
  return new Map(rows.map((r) => [r.id, part.crypto.open(r.name)]));
}

/** 锁定、解锁账号. Locking ends the account's sessions at once. */
export async function setAccountState(ctx: Context, cache: ActorCache, input: { accountId: string; state: 'active' | 'locked'; reason?: string | undefined; version: number }): Promise<void> {
  if (input.accountId === ctx.actor.accountId) throw errors.ownAccount();
  const row = await ctx.tx.maybe<{ version: number }>('select version from access.account where id = $1 for update', [input.accountId]);
  if (row === undefined) throw errors.unknownAccount();
  if (row.version !== input.version) throw errors.stale();
  await ctx.tx.query('update access.account set state = $2, lock_reason = $3, failed_count = 0, locked_until = null, version = version + 1 where id = $1', [input.accountId, input.state, input.state === 'locked' ? (input.reason ?? null) : null]);
  if (input.state === 'locked') await asSystem(ctx.tx, ctx.actor, () => endSessions(ctx.tx, 'account_id = $1', input.accountId, ctx.now));
  ctx.tx.afterCommit(cache.clear);
}

export interface OfficerScope {
  accountId: string;
  name: string;
  posts: (PostView & { effective: EffectiveScope; assignments: { id: string; role: string; fromContent: boolean }[] })[];
}

/** 有效权限: what an officer can really do and see, post by post (lesson 28). */
export async function scopeOfOfficer(part: Part, ctx: Context, accountId: string): Promise<OfficerScope> {
  const account = await ctx.tx.maybe<{ person_id: string }>("select person_id from access.account where id = $1 and kind = 'officer'", [accountId]);
  if (account === undefined) throw errors.unknownAccount();
  const name = (await namesOf(part, ctx, [account.person_id])).get(account.person_id) ?? '';
  const posts = await asSystem(ctx.tx, ctx.actor, async () => {
    const found = await postsOf(part, ctx.tx, account.person_id, dayInChina(ctx.now));
    const assignments = await ctx.tx.query<{ id: string; post_id: string; role: string; fromContent: boolean }>('select id, post_id, role, from_content as "fromContent" from access.role_assignment where post_id = any ($1) and revoked_at is null order by role', [found.map((p) => p.id)]);
    const described: OfficerScope['posts'] = [];
    for (const post of found) {
      described.push({ ...post, effective: await effectiveScope(ctx.tx, post), assignments: assignments.filter((a) => a.post_id === post.id).map(({ id, role, fromContent }) => ({ id, role, fromContent })) });
    }
    return described;
  });
  return { accountId, name, posts };
}

/** 授予角色 in a post within the administrator's divisions; `division` moves the role's scope, only within hers. */
export async function assignRole(part: Part, ctx: Context, cache: ActorCache, input: { postId: string; role: string; division?: string | undefined }): Promise<{ id: string }> {
  const post = await ctx.tx.maybe<{ person_id: string; inside: boolean }>(
    'select p.person_id, kernel.in_scope(coalesce($2, o.division)) and kernel.in_scope(o.division) as inside from access.post p join access.organisation o on o.credit_code = p.organisation where p.id = $1 and p.valid_to is null',
    [input.postId, input.division ?? null],
  );
  if (post === undefined || !post.inside) throw errors.unknownPost();
  if (post.person_id === ctx.actor.personId) throw errors.ownAccount();
  const role = await ctx.tx.maybe<{ excludes: string[] }>('select excludes from access.role where id = $1 and valid_to is null', [input.role]);
  if (role === undefined) throw errors.unknownRole();
  if (input.division !== undefined && (await ctx.tx.maybe('select 1 from access.division where digits = $1', [input.division])) === undefined) throw errors.unknownDivision();
  // 三员分立: a person, not only a post, may not hold both; two grants at the same time wait for one another
  await ctx.tx.query("select pg_advisory_xact_lock(hashtextextended('access.role ' || $1::text, 0))", [post.person_id]);
  const held = await asSystem(ctx.tx, ctx.actor, () =>
    ctx.tx.query<{ role: string; excludes: string[]; same: boolean }>(
      'select a.role, r.excludes, a.post_id = $2 as same from access.role_assignment a join access.post p on p.id = a.post_id join access.role r on r.id = a.role where p.person_id = $1 and a.revoked_at is null',
      [post.person_id, input.postId],
    ),
  );
  const other = held.find((h) => role.excludes.includes(h.role) || h.excludes.includes(input.role));
  if (other !== undefined) throw errors.roleExcluded({ other: other.role });
  if (held.some((h) => h.same && h.role === input.role)) throw errors.roleHeld();
  const id = ctx.newId();
  ctx.tx.insert('access.role_assignment', {
    id, post_id: input.postId, role: input.role, division: input.division ?? null, granted_by: ctx.actor.accountId, granted_at: ctx.now.toISOString(), from_content: false,
    integrity: grantIntegrity(part, { id, post: input.postId, role: input.role, division: input.division ?? null }),
  });
  ctx.tx.afterCommit(cache.clear);
  return { id };
}

/** 收回角色. */
export async function revokeRole(part: Part, ctx: Context, cache: ActorCache, assignmentId: string): Promise<void> {
  const row = await ctx.tx.maybe<{ person_id: string }>(
    `select p.person_id from access.role_assignment a join access.post p on p.id = a.post_id join access.organisation o on o.credit_code = p.organisation
     where a.id = $1 and a.revoked_at is null and kernel.in_scope(o.division)`,
    [assignmentId],
  );
  if (row === undefined) throw errors.unknownRole();
  if (row.person_id === ctx.actor.personId) throw errors.ownAccount();
  await ctx.tx.query('update access.role_assignment set revoked_at = $2, revoked_by = $3, integrity = $4 where id = $1', [assignmentId, ctx.now, ctx.actor.accountId, revokedIntegrity(part, assignmentId)]);
  ctx.tx.afterCommit(cache.clear);
}
