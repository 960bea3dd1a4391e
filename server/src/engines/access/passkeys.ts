import { isIP } from 'node:net';
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { system, type Context } from '#kernel/context';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { openTicket, sealTicket } from './second-factor.ts';
import { currentSession } from './sessions.ts';
import { spend } from './spent.ts';

/** With its certificates 5 MiB: loaded by the first passkey. */
const webauthn = (): Promise<typeof import('@simplewebauthn/server')> => import('@simplewebauthn/server');

/**
 * 通行密钥 (WebAuthn level 3): a key in her telephone, computer or token. The device always checks that it is she (PIN,
 * finger, face), so that one gesture is two factors. The challenge travels sealed in a ticket and counts once.
 */
export interface PasskeyView {
  id: string;
  name: string;
  /** Kept by a service of her devices' maker, so that a lost telephone does not lose it. */
  backedUp: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface PasskeyOffer<O> {
  options: O;
  ticket: string;
}

interface Ticket {
  for: 'passkey-add' | 'passkey-use';
  challenge: string;
  /** Whose it must be; null: whoever it belongs to. */
  account: string | null;
  until: number;
}

const ticketMs = 5 * 60_000;
const passkeysMax = 10;
// EdDSA, ES256, RS256: what authenticators have
const algorithms = [-8, -7, -257];

/** The domain that passkeys are bound to; none under a bare address, where browsers refuse them. */
export function passkeyDomain({ publicUrl }: Pick<Part, 'publicUrl'>): string | undefined {
  const { hostname, protocol } = new URL(publicUrl);
  const usable = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && (protocol === 'https:' || hostname === 'localhost');
  return usable ? hostname : undefined;
}

const domainOf = (part: Part): string => {
  const domain = passkeyDomain(part);
  if (domain === undefined) throw errors.passkeysOff();
  return domain;
};

function readTicket(part: Part, sealed: string, purpose: Ticket['for']): Ticket {
  const ticket = openTicket(part, sealed) as Ticket | undefined;
  if (ticket === undefined || ticket.for !== purpose || ticket.until < part.clock.now().getTime()) throw errors.passkeyWrong();
  return ticket;
}

const newTicket = (part: Part, purpose: Ticket['for'], challenge: string, account: string | null): string =>
  sealTicket(part, { for: purpose, challenge, account, until: part.clock.now().getTime() + ticketMs } satisfies Ticket);

/** What the browser is asked to make; nothing is kept until `addPasskey` has seen it. */
export async function offerPasskey(part: Part, ctx: Context): Promise<PasskeyOffer<PublicKeyCredentialCreationOptionsJSON>> {
  currentSession(ctx.actor);
  const rpID = domainOf(part);
  const { login_name } = await ctx.tx.one<{ login_name: string }>('select login_name from access.account where id = $1', [ctx.actor.accountId]);
  const known = await ctx.tx.query<{ credential_id: string }>('select credential_id from access.passkey where account_id = $1', [ctx.actor.accountId]);
  if (known.length >= passkeysMax) throw errors.passkeysMany({ max: passkeysMax });
  const options = await (await webauthn()).generateRegistrationOptions({
    rpName: '一网', rpID, userName: login_name, userDisplayName: ctx.actor.name, userID: Buffer.from(String(ctx.actor.accountId).replaceAll('-', ''), 'hex'),
    attestationType: 'none', supportedAlgorithmIDs: algorithms, excludeCredentials: known.map((k) => ({ id: k.credential_id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options, ticket: newTicket(part, 'passkey-add', options.challenge, ctx.actor.accountId) };
}

export async function addPasskey(part: Part, ctx: Context, input: { ticket: string; response: unknown; name: string }): Promise<{ id: string }> {
  currentSession(ctx.actor);
  const ticket = readTicket(part, input.ticket, 'passkey-add');
  if (ticket.account !== ctx.actor.accountId) throw errors.passkeyWrong();
  const found = await (await webauthn()).verifyRegistrationResponse({
    response: input.response as RegistrationResponseJSON, expectedChallenge: ticket.challenge, expectedOrigin: part.publicUrl, expectedRPID: domainOf(part), requireUserVerification: true, supportedAlgorithmIDs: algorithms,
  }).catch(() => undefined);
  if (found?.verified !== true || !(await spend(part, ticket.challenge, new Date(ticket.until)))) throw errors.passkeyWrong();
  const { credential, credentialBackedUp } = found.registrationInfo;
  const id = ctx.newId();
  ctx.tx.insert('access.passkey', {
    id, account_id: ctx.actor.accountId, credential_id: credential.id, public_key: credential.publicKey, uses: credential.counter, transports: (credential.transports ?? []).filter((t) => /^[a-z-]{1,20}$/.test(t)).slice(0, 8),
    name: input.name, backed_up: credentialBackedUp, created_at: ctx.now.toISOString(),
  });
  return { id };
}

export async function listPasskeys(ctx: Context): Promise<PasskeyView[]> {
  const rows = await ctx.tx.query<{ id: string; name: string; backed_up: boolean; created_at: Date; last_used_at: Date | null }>('select id, name, backed_up, created_at, last_used_at from access.passkey where account_id = $1 order by created_at limit 50', [ctx.actor.accountId]);
  return rows.map((r) => ({ id: r.id, name: r.name, backedUp: r.backed_up, createdAt: r.created_at.toISOString(), lastUsedAt: r.last_used_at?.toISOString() ?? null }));
}

export async function removePasskey(ctx: Context, passkeyId: string): Promise<void> {
  const rows = await ctx.tx.query('delete from access.passkey where id = $1 and account_id = $2 returning 1', [passkeyId, ctx.actor.accountId]);
  if (rows.length === 0) throw errors.unknownPasskey();
}

/** What the browser is asked to sign: with one of an account's passkeys, or with whichever she has here. */
export async function askPasskey(part: Part, accountId: string | null): Promise<PasskeyOffer<PublicKeyCredentialRequestOptionsJSON>> {
  const known = accountId === null ? [] : await part.db.read(system, (tx) => tx.query<{ credential_id: string; transports: string[] }>('select credential_id, transports from access.passkey where account_id = $1', [accountId]));
  const options = await (await webauthn()).generateAuthenticationOptions({
    rpID: domainOf(part), userVerification: 'required',
    ...(known.length === 0 ? {} : { allowCredentials: known.map((k) => ({ id: k.credential_id, transports: k.transports as never })) }),
  });
  return { options, ticket: newTicket(part, 'passkey-use', options.challenge, accountId) };
}

/** Whose passkey signed. Refuses a signature of another page, another challenge, a second time, or of a counter that went back. */
export async function usePasskey(part: Part, input: { ticket: string; response: unknown; accountId: string | null }): Promise<{ accountId: string; backedUp: boolean }> {
  const ticket = readTicket(part, input.ticket, 'passkey-use');
  if (ticket.account !== input.accountId) throw errors.passkeyWrong();
  const response = input.response as AuthenticationResponseJSON | null;
  const id: unknown = response?.id;
  if (typeof id !== 'string' || id.length > 1400) throw errors.passkeyWrong();
  const row = await part.db.read(system, (tx) => tx.maybe<{ id: string; account_id: string; public_key: Buffer; uses: string }>('select id, account_id, public_key, uses from access.passkey where credential_id = $1', [id]));
  if (row === undefined || (ticket.account !== null && row.account_id !== ticket.account)) throw errors.passkeyWrong();
  const found = await (await webauthn()).verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON, expectedChallenge: ticket.challenge, expectedOrigin: part.publicUrl, expectedRPID: domainOf(part), requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(row.public_key), counter: Number(row.uses) },
  }).catch(() => undefined);
  if (found?.verified !== true || !(await spend(part, ticket.challenge, new Date(ticket.until)))) throw errors.passkeyWrong();
  const { newCounter, credentialBackedUp } = found.authenticationInfo;
  const counted = await part.db.write(system, (tx) =>
    tx.query('update access.passkey set uses = $2, backed_up = $3, last_used_at = $4 where id = $1 and (uses < $2 or (uses = 0 and $2 = 0)) returning 1', [row.id, newCounter, credentialBackedUp, part.clock.now()]));
  if (counted.length === 0) throw errors.passkeyWrong();
  return { accountId: row.account_id, backedUp: credentialBackedUp };
}
