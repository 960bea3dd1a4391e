import { addSign, decide, removeSign } from './add-sign.ts';
import { endAll } from './cancel.ts';
import { drain } from './drain.ts';
import { keepResult } from './enter.ts';
import { errors } from './errors.ts';
import type { Environment, HumanOperation, InstanceOperation, ProcessEvent, StepResult } from './events.ts';
import type { Graph } from './graph.ts';
import { outcomeOf, type TaskState } from './operations.ts';
import { returnTask } from './return-task.ts';
import { Run } from './run.ts';
import type { State, Token, Undo } from './state.ts';
import { apply, step } from './step.ts';
import { toState } from './to-state.ts';
import { withdraw } from './withdraw.ts';

/** Does what a person asks, or refuses; the table in operations.ts decides first. */
export function operate(graph: Graph, state: State, operation: HumanOperation | InstanceOperation, env: Environment): StepResult<State> {
  if (!('task' in operation)) return operateInstance(graph, state, operation, env);
  const token = state.tokens.find((t) => t.id === operation.task && t.task !== undefined);
  if (token === undefined && (operation.task >= state.next || operation.task < 1 || !Number.isInteger(operation.task))) throw errors.noTask({ task: operation.task });
  if (state.ended !== undefined && operation.type !== 'circulate') throw errors.ended();
  const outcome = outcomeOf(taskStateOf(state, operation.task), operation.type);
  if ('refused' in outcome) throw errors[outcome.refused]({ task: operation.task });
  if (operation.type === 'circulate') {
    if (operation.to.length === 0) throw errors.nobody();
    return { state, effects: [{ type: 'circulate', task: operation.task, by: operation.actor, to: operation.to }] };
  }
  if (state.suspended === true) throw errors.suspended({ task: operation.task });
  const run = new Run(graph, state, env);
  if (operation.type === 'withdraw') return withdraw(run, operation.task, operation.actor);
  if (token === undefined) throw errors.closed({ task: operation.task });
  if (token.by !== undefined && token.by !== operation.actor && operation.type !== 'removeSign' && operation.type !== 'suspend' && operation.type !== 'resume') throw errors.notYours({ task: operation.task });
  const undo = change(run, token, operation);
  drain(run);
  return { state: toState(run, undo), effects: run.effects };
}

/** Closed tasks are told apart only while they may be withdrawn; beyond that the case's rows know. */
export function taskStateOf(state: State, task: number): TaskState {
  const token = state.tokens.find((t) => t.id === task);
  if (token?.task !== undefined) return token.task;
  return state.undo?.find((u) => u.task === task)?.as ?? 'done';
}

/** Returns what is needed to withdraw the change, where that is possible at all. */
function change(run: Run, token: Token, operation: HumanOperation): Pick<Undo, 'task' | 'by' | 'as'> | undefined {
  const actor = operation.actor;
  switch (operation.type) {
    case 'claim': update(run, token, { task: 'claimed', by: actor }); return undefined;
    case 'release': update(run, token, { task: 'waiting', by: undefined }); return undefined;
    case 'transfer': update(run, token, { task: 'waiting', by: personOf(operation.to) }); return undefined;
    case 'delegate': update(run, token, { task: 'waiting', by: personOf(operation.to), owner: token.owner ?? actor }); return undefined;
    case 'suspend': return suspend(run, token);
    case 'resume': return resume(run, token);
    case 'addSign': addSign(run, token, operation.mode, operation.to); return undefined;
    case 'removeSign': removeSign(run, token); return undefined;
    case 'return':
      returnTask(run, token, operation);
      return { task: token.id, by: actor, as: 'returned' };
    case 'approve':
    case 'reject': {
      if (token.owner !== undefined && operation.type === 'approve') {
        update(run, token, { task: 'claimed', by: token.owner, owner: undefined });
        return undefined;
      }
      const node = run.node(token.node);
      if (operation.output !== undefined && (node.outputs !== undefined || node.result !== undefined)) keepResult(run, node, operation.output);
      decide(run, token, operation.type, actor);
      return { task: token.id, by: actor, as: 'done' };
    }
    default: throw errors.closed({ task: token.id });
  }
}

const personOf = (to: string): string => {
  if (to.trim() === '') throw errors.nobody();
  return to;
};

function update(run: Run, token: Token, change: Partial<Token>): Token {
  const now = run.patch(token, change);
  run.emit({ type: 'update-task', task: now.id, state: now.task ?? 'waiting', ...(now.by === undefined ? {} : { assignee: now.by }), ...(now.owner === undefined ? {} : { owner: now.owner }) });
  return now;
}

function suspend(run: Run, token: Token): undefined {
  update(run, token, { was: token.task === 'claimed' ? 'claimed' : 'waiting', task: 'suspended' });
  run.emit({ type: 'suspend', task: token.id });
}

function resume(run: Run, token: Token): undefined {
  if (run.tokens.some((t) => t.add === token.id)) throw errors.waitsForAdded();
  update(run, token, { task: token.was ?? 'waiting', was: undefined });
  run.emit({ type: 'resume', task: token.id });
  const mine = (e: ProcessEvent): boolean => e.type === 'timer' && e.token === token.id;
  const held = run.before.held?.filter(mine) ?? [];
  run.keepHeld = run.before.held?.filter((e) => !mine(e));
  for (const event of held) apply(run, event);
}

function operateInstance(graph: Graph, state: State, operation: InstanceOperation, env: Environment): StepResult<State> {
  if (state.ended !== undefined) throw errors.ended();
  switch (operation.type) {
    case 'suspendAll':
      if (state.suspended === true) throw errors.suspended();
      return { state: { ...state, suspended: true }, effects: [{ type: 'suspend' }] };
    case 'resumeAll': {
      if (state.suspended !== true) throw errors.notSuspended();
      const { suspended: _, held, ...rest } = state;
      const result: StepResult<State> = { state: rest, effects: [{ type: 'resume' }] };
      for (const event of held ?? []) {
        if (result.state.ended !== undefined) break;
        const next = tolerant(graph, result.state, event, env);
        result.state = next.state;
        result.effects.push(...next.effects);
      }
      return result;
    }
    default: {
      const run = new Run(graph, state, env);
      endAll(run, operation.type === 'withdrawAll' ? 'withdrawn' : 'cancelled', operation.type === 'withdrawAll' ? 'withdrawn' : 'cancelled');
      return { state: toState(run), effects: run.effects };
    }
  }
}

/** A held message may find that an earlier held event closed its step: then it is over, not an error. */
function tolerant(graph: Graph, state: State, event: ProcessEvent, env: Environment): StepResult<State> {
  if (event.type !== 'message') return step(graph, state, event, env);
  try {
    return step(graph, state, event, env);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'process.notAwaited') return { state, effects: [] };
    throw error;
  }
}
