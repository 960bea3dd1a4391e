import { dayInChina } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { createRateLimit } from '#kernel/http';
import { mustStand, offering, standings } from './capabilities.ts';
import { operations, type OperationName } from './contract-operations.ts';
import type { Opening } from './deps.ts';
import { errors } from './errors.ts';
import { runOperation } from './run-operation.ts';
import { columns, type Subscription } from './subscriptions.ts';

/** How often this process asks the database what other processes let through, milliseconds. */
const recountMs = 10_000;

export interface Gate {
  call(ctx: Context, name: OperationName, input: unknown): Promise<unknown>;
}

/** 能力网关: subscription, standing, term, rate and quota before an operation runs; a row for each call, whatever came of it. */
export function createGate(o: Opening): Gate {
  const rates = new Map<number, (caller: string) => number>();
  const used = new Map<string, { day: string; calls: number; at: number }>();

  const takeRate = ({ id, rate_per_second: rate }: Subscription): void => {
    let limit = rates.get(rate);
    if (limit === undefined) rates.set(rate, (limit = createRateLimit({ burst: rate, perSecond: rate })));
    const seconds = limit(id);
    if (seconds > 0) throw errors.rateUsed({ rate, seconds });
  };

  const takeQuota = async (ctx: Context, { id, daily_quota: quota }: Subscription): Promise<void> => {
    const day = dayInChina(ctx.now);
    let known = used.get(id);
    if (known === undefined || known.day !== day || ctx.now.getTime() - known.at > recountMs) {
      const { calls } = await ctx.tx.one<{ calls: number }>("select count(*)::int as calls from opening.call where subscription_id = $1 and at >= $2::date::timestamp at time zone 'Asia/Shanghai' and outcome not like 'opening.%'", [id, day]);
      known = { day, calls, at: ctx.now.getTime() };
      used.set(id, known);
    }
    if (known.calls >= quota) throw errors.quotaUsed({ quota });
    known.calls++;
  };

  const admitted = async (ctx: Context, name: OperationName): Promise<Subscription> => {
    const ids = offering(o.content, name).map((d) => d.id);
    const [found] = await ctx.tx.query<Subscription>(`select ${columns} from opening.subscription where account_id = $1 and capability = any ($2) and state in ('active', 'suspended') order by state limit 1`, [ctx.actor.accountId, ids]);
    if (found === undefined) throw errors.notSubscribed();
    return found;
  };

  const checked = async (ctx: Context, s: Subscription): Promise<void> => {
    mustStand((await standings(ctx, [s.capability])).get(s.capability)!);
    if (s.state === 'suspended') throw errors.suspended({ reason: s.note ?? '' });
    if (s.valid_until < dayInChina(ctx.now)) throw errors.over({ until: s.valid_until });
    takeRate(s);
    await takeQuota(ctx, s);
  };

  const rowOf = (ctx: Context, s: Subscription, name: OperationName, outcome: string, began: number): Record<string, unknown> => ({
    id: ctx.newId(), at: ctx.now.toISOString(), subscription_id: s.id, capability: s.capability, operation: name, organisation: s.organisation, division: s.division, outcome, took_ms: Math.round(performance.now() - began),
  });

  return {
    async call(ctx, name, input) {
      const began = performance.now();
      const s = await admitted(ctx, name);
      try {
        await checked(ctx, s);
        const output = await runOperation(o, ctx, name, input);
        ctx.tx.insert('opening.call', rowOf(ctx, s, name, 'done', began));
        return output;
      } catch (error) {
        // the caller's transaction goes; that she called stays
        await o.db.write(system, async (tx) => tx.insert('opening.call', rowOf(ctx, s, name, error instanceof Refusal ? error.code : 'failed', began)));
        throw error;
      }
    },
  };
}

export const operationList = Object.entries(operations) as [OperationName, (typeof operations)[OperationName]][];
