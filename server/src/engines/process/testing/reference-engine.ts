import * as elements from 'bpmn-elements';
import type { Graph, NodeKind } from '../graph.ts';

/**
 * bpmn-elements as a second implementation: runs our compiled graph (user tasks, gateways, plain events) with its own
 * semantics. Conditions must be names of variables. Used as a test oracle and as the peer of the benchmark only.
 */
interface Postponed { id: string; type: string; signal(): void }
interface Reference {
  run(): unknown;
  recover(state: unknown): Reference;
  resume(): unknown;
  getState(): unknown;
  getPostponed(): Postponed[];
  readonly isRunning: boolean;
}

type Constructor = new (...parameters: unknown[]) => unknown;
const parts = elements as unknown as Record<string, Constructor & ((...parameters: unknown[]) => unknown)>;

const behaviours: Partial<Record<NodeKind, string>> = {
  start: 'StartEvent', end: 'EndEvent', user: 'UserTask', manual: 'ManualTask',
  exclusive: 'ExclusiveGateway', parallel: 'ParallelGateway', inclusive: 'InclusiveGateway',
};

/** Makes a factory of fresh definitions of the graph (parsed once, as in the published measurement). */
export function referenceOf(graph: Graph): (variables: Record<string, unknown>) => Reference {
  const parent = { id: graph.id, type: 'bpmn:Process' };
  const idAt = (at: number): string => graph.nodes[at]?.id ?? '';
  const flows = graph.flows.map((flow, at) => {
    const isDefault = graph.nodes[flow.from]?.default === at;
    const condition = flow.condition === undefined ? {} : { conditionExpression: { type: 'bpmn:FormalExpression', body: `\${environment.variables.${flow.condition}}` } };
    return { id: flow.id, type: 'bpmn:SequenceFlow', parent, sourceId: idAt(flow.from), targetId: idAt(flow.to), isDefault, Behaviour: parts['SequenceFlow'], behaviour: { $type: 'bpmn:SequenceFlow', ...condition } };
  });
  const activities = graph.nodes.map((node) => {
    const name = behaviours[node.kind];
    if (name === undefined) throw new Error(`the reference engine is not set up for ${node.kind}`);
    const type = `bpmn:${name}`;
    return { id: node.id, type, name: node.name.zh, parent, Behaviour: parts[name], behaviour: { $type: type, ...(node.default < 0 ? {} : { default: { id: graph.flows[node.default]?.id } }) } };
  });
  const process = { ...parent, parent: { id: 'definitions', type: 'bpmn:Definitions' }, Behaviour: parts['Process'], behaviour: { $type: 'bpmn:Process', isExecutable: true } };
  const none = (): unknown[] => [];
  const source = {
    id: 'definitions', type: 'bpmn:Definitions', name: '',
    getProcesses: () => [process], getExecutableProcesses: () => [process], getProcessById: (id: string) => (id === graph.id ? process : undefined),
    getActivities: (scope?: string) => (scope === undefined || scope === graph.id ? activities : []), getActivityById: (id: string) => activities.find((a) => a.id === id),
    getSequenceFlows: () => flows, getSequenceFlowById: (id: string) => flows.find((f) => f.id === id),
    getInboundSequenceFlows: (id: string) => flows.filter((f) => f.targetId === id), getOutboundSequenceFlows: (id: string) => flows.filter((f) => f.sourceId === id),
    getInboundAssociations: none, getOutboundAssociations: none, getAssociations: none, getMessageFlows: none, getTimers: none, getScripts: none,
    getDataObjectById: () => undefined, getDataStoreById: () => undefined, getDataStoreReferenceById: () => undefined,
  };
  return (variables) => {
    const { Environment, Definition, Context } = parts;
    if (Environment === undefined || Definition === undefined || Context === undefined) throw new Error('bpmn-elements is not as expected');
    const Logger = (): Record<string, () => void> => ({ debug: () => {}, error: () => {}, warn: () => {} });
    return new Definition(Context(source, new Environment({ variables, Logger }))) as Reference;
  };
}

/** Ids of the tasks that wait, sorted. */
export const waitingOf = (reference: Reference): string[] => tasksOf(reference).map((p) => p.id).sort();

/** Signals the task at a node: its person has decided. */
export function signal(reference: Reference, node: string): void {
  const task = tasksOf(reference).find((p) => p.id === node);
  if (task === undefined) throw new Error(`the reference engine does not wait at ${node}`);
  task.signal();
}

const tasksOf = (reference: Reference): Postponed[] => reference.getPostponed().filter((p) => p.type === 'bpmn:UserTask' || p.type === 'bpmn:ManualTask');

export type { Reference };
