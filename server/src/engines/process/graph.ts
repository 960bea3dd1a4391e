/**
 * The compiled process (流程): a `.bpmn` file made once into plain arrays and numbers, so that a step needs no XML and
 * no object graph. Nodes and flows are named by their index in document order; outside this folder by their BPMN id.
 */
export type NodeKind =
  | 'start' | 'end' | 'user' | 'manual' | 'service' | 'rule' | 'script' | 'send' | 'receive'
  | 'exclusive' | 'parallel' | 'inclusive' | 'eventGateway' | 'catch' | 'throw' | 'boundary' | 'subprocess' | 'call';

/** What a catching or throwing event is about; `duration`, `date`, `workingDays` are literal text or FEEL. */
export type Trigger =
  | { type: 'timer'; duration?: string; date?: string; workingDays?: string }
  | { type: 'message' | 'signal'; name: string }
  | { type: 'error' | 'escalation'; code?: string }
  | { type: 'terminate' | 'link' };

/** How several signers decide together: 会签 `all` must agree, 或签 `any` one suffices, 依次 `inOrder`. */
export type SignMode = 'all' | 'any' | 'inOrder';

export interface MultiInstance {
  sequential: boolean;
  mode: SignMode;
  /** FEEL giving a list; exclusive with `cardinality`. */
  collection?: string;
  /** FEEL giving a number. */
  cardinality?: string;
  /** Name under which an instance sees its element. */
  element: string;
  /** FEEL over numberOfInstances, numberCompleted, numberApproved, numberRejected; replaces the mode's rule. */
  completion?: string;
}

/** What a person at a task gets; expressions are FEEL. */
export interface TaskSettings {
  role?: string;
  organisation?: string;
  division?: string;
  form?: string;
  workingDays?: number;
  checklist?: string;
  /** Variable that keeps `approve` or `reject`; without it a rejection (驳回) ends the process. */
  decision?: string;
}

export interface Mapping { name: string; value: string }

export interface Node {
  id: string;
  kind: NodeKind;
  name: { zh: string; en?: string };
  /** Index of the enclosing sub-process node, -1 in the process itself. */
  scope: number;
  in: number[];
  out: number[];
  /** Index of the default flow, -1 if none. */
  default: number;
  /** Boundary event nodes that hang on this one. */
  boundary: number[];
  /** boundary only */
  host?: number;
  interrupting?: boolean;
  trigger?: Trigger;
  multi?: MultiInstance;
  task?: TaskSettings;
  /** service: registered function; rule: decision id; call: process id; script: FEEL; send, receive: message name. */
  action?: string;
  inputs?: Mapping[];
  outputs?: Mapping[];
  /** Variable that keeps the whole result. */
  result?: string;
  /** end only: the outcome of the instance. */
  outcome?: string;
  /** sub-process only: its start node. */
  start?: number;
}

export interface Flow {
  id: string;
  from: number;
  to: number;
  condition?: string;
  /** Leads backwards in a loop; never counted as "later". */
  back: boolean;
}

export interface Graph {
  id: string;
  name: { zh: string; en?: string };
  start: number;
  nodes: Node[];
  flows: Flow[];
  hasInclusive: boolean;
  hasScopes: boolean;
}

/** One reason why a file is not compiled. */
export interface CompileProblem {
  element: string;
  type: string;
  /** 1-based line of the element in the file, when found. */
  line?: number;
  reason: { zh: string; en: string };
}

export type Compiled = { ok: true; graph: Graph } | { ok: false; problems: CompileProblem[] };
