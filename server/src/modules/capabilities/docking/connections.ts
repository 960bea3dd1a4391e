import { system as house, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { managesDocking, type Docking } from './deps.ts';
import { dockedSystemKind, type DockedSystem } from './docked-system-kind.ts';
import { errors } from './errors.ts';
import { pushJob } from './job-names.ts';
import type { Told } from './speak.ts';

export interface Connection {
  system: string; base_url: string; secret: Buffer | null; client_id: string | null; account_id: string | null; state: 'active' | 'suspended'; version: number;
  changed_by: string; changed_at: Date; tested_at: Date | null; test_ok: boolean | null; test_note: string | null; failures: number; paused_until: Date | null;
}
const columns = 'system, base_url, secret, client_id, account_id, state, version, changed_by, changed_at, tested_at, test_ok, test_note, failures, paused_until';

export const connections = (ctx: Pick<Context, 'tx'>): Promise<Connection[]> => ctx.tx.query<Connection>(`select ${columns} from docking.connection order by system limit 1000`);
export const findConnection = (ctx: Pick<Context, 'tx'>, system: string): Promise<Connection | undefined> => ctx.tx.maybe<Connection>(`select ${columns} from docking.connection where system = $1`, [system]);

export function getSystem(o: Pick<Docking, 'content'>, id: string): DockedSystem {
  const found = o.content.find(dockedSystemKind, id);
  if (found === undefined) throw errors.unknown();
  return found.value;
}

export const secretOf = (o: Pick<Docking, 'crypto'>, { secret }: Connection): string | undefined => (secret === null ? undefined : o.crypto.open(secret));

/** Failures in a row after which a system is left alone, and for how long. */
const failuresMax = 5;
const pauseMs = 60_000;

/** 熔断: whoever fails again and again is left alone for a minute; others never wait for it. */
export async function noteContact(ctx: Context, system: string, told: Pick<Told, 'outcome'>): Promise<void> {
  const good = told.outcome === 'ok';
  await ctx.tx.query(
    `update docking.connection set failures = case when $2 then 0 else failures + 1 end, paused_until = case when $2 then null when failures + 1 >= ${failuresMax} then $3::timestamptz else paused_until end where system = $1 and ($2 = false or failures > 0)`,
    [system, good, new Date(ctx.now.getTime() + pauseMs)],
  );
}

export function note(ctx: Context, system: string, matterId: string | null, kind: 'push' | 'status' | 'result' | 'count' | 'test' | 'handover', direction: 'out' | 'in', told: { outcome: Told['outcome'] | 'refused'; note: string | null; tookMs: number; digest: string | null }): void {
  ctx.tx.insert('docking.message', { id: ctx.newId(), system, matter_id: matterId, at: ctx.now.toISOString(), direction, kind, outcome: told.outcome, note: told.note?.slice(0, 500) ?? null, took_ms: told.tookMs, digest: told.digest });
}

/** 接入: where it is, what lets us in, which of our registered systems it is when it speaks. What waited for it goes out. */
export async function connect(o: Docking, ctx: Context, input: ParsedInputOf<typeof c.connect>): Promise<OutputOf<typeof c.connect>> {
  const system = getSystem(o, input.system);
  if (!managesDocking(ctx, system)) throw errors.notManager();
  const { hostname, origin } = new URL(input.baseUrl);
  // nobody is asked there: the connection says which of our registered systems may take a ticket
  const there = system.redirectTo === undefined ? undefined : new URL(system.redirectTo).origin;
  if (there !== undefined && there !== origin) throw errors.redirectedElsewhere({ origin: there });
  if (there === undefined && !o.mayReach(hostname)) throw errors.hostUnknown({ host: hostname });
  const machine = input.clientId === undefined ? undefined : await o.access.findMachine(input.clientId);
  if (input.clientId !== undefined && machine?.state !== 'active') throw errors.machineUnknown({ client: input.clientId });
  const known = await findConnection(ctx, input.system);
  if ((known?.version ?? 0) !== input.version) throw errors.stale({ version: known?.version ?? 0 });
  const row = { base_url: input.baseUrl, client_id: machine?.clientId ?? null, account_id: machine?.accountId ?? null, state: input.state, changed_by: ctx.actor.name, changed_at: ctx.now };
  const secret = input.secret === undefined ? null : Buffer.from(o.crypto.seal(input.secret));
  await ctx.tx.query(
    `insert into docking.connection (system, base_url, secret, client_id, account_id, state, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (system) do update set base_url = $2, secret = coalesce($3, docking.connection.secret), client_id = $4, account_id = $5, state = $6, changed_by = $7, changed_at = $8, version = docking.connection.version + 1, failures = 0, paused_until = null`,
    [input.system, row.base_url, secret, row.client_id, row.account_id, row.state, row.changed_by, row.changed_at],
  );
  o.ledger.append(ctx.tx, { kind: 'docking.connected', subject: input.system, data: { state: input.state, host: hostname, by: ctx.actor.accountId } });
  if (input.state === 'active') {
    // of all bodies, also beyond her own scope
    const waiting = await o.db.read(house, (tx) => tx.query<{ id: string }>("select id from docking.matter where system = $1 and state = 'waiting' order by id limit 10000", [input.system]));
    for (const { id } of waiting) o.jobs.plan(ctx.tx, { kind: pushJob, key: id, payload: { matterId: id } });
  }
  return { version: (known?.version ?? 0) + 1 };
}
