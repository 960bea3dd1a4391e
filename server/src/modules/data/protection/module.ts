import type { Clock } from '#kernel/clock';
import { route, type Module } from '#kernel/house';
import * as c from './contract.ts';
import type { Protection } from './deps.ts';
import { decideDisposal, dispose, disposalProof, disposeJob, listDisposals, listRetention, proposeDisposal } from './disposals.ts';
import { acceptFinding, answerFinding, controlFinding, getFinding, listFindings } from './findings.ts';
import { flows } from './flows.ts';
import { inspect, inspectJob, planInspection } from './inspect.ts';
import { listBackups, listSensed, noteBackup, overview, startInspection } from './overview.ts';

const dailyJob = 'protection.daily';

/** 数据全生命周期安全防护: sensed, analysed and brought under control, every day and whenever somebody asks. */
export function protectionModule(deps: Protection & { clock: Clock }): Module {
  const { jobs, clock } = deps;
  jobs.handleOutside(inspectJob, (job) => inspect(deps, job, () => clock.now()));
  jobs.handle(disposeJob, (ctx, payload: { disposalId: string }) => dispose(deps, ctx, payload));
  jobs.handle(dailyJob, async (ctx) => void planInspection(deps, ctx, '日巡检'));
  jobs.schedule({ name: 'protection-daily', kind: dailyJob, dailyAt: '03:10' });
  return {
    name: 'protection',
    systems: ['data-security-governance'],
    uses: [],
    routes: [
      route(c.overview, (ctx) => overview(deps, ctx)),
      route(c.startInspection, async (ctx) => startInspection(deps, ctx)),
      route(c.listFindings, (ctx, i) => listFindings(deps, ctx, i)),
      route(c.getFinding, (ctx, i) => getFinding(deps, ctx, i)),
      route(c.answerFinding, (ctx, i) => answerFinding(ctx, i)),
      route(c.acceptFinding, (ctx, i) => acceptFinding(deps, ctx, i)),
      route(c.controlFinding, (ctx, i) => controlFinding(deps, ctx, i)),
      route(c.listSensed, (ctx, i) => listSensed(deps, ctx, i)),
      route(c.flows, (ctx, i) => flows(deps, ctx, i)),
      route(c.noteBackup, async (ctx, i) => noteBackup(deps, ctx, i)),
      route(c.listBackups, (ctx) => listBackups(ctx)),
      route(c.listRetention, (ctx) => listRetention(deps, ctx)),
      route(c.listDisposals, (ctx) => listDisposals(deps, ctx)),
      route(c.proposeDisposal, (ctx, i) => proposeDisposal(deps, ctx, i)),
      route(c.decideDisposal, (ctx, i) => decideDisposal(deps, ctx, i)),
      route(c.disposalProof, (ctx, i) => disposalProof(deps, ctx, i)),
    ],
  };
}
