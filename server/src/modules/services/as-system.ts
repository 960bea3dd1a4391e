import type { Context } from '#kernel/context';

/**
 * One narrow look past the tenancy, inside the request's own transaction and under the actor's own name in every trace:
 * to verify a licence for the public, to find the record that stands for a paper. What comes back is checked and cut down
 * by the caller before anything of it is shown.
 */
export async function asSystem<T>(ctx: Pick<Context, 'tx' | 'actor'>, use: () => Promise<T>): Promise<T> {
  const bind = (kind: string): Promise<unknown> => ctx.tx.query("select set_config('yiwang.kind', $1, true)", [kind]);
  await bind('system');
  try {
    return await use();
  } finally {
    // after a statement that failed the transaction is over, and the setting with it
    await bind(ctx.actor.kind).catch(() => {});
  }
}
