import { cancelTree } from './cancel.ts';
import { errors } from './errors.ts';
import type { HumanOperation } from './events.ts';
import type { Graph } from './graph.ts';
import { containerOf } from './raise.ts';
import { earlierNodes, laterNodes } from './reach.ts';
import type { Run } from './run.ts';
import { wasSeen } from './seen.ts';
import type { State, Token } from './state.ts';

/** Completed user steps before a task, in its scope and the scopes around it: where 退回 may go. Node indices, in document order. */
export function returnTargets(graph: Graph, state: State, task: number): number[] {
  const found = new Set<number>();
  for (let token = state.tokens.find((t) => t.id === task); token !== undefined; ) {
    for (const at of earlierNodes(graph, token.node)) {
      const kind = graph.nodes[at]?.kind;
      if ((kind === 'user' || kind === 'manual') && wasSeen(state.seen, at)) found.add(at);
    }
    const parent: number | undefined = token.in;
    token = parent === undefined ? undefined : state.tokens.find((t) => t.id === parent);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * 退回: the step goes back to an earlier one. Everything that came after that one is taken back: the other signers of a
 * countersign, added signers, running branches behind it. A branch beside it is left alone; where the task stands behind
 * a parallel join and the target before it, the other branches count as arrived, so that the join fires again.
 */
export function returnTask(run: Run, token: Token, operation: HumanOperation & { type: 'return' }): void {
  const target = returnTargets(run.graph, run.before, token.id).find((at) => run.node(at).id === operation.to);
  if (target === undefined) throw errors.noSuchStep({ node: operation.to });
  const step = stepInScope(run, token, run.node(target).scope);
  const later = laterNodes(run.graph, target);
  const others = run.tokens.filter((t) => t.in === step.in && t.add === undefined && t.id !== step.id && comesAfter(run.graph, t, later));
  const live = others.filter((t) => t.flow === undefined);
  if (operation.branches === 'refuse' && live.length > 0) throw errors.branchesRunning({ nodes: live.map((t) => run.node(t.node).id).join('、') });
  const joins = joinsBetween(run.graph, later, step.node);
  const direct = operation.afterwards === 'direct';
  if (direct && (joins.length > 0 || others.length > 0)) throw errors.directNotPossible();
  const returned = { task: token.id, as: 'returned' as const, by: operation.actor };
  for (const t of [step, ...others]) cancelTree(run, t, 'cancelled', returned);
  for (const join of joins) satisfyJoin(run, join, later, step.in);
  run.queue.push({ node: target, in: step.in, flow: -1 });
  if (direct) run.directBack = { target, back: step.node };
}

/** The token that stands for the task in the scope of the target: itself, its countersign, or the sub-process around it. */
function stepInScope(run: Run, token: Token, scope: number): Token {
  let at = rootTask(run, token);
  at = containerOf(run, at);
  while (run.node(at.node).scope !== scope) {
    const parent = at.in === undefined ? undefined : run.find(at.in);
    if (parent === undefined) throw errors.noSuchStep({ node: run.node(at.node).id });
    at = containerOf(run, parent);
  }
  return at;
}

const rootTask = (run: Run, token: Token): Token => {
  const original = token.add === undefined ? undefined : run.find(token.add);
  return original === undefined ? token : rootTask(run, original);
};

/** A token at a join is where it came from. */
const comesAfter = (graph: Graph, token: Token, later: Set<number>): boolean =>
  later.has(token.flow === undefined ? token.node : (graph.flows[token.flow]?.from ?? token.node));

/** Parallel joins after the target and before the step that returns. */
function joinsBetween(graph: Graph, later: Set<number>, step: number): number[] {
  const before = earlierNodes(graph, step);
  return [...later].filter((at) => {
    const node = graph.nodes[at];
    return node?.kind === 'parallel' && node.in.length > 1 && before.has(at) && node.in.some((f) => !later.has(graph.flows[f]?.from ?? -1));
  });
}

function satisfyJoin(run: Run, join: number, later: Set<number>, scope: number | undefined): void {
  for (const flow of run.node(join).in) {
    if (later.has(run.graph.flows[flow]?.from ?? -1)) continue;
    if (run.tokens.some((t) => t.node === join && t.flow === flow && t.in === scope)) continue;
    run.add({ node: join, ...(scope === undefined ? {} : { in: scope }), flow });
  }
}
