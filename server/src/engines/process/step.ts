import { deliver, happen } from './deliver.ts';
import { drain } from './drain.ts';
import { keepResult } from './enter.ts';
import { errors } from './errors.ts';
import type { Environment, ProcessEvent, StepResult } from './events.ts';
import type { Graph } from './graph.ts';
import { catchAt, raise } from './raise.ts';
import { Run } from './run.ts';
import { finish } from './settle.ts';
import { heldMax, type State, type Token } from './state.ts';
import { toState } from './to-state.ts';
import { targetsOf } from './wait.ts';

/** Begins an instance; the result is a function of its parameters alone. */
export function start(graph: Graph, env: Environment): StepResult<State> {
  const run = new Run(graph, { next: 1, tokens: [], seen: '' }, env);
  run.queue.push({ node: graph.start, in: undefined, flow: -1 });
  drain(run);
  return { state: toState(run), effects: run.effects };
}

/**
 * One event from outside. Late and repeated ones (a timer of a step that is over, an answer to a cancelled call) change
 * nothing; a message that nobody awaits is refused.
 */
export function step(graph: Graph, state: State, event: ProcessEvent, env: Environment): StepResult<State> {
  if (state.ended !== undefined) {
    if (event.type === 'message') throw errors.ended();
    return { state, effects: [] };
  }
  if (state.suspended === true || pausedTarget(state, event)) return hold(state, event);
  const run = new Run(graph, state, env);
  apply(run, event);
  drain(run);
  return { state: toState(run), effects: run.effects };
}

/** Applies an event to a working copy, without moving on. */
export function apply(run: Run, event: ProcessEvent): void {
  if (event.type === 'signal') {
    deliver(run, 'signal', event.name, undefined);
    return;
  }
  if (event.type === 'message') {
    if (deliver(run, 'message', event.name, event.token, event.output) === 0) throw errors.notAwaited({ what: event.name });
    return;
  }
  const token = run.find(event.token);
  if (token === undefined || token.flow !== undefined) return;
  const node = run.node(token.node);
  if (event.type === 'timer') return timerFired(run, token, event.node);
  if (event.type === 'complete') {
    if (token.task !== undefined || token.multi !== undefined || !['service', 'rule', 'call', 'receive'].includes(node.kind)) return;
    if (event.output !== undefined) keepResult(run, node, event.output);
    return finish(run, token, 'approve', node);
  }
  const type = event.type === 'fail' ? 'error' : 'escalation';
  if (catchAt(run, token, type, event.code)) return;
  if (event.type === 'escalate') return raise(run, node, token.in, 'escalation', event.code);
  for (let host = token.in === undefined ? undefined : run.find(token.in); host !== undefined; host = host.in === undefined ? undefined : run.find(host.in)) {
    if (catchAt(run, host, 'error', event.code)) return;
  }
  run.emit({ type: 'incident', token: token.id, node: node.id, code: event.code });
}

function timerFired(run: Run, token: Token, id: string): void {
  const node = run.node(token.node);
  if (node.id === id && node.kind === 'catch') return happen(run, token, node);
  const behind = node.kind === 'eventGateway' ? targetsOf(run, node).find((n) => n.id === id) : undefined;
  if (behind !== undefined) return happen(run, token, behind);
  const at = node.boundary.find((b) => run.node(b).id === id);
  if (at !== undefined && !token.fired?.includes(at)) happen(run, token, run.node(at));
}

const pausedTarget = (state: State, event: ProcessEvent): boolean =>
  event.type === 'timer' && state.tokens.some((t) => t.id === event.token && t.task === 'suspended' && !state.tokens.some((a) => a.add === t.id && a.mode === 'before'));

/** While suspended (挂起) nothing happens and nothing is lost: events wait for the resumption. */
function hold(state: State, event: ProcessEvent): StepResult<State> {
  const held = state.held ?? [];
  const text = JSON.stringify(event);
  if (held.some((e) => JSON.stringify(e) === text) && event.type !== 'signal' && event.type !== 'message') return { state, effects: [] };
  if (held.length >= heldMax) throw errors.tooMany({ limit: heldMax });
  return { state: { ...state, held: [...held, event] }, effects: [] };
}
