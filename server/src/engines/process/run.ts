import { errors } from './errors.ts';
import type { Effect, Environment, ProcessEvent } from './events.ts';
import type { Graph, Node } from './graph.ts';
import { tokensMax, variablesBytesMax, type Json, type State, type Token } from './state.ts';

/** A token on its way into a node. */
export interface Arrival { node: number; in: number | undefined; flow: number }

/** The working copy of one step. Tokens are replaced, never changed in place, so the old state stays what it was. */
export class Run {
  readonly graph: Graph;
  readonly env: Environment;
  readonly before: State;
  tokens: Token[];
  next: number;
  seen: string;
  variables: Record<string, Json> | undefined;
  outcome: string | undefined;
  ended: string | undefined;
  keepHeld: ProcessEvent[] | undefined;
  readonly effects: Effect[] = [];
  readonly queue: Arrival[] = [];
  /** 直送: the step that is entered next goes back to this node when done. */
  directBack: { target: number; back: number } | undefined;
  /** Tokens whose work was done on entry. */
  readonly passed: number[] = [];
  /** Signals thrown inside, still to be delivered inside. */
  readonly signals: string[] = [];

  constructor(graph: Graph, state: State, env: Environment) {
    this.graph = graph;
    this.env = env;
    this.before = state;
    this.tokens = state.tokens.slice();
    this.next = state.next;
    this.seen = state.seen;
    this.variables = state.variables;
    this.outcome = state.outcome;
    this.ended = state.ended;
    this.keepHeld = state.held;
  }

  node(at: number): Node {
    const node = this.graph.nodes[at];
    if (node === undefined) throw new Error(`no node ${at} in process ${this.graph.id}`);
    return node;
  }

  find(id: number): Token | undefined {
    return this.tokens.find((t) => t.id === id);
  }

  add(token: Omit<Token, 'id'>): Token {
    if (this.tokens.length >= tokensMax) throw errors.tooMany({ limit: tokensMax });
    const made: Token = { id: this.next++, ...token };
    this.tokens.push(made);
    return made;
  }

  remove(id: number): void {
    const at = this.tokens.findIndex((t) => t.id === id);
    if (at >= 0) this.tokens.splice(at, 1);
  }

  /** Replaces a token; a property given as undefined disappears. */
  patch(token: Token, change: Partial<Token>): Token {
    const made: Token = { ...token, ...change };
    for (const key of Object.keys(change) as (keyof Token)[]) if (change[key] === undefined) delete made[key];
    const at = this.tokens.findIndex((t) => t.id === token.id);
    if (at >= 0) this.tokens[at] = made;
    return made;
  }

  children(id: number): Token[] {
    return this.tokens.filter((t) => t.in === id);
  }

  /** Sends a token along the node's flows: the unconditional ones and those that hold; the default where none does. */
  follow(at: number, scope: number | undefined, extra?: Record<string, unknown>): void {
    const out = this.node(at).out;
    const only = out[0];
    if (out.length === 1 && only !== undefined && this.graph.flows[only]?.condition === undefined) return this.arrive(only, scope);
    for (const flow of this.holding(at, extra)) this.arrive(flow, scope);
  }

  arrive(flow: number, scope: number | undefined): void {
    const to = this.graph.flows[flow]?.to;
    if (to !== undefined) this.queue.push({ node: to, in: scope, flow });
  }

  /** Outgoing flows that are taken; for an exclusive gateway the first only. */
  holding(at: number, extra?: Record<string, unknown>): number[] {
    const node = this.node(at);
    const taken: number[] = [];
    for (const f of node.out) {
      if (f === node.default) continue;
      const condition = this.graph.flows[f]?.condition;
      if (condition !== undefined && this.evaluate(node, condition, extra) !== true) continue;
      taken.push(f);
      if (node.kind === 'exclusive') break;
    }
    if (taken.length === 0 && node.default >= 0) taken.push(node.default);
    if (taken.length === 0 && node.out.length > 0) throw errors.noFlow({ node: node.id });
    return taken;
  }

  evaluate(node: Node, expression: string, extra?: Record<string, unknown>): unknown {
    try {
      return constantOf(expression) ?? this.env.evaluate(expression, this.#scope(extra));
    } catch (error) {
      throw errors.expression({ node: node.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** What is computed only when it is asked for (the answers of a case) stays so. */
  #scope(extra?: Record<string, unknown>): Record<string, unknown> {
    const scope: Record<string, unknown> = { now: this.env.now };
    for (const part of [this.env.variables, this.variables, extra]) if (part !== undefined) Object.defineProperties(scope, Object.getOwnPropertyDescriptors(part));
    return scope;
  }

  set(change: Record<string, Json>): void {
    const variables = { ...this.variables, ...change };
    if (JSON.stringify(variables).length > variablesBytesMax) throw errors.variablesTooLarge({ limit: variablesBytesMax });
    this.variables = variables;
  }

  emit(effect: Effect): void {
    this.effects.push(effect);
  }
}

const plainText = /^\s*"([^"\\]*)"\s*$/;

/** A text that stands for itself, as most inputs of services do, needs no evaluation. */
const constantOf = (expression: string): string | undefined => plainText.exec(expression)?.[1];

/** What FEEL gave, as plain JSON: dates as text, undefined as null. */
export const toJson = (value: unknown): Json => (typeof value === 'string' || typeof value === 'boolean' ? value : value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json));
