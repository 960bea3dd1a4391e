import type { Effect, Environment, Graph, Process, State } from '#engines/process';

/** What officials decide, by node, in order: `{ accept: ['supplement', 'accept'] }`. */
export type Decisions = Readonly<Record<string, readonly string[]>>;

export interface Walk {
  /** Nodes where something waited, was called or was decided, in order. */
  path: string[];
  /** Tasks that were made: which permission, for which organisation or division. */
  tasks: { node: string; role: string | undefined; organisation: unknown; division: unknown; checklist: string | undefined }[];
  outcome: string | undefined;
}

/** Carries a process from its start to its end in memory: tasks are decided at once, services answer, messages arrive; a time is over when nothing else is left to do. */
export function walkProcess(process: Process, graph: Graph, env: Environment, decisions: Decisions, operationOf: (role: string, decision: string) => 'approve' | 'reject'): Walk {
  const walk: Walk = { path: [], tasks: [], outcome: undefined };
  const left = new Map(Object.entries(decisions).map(([node, list]) => [node, [...list]]));
  const begun = process.start(graph, {}, env);
  let state: State = begun.state;
  const waiting: Effect[] = [...begun.effects];
  let timers: { token: number; node: string }[] = [];
  for (let steps = 0; waiting.length > 0 || (timers.length > 0 && walk.outcome === undefined); steps++) {
    if (steps > 200) throw new Error(`${graph.id} does not end: ${walk.path.join(' ')}`);
    const effect = waiting.shift();
    const next = effect === undefined ? process.step(graph, state, { type: 'timer', ...timers.shift()! }, env) : answer(effect);
    if (next === undefined) continue;
    state = next.state;
    waiting.push(...next.effects);
  }
  const unused = [...left].filter(([, list]) => list.length > 0).map(([node]) => node);
  if (unused.length > 0) throw new Error(`${graph.id} never asked for a decision at ${unused.join(', ')}`);
  return walk;

  function answer(effect: Effect): ReturnType<Process['step']> | undefined {
    switch (effect.type) {
      case 'create-task': {
        walk.path.push(effect.node);
        walk.tasks.push({ node: effect.node, role: effect.role, organisation: effect.organisation, division: effect.division, checklist: effect.checklist });
        const decision = left.get(effect.node)?.shift();
        if (decision === undefined) throw new Error(`${graph.id} asks for a decision at ${effect.node} that the sample does not have`);
        return process.operate(graph, state, { type: operationOf(effect.role ?? '', decision), task: effect.task, actor: 'official', output: { decision } }, env);
      }
      case 'call-service':
        walk.path.push(effect.node);
        return process.step(graph, state, { type: 'complete', token: effect.token }, env);
      case 'await-message': {
        walk.path.push(effect.node);
        const decision = left.get(effect.node)?.shift();
        return process.step(graph, state, { type: 'message', name: effect.name, ...(decision === undefined ? {} : { output: { decision } }) }, env);
      }
      case 'set-timer':
        timers.push({ token: effect.token, node: effect.node });
        return undefined;
      case 'cancel-timer':
        timers = timers.filter((t) => t.token !== effect.token || t.node !== effect.node);
        return undefined;
      case 'ended':
        walk.outcome = effect.outcome;
        return undefined;
      case 'incident':
        throw new Error(`${graph.id}: incident ${effect.code} at ${effect.node}`);
      default:
        return undefined;
    }
  }
}
