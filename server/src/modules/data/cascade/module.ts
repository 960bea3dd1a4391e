import { route, type Module } from '#kernel/house';
import { apply, decide, registerApplicationFunctions, withdraw } from './applications.ts';
import { comparison } from './comparison.ts';
import * as c from './contract.ts';
import type { CascadeDeps } from './deps.ts';
import { joinErasures } from './erasures.ts';
import { endFlow, openFlow } from './flows.ts';
import { receive } from './inbox.ts';
import { approvePeer, askJoin, endPeer, offerJob, receiveOffer, sendOffer } from './join.ts';
import { roundJob } from './outbox.ts';
import { answerReconcile } from './reconcile.ts';
import { relayOf, round } from './rounds.ts';
import { listApplications, listEntries, listFlows, listPeers, statistics } from './views.ts';

/** Every half minute, and at once when something is posted. */
const everyMs = 30_000;

/** 级联: exchanges of several levels joined: messages by the gateway's own words, calls by grants of both houses. */
export function cascadeModule(deps: CascadeDeps): Module {
  const { jobs, exchange } = deps;
  registerApplicationFunctions(deps);
  jobs.handleOutside(offerJob, (job) => sendOffer(deps, job));
  jobs.handleOutside(roundJob, () => round(deps));
  jobs.schedule({ name: roundJob, kind: roundJob, everyMs });
  joinErasures(deps);
  exchange.peers.relay = (grantId) => relayOf(deps, grantId);
  exchange.peers.say.set('messages', (member, body) => receive(deps, member, body));
  exchange.peers.say.set('reconcile', (member, body) => answerReconcile(deps, member, body));
  return {
    name: 'cascade',
    systems: ['exchange-cascade', 'data-backflow', 'data-base-city-node'],
    uses: [],
    routes: [
      route(c.receiveOffer, (ctx, i) => receiveOffer(deps, ctx, i)),
      route(c.listPeers, (ctx) => listPeers(deps, ctx)),
      route(c.askJoin, (ctx, i) => askJoin(deps, ctx, i)),
      route(c.approvePeer, (ctx, i) => approvePeer(deps, ctx, i)),
      route(c.endPeer, (ctx, i) => endPeer(deps, ctx, i)),
      route(c.roundNow, async (ctx) => {
        jobs.plan(ctx.tx, { kind: roundJob, payload: {}, key: roundJob });
        return { planned: true as const };
      }),
      route(c.listEntries, (ctx, i) => listEntries(ctx, i)),
      route(c.apply, (ctx, i) => apply(deps, ctx, i)),
      route(c.listApplications, (ctx, i) => listApplications(ctx, i)),
      route(c.decide, (ctx, i) => decide(deps, ctx, i)),
      route(c.withdraw, (ctx, i) => withdraw(deps, ctx, i)),
      route(c.openFlow, (ctx, i) => openFlow(deps, ctx, i)),
      route(c.endFlow, (ctx, i) => endFlow(ctx, i)),
      route(c.listFlows, (ctx) => listFlows(deps, ctx)),
      route(c.statistics, (ctx, i) => statistics(ctx, i)),
      route(c.comparison, (ctx) => comparison(deps, ctx)),
    ],
  };
}
