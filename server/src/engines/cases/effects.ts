import type { Effect, Json, TaskCreated } from '#engines/process';
import type { DecisionResult } from '#engines/rules';
import { dayInChina } from '#kernel/clock';
import { Refusal } from '#kernel/errors';
import type { Work } from './case-work.ts';
import { errors } from './errors.ts';
import { isFinal } from './case-state.ts';
import type { TaskRow } from './types.ts';

/** What a process waits for outside the case: a service's answer, a time. */
export const serviceJob = 'cases.service';
export const timerJob = 'cases.timer';

type Decide = (inputs: Record<string, unknown>, now: Date) => DecisionResult;

/** Turns one effect of the process into the case's rows, jobs and calls, within the request's transaction. */
export async function applyEffect(work: Work, effect: Effect): Promise<void> {
  switch (effect.type) {
    case 'create-task':
      return createTask(work, effect);
    case 'update-task':
      return changeTask(work, effect.task, (task) => {
        task.state = effect.state;
        task.assignee = effect.assignee ?? null;
        if (effect.assignee === undefined) task.assignee_name = null;
      });
    case 'close-task':
      return changeTask(work, effect.task, (task) => {
        task.state = effect.as;
        task.closed_at = work.ctx.now;
        task.closed_by = effect.as === 'cancelled' ? null : work.ctx.actor.accountId;
      });
    case 'reopen-task':
      return reopen(work, effect);
    case 'call-service':
      return call(work, effect);
    case 'run-rule': {
      const decide = work.workshop.content.get<unknown, Decide>('decision', effect.decision, { on: dayInChina(work.ctx.now) }).compiled;
      const { value } = decide({ ...work.environment().variables, ...effect.input }, work.ctx.now);
      work.act('ruleRun', { decision: effect.decision, result: value as Json });
      return work.event({ type: 'complete', token: effect.token, output: value as Json });
    }
    case 'send-message':
      return call(work, { type: 'call-service', token: -1, node: effect.node, action: effect.name, input: effect.input });
    case 'set-timer':
      return setTimer(work, effect);
    case 'circulate':
      return work.act('circulated', { to: effect.to });
    case 'escalation':
      return work.act('escalated', { node: effect.node, code: effect.code });
    case 'incident':
      return work.act('incident', { node: effect.node, code: effect.code });
    case 'ended':
      if (!isFinal(work.row.state)) work.move('terminated', { outcome: effect.outcome });
      return;
    case 'start-child':
      throw errors.actionUnknown({ action: `call activity ${effect.process}` });
    // a late timer or answer finds its token gone and changes nothing; a wait is in the state itself
    case 'cancel-timer':
    case 'cancel-work':
    case 'await-message':
    case 'cancel-await':
    case 'broadcast-signal':
    case 'suspend':
    case 'resume':
      return;
  }
}

function createTask(work: Work, effect: TaskCreated): void {
  const { ctx, row } = work;
  const organisation = typeof effect.organisation === 'string' ? effect.organisation : null;
  const division = typeof effect.division === 'string' ? effect.division : null;
  const task: TaskRow = {
    id: ctx.newId(),
    case_id: row.id,
    token: effect.task,
    node: effect.node,
    name: effect.name,
    role: effect.role ?? null,
    organisation: organisation ?? (division === null ? row.organisation : null),
    division: division ?? row.division,
    assignee: effect.assignee ?? null,
    assignee_name: null,
    state: effect.state,
    // the step says that there is a check list; the definition's own variables may say which
    checklist: effect.checklist === undefined ? null : typeof row.variables['checklist'] === 'string' ? row.variables['checklist'] : effect.checklist,
    form: effect.form ?? null,
    item: effect.item ?? null,
    added_to: effect.addedTo ?? null,
    version: 0,
    created_at: ctx.now,
    due_on: dueOn(work, effect.workingDays),
    closed_at: null,
    closed_by: null,
    decision: null,
    opinion: null,
    result: null,
  };
  work.tasks.set(task.token, task);
  work.createdTasks.add(task);
}

function dueOn(work: Work, workingDays: number | undefined): string | null {
  if (workingDays === undefined) return null;
  try {
    return work.workshop.calendar().addWorkingDays(dayInChina(work.ctx.now), workingDays);
  } catch {
    return null; // beyond the known calendar: not known, not a guess
  }
}

async function changeTask(work: Work, token: number, change: (task: TaskRow) => void): Promise<void> {
  const task = work.tasks.get(token) ?? (await work.openTasks()).get(token);
  if (task === undefined) return;
  change(task);
  work.changedTasks.add(task);
}

/** 撤回 and 退回 bring a closed task back: the old row stays as history, a new one is open. */
async function reopen(work: Work, effect: Extract<Effect, { type: 'reopen-task' }>): Promise<void> {
  const old = work.tasks.get(effect.task) ?? (await work.openTasks()).get(effect.task);
  if (old === undefined) return;
  const task: TaskRow = {
    ...old, id: work.ctx.newId(), state: effect.state, assignee: effect.assignee ?? null, version: 0, created_at: work.ctx.now, closed_at: null, closed_by: null,
    decision: null, opinion: null, result: null,
  };
  work.tasks.set(effect.task, task);
  work.createdTasks.add(task);
}

async function call(work: Work, effect: Extract<Effect, { type: 'call-service' }>): Promise<void> {
  const fn = work.workshop.functions.get(effect.action);
  if (fn === undefined) throw errors.actionUnknown({ action: effect.action });
  if (fn.later) {
    work.workshop.jobs.plan(work.ctx.tx, { kind: serviceJob, payload: { caseId: work.row.id, token: effect.token, action: effect.action, input: effect.input } });
    return;
  }
  let output: Json | void;
  try {
    output = await fn.run(work, effect.input);
  } catch (error) {
    // a refusal that the process can catch by an error boundary event; without one it refuses the request
    const token = work.processState.tokens.find((t) => t.id === effect.token);
    const catches = token !== undefined && work.graph.nodes[token.node]?.boundary.some((b) => work.graph.nodes[b]?.trigger?.type === 'error');
    if (!(error instanceof Refusal) || !catches) throw error;
    return work.event({ type: 'fail', token: effect.token, code: error.code });
  }
  if (effect.token >= 0) await work.event({ type: 'complete', token: effect.token, ...(output === undefined ? {} : { output: output as Json }) });
}

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

function setTimer(work: Work, effect: Extract<Effect, { type: 'set-timer' }>): void {
  const { caseId, runAt } = { caseId: work.row.id, runAt: timerAt(work, effect) };
  if (runAt === undefined) return work.act('incident', { node: effect.node, code: 'timer' });
  work.workshop.jobs.plan(work.ctx.tx, { kind: timerJob, key: `${caseId}:${effect.token}:${effect.node}`, payload: { caseId, token: effect.token, node: effect.node }, runAt });
}

function timerAt(work: Work, effect: Extract<Effect, { type: 'set-timer' }>): Date | undefined {
  if ('at' in effect) return new Date(effect.at);
  if ('workingDays' in effect) {
    const day = dueOn(work, effect.workingDays);
    return day === null ? undefined : new Date(`${day}T23:59:59+08:00`);
  }
  const [, d = '0', h = '0', m = '0', s = '0'] = duration.exec(effect.duration) ?? [];
  return new Date(work.ctx.now.getTime() + (((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1000);
}
