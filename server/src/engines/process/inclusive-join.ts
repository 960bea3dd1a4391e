import type { Graph } from './graph.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';

/**
 * Fires one inclusive join whose missing flows can get no token any more (BPMN 2.0, 13.4.3): every other token of the
 * scope that could reach an empty flow without passing the join must also be able to reach a full one.
 */
export function fireInclusiveJoin(run: Run): boolean {
  if (!run.graph.hasInclusive) return false;
  for (const token of run.tokens) {
    if (token.flow === undefined || run.node(token.node).kind !== 'inclusive') continue;
    const here = run.tokens.filter((t) => t.node === token.node && t.in === token.in && t.flow !== undefined);
    if (mustWait(run, token, here)) continue;
    const flows = new Set<number>();
    for (const t of here) {
      if (flows.has(t.flow ?? -1)) continue;
      flows.add(t.flow ?? -1);
      run.remove(t.id);
    }
    for (const flow of run.holding(token.node)) run.arrive(flow, token.in);
    return true;
  }
  return false;
}

function mustWait(run: Run, token: Token, here: Token[]): boolean {
  const node = run.node(token.node);
  const full = node.in.filter((f) => here.some((t) => t.flow === f));
  const empty = node.in.filter((f) => !full.includes(f));
  if (empty.length === 0) return false;
  const others = run.tokens.filter((t) => t.in === token.in && t.add === undefined && !here.includes(t));
  if (others.length === 0) return false;
  const toEmpty = upstream(run.graph, empty, token.node);
  const toFull = upstream(run.graph, full, token.node);
  return others.some((t) => toEmpty.has(t.node) && !toFull.has(t.node));
}

/** Nodes from which one of the flows can be reached without passing `join`. */
function upstream(graph: Graph, flows: number[], join: number): Set<number> {
  const found = new Set<number>();
  const stack = flows.map((f) => graph.flows[f]?.from ?? -1);
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at === join || found.has(at)) continue;
    const node = graph.nodes[at];
    if (node === undefined) continue;
    found.add(at);
    if (node.host !== undefined) stack.push(node.host);
    for (const f of node.in) stack.push(graph.flows[f]?.from ?? -1);
  }
  return found;
}
