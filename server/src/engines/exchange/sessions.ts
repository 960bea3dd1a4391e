import { randomBytes } from 'node:crypto';
import type { Context } from '#kernel/context';
import type { Sender } from './admit.ts';
import type { Cryptography } from './types.ts';

/** Minutes that a session key is good for. */
export const sessionMinutes = 10;

/**
 * 会话密钥: an SM2 signature costs two hundred times an HMAC. A sender who signed with SM2 gets a key of 32 bytes, encrypted to her
 * public key, for ten minutes; ending her key ends it too. What is said under it is proved by the log's evidence in the ledger.
 */
export async function openSession(crypto: Cryptography, ctx: Context, sender: Sender): Promise<{ session: string; secret: string; until: string }> {
  const id = ctx.newId();
  const secret = randomBytes(32);
  const until = new Date(Math.min(ctx.now.getTime() + sessionMinutes * 60_000, sender.key.validTo.getTime()));
  ctx.tx.insert('exchange.session', { id, key_id: sender.key.id, secret: crypto.seal(secret), at: ctx.now.toISOString(), valid_to: until.toISOString() });
  return { session: id, secret: Buffer.from(crypto.encryptTo(sender.key.publicKey, secret)).toString('base64'), until: until.toISOString() };
}

/** Nonces older than any signature that would still be taken, and sessions that have ended. */
export async function tidy(ctx: Context, nonceMs: number): Promise<void> {
  await ctx.tx.query('delete from exchange.nonce where at < $1', [new Date(ctx.now.getTime() - nonceMs)]);
  await ctx.tx.query('delete from exchange.session where valid_to < $1', [new Date(ctx.now.getTime() - 60_000)]);
}

