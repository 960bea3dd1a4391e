import assert from 'node:assert/strict';
import test from 'node:test';
import type { HumanOperation } from './events.ts';
import { operationTypes, outcomeOf, taskStates, type OperationType, type TaskState } from './operations.ts';
import { Flow, refused } from './testing/flow.ts';

const three = 's:startEvent\na:userTask\nb:userTask\nc:userTask\ne:endEvent\ns > a > b > c > e';

/** Brings a task into a state by operations alone; `task` is where the operation is tried. */
const reach: Record<TaskState, () => Promise<{ flow: Flow; task: number; actor: string }>> = {
  waiting: async () => ({ flow: (await Flow.of(three)).approve('a', 'li'), task: 2, actor: 'wang' }),
  claimed: async () => ({ flow: (await Flow.of(three)).approve('a', 'li').operate({ type: 'claim', task: 2, actor: 'wang' }), task: 2, actor: 'wang' }),
  suspended: async () => ({ flow: (await Flow.of(three)).approve('a', 'li').operate({ type: 'claim', task: 2, actor: 'wang' }).operate({ type: 'suspend', task: 2, actor: 'wang' }), task: 2, actor: 'wang' }),
  done: async () => ({ flow: (await Flow.of(three)).approve('a', 'li').approve('b', 'wang'), task: 2, actor: 'wang' }),
  returned: async () => ({ flow: (await Flow.of(three)).approve('a', 'li').operate({ type: 'return', task: 2, actor: 'wang', to: 'a' }), task: 2, actor: 'wang' }),
  withdrawn: async () => ({ flow: (await Flow.of(three)).approve('a', 'li').operate({ type: 'withdraw', task: 1, actor: 'li' }), task: 2, actor: 'wang' }),
  cancelled: async () => ({ flow: (await Flow.of(three)).approve('a', 'li').approve('b', 'wang').operate({ type: 'return', task: 3, actor: 'zhao', to: 'a' }).approve('a', 'li'), task: 3, actor: 'wang' }),
};

const make = (type: OperationType, task: number, actor: string): HumanOperation => {
  switch (type) {
    case 'addSign': return { type, task, actor, mode: 'parallel', to: ['qian'] };
    case 'transfer': case 'delegate': return { type, task, actor, to: 'qian' };
    case 'return': return { type, task, actor, to: 'a' };
    case 'circulate': return { type, task, actor, to: ['sun'] };
    default: return { type, task, actor } as HumanOperation;
  }
};

/** What the engine itself can tell of a closed task (the case's rows know more). */
const engineRefusal = (state: TaskState, type: OperationType, code: string): string[] =>
  state === 'withdrawn' || state === 'cancelled' ? [code, 'tooLate'] : type === 'removeSign' && state !== 'claimed' ? [code, 'notAdded'] : [code];

for (const state of taskStates) {
  for (const type of operationTypes) {
    test(`table: ${type} on a ${state} task`, async () => {
      const { flow, task, actor } = await reach[state]();
      const outcome = outcomeOf(state, type);
      const before = JSON.stringify(flow.state);
      let code = '';
      try {
        flow.operate(make(type, task, actor));
      } catch (error) {
        code = String((error as { code?: string }).code).replace('process.', '');
      }
      if ('refused' in outcome) {
        if (type === 'circulate') return assert.ok(code === '' || code === outcome.refused);
        assert.ok(engineRefusal(state, type, outcome.refused).includes(code), `${code} for ${outcome.refused}`);
        assert.equal(JSON.stringify(flow.state), before);
        return;
      }
      if (type === 'removeSign') return assert.equal(code, 'notAdded');
      assert.equal(code, '');
      const told = [...flow.effects].reverse().find((e) => 'task' in e && e.task === task && (e.type === 'close-task' || e.type === 'update-task' || e.type === 'reopen-task'));
      const now = told === undefined ? 'same' : told.type === 'close-task' ? told.as : told.type === 'update-task' || told.type === 'reopen-task' ? told.state : '';
      const expected = outcome.next === 'before' ? 'claimed' : outcome.next;
      assert.equal(now, expected);
    });
  }
}

