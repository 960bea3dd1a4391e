import type { OutsideJob } from '#engines/jobs';
import { ownTransaction, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { z } from 'zod';
import { activeAgreement, endRun, rowsOf, takeRun, verifierOf } from './agreements.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';
import type { Envelope } from './psi/envelope.ts';
import { computeWith } from './psi/initiator.ts';
import { createPointWorkers } from './psi/point-workers.ts';
import { createResponder } from './psi/responder.ts';

export const runJob = 'privacy.run';
export const askPath = '/privacy/v1/ask';
const answerMs = 120_000;
/** One set of threads for all runs of the process. */
const points = createPointWorkers();
export const envelopeSchema = z.strictObject({ message: z.string().max(600_000), signature: z.string().max(400).regex(/^[A-Za-z0-9+/]*={0,2}$/) });

export async function startRun(p: Privacy, ctx: Context, { agreementId }: { agreementId: string }): Promise<{ runId: string }> {
  const found = await activeAgreement(ctx, agreementId, true);
  if (found === undefined) throw errors.agreementUnknown();
  const runId = ctx.newId();
  if (!(await takeRun(p, ctx, found.agreement, runId, ctx.actor.name))) throw errors.runsUsed();
  p.jobs.plan(ctx.tx, { kind: runJob, payload: { agreementId, runId } });
  return { runId };
}

/** A run that fails is over: the next one is begun by a person, with fresh factors. */
export async function runComputation(p: Privacy, job: OutsideJob, payload: { agreementId: string; runId: string }): Promise<void> {
  const found = await job.read((tx) => activeAgreement({ tx: tx as Context['tx'], now: p.clock.now() }, payload.agreementId, true));
  let why: string | null = 'privacy.agreementUnknown';
  let outcome = null;
  if (found !== undefined) {
    const { url, public_key: key, agreement, digest } = found;
    const send = async (e: Envelope): Promise<Envelope> => {
      const answer = await fetch(new URL(askPath, url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(e), redirect: 'error', signal: AbortSignal.any([job.signal, AbortSignal.timeout(answerMs)]) });
      const body = (await answer.json()) as { code?: string };
      if (!answer.ok) throw errors.peerFailed({ why: body.code ?? String(answer.status) });
      return envelopeSchema.parse(body);
    };
    try {
      outcome = await computeWith({ signer: p.house, points, peer: verifierOf(key), now: () => p.clock.now(), send }, agreement, digest, payload.runId, await rowsOf(p, found));
      why = null;
    } catch (error) {
      why = error instanceof Refusal ? `${error.code}${typeof error.parameters['why'] === 'string' ? `: ${error.parameters['why']}` : ''}` : 'privacy.peerFailed';
    }
  }
  await job.finish((ctx) => endRun(p, ctx, payload.runId, outcome, why));
}

/** Our side as responder: agreements, runs and rows from the database, the course of a run in this process's memory. */
export const ourResponder = (p: Privacy): ((envelope: Envelope) => Promise<Envelope>) =>
  createResponder({
    signer: p.house, points, now: () => p.clock.now(),
    async agreement(id) {
      const found = await ownTransaction(p, (ctx) => activeAgreement(ctx, id, false));
      return found && { agreement: found.agreement, digest: found.digest, peer: verifierOf(found.public_key) };
    },
    takeRun: (agreement, run) => ownTransaction(p, (ctx) => takeRun(p, ctx, agreement, run, agreement.initiator)),
    async rows(agreement) {
      const found = await ownTransaction(p, (ctx) => activeAgreement(ctx, agreement.id, false));
      if (found === undefined) throw errors.agreementUnknown();
      return rowsOf(p, found);
    },
    ended: (_agreement, run, outcome, why) => ownTransaction(p, (ctx) => endRun(p, ctx, run, outcome, why)),
  });
