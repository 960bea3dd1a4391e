import type { Context } from '#kernel/context';
import type { ActorCache } from './actor-cache.ts';
import { errors } from './errors.ts';
import { checkPassword, hashPassword, passwordMatches } from './password.ts';
import { currentSession, endSessions } from './sessions.ts';

/** 修改密码: with the old one; every other session of the account ends. */
export async function changePassword(ctx: Context, cache: ActorCache, input: { current: string; next: string }): Promise<void> {
  const session = currentSession(ctx.actor);
  const row = await ctx.tx.one<{ login_name: string; password_hash: string | null }>('select login_name, password_hash from access.account where id = $1 for update', [ctx.actor.accountId]);
  if (!(await passwordMatches(row.password_hash, input.current))) throw errors.wrong();
  checkPassword(input.next, row.login_name);
  await ctx.tx.query('update access.account set password_hash = $2, password_changed_at = $3, version = version + 1 where id = $1', [ctx.actor.accountId, await hashPassword(input.next), ctx.now]);
  await endSessions(ctx.tx, `account_id = kernel.actor_account() and id <> $1`, session.id, ctx.now);
  ctx.tx.afterCommit(cache.clear);
}
