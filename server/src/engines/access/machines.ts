import { randomBytes } from 'node:crypto';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { ActorCache } from './actor-cache.ts';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { openTicket, sealTicket } from './second-factor.ts';
import { readSm2Key } from './sm2-key.ts';
import { spend } from './spent.ts';

/**
 * 部门系统: a machine of a department, registered by an administrator: who answers for it, what it may do, until when. It
 * proves itself by a secret (a token of the OpenID provider) or by an SM2 key (signed requests); or by both.
 */
export interface NewMachine {
  organisation: string;
  name: string;
  purpose: string;
  contact: string;
  contactPhone: string;
  permissions: string[];
  /** YYYY-MM-DD in China, the last day. */
  validTo: string;
  /** A secret for client credentials. */
  secret: boolean;
  /** SM2 public key, hexadecimal or PEM. */
  publicKey?: string | undefined;
}

interface Locked {
  id: string;
  account_id: string;
  state: 'active' | 'suspended' | 'closed';
  version: number;
  valid_until: Date | null;
}

const yearsMax = 3;
const keysMax = 5;
const secretTicketMs = 10 * 60_000;

function untilOf(day: string, now: Date): Date {
  const today = dayInChina(now);
  if (day <= today || day > `${Number(today.slice(0, 4)) + yearsMax}${today.slice(4)}`) throw errors.machineTerm({ years: yearsMax });
  return new Date(`${day}T23:59:59.999+08:00`);
}

/** What an administrator of accounts, of security or an auditor may do, no machine may. */
async function checkPermissions(ctx: Context, permissions: readonly string[]): Promise<void> {
  const reserved = await ctx.tx.query<{ permission: string }>("select distinct unnest(permissions) as permission from access.role where valid_to is null and excludes <> '{}'");
  const wrong = permissions.find((p) => reserved.some((r) => r.permission === p));
  if (wrong !== undefined) throw errors.machinePermission({ permission: wrong });
}

/** A paper for one look at a new secret, by whoever made it: the stored answer of the write does not hold the secret itself. */
const secretTicket = (part: Part, ctx: Context, client: string): string => sealTicket(part, { for: 'machine-secret', client, account: ctx.actor.accountId, at: ctx.now.getTime(), until: ctx.now.getTime() + secretTicketMs });

export async function registerMachine(part: Part, ctx: Context, input: NewMachine): Promise<{ clientId: string; secretTicket: string | null }> {
  const organisation = await ctx.tx.maybe<{ division: string }>('select division from access.organisation where credit_code = $1 and valid_to is null and (kernel.in_scope(division) or credit_code = any (kernel.actor_organisations()))', [input.organisation]);
  if (organisation === undefined) throw errors.unknownOrganisation();
  await checkPermissions(ctx, input.permissions);
  const until = untilOf(input.validTo, ctx.now);
  const key = input.publicKey === undefined ? undefined : readSm2Key(input.publicKey);
  const clientId = `sys-${randomBytes(8).toString('hex')}`;
  const accountId = ctx.newId();
  const at = ctx.now.toISOString();
  await ctx.tx.query("insert into access.account (id, kind, login_name, division, created_at) values ($1, 'machine', $2, $3, $4)", [accountId, clientId, organisation.division, at]);
  await ctx.tx.query(
    `insert into access.client (id, account_id, name, organisation, secret, grant_types, permissions, created_at, contact, contact_phone, purpose, valid_until, secret_at, changed_at)
     values ($1, $2, $3, $4, $5, '{client_credentials}', $6, $7, $8, $9, $10, $11, $12, $7)`,
    [clientId, accountId, input.name, input.organisation, input.secret ? part.crypto.seal(randomBytes(32).toString('base64url')) : null, [...new Set(input.permissions)].sort(), at, input.contact, part.crypto.seal(input.contactPhone), input.purpose, until, input.secret ? at : null],
  );
  if (key !== undefined) await insertKey(ctx, clientId, key, until);
  return { clientId, secretTicket: input.secret ? secretTicket(part, ctx, clientId) : null };
}

async function insertKey(ctx: Context, clientId: string, key: Buffer, until: Date): Promise<string> {
  const id = ctx.newId();
  const known = await ctx.tx.query<{ same: boolean }>('select public_key = $2 as same from access.client_key where client_id = $1 and revoked_at is null and valid_until > $3', [clientId, key, ctx.now]);
  if (known.some((k) => k.same)) throw errors.machineKeyKnown();
  if (known.length >= keysMax) throw errors.machineKeysMany({ max: keysMax });
  await ctx.tx.query('insert into access.client_key (id, client_id, public_key, created_at, valid_until) values ($1, $2, $3, $4, $5)', [id, clientId, key, ctx.now, until]);
  return id;
}

