import { generateSecret, generateURI, verify } from 'otplib';
import type { Context } from '#kernel/context';
import { system } from '#kernel/context';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';

/** 动态口令 (TOTP, RFC 6238): 30 seconds, six digits, one step of tolerance; a step is accepted once. */
const periodSeconds = 30;

/** The step (30 s since 1970) for which a token is right, or undefined. */
export async function stepOfToken(secret: string, token: string, now: Date, afterStep: number): Promise<number | undefined> {
  if (!/^\d{6}$/.test(token)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = await verify({ secret, token, epoch, period: periodSeconds, epochTolerance: periodSeconds });
  if (!result.valid) return undefined;
  const step = Math.floor(epoch / periodSeconds) + result.delta;
  return step > afterStep ? step : undefined;
}

export async function checkSecondFactor(part: Part, accountId: string, token: string): Promise<void> {
  const { db, crypto, clock } = part;
  const accepted = await db.write(system, async (tx) => {
    const row = await tx.maybe<{ second_factor: Buffer | null; step: number }>('select second_factor, second_factor_step as step from access.account where id = $1 for update', [accountId]);
    if (row?.second_factor == null) return false;
    const step = await stepOfToken(crypto.open(row.second_factor), token, clock.now(), row.step);
    if (step === undefined) return false;
    await tx.query('update access.account set second_factor_step = $2 where id = $1', [accountId, step]);
    return true;
  });
  if (!accepted) throw errors.codeWrong();
}

/** A new key for an authenticator; it counts once `confirmSecondFactor` has seen a token of it. */
export function offerSecondFactor(part: Part, ctx: Context): { secret: string; uri: string; ticket: string } {
  const secret = generateSecret();
  const ticket = Buffer.from(part.crypto.seal(JSON.stringify({ secret, account: ctx.actor.accountId, until: ctx.now.getTime() + 10 * 60_000 }))).toString('base64url');
  return { secret, uri: generateURI({ issuer: '一网', label: ctx.actor.name, secret }), ticket };
}

export async function confirmSecondFactor(part: Part, ctx: Context, input: { ticket: string; token: string }): Promise<void> {
  const offer = openTicket(part, input.ticket);
  if (offer === undefined || offer['account'] !== ctx.actor.accountId || Number(offer['until']) < ctx.now.getTime()) throw errors.notEnrolling();
  const secret = String(offer['secret']);
  const step = await stepOfToken(secret, input.token, ctx.now, 0);
  if (step === undefined) throw errors.codeWrong();
  await ctx.tx.query('update access.account set second_factor = $2, second_factor_step = $3, version = version + 1 where id = $1', [ctx.actor.accountId, part.crypto.seal(secret), step]);
}

/** Reads what this house sealed and handed to a browser; undefined where it was altered. */
export function openTicket(part: Pick<Part, 'crypto'>, ticket: string): Record<string, unknown> | undefined {
  if (ticket.length > 2_000) return undefined;
  try {
    return JSON.parse(part.crypto.open(Buffer.from(ticket, 'base64url'))) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

export const sealTicket = (part: Pick<Part, 'crypto'>, content: Record<string, unknown>): string => Buffer.from(part.crypto.seal(JSON.stringify(content))).toString('base64url');
