import { system, type Context } from '#kernel/context';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { maskPhone } from './mask.ts';

/** 部门系统 as other engines look it up: whose it is, whether it may come now, with which keys it signs. */
export interface Machine {
  clientId: string;
  accountId: string;
  name: string;
  organisation: string;
  /** Significant digits of the organisation's division. */
  division: string;
  /** `expired`: active, but past its term. */
  state: MachineState;
  permissions: string[];
  /** SM2, in force now: 65 bytes, uncompressed. */
  keys: { id: string; publicKey: Uint8Array; validUntil: Date }[];
  validUntil: Date | null;
}

export type MachineState = 'active' | 'suspended' | 'closed' | 'expired';

export interface MachineView {
  clientId: string;
  name: string;
  organisation: string;
  organisationName: string;
  purpose: string | null;
  contact: string | null;
  /** 138****8000 */
  contactPhone: string | null;
  permissions: string[];
  state: MachineState;
  hasSecret: boolean;
  secretAt: string | null;
  keys: { id: string; publicKey: string; createdAt: string; validUntil: string; revoked: boolean }[];
  createdAt: string;
  validUntil: string | null;
  version: number;
}

interface KeyRow {
  id: string;
  client_id: string;
  public_key: Buffer;
  created_at: Date;
  valid_until: Date;
  revoked_at: Date | null;
}

const stateOf = (state: 'active' | 'suspended' | 'closed', until: Date | null, now: Date): MachineState => (state === 'active' && until !== null && until <= now ? 'expired' : state);

/** Of a client id, whatever its state; undefined when there is none. As the system: a gateway asks before it knows anybody. */
export async function findMachine(part: Part, clientId: string): Promise<Machine | undefined> {
  if (clientId.length > 100) return undefined;
  const now = part.clock.now();
  return part.db.read(system, async (tx) => {
    const row = await tx.maybe<{ id: string; account_id: string; name: string; organisation: string; division: string; state: 'active' | 'suspended' | 'closed'; account_state: string; permissions: string[]; valid_until: Date | null }>(
      `select c.id, c.account_id, c.name, c.organisation, o.division, c.state, a.state as account_state, c.permissions, c.valid_until
       from access.client c join access.account a on a.id = c.account_id and a.kind = 'machine' join access.organisation o on o.credit_code = c.organisation
       where c.id = $1 and (not c.demonstration or $2)`,
      [clientId, part.demonstration],
    );
    if (row === undefined) return undefined;
    const keys = await tx.query<KeyRow>('select id, client_id, public_key, created_at, valid_until, revoked_at from access.client_key where client_id = $1 and revoked_at is null and valid_until > $2 order by created_at desc', [clientId, now]);
    const state = row.account_state === 'active' ? row.state : row.account_state === 'closed' ? 'closed' : 'suspended';
    return {
      clientId: row.id, accountId: row.account_id, name: row.name, organisation: row.organisation, division: row.division, state: stateOf(state, row.valid_until, now),
      permissions: row.permissions, keys: keys.map((k) => ({ id: k.id, publicKey: new Uint8Array(k.public_key), validUntil: k.valid_until })), validUntil: row.valid_until,
    };
  });
}

interface Row {
  id: string;
  name: string;
  organisation: string;
  organisation_name: string;
  purpose: string | null;
  contact: string | null;
  contact_phone: Buffer | null;
  permissions: string[];
  state: 'active' | 'suspended' | 'closed';
  has_secret: boolean;
  secret_at: Date | null;
  created_at: Date;
  valid_until: Date | null;
  version: number;
}

const sql = `select c.id, c.name, c.organisation, o.name as organisation_name, c.purpose, c.contact, c.contact_phone, c.permissions, c.state, c.secret is not null as has_secret, c.secret_at, c.created_at, c.valid_until, c.version
  from access.client c join access.organisation o on o.credit_code = c.organisation`;

async function views(part: Part, ctx: Context, rows: readonly Row[]): Promise<MachineView[]> {
  const keys = await ctx.tx.query<KeyRow>('select id, client_id, public_key, created_at, valid_until, revoked_at from access.client_key where client_id = any ($1) order by created_at desc limit 2000', [rows.map((r) => r.id)]);
  return rows.map((r) => ({
    clientId: r.id, name: r.name, organisation: r.organisation, organisationName: r.organisation_name, purpose: r.purpose, contact: r.contact, contactPhone: r.contact_phone === null ? null : maskPhone(part.crypto.open(r.contact_phone)),
    permissions: r.permissions, state: stateOf(r.state, r.valid_until, ctx.now), hasSecret: r.has_secret, secretAt: r.secret_at?.toISOString() ?? null,
    keys: keys.filter((k) => k.client_id === r.id).map((k) => ({ id: k.id, publicKey: k.public_key.toString('hex'), createdAt: k.created_at.toISOString(), validUntil: k.valid_until.toISOString(), revoked: k.revoked_at !== null })),
    createdAt: r.created_at.toISOString(), validUntil: r.valid_until?.toISOString() ?? null, version: r.version,
  }));
}

export interface MachineFilter {
  organisation?: string | undefined;
  /** Beginning of its name or id. */
  text?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** Systems of the departments in the administrator's scope; row-level security draws the line. */
export async function listMachines(part: Part, ctx: Context, filter: MachineFilter): Promise<{ machines: MachineView[]; next: string | null }> {
  const rows = await ctx.tx.query<Row>(
    `${sql} where c.account_id is not null and ($1::text is null or c.organisation = $1) and ($2::text is null or starts_with(c.name, $2) or starts_with(c.id, lower($2))) and ($3::text is null or c.id > $3)
       and (not c.demonstration or $5) and exists (select from access.organisation s where s.credit_code = c.organisation and (kernel.in_scope(s.division) or s.credit_code = any (kernel.actor_organisations())))
     order by c.id limit $4`,
    [filter.organisation ?? null, filter.text ?? null, filter.after ?? null, filter.limit + 1, part.demonstration],
  );
  const page = rows.slice(0, filter.limit);
  return { machines: await views(part, ctx, page), next: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null };
}

export async function getMachine(part: Part, ctx: Context, clientId: string): Promise<MachineView> {
  const row = await ctx.tx.maybe<Row>(`${sql} where c.id = $1 and c.account_id is not null`, [clientId]);
  if (row === undefined) throw errors.unknownMachine();
  return (await views(part, ctx, [row]))[0]!;
}
