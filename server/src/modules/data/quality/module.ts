import { route, type Module } from '#kernel/house';
import { analyse, profileSource } from './analyse.ts';
import { applyCleaning, cleanJob, getCleaning, listCleanings, previewCleaning, runCleaning } from './clean-source.ts';
import { compareJob, findDuplicates, getComparison, listComparisons, previewComparison, runComparison, startComparison } from './compare-sources.ts';
import { checkConformity, listElements, registerCodes } from './conformity.ts';
import * as c from './contract.ts';
import type { Quality } from './deps.ts';
import { listMappings, mapColumns, proposeMapping } from './map-columns.ts';
import { qualityRulesKind } from './quality-rules-kind.ts';
import { addRule, getRun, qualityBoard, registerQuality, retireRule } from './quality-views.ts';
import { planRun, runJob } from './plan-run.ts';
import { runQuality, startRun } from './run-quality.ts';
import { listSnapshots, snapshotJob, snapshotRegister, takeSnapshot } from './take-snapshot.ts';
import { registerProblemFunctions } from './problem-cases.ts';
import { answerTicket, getTicket, listTickets, objectToTicket } from './tickets.ts';

const nightlyJob = 'quality.nightly';

/** 数据治理: standards, quality, cleaning and comparison, analysis over what registers hold. */
export function qualityModule(q: Quality): Module {
  registerProblemFunctions(q);
  q.jobs.handleOutside(runJob, (job) => runQuality(q, job));
  q.jobs.handleOutside(compareJob, (job) => runComparison(q, job));
  q.jobs.handleOutside(cleanJob, (job) => runCleaning(q, job));
  q.jobs.handleOutside(snapshotJob, (job) => snapshotRegister(q, (job.payload as { register: string }).register, job.signal));
  q.jobs.handle(nightlyJob, async (ctx) => {
    for (const register of new Set(q.content.list(qualityRulesKind).map((d) => d.value.register))) planRun(q, ctx, register, '每日稽核');
  });
  q.jobs.schedule({ name: 'quality-nightly', kind: nightlyJob, dailyAt: '02:30' });
  return {
    name: 'data-quality',
    systems: ['data-standards', 'data-quality', 'data-cleaning-compare', 'data-analysis-mining'],
    uses: [],
    routes: [
      route(c.listElements, async (ctx, i) => listElements(q, ctx, i)),
      route(c.checkConformity, (ctx, i) => checkConformity(q, ctx, i)),
      route(c.registerCodes, async (ctx, i) => registerCodes(q, ctx, i)),
      route(c.proposeMapping, async (ctx, i) => proposeMapping(q, ctx, i)),
      route(c.mapColumns, (ctx, i) => mapColumns(q, ctx, i)),
      route(c.listMappings, (ctx, i) => listMappings(q, ctx, i)),
      route(c.qualityBoard, (ctx) => qualityBoard(q, ctx)),
      route(c.registerQuality, (ctx, i) => registerQuality(q, ctx, i)),
      route(c.addRule, (ctx, i) => addRule(q, ctx, i)),
      route(c.retireRule, (ctx, i) => retireRule(ctx, i)),
      route(c.startRun, (ctx, i) => startRun(q, ctx, i)),
      route(c.getRun, (ctx, i) => getRun(q, ctx, i)),
      route(c.listTickets, (ctx, i) => listTickets(q, ctx, i)),
      route(c.getTicket, (ctx, i) => getTicket(q, ctx, i)),
      route(c.answerTicket, (ctx, i) => answerTicket(q, ctx, i)),
      route(c.objectToTicket, (ctx, i) => objectToTicket(q, ctx, i)),
      route(c.takeSnapshot, (ctx, i) => takeSnapshot(q, ctx, i)),
      route(c.listSnapshots, (ctx) => listSnapshots(q, ctx)),
      route(c.previewComparison, (ctx, i) => previewComparison(q, ctx, i)),
      route(c.startComparison, (ctx, i) => startComparison(q, ctx, i)),
      route(c.listComparisons, (ctx) => listComparisons(q, ctx)),
      route(c.getComparison, (ctx, i) => getComparison(q, ctx, i)),
      route(c.findDuplicates, (ctx, i) => findDuplicates(q, ctx, i)),
      route(c.previewCleaning, (ctx, i) => previewCleaning(q, ctx, i)),
      route(c.applyCleaning, (ctx, i) => applyCleaning(q, ctx, i)),
      route(c.listCleanings, (ctx) => listCleanings(q, ctx)),
      route(c.getCleaning, (ctx, i) => getCleaning(q, ctx, i)),
      route(c.analyse, (ctx, i) => analyse(q, ctx, i)),
      route(c.profileSource, (ctx, i) => profileSource(q, ctx, i)),
    ],
  };
}
