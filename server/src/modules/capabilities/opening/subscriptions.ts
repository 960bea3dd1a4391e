import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { getCapabilityDefinition, mustStand, standings } from './capabilities.ts';
import { capabilityKind, type Capability } from './capability-kind.ts';
import type * as c from './contract.ts';
import type { Opening } from './deps.ts';
import { errors } from './errors.ts';

type State = 'applied' | 'active' | 'refused' | 'suspended' | 'ended';

export interface Subscription {
  id: string; capability: string; client_id: string; account_id: string; system_name: string; organisation: string; organisation_name: string; division: string; purpose: string; state: State;
  rate_per_second: number; daily_quota: number; valid_until: string; version: number; applied_by: string; applied_account: string; applied_at: Date; decided_by: string | null; decided_at: Date | null; note: string | null;
}
export const columns = 'id, capability, client_id, account_id, system_name, organisation, organisation_name, division, purpose, state, rate_per_second, daily_quota, valid_until::text as valid_until, version, applied_by, applied_account, applied_at, decided_by, decided_at, note';

/** Systems of the official's own bodies that may come now. */
export async function mySystems(o: Opening, ctx: Context): Promise<OutputOf<typeof c.mySystems>> {
  const lists = await Promise.all(ctx.actor.organisations.slice(0, 20).map((organisation) => o.access.machines.list(ctx, { organisation, limit: 100 })));
  return { systems: lists.flatMap((l) => l.machines).filter((m) => m.state === 'active').map((m) => ({ clientId: m.clientId, name: m.name, organisation: m.organisation })) };
}

const dayMs = 86_400_000;

function checkTerms({ ratePerSecond, dailyQuota, daysMax }: Capability, ctx: Context, asked: { ratePerSecond: number; dailyQuota: number; until?: string }): void {
  if (asked.ratePerSecond > ratePerSecond || asked.dailyQuota > dailyQuota) throw errors.overOffer({ rate: ratePerSecond, daily: dailyQuota });
  if (asked.until !== undefined && (asked.until <= dayInChina(ctx.now) || asked.until > dayInChina(new Date(ctx.now.getTime() + daysMax * dayMs)))) throw errors.termInvalid({ days: daysMax });
}

const note = (ctx: Context, subscriptionId: string, version: number, kind: string, data: Record<string, unknown> = {}): void =>
  ctx.tx.insert('opening.action', { subscription_id: subscriptionId, version, at: ctx.now.toISOString(), kind, by_name: ctx.actor.name, data });

/** 申请: for a system of the applicant's own body; what needs no approval is open at once. */
export async function applyForCapability(o: Opening, ctx: Context, input: ParsedInputOf<typeof c.apply>): Promise<OutputOf<typeof c.apply>> {
  const { value } = getCapabilityDefinition(o.content, input.id);
  const standing = (await standings(ctx, [input.id])).get(input.id)!;
  mustStand(standing);
  if (standing.state === 'retiring') throw errors.notNow({ state: '即将停止服务 / retiring' });
  const machine = await o.access.findMachine(input.clientId);
  if (machine === undefined || machine.state !== 'active' || !ctx.actor.organisations.includes(machine.organisation)) throw errors.notYourSystem({ system: input.clientId });
  checkTerms(value, ctx, input);
  const taken = await ctx.tx.maybe("select 1 as there from opening.subscription where account_id = $1 and capability = $2 and state in ('applied', 'active', 'suspended')", [machine.accountId, input.id]);
  if (taken !== undefined) throw errors.alreadyOpen();
  const id = ctx.newId();
  const state = value.access === 'direct' ? 'active' : 'applied';
  ctx.tx.insert('opening.subscription', {
    id, capability: input.id, client_id: machine.clientId, account_id: machine.accountId, system_name: machine.name, organisation: machine.organisation, organisation_name: o.organisation(machine.organisation)?.name ?? machine.organisation, division: machine.division,
    purpose: input.purpose, state, rate_per_second: input.ratePerSecond, daily_quota: input.dailyQuota, valid_until: input.until, applied_by: ctx.actor.name, applied_account: ctx.actor.accountId, applied_at: ctx.now.toISOString(),
  });
  await ctx.tx.flush();
  note(ctx, id, 1, 'applied', { capability: input.id, clientId: machine.clientId, purpose: input.purpose });
  o.ledger.append(ctx.tx, { kind: `capability.${state}`, subject: id, data: { capability: input.id, organisation: machine.organisation } });
  return { subscriptionId: id, state };
}

