import { compileNode } from './compile-node.ts';
import type { Compiled, CompileProblem, Graph } from './graph.ts';
import { elementOf, elementsOf, readBpmn, settingOf, textOf, type Element } from './read-bpmn.ts';

/** Most flow elements of one process. */
export const elementsMax = 5_000;

export interface CompileOptions {
  /** Id of the process in the file; default: the executable one, else the first that has content. */
  process?: string;
  /** Checks a FEEL text; returns what is wrong with it. */
  checkExpression?: ((text: string) => { zh: string; en: string } | undefined) | undefined;
}

/** Compiles BPMN 2.0 XML to a graph, or says for each element why it cannot run. Never throws. */
export async function compileProcess(xml: string, options: CompileOptions = {}): Promise<Compiled> {
  let definitions: Element;
  try {
    definitions = (await readBpmn(xml)).definitions;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ element: '', type: 'file', reason: { zh: `不是可读的 BPMN 文件：${reason}`, en: `not a readable BPMN file: ${reason}` } }] };
  }
  const problems: CompileProblem[] = [];
  const refuse = (element: Element, zh: string, en: string): void => {
    const id = element.id ?? '';
    const line = lineOf(xml, id);
    problems.push({ element: id, type: element.$type.replace('bpmn:', ''), ...(line === undefined ? {} : { line }), reason: { zh, en } });
  };
  const process = chooseProcess(definitions, options.process);
  if (process === undefined) {
    refuse(definitions, '文件中没有流程', 'the file has no process');
    return { ok: false, problems };
  }
  const graph = buildGraph(process, refuse, options.checkExpression);
  return problems.length === 0 ? { ok: true, graph } : { ok: false, problems };
}

export type Refuse = (element: Element, zh: string, en: string) => void;

const lineOf = (xml: string, id: string): number | undefined => {
  if (id === '') return undefined;
  const at = xml.indexOf(`id="${id}"`);
  return at < 0 ? undefined : xml.slice(0, at).split('\n').length;
};

function chooseProcess(definitions: Element, id: string | undefined): Element | undefined {
  const all = elementsOf(definitions, 'rootElements').filter((e) => e.$type === 'bpmn:Process');
  if (id !== undefined) return all.find((p) => p.id === id);
  return all.find((p) => p['isExecutable'] === true) ?? all.find((p) => elementsOf(p, 'flowElements').length > 0);
}

/** Artefacts and data have no part in execution. */
const ignored = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference', 'bpmn:SequenceFlow']);

function buildGraph(process: Element, refuse: Refuse, check: CompileOptions['checkExpression']): Graph {
  const graph: Graph = { id: process.id ?? '', name: nameOf(process), start: -1, nodes: [], flows: [], hasInclusive: false, hasScopes: false };
  const index = new Map<string, number>();
  const sources: Element[] = [];
  const flows: Element[] = [];
  const roles = laneRoles(process);
  const collect = (container: Element, scope: number): void => {
    for (const element of elementsOf(container, 'flowElements')) {
      if (element.$type === 'bpmn:SequenceFlow') flows.push(element);
      if (ignored.has(element.$type)) continue;
      if (graph.nodes.length >= elementsMax) return refuse(container, `超过 ${elementsMax} 个环节`, `more than ${elementsMax} elements`);
      const node = compileNode(element, scope, nameOf(element), refuse, check);
      if (node === undefined) continue;
      if (index.has(node.id)) refuse(element, '编号重复', 'duplicate id');
      const role = roles.get(node.id);
      if (node.task !== undefined && node.task.role === undefined && role !== undefined) node.task.role = role;
      const at = graph.nodes.push(node) - 1;
      index.set(node.id, at);
      sources.push(element);
      if (node.kind === 'subprocess') collect(element, at);
    }
  };
  collect(process, -1);
  for (const flow of flows) addFlow(graph, index, flow, refuse, check);
  sources.forEach((element, at) => link(graph, index, element, at, refuse));
  joinLinks(graph, sources, refuse);
  checkScopes(graph, process, sources, refuse);
  markBackFlows(graph);
  graph.hasInclusive = graph.nodes.some((n) => n.kind === 'inclusive' && n.in.length > 1);
  graph.hasScopes = graph.nodes.some((n) => n.kind === 'subprocess');
  return graph;
}

const nameOf = (element: Element): { zh: string; en?: string } => {
  const en = settingOf(element, 'name');
  const zh = textOf(element, 'name')?.replace(/\s+/g, ' ') ?? element.id ?? '';
  return en === undefined ? { zh } : { zh, en };
};

/** `yw:role` of a lane holds for the tasks in it. */
function laneRoles(process: Element): Map<string, string> {
  const roles = new Map<string, string>();
  const walk = (lane: Element, inherited: string | undefined): void => {
    const role = settingOf(lane, 'role') ?? inherited;
    if (role !== undefined) for (const node of elementsOf(lane, 'flowNodeRef')) if (node.id !== undefined) roles.set(node.id, role);
    const children = elementOf(lane, 'childLaneSet');
    if (children !== undefined) for (const child of elementsOf(children, 'lanes')) walk(child, role);
  };
  for (const set of elementsOf(process, 'laneSets')) for (const lane of elementsOf(set, 'lanes')) walk(lane, undefined);
  return roles;
}

