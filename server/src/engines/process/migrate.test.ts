import assert from 'node:assert/strict';
import test from 'node:test';
import { migrate } from './migrate.ts';
import { Flow, graphOf, refused } from './testing/flow.ts';

const old = 's:startEvent\na:userTask\nb:userTask\ne:endEvent\ns > a > b > e';

test('an instance moves to a version with a step more and a step renamed; its task keeps its id', async () => {
  const flow = (await Flow.of(old)).approve('a');
  const next = await graphOf('s:startEvent\na:userTask\nnew:userTask\nb2:userTask\nc:userTask\ne:endEvent\ns > a > new > b2 > c > e');
  const task = flow.task('b');
  flow.state = migrate(flow.state, flow.graph, next, { b: 'b2' });
  flow.graph = next;
  assert.equal(flow.task('b2'), task);
  flow.return('b2', 'a');
  assert.deepEqual(flow.approve('a').approve('new').approve('b2').open(), ['c']);
});

test('refused where a token stands and nothing corresponds; elsewhere a step may go', async () => {
  const without = await graphOf('s:startEvent\na:userTask\ne:endEvent\ns > a > e');
  const atA = await Flow.of(old);
  assert.equal(migrate(atA.state, atA.graph, without).tokens.length, 1);
  const atB = (await Flow.of(old)).approve('a');
  assert.throws(() => migrate(atB.state, atB.graph, without), refused('noSuchNode'));
  const other = await graphOf('s:startEvent\na:userTask\nb:serviceTask yw:action="x"\ne:endEvent\ns > a > b > e');
  assert.throws(() => migrate(atB.state, atB.graph, other), refused('noSuchNode'));
});

test('a token that waits at a join finds its flow again, or is refused', async () => {
  const text = (j: string, x: string): string => `s:startEvent\nf:parallelGateway\na:userTask\nb:userTask\n${j}:parallelGateway\nc:userTask\n${x}e:endEvent\ns > f > a > ${j} > c > e\nf > b > ${j}`;
  const flow = (await Flow.of(text('j', ''))).approve('a');
  const next = await graphOf(text('k', 'x:userTask\n'));
  flow.state = migrate(flow.state, flow.graph, next, { j: 'k' });
  flow.graph = next;
  assert.deepEqual(flow.approve('b').open(), ['c']);
  const lone = (await Flow.of(text('j', ''))).approve('a');
  const gone = await graphOf('s:startEvent\nf:parallelGateway\nd:userTask\nb:userTask\nj:parallelGateway\nc:userTask\ne:endEvent\ns > b > c > e\nf > d > j\nf > j'.replace('s > b', 's > f > b'));
  assert.throws(() => migrate(lone.state, lone.graph, gone), refused('noSuchNode'));
});
