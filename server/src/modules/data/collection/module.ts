import { route, type Module } from '#kernel/house';
import type { Db } from '#kernel/db';
import { ownTransaction, type Context } from '#kernel/context';
import * as c from './contract.ts';
import type { Collection } from './deps.ts';
import { mountHandIn } from './hand-in.ts';
import { runCollection } from './run-collection.ts';
import { getRun, listRuns, pushRows, runDueSources, startRun } from './runs.ts';
import { changeSource, gatheringRate, listSources, makeSource, suggestMapping } from './sources.ts';

/** 数据归集: departments hand in by file, table, interface and topic; what is refused goes back to be mended. */
export function collectionModule(deps: Collection & { db: Pick<Db, 'write'> }): Module {
  const { jobs } = deps;
  const write = <T>(use: (ctx: Context) => Promise<T>): Promise<T> => ownTransaction(deps, use);
  jobs.handleOutside('collection.run', (job) => runCollection(deps, job, write, (job.payload as { runId: string }).runId));
  jobs.handle('collection.due', async (ctx, payload) => void (await startRun(deps, ctx, payload as { sourceId: string })));
  jobs.handle('collection.loaded', (ctx) => deps.loaded(ctx));
  jobs.handle('collection.tick', (ctx) => runDueSources(deps, ctx));
  jobs.schedule({ name: 'collection.tick', kind: 'collection.tick', everyMs: 60_000 });
  return {
    name: 'collection',
    systems: ['data-collection'],
    uses: [],
    routes: [
      route(c.listSources, (ctx, i) => listSources(deps, ctx, i)),
      route(c.makeSource, (ctx, i) => makeSource(deps, ctx, i)),
      route(c.changeSource, (ctx, i) => changeSource(deps, ctx, i)),
      route(c.suggestMapping, (ctx, i) => suggestMapping(deps, ctx, i)),
      route(c.startRun, (ctx, i) => startRun(deps, ctx, i)),
      route(c.listRuns, (ctx, i) => listRuns(ctx, i)),
      route(c.getRun, (ctx, i) => getRun(deps, ctx, i)),
      route(c.gatheringRate, (ctx) => gatheringRate(deps, ctx)),
      route(c.pushRows, (ctx, i) => pushRows(deps, ctx, i)),
    ],
    mount: (app) => mountHandIn(app, deps),
  };
}
