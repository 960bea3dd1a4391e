import { route, type Module } from '#kernel/house';
import { disposalProof, getAgreement, listAgreements } from './agreements.ts';
import { concludeAgreement, concludeJob } from './conclude-agreement.ts';
import * as c from './contract.ts';
import { decline, refuse, reviewAgreement, sign } from './decide-agreement.ts';
import type { Enterprise } from './deps.ts';
import { apply, offer } from './draft-agreement.ts';
import { disposeJob, disposeSupplied } from './dispose-supplied.ts';
import { endAgreement, endOver, withdraw } from './end-agreement.ts';
import { overview } from './figures.ts';
import { myKeys, registerKey } from './firm-keys.ts';
import { listScenes, partners } from './scenes.ts';
import { endingJob, tellEnding } from './tell-firm.ts';

const overJob = 'enterprise.over';

/** 政企数据共享: what a firm and a body agreed to share, in both directions, begun and stopped together. */
export function enterpriseModule(o: Enterprise): Module {
  o.jobs.handle(concludeJob, (ctx, payload: { agreementId: string }) => concludeAgreement(o, ctx, payload));
  o.jobs.handle(overJob, (ctx) => endOver(o, ctx));
  o.jobs.handle(endingJob, (ctx, payload: { agreementId: string }) => tellEnding(o, ctx, payload));
  o.jobs.handle(disposeJob, (ctx, payload: { agreementId: string; part: number }) => disposeSupplied(o, ctx, payload));
  o.jobs.schedule({ name: overJob, kind: overJob, everyMs: 60_000 });
  return {
    name: 'enterprise',
    systems: ['gov-enterprise-data'],
    uses: [],
    routes: [
      route(c.listScenes, (ctx) => listScenes(o, ctx)),
      route(c.partners, async (_ctx, i) => partners(o, i)),
      route(c.apply, (ctx, i) => apply(o, ctx, i)),
      route(c.myAgreements, async (ctx) => ({ agreements: (await listAgreements(o, ctx, {})).agreements })),
      route(c.myAgreement, (ctx, i) => getAgreement(o, ctx, i)),
      route(c.myDisposalProof, (ctx, i) => disposalProof(o, ctx, i)),
      route(c.disposalProof, (ctx, i) => disposalProof(o, ctx, i)),
      route(c.sign, (ctx, i) => sign(o, ctx, i)),
      route(c.decline, (ctx, i) => decline(o, ctx, i)),
      route(c.withdraw, (ctx, i) => withdraw(o, ctx, i)),
      route(c.registerKey, (ctx, i) => registerKey(o, ctx, i)),
      route(c.myKeys, (ctx) => myKeys(o, ctx)),
      route(c.listAgreements, (ctx, i) => listAgreements(o, ctx, i)),
      route(c.getAgreement, (ctx, i) => getAgreement(o, ctx, i)),
      route(c.offer, (ctx, i) => offer(o, ctx, i)),
      route(c.reviewAgreement, (ctx, i) => reviewAgreement(o, ctx, i)),
      route(c.refuse, (ctx, i) => refuse(o, ctx, i)),
      route(c.end, (ctx, i) => endAgreement(o, ctx, i)),
      route(c.overview, (ctx) => overview(o, ctx)),
    ],
  };
}
