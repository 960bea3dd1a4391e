import { cancelTree, endAll } from './cancel.ts';
import type { Node } from './graph.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';
import { stopWaiting } from './wait.ts';

/** An error or escalation climbs from a scope to the nearest boundary event that catches it. */
export function raise(run: Run, source: Node, scope: number | undefined, type: 'error' | 'escalation', code: string | undefined): void {
  for (let host = scope === undefined ? undefined : run.find(scope); host !== undefined; host = host.in === undefined ? undefined : run.find(host.in)) {
    if (catchAt(run, host, type, code)) return;
  }
  if (type === 'error') return endAll(run, source.outcome ?? 'error', 'cancelled');
  run.emit({ type: 'escalation', node: source.id, code: code ?? '' });
}

/** Takes the boundary event of that type on the token's node, if there is one. */
export function catchAt(run: Run, host: Token, type: 'error' | 'escalation', code: string | undefined): boolean {
  const candidates = run.node(host.node).boundary.filter((at) => run.node(at).trigger?.type === type);
  const exact = candidates.find((at) => codeOf(run.node(at)) === code && code !== undefined);
  const at = exact ?? candidates.find((b) => codeOf(run.node(b)) === undefined);
  if (at === undefined) return false;
  fireBoundary(run, host, at);
  return true;
}

const codeOf = (node: Node): string | undefined => (node.trigger?.type === 'error' || node.trigger?.type === 'escalation' ? node.trigger.code : undefined);

/** A boundary event happens: the step is cancelled if it interrupts, and a token leaves the event. */
export function fireBoundary(run: Run, host: Token, at: number): void {
  const boundary = run.node(at);
  const scope = containerOf(run, host);
  if (boundary.interrupting === false) {
    if (boundary.trigger?.type === 'timer') run.patch(scope, { fired: [...(scope.fired ?? []), at] });
  } else {
    for (const other of run.tokens.filter((t) => t.in === scope.id || t.add === scope.id)) cancelTree(run, other, 'cancelled');
    stopWaiting(run, scope, boundary);
    run.remove(scope.id);
    if (scope.task !== undefined && scope.task !== 'done') run.emit({ type: 'close-task', task: scope.id, as: 'cancelled' });
  }
  run.queue.push({ node: at, in: scope.in, flow: -1 });
}

/** The whole step: the container where the token is one of several instances. */
export const containerOf = (run: Run, token: Token): Token => {
  const container = token.in === undefined ? undefined : run.find(token.in);
  return container?.multi !== undefined && container.node === token.node ? container : token;
};
