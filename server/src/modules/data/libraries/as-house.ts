import type { Context } from '#kernel/context';

/**
 * What a decided case changes may lie outside the decider's own scope: the credit office of a province repairs a district's entry. It is
 * written as the house inside her transaction, under her name in every trace.
 */
export async function asHouse<T>(ctx: Context, use: () => Promise<T>): Promise<T> {
  const bind = (kind: string): Promise<unknown> => ctx.tx.query("select set_config('yiwang.kind', $1, true)", [kind]);
  await ctx.tx.flush();
  await bind('system');
  try {
    const done = await use();
    await ctx.tx.flush();
    return done;
  } finally {
    // after a statement that failed the transaction is over, and the setting with it
    await bind(ctx.actor.kind).catch(() => {});
  }
}