function addFlow(graph: Graph, index: Map<string, number>, element: Element, refuse: Refuse, check: CompileOptions['checkExpression']): void {
  const from = index.get(elementOf(element, 'sourceRef')?.id ?? '');
  const to = index.get(elementOf(element, 'targetRef')?.id ?? '');
  if (from === undefined || to === undefined) return refuse(element, '连线两端不全', 'the flow does not join two elements');
  if (graph.nodes[from]?.scope !== graph.nodes[to]?.scope) return refuse(element, '连线跨越子流程边界', 'the flow crosses the border of a sub-process');
  const condition = textOf(elementOf(element, 'conditionExpression'), 'body');
  const wrong = condition === undefined ? undefined : check?.(condition);
  if (wrong !== undefined) refuse(element, `条件有误：${wrong.zh}`, `wrong condition: ${wrong.en}`);
  const at = graph.flows.push({ id: element.id ?? '', from, to, ...(condition === undefined ? {} : { condition }), back: false }) - 1;
  graph.nodes[from]?.out.push(at);
  graph.nodes[to]?.in.push(at);
}

function link(graph: Graph, index: Map<string, number>, element: Element, at: number, refuse: Refuse): void {
  const node = graph.nodes[at];
  if (node === undefined) return;
  const preferred = elementOf(element, 'default')?.id;
  if (preferred !== undefined) node.default = node.out.find((f) => graph.flows[f]?.id === preferred) ?? -1;
  if (node.kind !== 'boundary') return;
  const host = index.get(elementOf(element, 'attachedToRef')?.id ?? '');
  const hostNode = host === undefined ? undefined : graph.nodes[host];
  if (host === undefined || hostNode === undefined || hostNode.scope !== node.scope) return refuse(element, '边界事件没有依附的环节', 'the boundary event hangs on nothing');
  node.host = host;
  hostNode.boundary.push(at);
}

/** A link event pair is a flow that is not drawn. */
function joinLinks(graph: Graph, sources: Element[], refuse: Refuse): void {
  const linkName = (at: number): string => {
    const source = sources[at];
    const event = source === undefined ? undefined : elementsOf(source, 'eventDefinitions')[0];
    return textOf(event, 'name') ?? (source === undefined ? '' : (textOf(source, 'name') ?? ''));
  };
  graph.nodes.forEach((node, from) => {
    if (node.kind !== 'throw' || node.trigger?.type !== 'link') return;
    const to = graph.nodes.findIndex((n, i) => n.kind === 'catch' && n.trigger?.type === 'link' && n.scope === node.scope && linkName(i) === linkName(from));
    const source = sources[from];
    if (to < 0 && source !== undefined) return refuse(source, '链接事件没有目标', 'the link event has no target');
    const at = graph.flows.push({ id: `link:${node.id}`, from, to, back: false }) - 1;
    node.out.push(at);
    graph.nodes[to]?.in.push(at);
  });
}

function checkScopes(graph: Graph, process: Element, sources: Element[], refuse: Refuse): void {
  const startOf = (scope: number): number[] => {
    const inside = graph.nodes.map((n, i) => ({ n, i })).filter(({ n }) => n.scope === scope);
    const starts = inside.filter(({ n }) => n.kind === 'start');
    const chosen = starts.length > 0 ? starts : inside.filter(({ n }) => n.in.length === 0 && n.kind !== 'boundary' && n.trigger?.type !== 'link');
    return chosen.map(({ i }) => i);
  };
  const one = (scope: number, element: Element): number => {
    const found = startOf(scope);
    if (found.length !== 1) refuse(element, `须有且只有一个开始，现有 ${found.length} 个`, `needs exactly one start, has ${found.length}`);
    return found[0] ?? -1;
  };
  graph.start = one(-1, process);
  graph.nodes.forEach((node, at) => {
    const element = sources[at];
    if (element === undefined) return;
    // An empty sub-process is over as soon as it is entered.
    if (node.kind === 'subprocess' && graph.nodes.some((n) => n.scope === at)) node.start = one(at, element);
    if (node.kind === 'exclusive' || node.kind === 'inclusive') {
      const bare = node.out.filter((f) => graph.flows[f]?.condition === undefined && f !== node.default);
      if (node.out.length > 1 && bare.length > 0) refuse(element, '网关的去向缺少条件', 'an outgoing flow of the gateway has no condition');
    }
    if (node.kind === 'eventGateway') {
      for (const f of node.out) {
        const target = graph.nodes[graph.flows[f]?.to ?? -1];
        if (target === undefined || (target.kind !== 'catch' && target.kind !== 'receive')) refuse(element, '事件网关后须为捕获事件', 'only catching events may follow an event-based gateway');
      }
    }
  });
}

/** Flows that lead to a node still open in a depth-first walk from the start: the loops' back edges. */
function markBackFlows(graph: Graph): void {
  const state = new Uint8Array(graph.nodes.length);
  const roots = [graph.start, ...graph.nodes.flatMap((n) => (n.start === undefined ? [] : [n.start])), ...graph.nodes.keys()];
  for (const root of roots) {
    if (root < 0 || state[root] !== 0) continue;
    const stack: { node: number; next: number; edges: { to: number; flow: number }[] }[] = [];
    const open = (node: number): void => {
      state[node] = 1;
      const n = graph.nodes[node];
      const edges = n === undefined ? [] : [...n.out.map((f) => ({ to: graph.flows[f]?.to ?? -1, flow: f })), ...n.boundary.map((b) => ({ to: b, flow: -1 }))];
      stack.push({ node, next: 0, edges });
    };
    open(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = top.edges[top.next++];
      if (edge === undefined) {
        state[top.node] = 2;
        stack.pop();
        continue;
      }
      const flow = graph.flows[edge.flow];
      if (state[edge.to] === 1 && flow !== undefined) flow.back = true;
      else if (state[edge.to] === 0) open(edge.to);
    }
  }
}
