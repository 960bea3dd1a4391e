import { fireBoundary } from './raise.ts';
import { keepResult } from './enter.ts';
import type { Node } from './graph.ts';
import type { Run } from './run.ts';
import { finish } from './settle.ts';
import type { Json, Token } from './state.ts';
import { isInstance, stopWaiting, targetsOf } from './wait.ts';

/** Gives a message to the first token that awaits it (or to the one named), a signal to all. How many took it? */
export function deliver(run: Run, what: 'message' | 'signal', name: string, token: number | undefined, output?: Json): number {
  let taken = 0;
  for (const waiting of run.tokens.slice()) {
    if (token !== undefined && waiting.id !== token) continue;
    if (run.find(waiting.id) === undefined || waiting.flow !== undefined) continue;
    const node = awaited(run, waiting, what, name);
    if (node === undefined) continue;
    happen(run, waiting, node, output);
    taken++;
    if (what === 'message') break;
  }
  return taken;
}

function awaited(run: Run, token: Token, what: 'message' | 'signal', name: string): Node | undefined {
  const node = run.node(token.node);
  const fits = (n: Node): boolean =>
    (n.trigger?.type === what && n.trigger.name === name) || (what === 'message' && n.kind === 'receive' && n.action === name);
  if (token.multi === undefined && (node.kind === 'catch' || node.kind === 'receive') && fits(node)) return node;
  if (node.kind === 'eventGateway') {
    const target = targetsOf(run, node).find(fits);
    if (target !== undefined) return target;
  }
  if (isInstance(run, token) || token.add !== undefined) return undefined;
  const at = node.boundary.find((b) => fits(run.node(b)));
  return at === undefined ? undefined : run.node(at);
}

/** The awaited thing happens at a token: `node` is the step itself, one of the events behind it, or one on its border. */
export function happen(run: Run, token: Token, node: Node, output?: Json): void {
  if (node.kind === 'boundary') {
    const at = run.node(token.node).boundary.find((b) => run.node(b) === node);
    if (at === undefined) return;
    if (output !== undefined) keepResult(run, node, output);
    return fireBoundary(run, token, at);
  }
  if (output !== undefined) keepResult(run, node, output);
  if (run.node(token.node) === node) return finish(run, token, 'approve', node);
  stopWaiting(run, token, node);
  run.remove(token.id);
  const at = run.node(token.node).out.map((f) => run.graph.flows[f]?.to ?? -1).find((n) => run.node(n) === node);
  if (at !== undefined) run.follow(at, token.in);
}
