import type { Graph, NodeKind } from './graph.ts';
import { returnTargets } from './return-task.ts';
import type { AddMode, Json, State } from './state.ts';

/** A node for timelines and pickers; gateways and the like have their names too. */
export interface NodeDescription {
  id: string;
  kind: NodeKind;
  name: { zh: string; en?: string };
  /** Id of the enclosing sub-process. */
  within?: string;
  role?: string;
  form?: string;
  checklist?: string;
  workingDays?: number;
  signing?: 'all' | 'any' | 'inOrder';
}

export interface ActiveTask {
  task: number;
  node: string;
  name: { zh: string; en?: string };
  /** The state of the task; `suspended` too while the whole instance is. */
  state: 'waiting' | 'claimed' | 'suspended';
  assignee?: string;
  /** 委派: who gave it away. */
  owner?: string;
  item?: Json;
  addedTo?: number;
  addMode?: AddMode;
}

export function describe(graph: Graph): NodeDescription[] {
  return graph.nodes.map((node) => {
    const within = graph.nodes[node.scope]?.id;
    const { role, form, checklist, workingDays } = node.task ?? {};
    return {
      id: node.id, kind: node.kind, name: node.name,
      ...(within === undefined ? {} : { within }), ...(role === undefined ? {} : { role }), ...(form === undefined ? {} : { form }),
      ...(checklist === undefined ? {} : { checklist }), ...(workingDays === undefined ? {} : { workingDays }),
      ...(node.multi === undefined ? {} : { signing: node.multi.mode }),
    };
  });
}

/** Open tasks, in the order of their making. */
export function activeTasks(graph: Graph, state: State): ActiveTask[] {
  const tasks: ActiveTask[] = [];
  for (const token of state.tokens) {
    const node = graph.nodes[token.node];
    if (node === undefined || token.task === undefined || token.task === 'done') continue;
    tasks.push({
      task: token.id, node: node.id, name: node.name, state: state.suspended === true ? 'suspended' : token.task,
      ...(token.by === undefined ? {} : { assignee: token.by }), ...(token.owner === undefined ? {} : { owner: token.owner }),
      ...(token.item === undefined ? {} : { item: token.item }), ...(token.add === undefined ? {} : { addedTo: token.add }), ...(token.mode === undefined ? {} : { addMode: token.mode }),
    });
  }
  return tasks;
}

/** Where 退回 may go from a task; empty for an unknown task. */
export const earlierSteps = (graph: Graph, state: State, task: number): { node: string; name: { zh: string; en?: string } }[] =>
  returnTargets(graph, state, task).flatMap((at) => {
    const node = graph.nodes[at];
    return node === undefined ? [] : [{ node: node.id, name: node.name }];
  });

/** Decisions that their actor may still withdraw (撤回). */
export const withdrawable = (state: State): { task: number; by: string }[] => (state.undo ?? []).map(({ task, by }) => ({ task, by }));
