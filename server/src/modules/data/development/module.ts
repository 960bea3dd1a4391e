import { route, type Module } from '#kernel/house';
import { listAgreements, registerAgreementFunction, settle, tellEnding, useOf, withdrawAgreement } from './agreements.ts';
import { askAsOfficial, askAsOperator } from './ask-question.ts';
import { planSnapshots } from '../quality/take-snapshot.ts';
import * as c from './contract.ts';
import type { Development } from './deps.ts';
import { draftRegister } from './draft-register.ts';
import { listOffers, offerRegisters } from './offers.ts';
import { checkPipeline, getPipelineView, listPipelines, savePipeline } from './pipelines.ts';
import { listForReview, myQuestions, review, reviewPage, takeResult } from './review-question.ts';
import { runPipeline } from './run-pipeline.ts';
import { getRun, listAlarms, seeAlarm } from './run-views.ts';
import { backFill, cancelRun, runJob, startRun, tick } from './runs.ts';
import { listScenes } from './scenes.ts';
import { tryPipeline } from './try-pipeline.ts';
import { endingJob } from './tell-operator.ts';
import { submitQuestion, tryQuestion } from './try-question.ts';

const tickJob = 'development.tick';
const nightlyJob = 'development.nightly';

/** 数据开发: pipelines, the safe space, authorised operation. */
export function developmentModule(d: Development): Module {
  registerAgreementFunction(d);
  d.jobs.handleOutside(runJob, (job) => runPipeline(d, job));
  d.jobs.handle(tickJob, (ctx) => tick(d, ctx));
  d.jobs.schedule({ name: tickJob, kind: tickJob, everyMs: 60_000 });
  d.jobs.handle(endingJob, (ctx, payload: { agreementId: string }) => tellEnding(d, ctx, payload));
  // what the safe space shows is of last night at the latest
  d.jobs.handle(nightlyJob, async (ctx) => planSnapshots(d.jobs, ctx, offerRegisters(d.content)));
  d.jobs.schedule({ name: 'development-nightly', kind: nightlyJob, dailyAt: '03:40' });
  return {
    name: 'development',
    systems: ['data-development-workbench', 'public-data-development'],
    uses: [],
    routes: [
      route(c.listPipelines, (ctx) => listPipelines(d, ctx)),
      route(c.getPipeline, (ctx, i) => getPipelineView(d, ctx, i)),
      route(c.checkPipeline, (ctx, i) => checkPipeline(d, ctx, i)),
      route(c.tryPipeline, (ctx, i) => tryPipeline(d, ctx, i)),
      route(c.savePipeline, (ctx, i) => savePipeline(d, ctx, i)),
      route(c.startRun, (ctx, i) => startRun(d, ctx, i)),
      route(c.backFill, (ctx, i) => backFill(d, ctx, i)),
      route(c.cancelRun, (ctx, i) => cancelRun(d, ctx, i)),
      route(c.getRun, (ctx, i) => getRun(ctx, i)),
      route(c.listAlarms, (ctx) => listAlarms(ctx)),
      route(c.seeAlarm, (ctx, i) => seeAlarm(ctx, i)),
      route(c.draftRegister, (ctx, i) => draftRegister(d, ctx, i)),
      route(c.listOffers, async (ctx) => listOffers(d, ctx, 'officials')),
      route(c.listOperatorOffers, async (ctx) => listOffers(d, ctx, 'operators')),
      route(c.askAsOfficial, (ctx, i) => askAsOfficial(d, ctx, i)),
      route(c.askAsOperator, (ctx, i) => askAsOperator(d, ctx, i)),
      route(c.tryQuestion, (ctx, i) => tryQuestion(d, ctx, i)),
      route(c.submitQuestion, (ctx, i) => submitQuestion(d, ctx, i)),
      route(c.myQuestions, (ctx, i) => myQuestions(d, ctx, i)),
      route(c.takeResult, (ctx, i) => takeResult(d, ctx, i)),
      route(c.listForReview, (ctx, i) => listForReview(d, ctx, i)),
      route(c.reviewPage, (ctx, i) => reviewPage(d, ctx, i)),
      route(c.review, (ctx, i) => review(d, ctx, i)),
      route(c.listAgreements, (ctx) => listAgreements(d, ctx)),
      route(c.listScenes, (ctx) => listScenes(d, ctx)),
      route(c.myAgreements, (ctx) => listAgreements(d, ctx)),
      route(c.useOf, (ctx, i) => useOf(d, ctx, i)),
      route(c.withdrawAgreement, (ctx, i) => withdrawAgreement(d, ctx, i)),
      route(c.settle, (ctx, i) => settle(d, ctx, i)),
    ],
  };
}