test('add-sign before: the task waits for the added signer and comes back as it was', async () => {
  const flow = await Flow.of(three);
  flow.operate({ type: 'claim', task: 1, actor: 'li' }).operate({ type: 'addSign', task: 1, actor: 'li', mode: 'before', to: ['wang', 'zhao'] });
  assert.throws(() => flow.approve('a', 'li', 'li'), refused('suspended'));
  assert.throws(() => flow.operate({ type: 'resume', task: 1, actor: 'li' }), refused('waitsForAdded'));
  flow.approve('a', 'wang', 'wang').approve('a', 'zhao', 'zhao');
  assert.deepEqual(flow.told('update-task'), [{ type: 'update-task', task: 1, state: 'claimed', assignee: 'li' }]);
  assert.deepEqual(flow.approve('a', 'li').open(), ['b']);
});

test('add-sign beside and after: the step goes on when all have agreed, whoever is last', async () => {
  const flow = await Flow.of(three);
  flow.operate({ type: 'addSign', task: 1, actor: 'li', mode: 'parallel', to: ['wang'] }).operate({ type: 'addSign', task: 1, actor: 'li', mode: 'after', to: ['zhao'] });
  flow.operate({ type: 'approve', task: 1, actor: 'li' });
  assert.deepEqual(flow.open(), ['a', 'a']);
  flow.approve('a', 'zhao', 'zhao');
  assert.deepEqual(flow.approve('a', 'wang', 'wang').open(), ['b']);
});

test('add-sign never blocks a rejection, by the first signer or an added one', async () => {
  for (const mode of ['parallel', 'before', 'after'] as const) {
    const flow = await Flow.of(three);
    flow.operate({ type: 'addSign', task: 1, actor: 'li', mode, to: ['wang'] });
    if (mode === 'before') flow.reject('a', 'wang', 'wang');
    else flow.operate({ type: 'reject', task: 1, actor: 'li' });
    assert.equal(flow.state.ended, 'rejected', mode);
    const closed = flow.told('close-task').map((e) => ('task' in e ? e.task : 0));
    assert.equal(new Set(closed).size, closed.length, 'each task is closed once');
  }
  const asked = await Flow.of('s:startEvent\na:userTask yw:decision="d"\ng:exclusiveGateway default="flow4"\nb:userTask\ne:endEvent\nc:userTask\ns > a > g\ng > c [d = "reject"]\ng > b > e\nc > e');
  asked.operate({ type: 'addSign', task: 1, actor: 'li', mode: 'parallel', to: ['wang', 'zhao'] }).reject('a', 'wang', 'wang');
  assert.deepEqual(asked.open(), ['c']);
});

test('removeSign: only an added signer who has not opened it; the step goes on where he was the last', async () => {
  const flow = await Flow.of(three);
  flow.operate({ type: 'addSign', task: 1, actor: 'li', mode: 'parallel', to: ['wang', 'zhao'] });
  assert.throws(() => flow.operate({ type: 'removeSign', task: 1, actor: 'li' }), refused('notAdded'));
  flow.operate({ type: 'claim', task: 2, actor: 'wang' });
  assert.throws(() => flow.operate({ type: 'removeSign', task: 2, actor: 'li' }), refused('opened'));
  flow.operate({ type: 'approve', task: 1, actor: 'li' }).approve('a', 'wang', 'wang').operate({ type: 'removeSign', task: 3, actor: 'li' });
  assert.deepEqual(flow.open(), ['b']);
});

test('delegate comes back to the owner; transfer does not; nobody else may act', async () => {
  const flow = await Flow.of(three);
  flow.operate({ type: 'claim', task: 1, actor: 'li' }).operate({ type: 'delegate', task: 1, actor: 'li', to: 'wang' });
  assert.throws(() => flow.approve('a', 'li'), refused('notYours'));
  flow.approve('a', 'wang');
  assert.deepEqual(flow.effects, [{ type: 'update-task', task: 1, state: 'claimed', assignee: 'li' }]);
  flow.operate({ type: 'transfer', task: 1, actor: 'li', to: 'zhao' });
  assert.throws(() => flow.approve('a', 'li'), refused('notYours'));
  assert.deepEqual(flow.approve('a', 'zhao').open(), ['b']);
});

