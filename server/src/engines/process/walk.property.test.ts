import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { activeTasks, earlierSteps, withdrawable } from './describe.ts';
import type { Effect, Environment, HumanOperation } from './events.ts';
import type { Graph } from './graph.ts';
import { operate } from './operate.ts';
import type { State } from './state.ts';
import { start } from './step.ts';
import { graphOf } from './testing/flow.ts';

type Block =
  | { kind: 'task' | 'signers' | 'inOrder' }
  | { kind: 'sequence' | 'exclusive' | 'parallel' | 'inclusive'; parts: Block[] }
  | { kind: 'loop' | 'sub'; body: Block };

const block = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<Block>({ kind: 'task' }, { kind: 'task' }, { kind: 'task' }, { kind: 'signers' }, { kind: 'inOrder' }),
    fc.record({ kind: fc.constantFrom('sequence' as const, 'exclusive' as const, 'parallel' as const, 'inclusive' as const), parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constantFrom('loop' as const, 'sub' as const), body: tie('block') }),
  ),
})).block;

/** Writes a block as lines for `bpmn`; returns its entry and exit node. */
class Writer {
  lines: string[] = [];
  next = 0;

  id(prefix: string): string {
    return `${prefix}${this.next++}`;
  }

  write(b: Block): [string, string] {
    if (b.kind === 'task' || b.kind === 'signers' || b.kind === 'inOrder') {
      const id = this.id('t');
      this.lines.push(`${id}:userTask yw:decision="d" ${b.kind === 'task' ? '' : `yw:sign="${b.kind === 'signers' ? 'all' : 'inOrder'}" yw:collection="people"`}|${b.kind === 'task' ? '' : '<multiInstanceLoopCharacteristics/>'}`);
      return [id, id];
    }
    if (b.kind === 'sequence') {
      const parts = b.parts.map((p) => this.write(p));
      for (let i = 1; i < parts.length; i++) this.flow(parts[i - 1]?.[1], parts[i]?.[0]);
      return [parts[0]?.[0] ?? '', parts.at(-1)?.[1] ?? ''];
    }
    if (b.kind === 'loop') {
      const [from, back] = [this.id('m'), this.id('x')];
      const [first, last] = this.write(b.body);
      const out = this.id('o');
      this.lines.push(`${from}:exclusiveGateway`, `${back}:exclusiveGateway default="def-${back}"`, `${out}:exclusiveGateway`);
      this.flow(from, first);
      this.flow(last, back);
      this.flow(back, from, 'again');
      this.named(`def-${back}`, back, out);
      return [from, out];
    }
    if (b.kind === 'sub') {
      const inner = new Writer();
      inner.next = this.next + 1;
      const id = this.id('sub');
      const [first, last] = inner.write(b.body);
      const [s, e] = [inner.id('s'), inner.id('e')];
      inner.lines.push(`${s}:startEvent`, `${e}:endEvent`);
      inner.flow(s, first);
      inner.flow(last, e);
      this.next = inner.next;
      this.lines.push(`${id}:subProcess |${inner.lines.map(xmlOf).join('')}`);
      return [id, id];
    }
    const parts: Block[] = 'parts' in b ? b.parts : [];
    const [split, join] = [this.id('g'), this.id('j')];
    this.lines.push(`${split}:${b.kind}Gateway ${b.kind === 'parallel' ? '' : `default="def-${split}"`}`, `${join}:${b.kind}Gateway`);
    parts.forEach((p, i) => {
      const [first, last] = this.write(p);
      if (b.kind !== 'parallel' && i === 0) this.named(`def-${split}`, split, first);
      else this.flow(split, first, b.kind === 'parallel' ? undefined : 'maybe');
      this.flow(last, join);
    });
    return [split, join];
  }

  flow(from: string | undefined, to: string | undefined, condition?: string): void {
    this.named(this.id('f'), from ?? '', to ?? '', condition);
  }

