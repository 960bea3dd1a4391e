import { route, type Module } from '#kernel/house';
import { askLibrary, askOpenLibrary } from './ask-library.ts';
import { checkSource } from './check-source.ts';
import { listConflicts, listSources } from './conflict-views.ts';
import * as c from './contract.ts';
import { openRepair } from './credit-repair.ts';
import type { Libraries } from './deps.ts';
import { entityPortrait } from './entity-portrait.ts';
import { gatherCases, gatherJob } from './gather-cases.ts';
import { getLibrary, listLibraries } from './library-views.ts';
import { linkCredit, linkJob } from './link-credit.ts';
import { reusableMaterials } from './reusable-materials.ts';
import { listLocal, registerLocal } from './local-libraries.ts';
import { registerSettlement } from './settle-record.ts';
import { listTags, taggedEntities } from './tags.ts';
import { indexJob, indexResources, searchResources } from './web-resources.ts';

const often = 5 * 60_000;
/** What overlaps between two runs; the nightly run goes over everything that may still change. */
const recentDays = 2;
const allDays = 800;

/** 数据库: base, industry-credit, theme and special libraries; what fills them from the house's own work; one source, tags and portraits. */
export function librariesModule(deps: Libraries): Module {
  registerSettlement(deps);
  const { jobs } = deps;
  jobs.handleOutside(gatherJob, (job) => gatherCases(deps, job, (job.payload as { days: number }).days));
  jobs.handle(linkJob, (ctx, payload: { days: number }) => linkCredit(deps, ctx, payload.days));
  jobs.handle(indexJob, (ctx) => indexResources(deps, ctx));
  jobs.schedule({ name: 'libraries-gather', kind: gatherJob, payload: { days: recentDays }, everyMs: often });
  jobs.schedule({ name: 'libraries-gather-all', kind: gatherJob, payload: { days: allDays }, dailyAt: '01:30' });
  jobs.schedule({ name: 'libraries-link-credit', kind: linkJob, payload: { days: recentDays }, everyMs: often });
  jobs.schedule({ name: 'libraries-link-credit-all', kind: linkJob, payload: { days: 36_500 }, dailyAt: '02:00' });
  jobs.schedule({ name: 'libraries-index', kind: indexJob, everyMs: often });
  return {
    name: 'libraries',
    systems: [
      'industry-credit-dbs', 'macro-economy-db', 'website-resource-library', 'investment-theme-db', 'transport-theme-db', 'tourism-theme-db', 'energy-theme-db', 'epidemic-db', 'economy-monitoring-db', 'social-management-db',
      'business-environment-db', 'province-wide-db', 'cross-province-db', 'one-matter-db', 'education-industry-db', 'one-source', 'portrait-tags', 'credit-db', 'material-library', 'case-library', 'gov-service-db', 'data-middle-platform',
    ],
    uses: [],
    routes: [
      route(c.listLibraries, (ctx, i) => listLibraries(deps, ctx, i)),
      route(c.getLibrary, (ctx, i) => getLibrary(deps, ctx, i)),
      route(c.askLibrary, (ctx, i) => askLibrary(deps, ctx, i)),
      route(c.askOpenLibrary, (ctx, i) => askOpenLibrary(deps, ctx, i)),
      route(c.searchResources, (ctx, i) => searchResources(deps, ctx, i)),
      route(c.reusableMaterials, (ctx, i) => reusableMaterials(deps, ctx, i)),
      route(c.openRepair, (ctx, i) => openRepair(deps, ctx, i)),
      route(c.registerLocal, (ctx, i) => registerLocal(deps, ctx, i)),
      route(c.listLocal, (ctx, i) => listLocal(deps, ctx, i)),
      route(c.listSources, async (ctx) => listSources(deps, ctx)),
      route(c.checkSource, (ctx, i) => checkSource(deps, ctx, i)),
      route(c.listConflicts, (ctx, i) => listConflicts(deps, ctx, i)),
      route(c.listTags, (ctx) => listTags(deps, ctx)),
      route(c.taggedEntities, (ctx, i) => taggedEntities(deps, ctx, i)),
      route(c.entityPortrait, (ctx, i) => entityPortrait(deps, ctx, i)),
    ],
  };
}
