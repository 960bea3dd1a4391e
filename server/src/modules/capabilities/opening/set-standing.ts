import { dayInChina } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { getCapabilityDefinition, standings } from './capabilities.ts';
import type * as c from './contract.ts';
import type { Opening } from './deps.ts';
import { errors } from './errors.ts';

const dayMs = 86_400_000;

/** 暂停 at once, 恢复, or 停止服务 on a day that is announced as long ahead as the capability promises; who uses it is told. */
export async function setStanding(o: Opening, ctx: Context, input: ParsedInputOf<typeof c.setStanding>): Promise<OutputOf<typeof c.setStanding>> {
  const { value } = getCapabilityDefinition(o.content, input.id);
  if (!ctx.actor.organisations.includes(value.provider)) throw errors.notProvider();
  const now = (await standings(ctx, [input.id])).get(input.id)!;
  if (now.version !== input.version) throw errors.stale({ version: now.version });
  if (now.state === input.state || now.state === 'retired') throw errors.notNow({ state: now.state });
  if (input.successor !== undefined) getCapabilityDefinition(o.content, input.successor);
  const earliest = dayInChina(new Date(ctx.now.getTime() + value.noticeDays * dayMs));
  if (input.state === 'retiring' && (input.retiresOn === undefined || input.retiresOn < earliest)) throw errors.noticeTooShort({ days: value.noticeDays });
  const version = now.version + 1;
  const retiring = input.state === 'retiring';
  ctx.tx.insert('opening.standing', { capability: input.id, version, state: input.state, retires_on: retiring ? input.retiresOn : null, successor: retiring ? (input.successor ?? null) : null, reason: input.reason, by_name: ctx.actor.name, at: ctx.now.toISOString() });
  o.ledger.append(ctx.tx, { kind: `capability.${input.state}`, subject: input.id, data: { version, retiresOn: input.retiresOn ?? null } });
  // everywhere, also where her own scope does not reach
  const users = await o.db.read(system, (tx) => tx.query<{ applied_account: string; systems: string }>("select applied_account, string_agg(system_name, '、' order by system_name) as systems from opening.subscription where capability = $1 and state in ('applied', 'active', 'suspended') group by 1 limit 10000", [input.id]));
  const what = { open: { zh: '已恢复服务', en: 'is in service again' }, suspended: { zh: '已暂停服务', en: 'is suspended' }, retiring: { zh: `将于 ${input.retiresOn ?? ''} 后停止服务`, en: `ends after ${input.retiresOn ?? ''}` } }[input.state];
  for (const user of users) o.messages.plan(ctx, { template: 'capability-standing', to: { accountId: user.applied_account }, scope: { capability: value.title, systems: user.systems, what, reason: input.reason, id: input.id } });
  return { version, told: users.length };
}