test('return goes to any earlier step, never to a later or an unvisited one', async () => {
  const flow = (await Flow.of(three)).approve('a', 'a');
  assert.throws(() => flow.return('b', 'c'), refused('noSuchStep'));
  assert.throws(() => flow.return('b', 'b'), refused('noSuchStep'));
  flow.approve('b', 'b').return('c', 'a');
  assert.deepEqual(flow.open(), ['a']);
  assert.deepEqual(flow.told('close-task'), [{ type: 'close-task', task: 3, as: 'returned', by: 'c' }]);
  assert.deepEqual(flow.approve('a').open(), ['b']);
});

test('return and come back directly skips what lies between', async () => {
  const flow = (await Flow.of(three)).approve('a').approve('b').return('c', 'a', { afterwards: 'direct' });
  assert.deepEqual(flow.approve('a').open(), ['c']);
});

const branches = 's:startEvent\nq:userTask\nf:parallelGateway\na1:userTask\na2:userTask\nb:userTask\nj:parallelGateway\nc:userTask\ne:endEvent\ns > q > f > a1 > a2 > j > c > e\nf > b > j';

test('return inside a branch leaves the other branch alone, finished or not', async () => {
  const running = (await Flow.of(branches)).approve('q').approve('a1').return('a2', 'a1');
  assert.deepEqual(running.open(), ['a1', 'b']);
  assert.deepEqual(running.approve('a1').approve('a2').approve('b').open(), ['c']);
  const finished = (await Flow.of(branches)).approve('q').approve('b').approve('a1').return('a2', 'a1');
  assert.deepEqual(finished.approve('a1').approve('a2').open(), ['c']);
});

test('return from behind the join into a branch does not wait for the other branch again', async () => {
  const flow = (await Flow.of(branches)).approve('q').approve('b').approve('a1').approve('a2').return('c', 'a2');
  assert.deepEqual(flow.open(), ['a2']);
  assert.deepEqual(flow.approve('a2').open(), ['c']);
  assert.equal(flow.approve('c').state.ended, 'completed');
});

test('return to before the split takes the other branches back, or is refused where asked', async () => {
  const flow = (await Flow.of(branches)).approve('q').approve('a1');
  assert.throws(() => flow.return('a2', 'q', { branches: 'refuse' }), refused('branchesRunning'));
  flow.return('a2', 'q');
  assert.deepEqual(flow.open(), ['q']);
  assert.deepEqual(flow.told('close-task').map((e) => (e.type === 'close-task' ? e.as : '')).sort(), ['cancelled', 'returned']);
  flow.approve('q').approve('b').approve('a1').approve('a2');
  assert.deepEqual(flow.open(), ['c']);
});

const countersign = 's:startEvent\na:userTask\nm:userTask yw:collection="who"|<multiInstanceLoopCharacteristics/>\nc:userTask\ne:endEvent\ns > a > m > c > e';
const who = ['li', 'wang', 'zhao'];

test('return inside a countersign takes the whole step back, and it starts anew', async () => {
  const flow = (await Flow.of(countersign, { who })).approve('a').approve('m', 'li', 'li');
  flow.operate({ type: 'return', task: flow.task('m', 'wang'), actor: 'wang', to: 'a' });
  assert.deepEqual(flow.open(), ['a']);
  assert.deepEqual(flow.told('close-task').map((e) => (e.type === 'close-task' ? e.as : '')).sort(), ['cancelled', 'returned']);
  flow.approve('a');
  assert.deepEqual(flow.open(), ['m', 'm', 'm']);
  for (const person of who) flow.approve('m', person, person);
  assert.deepEqual(flow.open(), ['c']);
});

test('return to a countersign opens it for all; the step behind it is not jumped over', async () => {
  const flow = (await Flow.of(countersign, { who })).approve('a');
  for (const person of who) flow.approve('m', person, person);
  flow.return('c', 'm');
  assert.deepEqual(flow.open(), ['m', 'm', 'm']);
  flow.approve('m', 'li', 'li');
  assert.deepEqual(flow.open(), ['m', 'm']);
});

