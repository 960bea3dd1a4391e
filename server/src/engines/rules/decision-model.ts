/**
 * 决策模型 (DMN 1.1 – 1.5) as plain data. Terms: a **decision** computes one value from **inputs** and other decisions;
 * a **knowledge model** is a function that decisions call; a **decision service** offers some decisions as one function.
 */
export interface DecisionModel {
  name: string;
  types: Map<string, ItemType>;
  inputs: Map<string, { id: string; name: string; type: string | null }>;
  decisions: Map<string, DecisionNode>;
  knowledge: Map<string, KnowledgeNode>;
  services: Map<string, ServiceNode>;
}

export interface DecisionNode {
  id: string;
  name: string;
  type: string | null;
  /** `inputs: 'all'`: every value given is in sight (tables written without a graph). */
  requires: { inputs: string[] | 'all'; decisions: string[]; knowledge: string[] };
  logic: Logic | null;
}

export interface KnowledgeNode {
  id: string;
  name: string;
  type: string | null;
  requires: string[];
  logic: FunctionLogic | null;
}

export interface ServiceNode {
  id: string;
  name: string;
  type: string | null;
  outputs: string[];
  inputDecisions: string[];
  inputData: string[];
}

/** 数据类型: an item definition. `base` names another type, `parts` makes a context, `collection` a list of it. */
export interface ItemType {
  name: string;
  base: string | null;
  parts: ItemType[];
  collection: boolean;
  allowed: string | null;
  isFunction: boolean;
}

export interface FunctionLogic {
  kind: 'function';
  parameters: { name: string; type: string | null }[];
  body: Logic | null;
  feel: boolean;
}

/** A boxed expression; `type` is its declared result. */
export type Logic =
  | { kind: 'literal'; text: string; type: string | null }
  | { kind: 'context'; entries: { name: string | null; type: string | null; value: Logic }[] }
  | { kind: 'list'; items: Logic[] }
  | { kind: 'relation'; columns: string[]; rows: Logic[][] }
  | { kind: 'invocation'; target: Logic; bindings: { name: string; value: Logic | null }[] }
  | { kind: 'conditional'; test: Logic; met: Logic; otherwise: Logic }
  | { kind: 'filter'; list: Logic; match: Logic }
  | { kind: 'iteration'; mode: 'for' | 'some' | 'every'; variable: string; list: Logic; body: Logic }
  | FunctionLogic
  | TableLogic;

export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

/** 决策表. */
export interface TableLogic {
  kind: 'table';
  hitPolicy: HitPolicy;
  aggregation: Aggregation | null;
  inputs: { expression: string; type: string | null; allowed: string | null }[];
  outputs: { name: string | null; type: string | null; allowed: string | null; otherwise: string | null }[];
  rules: { id: string; tests: string[]; results: string[] }[];
}
