import type { Content } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Graph, Process, ProcessDefinition } from '#engines/process';
import type { Rules } from '#engines/rules';
import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createSerials } from './case-number.ts';
import { lockCase, lockChildren, lockTask } from './case-rows.ts';
import { createWork, type Work } from './case-work.ts';
import { openWork } from './open-work.ts';
import type { WorkingDays } from './case-clock.ts';
import { dateUndated } from './date-undated.ts';
import { serviceJob, timerJob } from './effects.ts';
import { errors } from './errors.ts';
import type { CaseFunction, CaseListener, Opening, TaskRow } from './types.ts';

/** Answers are personal data: SM4 at rest. */
export interface AnswerCrypto {
  seal(text: string): Uint8Array;
  open(bytes: Uint8Array): string;
}

export interface CasesDependencies {
  db: Db;
  content: Content;
  process: Process;
  rules: Rules;
  jobs: Jobs;
  ledger: Ledger;
  calendar: () => WorkingDays;
  crypto: AnswerCrypto;
}

/** What a work needs from its engine. */
export interface Workshop extends CasesDependencies {
  functions: Map<string, CaseFunction>;
  listeners: Map<string, CaseListener>;
  serial: () => Promise<number>;
  graphOf(id: string, version: number): Graph;
}

export interface Cases {
  /** Registers what service tasks may call by `yw:action`. */
  registerFunction(name: string, fn: CaseFunction): void;
  hasFunction(name: string): boolean;
  /** Names of the registered functions, for whoever designs a process. */
  functions(): string[];
  /** Registers who is told about the cases of a kind. */
  listen(kind: string, listener: CaseListener): void;
  open(ctx: Context, opening: Opening): Promise<Work>;
  /** Loads and locks; `cases.stale` when the case is no longer at that version. */
  load(ctx: Context, caseId: string, version?: number): Promise<Work>;
  loadChildren(ctx: Context, parentId: string): Promise<Work[]>;
  /** Loads and locks the case of a task; `cases.stale` when the task has changed since. */
  loadTask(ctx: Context, taskId: string, taskVersion: number): Promise<{ work: Work; task: TaskRow }>;
  /** For 撤回: a task that its actor has already done. */
  loadClosedTask(ctx: Context, taskId: string): Promise<{ work: Work; task: TaskRow }>;
  /** Gives days to cases whose limit lay beyond the known calendar and is reached by it now; returns how many. */
  dateUndated(ctx: Context): Promise<number>;
}


export function createCases(deps: CasesDependencies): Cases {
  const workshop: Workshop = {
    ...deps,
    functions: new Map(),
    listeners: new Map(),
    serial: createSerials(deps.db),
    graphOf(id, version) {
      return deps.content.get<ProcessDefinition, Graph>('process', id, { version }).compiled;
    },
  };
  const load: Cases['load'] = async (ctx, caseId, version) => {
    const row = await lockCase(ctx.tx, caseId);
    if (row === undefined) throw errors.unknown();
    if (version !== undefined && row.version !== version) throw errors.stale({ version: row.version });
    return createWork(workshop, ctx, row);
  };
  deps.jobs.handle(serviceJob, async (ctx: Context, job: { caseId: string; token: number; action: string; input: never }) => {
    const work = await load(ctx, job.caseId);
    await work.runLater(job.token, job.action, job.input);
    await work.save();
  });
  deps.jobs.handle(timerJob, async (ctx: Context, job: { caseId: string; token: number; node: string }) => {
    const work = await load(ctx, job.caseId);
    if (!work.stands(job.token)) return; // its step is over: a late timer changes nothing
    await work.event({ type: 'timer', token: job.token, node: job.node });
    await work.save();
  });
  return {
    registerFunction: (name, fn) => void workshop.functions.set(name, fn),
    hasFunction: (name) => workshop.functions.has(name),
    functions: () => [...workshop.functions.keys()],
    listen: (kind, listener) => void workshop.listeners.set(kind, listener),
    open: (ctx, opening) => openWork(workshop, ctx, opening),
    load,
    loadChildren: async (ctx, parentId) => (await lockChildren(ctx.tx, parentId)).map((row) => createWork(workshop, ctx, row)),
    async loadTask(ctx, taskId, taskVersion) {
      const found = await lockTask(ctx.tx, taskId);
      if (found === undefined) throw errors.taskUnknown();
      if (found.task.closed_at !== null) throw errors.taskClosed();
      if (found.task.version !== taskVersion) throw errors.stale({ version: found.task.version });
      return { work: createWork(workshop, ctx, found.row, [found.task]), task: found.task };
    },
    async loadClosedTask(ctx, taskId) {
      const found = await lockTask(ctx.tx, taskId);
      if (found === undefined) throw errors.taskUnknown();
      if (found.task.closed_by !== ctx.actor.accountId) throw errors.notYourTask();
      return { work: createWork(workshop, ctx, found.row, [found.task]), task: found.task };
    },
    dateUndated: (ctx) => dateUndated(ctx, deps.calendar(), load),
  };
}