test('add-sign inside a countersign counts once for its signer; a rejection of the added one is his', async () => {
  const flow = (await Flow.of(countersign, { who })).approve('a');
  const li = flow.task('m', 'li');
  flow.operate({ type: 'addSign', task: li, actor: 'li', mode: 'parallel', to: ['qian'] }).operate({ type: 'approve', task: li, actor: 'li' });
  flow.approve('m', 'wang', 'wang').approve('m', 'zhao', 'zhao');
  assert.deepEqual(flow.open(), ['m']);
  assert.deepEqual(flow.approve('m', 'qian', 'qian').open(), ['c']);
  const no = (await Flow.of(countersign, { who })).approve('a');
  no.operate({ type: 'addSign', task: no.task('m', 'li'), actor: 'li', mode: 'before', to: ['qian'] }).reject('m', 'qian', 'qian');
  assert.equal(no.state.ended, 'rejected');
});

test('withdraw: by its actor, while nobody has opened what followed', async () => {
  const flow = (await Flow.of(three)).approve('a', 'li');
  assert.throws(() => flow.operate({ type: 'withdraw', task: 1, actor: 'wang' }), refused('notYours'));
  flow.operate({ type: 'withdraw', task: 1, actor: 'li' });
  assert.deepEqual(flow.open(), ['a']);
  assert.deepEqual(flow.effects, [
    { type: 'close-task', task: 2, as: 'withdrawn' },
    { type: 'reopen-task', task: 1, node: 'a', state: 'claimed', assignee: 'li' },
  ]);
  flow.approve('a', 'li').operate({ type: 'claim', task: flow.task('b'), actor: 'wang' });
  assert.throws(() => flow.operate({ type: 'withdraw', task: 1, actor: 'li' }), refused('tooLate'));
});

test('withdraw across a join gives the other branch its place back; after a service it is too late', async () => {
  const flow = (await Flow.of(branches)).approve('q').approve('b', 'li').approve('a1');
  const last = flow.task('a2');
  flow.approve('a2', 'wang');
  assert.deepEqual(flow.open(), ['c']);
  flow.operate({ type: 'withdraw', task: last, actor: 'wang' });
  assert.deepEqual(flow.open(), ['a2']);
  assert.deepEqual(flow.approve('a2', 'wang').open(), ['c']);
  const late = (await Flow.of('s:startEvent\na:userTask\nx:serviceTask yw:action="pay"\ne:endEvent\ns > a > x > e')).approve('a', 'li');
  assert.throws(() => late.operate({ type: 'withdraw', task: 1, actor: 'li' }), refused('tooLate'));
});

test('withdraw a vote: the count goes back, also where it was the last or the next was asked', async () => {
  const flow = (await Flow.of(countersign, { who })).approve('a');
  const li = flow.task('m', 'li');
  flow.approve('m', 'li', 'li').operate({ type: 'withdraw', task: li, actor: 'li' });
  assert.equal(flow.open().length, 3);
  for (const person of who) flow.approve('m', person, person);
  const zhao = flow.effects.find((e) => e.type === 'close-task');
  flow.operate({ type: 'withdraw', task: zhao !== undefined && 'task' in zhao ? (zhao.task ?? 0) : 0, actor: 'zhao' });
  assert.deepEqual(flow.open(), ['m']);
  assert.deepEqual(flow.approve('m', 'zhao').open(), ['c']);
  const order = (await Flow.of(countersign.replace('yw:collection', 'yw:sign="inOrder" yw:collection'), { who })).approve('a');
  const first = order.task('m');
  order.approve('m', 'li').operate({ type: 'withdraw', task: first, actor: 'li' });
  for (const person of who) order.approve('m', person, person);
  assert.deepEqual(order.open(), ['c']);
});

test('withdraw after a return takes the return back', async () => {
  const flow = (await Flow.of(three)).approve('a', 'li').approve('b', 'wang');
  const c = flow.task('c');
  flow.operate({ type: 'return', task: c, actor: 'zhao', to: 'a' }).operate({ type: 'withdraw', task: c, actor: 'zhao' });
  assert.deepEqual(flow.open(), ['c']);
});

