import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { ActorCache } from './actor-cache.ts';
import { asSystem } from './as-system.ts';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { integrityOf } from './mandate-statement.ts';
import { currentSession } from './sessions.ts';

export interface GrantMandate {
  agentName: string;
  agentIdentityNumber: string;
  /** Service items; none: all. */
  items: string[];
  /** YYYY-MM-DD, both inclusive. */
  validFrom: string;
  validTo: string;
}

export type MandateState = 'offered' | 'active' | 'declined' | 'revoked' | 'expired';

export interface MandateView {
  id: string;
  /** Whether the reader gave it or received it. */
  side: 'given' | 'received';
  principalName: string;
  agentName: string;
  items: string[];
  validFrom: string;
  validTo: string;
  state: MandateState;
  statement: string;
  grantedAt: string;
  version: number;
}

const yearsMax = 5;

/** 委托: the party for whom she acts (herself, or the company that she represents) lets another person act for it. */
export async function grantMandate(part: Part, ctx: Context, input: GrantMandate): Promise<{ id: string }> {
  const session = currentSession(ctx.actor);
  const { personId, partyId } = ctx.actor;
  if (personId === null || partyId === null) throw errors.sessionNeeded();
  if (session.mandate !== null) throw errors.mandateByAgent();
  const today = dayInChina(ctx.now);
  const last = `${Number(input.validFrom.slice(0, 4)) + yearsMax}${input.validFrom.slice(4)}`;
  if (input.validFrom < today || input.validTo < input.validFrom || input.validTo > last) throw errors.mandateDates();
  const agent = await asSystem(ctx.tx, ctx.actor, () =>
    ctx.tx.maybe<{ id: string; name: Buffer; display_name: string }>(
      "select p.id, p.name, q.display_name from access.person p join access.party q using (id) where p.identity_index = $1 and exists (select from access.account a where a.person_id = p.id and a.kind = 'citizen' and a.state = 'active')",
      [part.crypto.blind(`identity:${input.agentIdentityNumber}`)],
    ),
  );
  if (agent === undefined || part.crypto.open(agent.name) !== input.agentName) throw errors.unknownAgent();
  if (agent.id === personId) throw errors.mandateSelf();
  const principal = await ctx.tx.one<{ display_name: string }>('select display_name from access.party where id = $1', [partyId]);
  const id = ctx.newId();
  const items = [...new Set(input.items)].sort();
  const terms = { id, principal_party: partyId, agent_person: agent.id, items, valid_from: input.validFrom, valid_to: input.validTo };
  ctx.tx.insert('access.mandate', {
    ...terms, state: 'offered', granted_by: ctx.actor.accountId, granted_at: ctx.now.toISOString(), integrity: integrityOf(part, terms),
    statement: `${principal.display_name}委托${agent.display_name}自${input.validFrom}起至${input.validTo}止，代为办理${items.length === 0 ? '全部政务服务事项' : `${items.length} 项政务服务事项（${items.join('、')}）`}。`,
  });
  return { id };
}

/** 接受或谢绝委托, by the agent. */
export async function answerMandate(ctx: Context, cache: ActorCache, input: { mandateId: string; accept: boolean; version: number }): Promise<void> {
  await change(ctx, cache, input, 'agent_person = kernel.actor_person()', ['offered'], input.accept ? 'active' : 'declined', 'answered_at');
}

/** 撤销委托, by the principal or by the agent. */
export async function revokeMandate(ctx: Context, cache: ActorCache, input: { mandateId: string; version: number }): Promise<void> {
  const session = currentSession(ctx.actor);
  // under a mandate she is not its principal, though she acts for that party
  const asAgent = 'agent_person = kernel.actor_person()';
  await change(ctx, cache, input, session.mandate === null ? `(principal_party = kernel.actor_party() or ${asAgent})` : asAgent, ['offered', 'active'], 'revoked', 'ended_at');
}

async function change(ctx: Context, cache: ActorCache, input: { mandateId: string; version: number }, who: string, from: MandateState[], to: MandateState, stamp: string): Promise<void> {
  const row = await ctx.tx.maybe<{ state: MandateState; version: number }>(`select state, version from access.mandate where id = $1 and ${who} for update`, [input.mandateId]);
  if (row === undefined) throw errors.unknownMandate();
  if (row.version !== input.version) throw errors.stale();
  if (!from.includes(row.state)) throw errors.mandateState();
  await ctx.tx.query(`update access.mandate set state = $2, ${stamp} = $3, version = version + 1 where id = $1`, [input.mandateId, to, ctx.now]);
  ctx.tx.afterCommit(cache.clear);
}

export async function listMandates(ctx: Context): Promise<MandateView[]> {
  currentSession(ctx.actor);
  const rows = await ctx.tx.query<Omit<MandateView, 'grantedAt'> & { grantedAt: Date }>(
    `select m.id, case when m.agent_person = $1 then 'received' else 'given' end as side, p.display_name as "principalName", a.display_name as "agentName", m.items,
       m.valid_from as "validFrom", m.valid_to as "validTo", case when m.state in ('offered', 'active') and m.valid_to < $2::date then 'expired' else m.state end as state,
       m.statement, m.granted_at as "grantedAt", m.version
     from access.mandate m join access.party p on p.id = m.principal_party join access.party a on a.id = m.agent_person
     order by m.granted_at desc limit 200`,
    [ctx.actor.personId, dayInChina(ctx.now)],
  );
  return rows.map((r) => ({ ...r, grantedAt: r.grantedAt.toISOString() }));
}
