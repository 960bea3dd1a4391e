import assert from 'node:assert/strict';
import { evaluate } from 'feelin';
import { compileProcess } from '../compile-process.ts';
import { activeTasks } from '../describe.ts';
import type { Effect, Environment, HumanOperation, InstanceOperation, ProcessEvent } from '../events.ts';
import type { Graph } from '../graph.ts';
import { operate } from '../operate.ts';
import type { Json, State } from '../state.ts';
import { start, step } from '../step.ts';

const head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:yw="https://yiwang.gov.example/bpmn/1">';

/** A process from a short text: each line `id:element attributes` with optional inner XML after `|`, or `a > b > c [condition]`. */
export function bpmn(text: string, root = ''): string {
  const body: string[] = [];
  let flows = 0;
  for (const line of text.split('\n').map((l) => l.trim()).filter((l) => l !== '')) {
    const node = /^([\w-]+):(\w+)\s*([^|]*)(?:\|(.*))?$/.exec(line);
    if (node !== null) {
      body.push(`<${node[2]} id="${node[1]}" name="${node[1]}" ${node[3] ?? ''}>${node[4] ?? ''}</${node[2]}>`);
      continue;
    }
    if (line.startsWith('<')) { body.push(line); continue; }
    const condition = /\[(.*)\]$/.exec(line)?.[1];
    const stops = line.replace(/\[.*\]$/, '').split('>').map((s) => s.trim());
    for (let i = 1; i < stops.length; i++) {
      const inner = condition === undefined || i > 1 ? '' : `<conditionExpression>${condition.replace(/</g, '&lt;')}</conditionExpression>`;
      body.push(`<sequenceFlow id="flow${++flows}" sourceRef="${stops[i - 1]}" targetRef="${stops[i]}">${inner}</sequenceFlow>`);
    }
  }
  return `${head}${root}<process id="process" isExecutable="true">${body.join('\n')}</process></definitions>`;
}

export async function graphOf(text: string, root = ''): Promise<Graph> {
  const compiled = await compileProcess(bpmn(text, root));
  assert.ok(compiled.ok, compiled.ok ? '' : JSON.stringify(compiled.problems));
  return compiled.graph;
}

export const environment = (variables: Record<string, unknown> = {}): Environment => ({
  evaluate: (expression, values) => evaluate(expression, { ...values }).value,
  now: '2026-11-22T08:00:00+08:00',
  variables,
});

/** A running instance whose state goes through JSON after every step, as it does in the database. */
export class Flow {
  graph: Graph;
  env: Environment;
  state: State;
  /** Effects of the last step. */
  effects: Effect[];

  constructor(graph: Graph, variables: Record<string, unknown> = {}) {
    this.graph = graph;
    this.env = environment(variables);
    const first = start(graph, this.env);
    this.state = JSON.parse(JSON.stringify(first.state)) as State;
    this.effects = first.effects;
  }

  static async of(text: string, variables: Record<string, unknown> = {}, root = ''): Promise<Flow> {
    return new Flow(await graphOf(text, root), variables);
  }

  private take(result: { state: State; effects: Effect[] }): this {
    this.state = JSON.parse(JSON.stringify(result.state)) as State;
    this.effects = result.effects;
    return this;
  }

  event(event: ProcessEvent): this {
    return this.take(step(this.graph, this.state, event, this.env));
  }

  operate(operation: HumanOperation | InstanceOperation): this {
    return this.take(operate(this.graph, this.state, operation, this.env));
  }

  /** Id of the open task at a node; of the one assigned or belonging to `who` where there are several. */
  task(node: string, who?: Json): number {
    const found = activeTasks(this.graph, this.state).filter((t) => t.node === node && (who === undefined || t.item === who || t.assignee === who));
    assert.ok(found[0] !== undefined, `no open task at ${node} ${who ?? ''}; open: ${this.open().join(' ')}`);
    return found[0].task;
  }

  approve(node: string, actor = node, who?: Json): this {
    return this.operate({ type: 'approve', task: this.task(node, who), actor });
  }

  reject(node: string, actor = node, who?: Json): this {
    return this.operate({ type: 'reject', task: this.task(node, who), actor });
  }

  return(node: string, to: string, more: Partial<HumanOperation & { type: 'return' }> = {}, who?: Json): this {
    return this.operate({ type: 'return', task: this.task(node, who), actor: node, to, ...more } as HumanOperation);
  }

  /** Nodes of open tasks, sorted. */
  open(): string[] {
    return activeTasks(this.graph, this.state).map((t) => t.node).sort();
  }

  /** Id of the token that waits at a node (for events). */
  token(node: string): number {
    const token = this.state.tokens.find((t) => this.graph.nodes[t.node]?.id === node && t.multi === undefined);
    assert.ok(token !== undefined, `no token at ${node}`);
    return token.id;
  }

  told(type: Effect['type']): Effect[] {
    return this.effects.filter((e) => e.type === type);
  }
}

export const refused = (code: string) => (error: unknown): boolean => {
  assert.equal((error as { code?: string }).code, `process.${code}`);
  return true;
};