async function lock(ctx: Context, id: string, version: number): Promise<Subscription> {
  const row = await ctx.tx.maybe<Subscription>(`select ${columns} from opening.subscription where id = $1 for update`, [id]);
  if (row === undefined) throw errors.subscriptionUnknown();
  if (row.version !== version) throw errors.stale({ version: row.version });
  return row;
}

/** 审批: by the data bureau in whose scope the body is, never by whoever applied; limits may be cut. */
export async function decideSubscription(o: Opening, ctx: Context, input: ParsedInputOf<typeof c.decide>): Promise<OutputOf<typeof c.decide>> {
  const row = await lock(ctx, input.subscriptionId, input.version);
  if (row.state !== 'applied') throw errors.notNow({ state: row.state });
  if (row.applied_account === ctx.actor.accountId) throw errors.ownDecision();
  const { value } = getCapabilityDefinition(o.content, row.capability);
  const limits = { ratePerSecond: input.ratePerSecond ?? row.rate_per_second, dailyQuota: input.dailyQuota ?? row.daily_quota };
  if (input.grant) checkTerms(value, ctx, limits);
  const state = input.grant ? 'active' : 'refused';
  await ctx.tx.query('update opening.subscription set state = $2, rate_per_second = $3, daily_quota = $4, decided_by = $5, decided_at = $6, note = $7, version = version + 1 where id = $1', [row.id, state, limits.ratePerSecond, limits.dailyQuota, ctx.actor.name, ctx.now, input.note]);
  note(ctx, row.id, row.version + 1, state, { note: input.note, ...limits });
  o.ledger.append(ctx.tx, { kind: `capability.${state}`, subject: row.id, data: { capability: row.capability, organisation: row.organisation } });
  o.messages.plan(ctx, { template: 'capability-decided', to: { accountId: row.applied_account }, scope: { capability: value.title, system: row.system_name, result: input.grant ? { zh: '已开通', en: 'granted' } : { zh: '未予开通', en: 'refused' }, note: input.note, id: row.capability } });
  return { version: row.version + 1 };
}

const following = { suspend: ['active', 'suspended'], resume: ['suspended', 'active'], end: [null, 'ended'] } as const;

/** 暂停, 恢复, 终止: for the next call already. */
export async function changeSubscription(o: Opening, ctx: Context, input: ParsedInputOf<typeof c.change>): Promise<OutputOf<typeof c.change>> {
  const row = await lock(ctx, input.subscriptionId, input.version);
  const [from, to] = following[input.action];
  if (from === null ? row.state !== 'active' && row.state !== 'suspended' : row.state !== from) throw errors.notNow({ state: row.state });
  await ctx.tx.query('update opening.subscription set state = $2, note = $3, version = version + 1 where id = $1', [row.id, to, input.reason]);
  note(ctx, row.id, row.version + 1, input.action, { reason: input.reason });
  o.ledger.append(ctx.tx, { kind: `capability.${to}`, subject: row.id, data: { capability: row.capability, by: ctx.actor.accountId } });
  return { version: row.version + 1 };
}

/** What the reader's scope lets her see, newest first. */
export async function listSubscriptions(o: Opening, ctx: Context, { state, capability, after, limit }: ParsedInputOf<typeof c.listSubscriptions>): Promise<OutputOf<typeof c.listSubscriptions>> {
  const today = dayInChina(ctx.now);
  const rows = await ctx.tx.query<Subscription & { calls_today: number }>(
    `select ${columns}, (select count(*)::int from opening.call k where k.subscription_id = s.id and k.at >= $5::date::timestamp at time zone 'Asia/Shanghai') as calls_today
     from opening.subscription s where ($1::text is null or state = $1) and ($2::text is null or capability = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [state ?? null, capability ?? null, after ?? null, limit + 1, today],
  );
  const page = rows.slice(0, limit);
  return {
    subscriptions: page.map((r) => ({
      id: r.id, capability: r.capability, capabilityTitle: textIn(o.content.find(capabilityKind, r.capability)?.value.title ?? r.capability, ctx.locale), clientId: r.client_id, system: r.system_name, organisation: r.organisation, organisationName: r.organisation_name, purpose: r.purpose,
      state: r.state === 'active' && r.valid_until < today ? 'over' : r.state, ratePerSecond: r.rate_per_second, dailyQuota: r.daily_quota, until: r.valid_until, version: r.version, appliedBy: r.applied_by, appliedAt: r.applied_at.toISOString(),
      decidedBy: r.decided_by, decidedAt: r.decided_at?.toISOString() ?? null, note: r.note, callsToday: r.calls_today,
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
