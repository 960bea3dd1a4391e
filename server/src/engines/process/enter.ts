import { cancelTree, endAll } from './cancel.ts';
import { errors } from './errors.ts';
import type { Node } from './graph.ts';
import { openMulti } from './multi-instance.ts';
import { toJson, type Arrival, type Run } from './run.ts';
import type { Json, Token } from './state.ts';
import { raise } from './raise.ts';
import { arm, inputsOf, itemOf, startWaiting } from './wait.ts';

/** A token comes into a node. */
export function enter(run: Run, arrival: Arrival): void {
  const node = run.node(arrival.node);
  switch (node.kind) {
    case 'start':
    case 'boundary': return run.follow(arrival.node, arrival.in);
    case 'exclusive': return run.follow(arrival.node, arrival.in);
    case 'parallel': return enterParallel(run, node, arrival);
    case 'inclusive':
      if (node.in.length < 2) return run.follow(arrival.node, arrival.in);
      run.add({ node: arrival.node, ...scopeOf(arrival.in), flow: arrival.flow });
      return;
    case 'throw': return throwEvent(run, node, arrival);
    case 'end': return enterEnd(run, node, arrival);
    case 'catch':
      if (node.trigger?.type === 'link') return run.follow(arrival.node, arrival.in);
      break;
    default: break;
  }
  const first = run.next;
  if (node.multi !== undefined) openMulti(run, arrival.node, arrival.in);
  else enterBody(run, arrival.node, arrival.in);
  if (run.directBack?.target === arrival.node) {
    const entered = run.find(first);
    if (entered !== undefined) run.patch(entered, { back: run.directBack.back });
    run.directBack = undefined;
  }
}

const scopeOf = (scope: number | undefined): { in?: number } => (scope === undefined ? {} : { in: scope });

/** Does the node's own work; `item` where it is one of several instances. */
export function enterBody(run: Run, at: number, scope: number | undefined, item?: Json): void {
  const node = run.node(at);
  if (node.kind === 'script' || node.kind === 'send') {
    const token = run.add({ node: at, ...scopeOf(scope), ...(item === undefined ? {} : { item }) });
    passThrough(run, node, token);
    return;
  }
  const human = node.kind === 'user' || node.kind === 'manual';
  const token = run.add({ node: at, ...scopeOf(scope), ...(human ? { task: 'waiting' as const } : {}), ...(item === undefined ? {} : { item }) });
  startWaiting(run, token);
  if (item === undefined) arm(run, token);
  if (node.kind === 'subprocess' && node.start !== undefined) run.queue.push({ node: node.start, in: token.id, flow: -1 });
}

/** Script and send tasks are done as soon as they are entered; `drain` finishes them. */
function passThrough(run: Run, node: Node, token: Token): void {
  const extra = itemOf(run, token);
  if (node.kind === 'send') run.emit({ type: 'send-message', node: node.id, name: node.action ?? '', input: inputsOf(run, node, extra) });
  else keepResult(run, node, toJson(run.evaluate(node, node.action ?? 'null', extra)));
  run.passed.push(token.id);
}

/** Keeps what a script, service, rule or form gave, as the definition says. */
export function keepResult(run: Run, node: Node, result: Json): void {
  const change: Record<string, Json> = {};
  for (const { name, value } of node.outputs ?? []) change[name] = toJson(run.evaluate(node, value, { result }));
  if (node.result !== undefined) change[node.result] = result;
  else if (node.kind === 'script' && node.outputs === undefined) {
    if (typeof result !== 'object' || result === null || Array.isArray(result)) throw errors.expression({ node: node.id, reason: 'a script without yw:result must give a context' });
    Object.assign(change, result);
  }
  if (Object.keys(change).length > 0) run.set(change);
}

function enterParallel(run: Run, node: Node, arrival: Arrival): void {
  if (node.in.length > 1) {
    const waiting: Token[] = [];
    for (const flow of node.in) {
      if (flow === arrival.flow) continue;
      const token = run.tokens.find((t) => t.flow === flow && t.node === arrival.node && t.in === arrival.in);
      if (token !== undefined) waiting.push(token);
    }
    if (waiting.length < node.in.length - 1) {
      run.add({ node: arrival.node, ...scopeOf(arrival.in), flow: arrival.flow });
      return;
    }
    for (const token of waiting) run.remove(token.id);
  }
  for (const flow of node.out) run.arrive(flow, arrival.in);
}

function throwEvent(run: Run, node: Node, arrival: Arrival): void {
  publish(run, node, arrival.in);
  run.follow(arrival.node, arrival.in);
}

function publish(run: Run, node: Node, scope: number | undefined): void {
  const trigger = node.trigger;
  if (trigger?.type === 'message') run.emit({ type: 'send-message', node: node.id, name: trigger.name, input: inputsOf(run, node) });
  else if (trigger?.type === 'signal') {
    run.signals.push(trigger.name);
    run.emit({ type: 'broadcast-signal', name: trigger.name });
  } else if (trigger?.type === 'escalation') raise(run, node, scope, 'escalation', trigger.code);
}

function enterEnd(run: Run, node: Node, arrival: Arrival): void {
  if (node.outcome !== undefined) run.outcome = node.outcome;
  const trigger = node.trigger;
  if (trigger?.type === 'terminate') {
    if (arrival.in === undefined) return endAll(run, node.outcome ?? run.outcome ?? 'terminated', 'cancelled');
    run.queue.splice(0, run.queue.length, ...run.queue.filter((a) => a.in !== arrival.in));
    for (const child of run.children(arrival.in)) cancelTree(run, child, 'cancelled');
    return;
  }
  if (trigger?.type === 'error') return raise(run, node, arrival.in, 'error', trigger.code);
  publish(run, node, arrival.in);
}
