import type { Graph } from './graph.ts';

/** Nodes of the same scope that lie after `from`, itself included; flows that lead back in a loop do not count. */
export function laterNodes(graph: Graph, from: number): Set<number> {
  const found = new Set<number>();
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (found.has(at)) continue;
    const node = graph.nodes[at];
    if (node === undefined) continue;
    found.add(at);
    for (const f of node.out) {
      const flow = graph.flows[f];
      if (flow !== undefined && !flow.back) stack.push(flow.to);
    }
    stack.push(...node.boundary);
  }
  return found;
}

/** Nodes of the same scope that lie before `to`, itself not included. */
export function earlierNodes(graph: Graph, to: number): Set<number> {
  const found = new Set<number>();
  const stack = [to];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const node = graph.nodes[at];
    if (node === undefined) continue;
    const before = node.in.flatMap((f) => (graph.flows[f]?.back === false ? [graph.flows[f]?.from ?? -1] : []));
    if (node.host !== undefined) before.push(node.host);
    for (const b of before) {
      if (found.has(b)) continue;
      found.add(b);
      stack.push(b);
    }
  }
  found.delete(to);
  return found;
}
