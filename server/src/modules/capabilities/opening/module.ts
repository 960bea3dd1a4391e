import { route, type Module } from '#kernel/house';
import { createRateLimit } from '#kernel/http';
import { createGate, operationList } from './call-operation.ts';
import * as c from './contract.ts';
import type { Opening } from './deps.ts';
import { capabilityDocument, getCapability, listCapabilities } from './directory.ts';
import { errors } from './errors.ts';
import { probeCapabilities, probeJob } from './probe-capabilities.ts';
import { setStanding } from './set-standing.ts';
import { readStatistics } from './statistics.ts';
import { applyForCapability, changeSubscription, decideSubscription, listSubscriptions, mySystems } from './subscriptions.ts';
import { tryOperation } from './try-operation.ts';

const probeEveryMs = 300_000;
/** Of one system in the sandbox. */
const sandboxRate = { burst: 20, perSecond: 1 };

/** 能力开放: the house's own capabilities for departments' systems, from the directory to the last call. */
export function openingModule(o: Opening): Module {
  const gate = createGate(o);
  const sandboxWait = createRateLimit(sandboxRate);
  o.jobs.handleOutside(probeJob, () => probeCapabilities(o));
  o.jobs.schedule({ name: probeJob, kind: probeJob, everyMs: probeEveryMs });
  return {
    name: 'opening',
    systems: ['capability-open'],
    uses: [],
    routes: [
      route(c.listCapabilities, (ctx) => listCapabilities(o, ctx)),
      route(c.getCapability, (ctx, i) => getCapability(o, ctx, i)),
      route(c.document, async (ctx, i) => capabilityDocument(o, ctx, i.id)),
      route(c.tryCapability, (ctx, i) => tryOperation(o, ctx, i)),
      route(c.sandbox, async (ctx, i) => {
        const seconds = sandboxWait(ctx.actor.accountId ?? '');
        if (seconds > 0) throw errors.rateUsed({ rate: sandboxRate.perSecond, seconds });
        return tryOperation(o, ctx, i);
      }),
      route(c.mySystems, (ctx) => mySystems(o, ctx)),
      route(c.apply, (ctx, i) => applyForCapability(o, ctx, i)),
      route(c.listSubscriptions, (ctx, i) => listSubscriptions(o, ctx, i)),
      route(c.decide, (ctx, i) => decideSubscription(o, ctx, i)),
      route(c.change, (ctx, i) => changeSubscription(o, ctx, i)),
      route(c.statistics, (ctx, i) => readStatistics(ctx, i)),
      route(c.setStanding, (ctx, i) => setStanding(o, ctx, i)),
      ...operationList.map(([name, contract]) => ({ contract, handle: (ctx: Parameters<typeof gate.call>[0], input: unknown) => gate.call(ctx, name, input) })),
    ],
  };
}
