import { compileProcess, type CompileOptions } from './compile-process.ts';
import { activeTasks, describe, earlierSteps, withdrawable } from './describe.ts';
import { errors } from './errors.ts';
import type { Environment, HumanOperation, InstanceOperation, ProcessEvent, StepResult } from './events.ts';
import type { Graph } from './graph.ts';
import { migrate } from './migrate.ts';
import { operate } from './operate.ts';
import type { State } from './state.ts';
import { start, step } from './step.ts';

/** The engine's face. Everything but `compile` is pure and synchronous: no clock, no database, no ids from outside. */
export interface Process {
  /** Refused with `process.invalidDefinition` where the file cannot run; `compileProcess` gives the single reasons. */
  compile(xml: string): Promise<Graph>;
  start(graph: Graph, variables: Readonly<Record<string, unknown>>, env: Environment): StepResult<State>;
  step(graph: Graph, state: State, event: ProcessEvent, env: Environment): StepResult<State>;
  operate(graph: Graph, state: State, operation: HumanOperation | InstanceOperation, env: Environment): StepResult<State>;
  activeTasks: typeof activeTasks;
  describe: typeof describe;
  earlierSteps: typeof earlierSteps;
  withdrawable: typeof withdrawable;
  migrate: typeof migrate;
}

export function createProcess(options: Pick<CompileOptions, 'checkExpression'> = {}): Process {
  return {
    async compile(xml) {
      const compiled = await compileProcess(xml, options);
      if (compiled.ok) return compiled.graph;
      const reasons = compiled.problems.map((p) => `${p.type} ${p.element}${p.line === undefined ? '' : `:${p.line}`} ${p.reason.zh}`).join('；');
      throw errors.invalidDefinition({ reasons, problems: compiled.problems });
    },
    start: (graph, variables, env) => start(graph, { ...env, variables: { ...env.variables, ...variables } }),
    step,
    operate,
    activeTasks,
    describe,
    earlierSteps,
    withdrawable,
    migrate,
  };
}
