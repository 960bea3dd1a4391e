import { ownTransaction, type Context } from '#kernel/context';
import { route, type Module } from '#kernel/house';
import { askAll } from './ask-status.ts';
import { connect, findConnection, getSystem } from './connections.ts';
import * as c from './contract.ts';
import { managesDocking, type Docking } from './deps.ts';
import { getSystemView, listMatters, listSystems } from './docking-views.ts';
import { errors } from './errors.ts';
import { inOneLanguage } from './in-one-language.ts';
import { describeHandover, handOver, listHandovers, listHandoverSystems, redeem } from './hand-over.ts';
import { askJob, countAllJob, countJob, pushJob, testJob } from './job-names.ts';
import { registerPushFunction } from './matters.ts';
import { pushMatter } from './push-matter.ts';
import { planCounts, reconcile, testConnection } from './reconcile.ts';
import { messageOf, Unmapped } from './speak.ts';
import { takeResult } from './take-result.ts';

const askEveryMs = 60_000;
/** 日对账 of the day before, by China's clock. */
const countAt = '01:30';
const planned = { planned: true } as const;

/** 系统对接: national, provincial and self-built systems in which items are handled. */
export function dockingModule(o: Docking): Module {
  registerPushFunction(o);
  o.jobs.handleOutside(pushJob, (job) => pushMatter(o, job));
  o.jobs.handleOutside(askJob, () => askAll(o));
  o.jobs.handleOutside(testJob, (job) => testConnection(o, job));
  o.jobs.handleOutside(countJob, (job) => reconcile(o, job));
  o.jobs.handle(countAllJob, (ctx) => planCounts(o, ctx));
  o.jobs.schedule({ name: askJob, kind: askJob, everyMs: askEveryMs });
  o.jobs.schedule({ name: countAllJob, kind: countAllJob, dailyAt: countAt });
  return {
    name: 'docking',
    systems: ['vertical-system-docking'],
    uses: [],
    routes: [
      route(c.listSystems, (ctx) => listSystems(o, ctx)),
      route(c.getSystem, (ctx, i) => getSystemView(o, ctx, i.system)),
      route(c.listMatters, (ctx, i) => listMatters(o, ctx, i)),
      route(c.connect, (ctx, i) => connect(o, ctx, i)),
      route(c.test, async (ctx, i) => {
        await mustCount(o, ctx, i.system);
        o.jobs.plan(ctx.tx, { kind: testJob, key: i.system, payload: { system: i.system } });
        return planned;
      }),
      route(c.preview, async (ctx, i) => preview(o, ctx, i.system, i.answers)),
      route(c.pushAgain, (ctx, i) => pushAgain(o, ctx, i)),
      route(c.compare, async (ctx, i) => {
        await mustCount(o, ctx, i.system);
        o.jobs.plan(ctx.tx, { kind: countJob, key: `${i.system} ${i.day}`, payload: { system: i.system, day: i.day } });
        return planned;
      }),
      route(c.describeHandover, async (ctx, i) => describeHandover(o, ctx, i)),
      route(c.listHandoverSystems, async (ctx, i) => listHandoverSystems(o, ctx, i)),
      route(c.handOver, (ctx, i) => handOver(o, ctx, i)),
      route(c.listHandovers, (ctx) => listHandovers(o, ctx)),
      route(c.redeemHandover, (ctx, i) => redeem(o, ctx, i)),
      route(c.takeResult, (ctx, { system, ...told }) => takeResult(o, ctx, system, told)),
    ],
  };
}

async function mustCount(o: Docking, ctx: Context, system: string): Promise<void> {
  const d = getSystem(o, system);
  if (!managesDocking(ctx, d)) throw errors.notManager();
  if (d.count === undefined) throw errors.noCount();
  if ((await findConnection(ctx, system))?.state !== 'active') throw errors.notConnected();
}

/** What their message would be for these answers: a mapping is tried before any case goes through it. */
function preview(o: Docking, ctx: Context, system: string, answers: Record<string, unknown>): { message: Record<string, unknown> | null; problem: string | null } {
  const d = getSystem(o, system);
  if (!managesDocking(ctx, d)) throw errors.notManager();
  if (d.push === undefined) throw errors.redirected();
  const scope = { answers, case: { number: '2201022026SX0000001', title: '报文预览', item: d.items[0], division: '220102', organisation: '', acceptedOn: null, channel: 'desk' }, party: { name: '样例', kind: 'company', code: '91220102YW9000019E' } };
  try {
    return { message: messageOf(d, d.push.fields, (expression) => o.rules.evaluate(expression, scope)), problem: null };
  } catch (error) {
    if (error instanceof Unmapped) return { message: null, problem: inOneLanguage(error.message, ctx.locale) };
    throw error;
  }
}

/** 重新推送 what they refused, or what still waits: at once, by the body that manages the docking, wherever the case belongs. */
async function pushAgain(o: Docking, ctx: Context, { matterId, version }: { matterId: string; version: number }): Promise<typeof planned> {
  return ownTransaction(o, async (inside) => {
    const row = await inside.tx.maybe<{ system: string; state: string; version: number }>('select system, state, version from docking.matter where id = $1 for update', [matterId]);
    if (row === undefined || !managesDocking(ctx, getSystem(o, row.system))) throw errors.matterUnknown();
    if (row.version !== version) throw errors.stale({ version: row.version });
    if (row.state !== 'rejected' && row.state !== 'waiting') throw errors.notNow({ state: row.state });
    await inside.tx.query("update docking.matter set state = 'waiting', problem = null, version = version + 1 where id = $1", [matterId]);
    o.jobs.plan(inside.tx, { kind: pushJob, key: matterId, runAt: inside.now, payload: { matterId } });
    return planned;
  }, { name: ctx.actor.name });
}
