import { route, type Module } from '#kernel/house';
import { askAccess, decideAccess, listAccess, listDeskAccess, makeAccessKey, revokeAccess } from './access.ts';
import { ask, endKey, keyDigest, listKeys, listRequests, makeKey, offerShowcase, showcasesIn, showcaseView } from './citizens.ts';
import * as c from './contract.ts';
import type { OpenDeps } from './deps.ts';
import { answerRequest, createSet, decideRelease, decideShowcase, getDeskSet, listDeskRequests, listDeskSets, proposeRelease, withdrawSet } from './desk.ts';
import { addHarvest, endHarvest, harvestAll, harvestJob, harvestNow, listHarvests, searchForeign } from './harvest.ts';
import { confirmErasure, erasuresOfSet, listErasures } from './erasures.ts';
import { mountDcat } from './mount-dcat.ts';
import { mountOgc } from './mount-ogc.ts';
import { mountOpen } from './mount-open.ts';
import { findRows, getSet, searchSets, statistics } from './public-views.ts';
import { bringJob, bringSets, buildJob, buildProposal } from './sync-sets.ts';
import { createUseCounter } from './use-counter.ts';
import { createVisits } from './visits.ts';

export interface OpenData {
  module: Module;
  /** Plans to bring the sets in line with content and sources; at start and after each load of the content. */
  start(): Promise<void>;
}

/** 公共数据开放平台: sets, checks and releases; portal, CKAN, DCAT, OGC API Features. */
export function createOpenData(deps: OpenDeps): OpenData {
  const use = createUseCounter(deps.db);
  deps.jobs.handleOutside(bringJob, () => bringSets(deps));
  deps.jobs.handleOutside(buildJob, (job) => buildProposal(deps, (job.payload as { name: string }).name));
  deps.jobs.handleOutside(harvestJob, () => harvestAll(deps));
  deps.jobs.schedule({ name: harvestJob, kind: harvestJob, everyMs: 600_000 });
  deps.jobs.schedule({ name: 'open-data-daily', kind: bringJob, dailyAt: '03:30' });
  return {
    start: () => deps.asSystem(async (ctx) => deps.jobs.plan(ctx.tx, { kind: bringJob, payload: {}, key: 'sets', priority: 2 })),
    module: {
      name: 'open',
      systems: ['open-data-platform'],
      uses: [],
      mount(app) {
        // one budget for all that a caller asks, by whichever interface
        const admit = createVisits(async (request, digest) => deps.http.read(request, async (ctx) => (await ctx.tx.maybe<{ known: boolean }>('select true as known from open.api_key_known($1) as known where known', [digest])) !== undefined), keyDigest);
        mountOpen(app, deps, use, admit);
        mountDcat(app, deps, admit);
        mountOgc(app, deps, use, admit);
      },
      routes: [
        route(c.searchSets, (ctx, i) => searchSets(deps, ctx, i)),
        route(c.getSet, (ctx, i) => getSet(deps, use, ctx, i)),
        route(c.findRows, (ctx, i) => findRows(deps, use, ctx, i)),
        route(c.statistics, (ctx) => statistics(deps, use, ctx)),
        route(c.listKeys, (ctx) => listKeys(ctx)),
        route(c.makeKey, (ctx, i) => makeKey(deps, ctx, i)),
        route(c.endKey, (ctx, i) => endKey(ctx, i)),
        route(c.ask, (ctx, i) => ask(deps, ctx, i)),
        route(c.listRequests, (ctx, i) => listRequests(ctx, i)),
        route(c.listShowcases, async (ctx) => ({ showcases: (await showcasesIn(ctx, 'shown')).map(showcaseView) })),
        route(c.offerShowcase, (ctx, i) => offerShowcase(ctx, i)),
        route(c.askAccess, (ctx, i) => askAccess(deps, ctx, i)),
        route(c.listAccess, (ctx) => listAccess(ctx)),
        route(c.listErasures, (ctx) => listErasures(deps, ctx)),
        route(c.confirmErasure, (ctx, i) => confirmErasure(deps, ctx, i)),
        route(c.erasuresOfSet, (ctx, i) => erasuresOfSet(deps, ctx, i)),
        route(c.makeAccessKey, (ctx, i) => makeAccessKey(ctx, i)),
        route(c.searchForeign, (ctx, i) => searchForeign(ctx, i)),
        route(c.listDeskAccess, (ctx, i) => listDeskAccess(ctx, i)),
        route(c.decideAccess, (ctx, i) => decideAccess(deps, ctx, i)),
        route(c.revokeAccess, (ctx, i) => revokeAccess(deps, ctx, i)),
        route(c.listHarvests, (ctx) => listHarvests(ctx)),
        route(c.addHarvest, (ctx, i) => addHarvest(deps, ctx, i)),
        route(c.harvestNow, (ctx, i) => harvestNow(deps, ctx, i)),
        route(c.endHarvest, (ctx, i) => endHarvest(ctx, i)),
        route(c.listDeskSets, (ctx, i) => listDeskSets(deps, ctx, i)),
        route(c.getDeskSet, (ctx, i) => getDeskSet(deps, ctx, i)),
        route(c.createSet, (ctx, i) => createSet(deps, ctx, i)),
        route(c.proposeRelease, (ctx, i) => proposeRelease(deps, ctx, i)),
        route(c.decideRelease, (ctx, i) => decideRelease(deps, ctx, i)),
        route(c.withdrawSet, (ctx, i) => withdrawSet(deps, ctx, i)),
        route(c.listDeskRequests, (ctx, i) => listDeskRequests(ctx, i)),
        route(c.answerRequest, (ctx, i) => answerRequest(ctx, i)),
        route(c.decideShowcase, (ctx, i) => decideShowcase(ctx, i)),
      ],
    },
  };
}
