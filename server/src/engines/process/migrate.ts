import { errors } from './errors.ts';
import type { Graph } from './graph.ts';
import { markSeen, wasSeen } from './seen.ts';
import type { State, Token } from './state.ts';

/**
 * Moves a running instance to another version of its definition. `mapping` gives old node ids their new ones; ids that
 * are not in it stay. Refused where a token stands and nothing of the same kind, in the same sub-process, corresponds.
 * Tasks keep their ids; what could be withdrawn before can no longer be. Timers and messages of events that the new
 * version does not have are the caller's to cancel.
 */
export function migrate(state: State, from: Graph, to: Graph, mapping: Readonly<Record<string, string>> = {}): State {
  const index = new Map(to.nodes.map((node, at) => [node.id, at]));
  const find = (at: number): number | undefined => {
    const id = from.nodes[at]?.id;
    return id === undefined ? undefined : index.get(mapping[id] ?? id);
  };
  const move = (at: number): number => {
    const old = from.nodes[at];
    const found = find(at);
    const now = found === undefined ? undefined : to.nodes[found];
    const scopeFits = now !== undefined && old !== undefined && (old.scope < 0 ? now.scope < 0 : find(old.scope) === now.scope);
    if (found === undefined || now?.kind !== old?.kind || !scopeFits) throw errors.noSuchNode({ node: old?.id ?? String(at) });
    return found;
  };
  const tokens = state.tokens.map((token): Token => {
    const moved: Token = { ...token, node: move(token.node) };
    if (token.multi !== undefined && to.nodes[moved.node]?.multi === undefined) throw errors.noSuchNode({ node: from.nodes[token.node]?.id ?? '' });
    if (token.flow !== undefined) moved.flow = moveFlow(from, to, token.flow, moved.node, find);
    if (token.back !== undefined) moved.back = move(token.back);
    if (token.fired !== undefined) moved.fired = token.fired.flatMap((at) => find(at) ?? []);
    return moved;
  });
  let seen = '';
  from.nodes.forEach((_, at) => {
    const now = wasSeen(state.seen, at) ? find(at) : undefined;
    if (now !== undefined) seen = markSeen(seen, now);
  });
  const { undo: _, ...rest } = state;
  return { ...rest, tokens, seen };
}

/** A token at a join came by a flow: the same flow, or one from the corresponding node, must lead into the new join. */
function moveFlow(from: Graph, to: Graph, flow: number, join: number, find: (at: number) => number | undefined): number {
  const old = from.flows[flow];
  const into = to.nodes[join]?.in ?? [];
  const source = old === undefined ? undefined : find(old.from);
  const found = into.find((f) => to.flows[f]?.id === old?.id) ?? into.find((f) => to.flows[f]?.from === source);
  if (found === undefined) throw errors.noSuchNode({ node: old?.id ?? String(flow) });
  return found;
}
