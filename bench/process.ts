/**
 * User decisions per CPU-second: our step, with the state parsed and written as JSON at each decision, against
 * bpmn-elements 17.3.0 that saves and resumes at each decision, interleaved in one run (performance.md, section 4).
 * The flow: start, six user tasks, one exclusive gateway. Then growth in the size of the model and in history.
 */
import { compileProcess } from '../server/src/engines/process/compile-process.ts';
import type { Environment } from '../server/src/engines/process/events.ts';
import type { Graph } from '../server/src/engines/process/graph.ts';
import { operate } from '../server/src/engines/process/operate.ts';
import type { State } from '../server/src/engines/process/state.ts';
import { start } from '../server/src/engines/process/step.ts';
import { bpmn } from '../server/src/engines/process/testing/flow.ts';
import { referenceOf, signal, waitingOf } from '../server/src/engines/process/testing/reference-engine.ts';

const actor = '0190a000-0000-7000-8000-000000000001';
const env: Environment = { now: '2026-11-22T08:00:00+08:00', evaluate: (expression, variables) => variables[expression], variables: { fast: true } };

async function compile(text: string): Promise<Graph> {
  const compiled = await compileProcess(bpmn(text));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.graph;
}

const sixTasks = 's:startEvent\na:userTask\nb:userTask\ng:exclusiveGateway default="flow5"\nc:userTask\nd:userTask\nx:userTask\nf:userTask\nh:userTask\ne:endEvent\ns > a > b > g\ng > c [fast]\ng > x\nc > d > f > h > e\nx > e';

/** CPU-seconds of this process that the work took. */
function cpuSeconds(work: () => void): number {
  const from = process.cpuUsage();
  work();
  const used = process.cpuUsage(from);
  return (used.user + used.system) / 1e6;
}

let largest = 0;
/** Runs instances to their end; returns the number of decisions. */
function ours(graph: Graph, instances: number): number {
  let decisions = 0;
  for (let i = 0; i < instances; i++) {
    let row = JSON.stringify(start(graph, env).state);
    for (;;) {
      const state = JSON.parse(row) as State;
      const task = state.tokens[0]?.id;
      if (task === undefined) break;
      row = JSON.stringify(operate(graph, state, { type: 'approve', task, actor }, env).state);
      if (row.length > largest) largest = row.length;
      decisions++;
    }
  }
  return decisions;
}

let largestTheirs = 0;
function theirs(make: ReturnType<typeof referenceOf>, instances: number): number {
  let decisions = 0;
  for (let i = 0; i < instances; i++) {
    const first = make({ fast: true });
    first.run();
    let row = JSON.stringify(first.getState());
    for (;;) {
      const definition = make({ fast: true }).recover(JSON.parse(row));
      definition.resume();
      const node = waitingOf(definition)[0];
      if (node === undefined) break;
      signal(definition, node);
      decisions++;
      if (!definition.isRunning) break;
      row = JSON.stringify(definition.getState());
      if (row.length > largestTheirs) largestTheirs = row.length;
    }
  }
  return decisions;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rate = (work: () => number): number => {
  let done = 0;
  const seconds = cpuSeconds(() => { done = work(); });
  return done / seconds;
};

const graph = await compile(sixTasks);
const make = referenceOf(graph);
ours(graph, 3_000);
theirs(make, 3);
const rounds = Array.from({ length: 5 }, () => ({ ours: rate(() => ours(graph, 5_000)), theirs: rate(() => theirs(make, 15)) }));
const ratio = median(rounds.map((r) => r.ours / r.theirs));
console.log(`decisions per CPU-second: ours ${Math.round(median(rounds.map((r) => r.ours)))}, bpmn-elements ${Math.round(median(rounds.map((r) => r.theirs)))}`);
console.log(`ratio ${Math.round(ratio)} (goal >= 100, aim 1000): ${ratio >= 100 ? 'met' : 'MISSED'}`);
console.log(`largest state: ours ${largest} characters (goal <= 512): ${largest <= 512 ? 'met' : 'MISSED'}; bpmn-elements ${largestTheirs}`);

/** A sequence of `nodes` elements in all; every decision costs the same wherever it stands. */
const sequence = (nodes: number): string => {
  const tasks = Array.from({ length: nodes - 2 }, (_, i) => `t${i}`);
  return `s:startEvent\n${tasks.map((t) => `${t}:userTask`).join('\n')}\ne:endEvent\ns > ${tasks.join(' > ')} > e`;
};
const [small, large] = [await compile(sequence(10)), await compile(sequence(1_000))];
ours(small, 2_000);
ours(large, 20);
const growth = median(Array.from({ length: 5 }, () => rate(() => ours(small, 5_000)) / rate(() => ours(large, 40))));
console.log(`cost of a decision, model of 1,000 nodes / 10 nodes: ${growth.toFixed(2)} (goal <= 1.3): ${growth <= 1.3 ? 'met' : 'MISSED'}`);

/** A loop of two steps that is gone round again and again: the state must not remember how often. */
const loop = await compile('s:startEvent\nm:exclusiveGateway\na:userTask\nb:userTask\nx:exclusiveGateway default="flow6"\ne:endEvent\ns > m > a > b > x\nx > m [fast]\nx > e');
function decide(state: string, times: number): string {
  let row = state;
  for (let i = 0; i < times; i++) {
    const now = JSON.parse(row) as State;
    row = JSON.stringify(operate(loop, now, { type: 'approve', task: now.tokens[0]?.id ?? 0, actor }, env).state);
  }
  return row;
}
const fresh = JSON.stringify(start(loop, env).state);
const old = decide(fresh, 10_000);
const history = median(Array.from({ length: 7 }, () => cpuSeconds(() => void decide(old, 20_000)) / cpuSeconds(() => void decide(fresh, 20_000))));
console.log(`cost of a decision after 10,000 events / at the start: ${history.toFixed(2)} (goal <= 1.3): ${history <= 1.3 ? 'met' : 'MISSED'}; state ${old.length} characters`);