async function lock(ctx: Context, clientId: string, version: number): Promise<Locked> {
  const row = await ctx.tx.maybe<Locked>('select id, account_id, state, version, valid_until from access.client where id = $1 and account_id is not null for update', [clientId]);
  if (row === undefined) throw errors.unknownMachine();
  if (row.version !== version) throw errors.stale();
  if (row.state === 'closed') throw errors.machineState();
  return row;
}

const touch = (ctx: Context, cache: ActorCache, clientId: string, set: string, params: unknown[]): Promise<unknown> => {
  ctx.tx.afterCommit(cache.clear);
  return ctx.tx.query(`update access.client set ${set}, changed_at = $2, version = version + 1 where id = $1`, [clientId, ctx.now, ...params]);
};

/** 续期 of the system and with it of its keys in force: they are registered again until the new day. */
export async function renewMachine(ctx: Context, cache: ActorCache, input: { clientId: string; validTo: string; version: number }): Promise<void> {
  await lock(ctx, input.clientId, input.version);
  const until = untilOf(input.validTo, ctx.now);
  const keys = await ctx.tx.query<{ public_key: Buffer }>('update access.client_key set revoked_at = $2 where client_id = $1 and revoked_at is null and valid_until > $2 returning public_key', [input.clientId, ctx.now]);
  for (const key of keys) await insertKey(ctx, input.clientId, key.public_key, until);
  await touch(ctx, cache, input.clientId, 'valid_until = $3', [until]);
}

/** 暂停, 恢复, 注销. Closing is for good and takes its keys with it. */
export async function changeMachine(ctx: Context, cache: ActorCache, input: { clientId: string; action: 'suspend' | 'resume' | 'close'; version: number }): Promise<void> {
  const row = await lock(ctx, input.clientId, input.version);
  const to = input.action === 'suspend' ? 'suspended' : input.action === 'resume' ? 'active' : 'closed';
  if (row.state === to) throw errors.machineState();
  if (to === 'closed') {
    await ctx.tx.query('update access.client_key set revoked_at = $2 where client_id = $1 and revoked_at is null', [input.clientId, ctx.now]);
    await ctx.tx.query("update access.account set state = 'closed', version = version + 1 where id = $1", [row.account_id]);
  }
  await touch(ctx, cache, input.clientId, 'state = $3', [to]);
}

export async function permitMachine(ctx: Context, cache: ActorCache, input: { clientId: string; permissions: string[]; version: number }): Promise<void> {
  await lock(ctx, input.clientId, input.version);
  await checkPermissions(ctx, input.permissions);
  await touch(ctx, cache, input.clientId, 'permissions = $3', [[...new Set(input.permissions)].sort()]);
}

/** 重新生成密钥: the old one ends at once. */
export async function replaceSecret(part: Part, ctx: Context, cache: ActorCache, input: { clientId: string; version: number }): Promise<{ secretTicket: string }> {
  await lock(ctx, input.clientId, input.version);
  await touch(ctx, cache, input.clientId, 'secret = $3, secret_at = $2', [part.crypto.seal(randomBytes(32).toString('base64url'))]);
  return { secretTicket: secretTicket(part, ctx, input.clientId) };
}

/** The secret, for one look. */
export async function readSecret(part: Part, ctx: Context, ticket: string): Promise<{ clientId: string; secret: string }> {
  const paper = openTicket(part, ticket);
  const { now } = ctx;
  if (paper === undefined || paper['for'] !== 'machine-secret' || paper['account'] !== ctx.actor.accountId || Number(paper['until']) < now.getTime()) throw errors.secretGone();
  const row = await ctx.tx.maybe<{ id: string; secret: Buffer | null; secret_at: Date | null }>('select id, secret, secret_at from access.client where id = $1', [String(paper['client'])]);
  if (row?.secret == null || row.secret_at?.getTime() !== Number(paper['at']) || !(await spend(part, ticket, new Date(Number(paper['until']))))) throw errors.secretGone();
  return { clientId: row.id, secret: part.crypto.open(row.secret) };
}

export async function addMachineKey(ctx: Context, cache: ActorCache, input: { clientId: string; publicKey: string; validTo: string; version: number }): Promise<{ id: string }> {
  await lock(ctx, input.clientId, input.version);
  const id = await insertKey(ctx, input.clientId, readSm2Key(input.publicKey), untilOf(input.validTo, ctx.now));
  await touch(ctx, cache, input.clientId, 'state = state', []);
  return { id };
}

export async function revokeMachineKey(ctx: Context, cache: ActorCache, input: { clientId: string; keyId: string; version: number }): Promise<void> {
  await lock(ctx, input.clientId, input.version);
  const rows = await ctx.tx.query('update access.client_key set revoked_at = $3 where id = $1 and client_id = $2 and revoked_at is null returning 1', [input.keyId, input.clientId, ctx.now]);
  if (rows.length === 0) throw errors.unknownMachine();
  await touch(ctx, cache, input.clientId, 'state = state', []);
}
