import { Refusal } from '#kernel/errors';
import { route, type Module } from '#kernel/house';
import { listAgreements } from './agreement-views.ts';
import { answerProposal } from './agreement-words.ts';
import * as a from './agreements.ts';
import { askPath, envelopeSchema, ourResponder, runComputation, runJob, startRun } from './compute.ts';
import * as consents from './consents.ts';
import { consentsOver, overJob } from './erase-after-consent.ts';
import * as corrections from './corrections.ts';
import * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import * as exports from './exports.ts';
import { myData } from './my-data.ts';
import * as objections from './objections.ts';
import { addPeer, computingHouse } from './peers.ts';

const askBytesMax = 1_000_000;

/** 数据安全: masking of exports, marks and their tracing, consents and objections, computing with another house. */
export function privacyModule(p: Privacy): Module {
  p.jobs.handleOutside(runJob, (job) => runComputation(p, job, job.payload as { agreementId: string; runId: string }));
  p.jobs.handle(overJob, (ctx) => consentsOver(p, ctx));
  p.jobs.schedule({ name: overJob, kind: overJob, everyMs: 60_000 });
  const answer = ourResponder(p);
  return {
    name: 'privacy',
    systems: ['data-masking', 'privacy-computing'],
    uses: [],
    routes: [
      route(c.askExport, (ctx, i) => exports.askExport(p, ctx, i)),
      route(c.decideExport, (ctx, i) => exports.decideExport(p, ctx, i)),
      route(c.takeExport, (ctx, i) => exports.takeExport(p, ctx, i)),
      route(c.listExports, (ctx, i) => exports.listExports(p, ctx, i)),
      route(c.exportLedger, (ctx, i) => exports.listExports(p, ctx, i)),
      route(c.traceExport, (ctx, i) => exports.traceExport(p, ctx, i)),
      route(c.consentChoices, async (ctx, i) => consents.consentChoices(p, ctx, i)),
      route(c.giveConsent, (ctx, i) => consents.giveConsent(p, ctx, i)),
      route(c.listConsents, (ctx) => consents.listConsents(p, ctx)),
      route(c.withdrawConsent, (ctx, i) => consents.withdrawConsent(p, ctx, i)),
      route(c.consentsForUs, (ctx) => consents.consentsForUs(ctx)),
      route(c.myData, (ctx) => myData(p, ctx)),
      route(c.correctionForm, (ctx, i) => corrections.correctionForm(p, ctx, i)),
      route(c.askCorrection, (ctx, i) => corrections.askCorrection(p, ctx, i)),
      route(c.object, (ctx, i) => objections.makeObjection(p, ctx, i)),
      route(c.myObjections, (ctx) => objections.myObjections(p, ctx)),
      route(c.listObjections, (ctx) => objections.listObjections(p, ctx)),
      route(c.answerObjection, (ctx, i) => objections.answerObjection(p, ctx, i)),
      route(c.computingHouse, (ctx) => computingHouse(p, ctx)),
      route(c.addPeer, (ctx, i) => addPeer(p, ctx, i)),
      route(c.proposeAgreement, (ctx, i) => a.proposeAgreement(p, ctx, i)),
      route(c.acceptAgreement, (ctx, i) => a.acceptAgreement(p, ctx, i)),
      route(c.confirmAgreement, (ctx, i) => a.confirmAgreement(p, ctx, i)),
      route(c.answerProposal, (ctx, i) => answerProposal(p, ctx, i)),
      route(c.endAgreement, (ctx, i) => a.endAgreement(p, ctx, i)),
      route(c.startRun, (ctx, i) => startRun(p, ctx, i)),
      route(c.listAgreements, (ctx) => listAgreements(p, ctx)),
    ],
    mount(app) {
      // between houses: who asks is told by the signature, not by a session
      app.post(askPath, { bodyLimit: askBytesMax }, async (request, reply) => {
        const envelope = envelopeSchema.safeParse(request.body);
        if (!envelope.success) return reply.code(400).send({ code: 'privacy.invalid' });
        try {
          return await reply.send(await answer(envelope.data));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return reply.code(error.status).send({ code: error.code });
        }
      });
    },
  };
}
