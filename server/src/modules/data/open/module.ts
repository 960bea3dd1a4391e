import { route, type Module } from '#kernel/house';
import { ask, endKey, listKeys, listRequests, makeKey, offerShowcase, showcasesIn, showcaseView } from './citizens.ts';
import * as c from './contract.ts';
import type { OpenDeps } from './deps.ts';
import { answerRequest, createSet, decideRelease, decideShowcase, getDeskSet, listDeskRequests, listDeskSets, proposeRelease, withdrawSet } from './desk.ts';
import { mountOgc } from './mount-ogc.ts';
import { mountOpen } from './mount-open.ts';
import { findRows, getSet, searchSets, statistics } from './public-views.ts';
import { bringJob, bringSets, buildJob, buildProposal } from './sync-sets.ts';
import { createUseCounter } from './use-counter.ts';

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
  deps.jobs.schedule({ name: 'open-data-daily', kind: bringJob, dailyAt: '03:30' });
  return {
    start: () => deps.asSystem(async (ctx) => deps.jobs.plan(ctx.tx, { kind: bringJob, payload: {}, key: 'sets', priority: 2 })),
    module: {
      name: 'open',
      systems: ['open-data-platform'],
      uses: [],
      mount(app) {
        mountOpen(app, deps, use);
        mountOgc(app, deps);
      },
      routes: [
        route(c.searchSets, (ctx, i) => searchSets(deps, ctx, i)),
        route(c.getSet, (ctx, i) => getSet(deps, use, ctx, i)),
        route(c.findRows, (ctx, i) => findRows(use, ctx, i)),
        route(c.statistics, (ctx) => statistics(deps, use, ctx)),
        route(c.listKeys, (ctx) => listKeys(ctx)),
        route(c.makeKey, (ctx, i) => makeKey(deps, ctx, i)),
        route(c.endKey, (ctx, i) => endKey(ctx, i)),
        route(c.ask, (ctx, i) => ask(deps, ctx, i)),
        route(c.listRequests, (ctx, i) => listRequests(ctx, i)),
        route(c.listShowcases, async (ctx) => ({ showcases: (await showcasesIn(ctx, 'shown')).map(showcaseView) })),
        route(c.offerShowcase, (ctx, i) => offerShowcase(ctx, i)),
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