test('the applicant withdraws all', async () => {
  const flow = (await Flow.of(branches)).approve('q');
  flow.operate({ type: 'withdrawAll', actor: 'applicant' });
  assert.deepEqual([flow.state.ended, flow.told('close-task').length, flow.told('ended')], ['withdrawn', 2, [{ type: 'ended', outcome: 'withdrawn' }]]);
  assert.throws(() => flow.operate({ type: 'withdrawAll', actor: 'applicant' }), refused('ended'));
});

test('circulation needs no token: a rejection or the end does not break it', async () => {
  const flow = await Flow.of(three);
  flow.operate({ type: 'circulate', task: 1, actor: 'li', to: ['sun', 'qian'] });
  assert.deepEqual(flow.effects, [{ type: 'circulate', task: 1, by: 'li', to: ['sun', 'qian'] }]);
  flow.reject('a', 'li').operate({ type: 'circulate', task: 1, actor: 'li', to: ['zhou'] });
  assert.equal(flow.told('circulate').length, 1);
});

test('a timer of a suspended task is held and comes with the resumption', async () => {
  const flow = await Flow.of('s:startEvent\na:userTask\nt:boundaryEvent attachedToRef="a"|<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>\nb:userTask\ne:endEvent\ns > a > e\nt > b > e');
  flow.operate({ type: 'suspend', task: 1, actor: 'li' }).event({ type: 'timer', token: 1, node: 't' });
  assert.deepEqual(flow.open(), ['a']);
  assert.deepEqual(flow.operate({ type: 'resume', task: 1, actor: 'li' }).open(), ['b']);
});

test('return from a sub-process to a step around it closes the sub-process', async () => {
  const flow = await Flow.of(`s:startEvent\na:userTask\nsub:subProcess|<startEvent id="is"/><userTask id="x"/><userTask id="y"/><endEvent id="ie"/><sequenceFlow id="i1" sourceRef="is" targetRef="x"/><sequenceFlow id="i2" sourceRef="x" targetRef="y"/><sequenceFlow id="i3" sourceRef="y" targetRef="ie"/>\nc:userTask\ne:endEvent\ns > a > sub > c > e`);
  flow.approve('a').approve('x').return('y', 'x');
  assert.deepEqual(flow.open(), ['x']);
  flow.approve('x').return('y', 'a');
  assert.deepEqual(flow.open(), ['a']);
  assert.deepEqual(flow.approve('a').approve('x').approve('y').open(), ['c']);
});

test('unknown tasks and people are refused', async () => {
  const flow = await Flow.of(three);
  assert.throws(() => flow.operate({ type: 'approve', task: 99, actor: 'li' }), refused('noTask'));
  assert.throws(() => flow.operate({ type: 'approve', task: 0.5, actor: 'li' }), refused('noTask'));
  assert.throws(() => flow.operate({ type: 'addSign', task: 1, actor: 'li', mode: 'parallel', to: [] }), refused('nobody'));
  assert.throws(() => flow.operate({ type: 'transfer', task: 1, actor: 'li', to: ' ' }), refused('nobody'));
  assert.throws(() => flow.operate({ type: 'addSign', task: 1, actor: 'li', mode: 'parallel', to: Array.from({ length: 101 }, (_, i) => `p${i}`) }), refused('tooMany'));
});

test('yw:result keeps what the person gave, for whatever follows; without an output nothing is kept', async () => {
  const asked = `s:startEvent\na:userTask yw:result="visit"\nx:exclusiveGateway\nb:userTask\nc:userTask\ne:endEvent\ns > a > x\nx > b [visit.passed = true]\nx > c [not(visit.passed = true)]\nb > e\nc > e`;
  const passed = await Flow.of(asked);
  passed.operate({ type: 'approve', task: 1, actor: 'li', output: { passed: true, notes: ['clean'] } });
  assert.deepEqual(passed.state.variables?.['visit'], { passed: true, notes: ['clean'] });
  assert.deepEqual(passed.open(), ['b']);
  assert.deepEqual((await Flow.of(asked)).operate({ type: 'approve', task: 1, actor: 'li', output: { passed: false } }).open(), ['c']);
  const silent = (await Flow.of(asked)).operate({ type: 'approve', task: 1, actor: 'li' });
  assert.deepEqual([silent.state.variables?.['visit'], silent.open()], [undefined, ['c']]);
});
