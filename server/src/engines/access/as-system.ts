import type { Actor } from '#kernel/context';
import type { ReadTx } from '#kernel/db';

/**
 * Runs a look-up or a write of this engine's own inside the request's transaction, past its tenancy: to find the agent
 * of a mandate, to open an account. What comes back must be checked against the actor here, in this engine.
 */
export async function asSystem<T>(tx: ReadTx, actor: Actor, use: () => Promise<T>): Promise<T> {
  const bind = (kind: string): Promise<unknown> => tx.query("select set_config('yiwang.kind', $1, true)", [kind]);
  await bind('system');
  try {
    return await use();
  } finally {
    // after a statement that failed the transaction is over, and the setting with it
    await bind(actor.kind).catch(() => {});
  }
}