  named(id: string, from: string, to: string, condition?: string): void {
    this.lines.push(`<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition === undefined ? '' : `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`);
  }
}

const xmlOf = (line: string): string => {
  const node = /^([\w-]+):(\w+)\s*([^|]*)(?:\|(.*))?$/.exec(line);
  return node === null ? line : `<${node[2]} id="${node[1]}" ${node[3] ?? ''}>${node[4] ?? ''}</${node[2]}>`;
};

/** Numbers in [0,1) from a seed (mulberry32). */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Keeps the tasks that the effects tell of; they must be the tasks that the state has. */
class Rows {
  open = new Map<number, string>();

  take(effects: Effect[]): void {
    for (const e of effects) {
      if (e.type === 'create-task') { assert.ok(!this.open.has(e.task), 'created once'); this.open.set(e.task, e.state); }
      if (e.type === 'reopen-task') { assert.ok(!this.open.has(e.task), 'reopened when closed'); this.open.set(e.task, e.state); }
      if (e.type === 'close-task') assert.ok(this.open.delete(e.task), `task ${e.task} closed when open`);
      if (e.type === 'update-task') { assert.ok(this.open.has(e.task), 'updated when open'); this.open.set(e.task, e.state); }
      assert.notEqual(e.type, 'incident', 'never stuck');
    }
  }

  check(graph: Graph, state: State): void {
    assert.deepEqual([...this.open].sort((a, b) => a[0] - b[0]), activeTasks(graph, state).map((t): [number, string] => [t.task, t.state]).sort((a, b) => a[0] - b[0]));
  }
}

async function walk(shape: Block, seed: number, wild: boolean): Promise<void> {
  const writer = new Writer();
  const [first, last] = writer.write(shape);
  writer.lines.push('start:startEvent', 'end:endEvent');
  writer.flow('start', first);
  writer.flow(last, 'end');
  const graph = await graphOf(writer.lines.join('\n'));
  const next = random(seed);
  const env: Environment = { now: '', evaluate: (text) => (text === 'people' ? ['li', 'wang'] : text === 'again' ? next() < 0.25 : next() < 0.5) };
  const rows = new Rows();
  let { state, effects } = start(graph, env);
  rows.take(effects);
  for (let moves = 0; state.ended === undefined; moves++) {
    assert.ok(moves < 20_000, 'ends');
    rows.check(graph, state);
    const tasks = activeTasks(graph, state);
    const task = tasks[Math.floor(next() * tasks.length)];
    assert.ok(task !== undefined, `deadlock: ${JSON.stringify(state)}`);
    const operation = wild && moves < 60 ? pick(graph, state, task.task, next) : { type: task.state === 'suspended' ? 'resume' : 'approve', task: task.task, actor: task.assignee ?? 'li' } as HumanOperation;
    const acting: HumanOperation = { ...operation, actor: operation.type === 'withdraw' ? operation.actor : (task.assignee ?? 'li') };
    try {
      ({ state, effects } = operate(graph, state, acting, env));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'Refusal')) throw error;
      continue;
    }
    state = JSON.parse(JSON.stringify(state)) as State;
    rows.take(effects);
  }
  assert.deepEqual([state.tokens, rows.open.size], [[], 0]);
}

function pick(graph: Graph, state: State, task: number, next: () => number): HumanOperation {
  const chance = next();
  const actor = 'li';
  if (chance < 0.15) {
    const steps = earlierSteps(graph, state, task);
    const to = steps[Math.floor(next() * steps.length)];
    if (to !== undefined) return { type: 'return', task, actor, to: to.node };
  }
  const undo = withdrawable(state)[0];
  if (chance < 0.25 && undo !== undefined) return { type: 'withdraw', task: undo.task, actor: undo.by };
  if (chance < 0.35) return { type: 'addSign', task, actor, mode: (['before', 'after', 'parallel'] as const)[Math.floor(next() * 3)] ?? 'after', to: ['qian', 'sun'] };
  if (chance < 0.4) return { type: 'removeSign', task, actor };
  if (chance < 0.45) return { type: 'suspend', task, actor };
  if (chance < 0.55) return { type: 'resume', task, actor };
  if (chance < 0.6) return { type: 'claim', task, actor };
  if (chance < 0.65) return { type: 'delegate', task, actor, to: 'zhou' };
  if (chance < 0.72) return { type: 'reject', task, actor };
  return { type: 'approve', task, actor };
}

test('any block-structured process, approved in any order, ends without deadlock and with every task closed once', async () => {
  await fc.assert(fc.asyncProperty(block, fc.integer(), (shape, seed) => walk(shape, seed, false)), { numRuns: 150 });
});

test('the same with return, withdraw, add-sign, suspension, delegation and rejection at random', async () => {
  await fc.assert(fc.asyncProperty(block, fc.integer(), (shape, seed) => walk(shape, seed, true)), { numRuns: 250 });
});
