import assert from 'node:assert/strict';
import test from 'node:test';
import { Flow, graphOf, refused } from './testing/flow.ts';

const timer = (text: string): string => `<timerEventDefinition><timeDuration>${text}</timeDuration></timerEventDefinition>`;

test('a sequence of user tasks ends, and its state stays under 512 bytes', async () => {
  const steps = ['a', 'b', 'c', 'd', 'e', 'f'];
  const flow = await Flow.of(`s:startEvent\n${steps.map((s) => `${s}:userTask`).join('\n')}\nend:endEvent\ns > ${steps.join(' > ')} > end`);
  for (const s of steps) {
    assert.deepEqual(flow.open(), [s]);
    flow.operate({ type: 'claim', task: flow.task(s), actor: '0190a000-0000-7000-8000-000000000001' });
    assert.ok(JSON.stringify(flow.state).length <= 512);
    flow.approve(s, '0190a000-0000-7000-8000-000000000001');
    assert.ok(JSON.stringify(flow.state).length <= 512);
  }
  assert.equal(flow.state.ended, 'completed');
  assert.deepEqual(flow.told('ended'), [{ type: 'ended', outcome: 'completed' }]);
});

test('a step does not change the state that it was given', async () => {
  const flow = await Flow.of('s:startEvent\na:userTask\nb:userTask\ne:endEvent\ns > a > b > e');
  const before = JSON.stringify(flow.state);
  const old = flow.state;
  flow.approve('a');
  assert.equal(JSON.stringify(old), before);
});

test('an exclusive gateway takes the first flow that holds, else the default, else refuses', async () => {
  const text = (extra: string): string => `s:startEvent\ng:exclusiveGateway ${extra}\na:userTask\nb:userTask\ne:endEvent\ns > g\ng > a [n > 10]\ng > b [n > 5]\na > e\nb > e`;
  assert.deepEqual((await Flow.of(text(''), { n: 20 })).open(), ['a']);
  assert.deepEqual((await Flow.of(text(''), { n: 7 })).open(), ['b']);
  assert.deepEqual((await Flow.of(text('default="flow3"'), { n: 1 })).open(), ['b']);
  await assert.rejects(Flow.of(text(''), { n: 1 }), refused('noFlow'));
});

test('a parallel split runs both branches and joins once', async () => {
  const flow = await Flow.of('s:startEvent\np:parallelGateway\na:userTask\nb:userTask\nj:parallelGateway\nc:userTask\ne:endEvent\ns > p > a > j > c > e\np > b > j');
  assert.deepEqual(flow.open(), ['a', 'b']);
  assert.deepEqual(flow.approve('a').open(), ['b']);
  assert.deepEqual(flow.approve('b').open(), ['c']);
  assert.equal(flow.approve('c').state.ended, 'completed');
});

test('an inclusive join waits for exactly the branches taken', async () => {
  const text = 's:startEvent\np:inclusiveGateway default="flow4"\na:userTask\nb:userTask\nd:userTask\nj:inclusiveGateway\nc:userTask\ne:endEvent\ns > p\np > a [x]\np > b [y]\np > d\na > j\nb > j\nd > j\nj > c > e';
  const both = await Flow.of(text, { x: true, y: true });
  assert.deepEqual(both.open(), ['a', 'b']);
  assert.deepEqual(both.approve('a').open(), ['b']);
  assert.deepEqual(both.approve('b').open(), ['c']);
  assert.deepEqual((await Flow.of(text, { x: true, y: false })).approve('a').open(), ['c']);
  assert.deepEqual((await Flow.of(text, { x: false, y: false })).approve('d').open(), ['c']);
});

test('an inclusive join in a loop does not wait for itself', async () => {
  const flow = await Flow.of('s:startEvent\nm:exclusiveGateway\np:inclusiveGateway\na:userTask\nb:userTask\nj:inclusiveGateway\nr:userTask yw:decision="again"\nx:exclusiveGateway default="flow10"\ne:endEvent\ns > m > p\np > a [x]\np > b [y]\na > j\nb > j\nj > r > x\nx > m [again = "reject"]\nx > e', { x: true, y: true });
  flow.approve('b').approve('a');
  assert.deepEqual(flow.open(), ['r']);
  flow.reject('r');
  assert.deepEqual(flow.open(), ['a', 'b']);
  flow.approve('a').approve('b').approve('r');
  assert.equal(flow.state.ended, 'completed');
});

test('script, service, rule and send tasks map variables both ways', async () => {
  const flow = await Flow.of(`s:startEvent
    sc:scriptTask yw:result="total"|<script>price * 2</script>
    se:serviceTask yw:action="pay"|<extensionElements><yw:input variable="amount" value="total + 1"/><yw:output variable="receipt" value="result.number"/></extensionElements>
    ru:businessRuleTask yw:decision="grade" yw:result="grade"
    sd:sendTask yw:message="done"|<extensionElements><yw:input variable="no" value="receipt"/></extensionElements>
    e:endEvent yw:outcome="paid"
    s > sc > se > ru > sd > e`, { price: 10 });
  assert.deepEqual(flow.effects, [{ type: 'call-service', token: 2, node: 'se', action: 'pay', input: { amount: 21 } }]);
  flow.event({ type: 'complete', token: 2, output: { number: 'R1' } });
  assert.deepEqual(flow.state.variables, { total: 20, receipt: 'R1' });
  const call = flow.token('ru');
  flow.event({ type: 'complete', token: call, output: 'A' });
  assert.deepEqual(flow.told('send-message'), [{ type: 'send-message', node: 'sd', name: 'done', input: { no: 'R1' } }]);
  assert.equal(flow.state.ended, 'paid');
  assert.deepEqual(flow.state.variables, { total: 20, receipt: 'R1', grade: 'A' });
});

test('an answer that comes twice or too late changes nothing', async () => {
  const flow = await Flow.of('s:startEvent\nse:serviceTask yw:action="x"\na:userTask\ne:endEvent\ns > se > a > e');
  const token = flow.token('se');
  flow.event({ type: 'complete', token });
  const state = JSON.stringify(flow.state);
  flow.event({ type: 'complete', token });
  assert.equal(JSON.stringify(flow.state), state);
  assert.deepEqual(flow.effects, []);
});

test('a failing service goes to its error boundary, else to an incident that can be answered later', async () => {
  const text = 's:startEvent\nse:serviceTask yw:action="x"\nbe:boundaryEvent attachedToRef="se"|<errorEventDefinition errorRef="E1"/>\na:userTask\nb:userTask\ne:endEvent\ns > se > a > e\nbe > b > e';
  const root = '<error id="E1" errorCode="no-money"/>';
  const caught = await Flow.of(text, {}, root);
  assert.deepEqual(caught.event({ type: 'fail', token: caught.token('se'), code: 'no-money' }).open(), ['b']);
  const other = await Flow.of(text, {}, root);
  other.event({ type: 'fail', token: other.token('se'), code: 'timeout' });
  assert.equal(other.told('incident').length, 1);
  assert.deepEqual(other.event({ type: 'complete', token: other.token('se') }).open(), ['a']);
});

test('an interrupting timer cancels the task; one that does not, fires once beside it', async () => {
  const text = (cancel: boolean): string => `s:startEvent\na:userTask\nt:boundaryEvent attachedToRef="a" cancelActivity="${cancel}"|${timer('PT1H')}\nb:userTask\nc:userTask\ne:endEvent\ns > a > b > e\nt > c > e`;
  const hard = await Flow.of(text(true));
  assert.deepEqual(hard.told('set-timer'), [{ type: 'set-timer', token: 1, node: 't', duration: 'PT1H' }]);
  hard.event({ type: 'timer', token: 1, node: 't' });
  assert.deepEqual(hard.open(), ['c']);
  assert.deepEqual(hard.told('close-task'), [{ type: 'close-task', task: 1, as: 'cancelled' }]);
  const soft = await Flow.of(text(false));
  soft.event({ type: 'timer', token: 1, node: 't' }).event({ type: 'timer', token: 1, node: 't' });
  assert.deepEqual(soft.open(), ['a', 'c']);
  soft.approve('a');
  assert.deepEqual(soft.told('cancel-timer'), []);
  const left = await Flow.of(text(true));
  left.approve('a');
  assert.deepEqual(left.told('cancel-timer'), [{ type: 'cancel-timer', token: 1, node: 't' }]);
});

test('an event-based gateway takes the first event and drops the others', async () => {
  const text = `s:startEvent\ng:eventBasedGateway\nm:intermediateCatchEvent|<messageEventDefinition messageRef="M"/>\nt:intermediateCatchEvent|${timer('P3D')}\na:userTask\nb:userTask\ne:endEvent\ns > g > m > a > e\ng > t > b > e`;
  const root = '<message id="M" name="answer"/>';
  const first = await Flow.of(text, {}, root);
  first.event({ type: 'message', name: 'answer' });
  assert.deepEqual(first.open(), ['a']);
  assert.equal(first.told('cancel-timer').length, 1);
  const second = await Flow.of(text, {}, root);
  second.event({ type: 'timer', token: second.token('g'), node: 't' });
  assert.deepEqual(second.open(), ['b']);
  assert.throws(() => second.event({ type: 'message', name: 'answer' }), refused('notAwaited'));
});

test('a sub-process ends when all in it has ended; terminate ends it early; an error leaves by its border', async () => {
  const text = (end: string): string => `s:startEvent
    sub:subProcess|<startEvent id="is"/><parallelGateway id="ip"/><userTask id="x"/><userTask id="y"/><endEvent id="ie">${end}</endEvent><endEvent id="iy"/><sequenceFlow id="i1" sourceRef="is" targetRef="ip"/><sequenceFlow id="i2" sourceRef="ip" targetRef="x"/><sequenceFlow id="i3" sourceRef="ip" targetRef="y"/><sequenceFlow id="i4" sourceRef="x" targetRef="ie"/><sequenceFlow id="i5" sourceRef="y" targetRef="iy"/>
    be:boundaryEvent attachedToRef="sub"|<errorEventDefinition/>
    a:userTask
    b:userTask
    e:endEvent
    s > sub > a > e
    be > b > e`;
  const plain = await Flow.of(text(''));
  assert.deepEqual(plain.approve('x').open(), ['y']);
  assert.deepEqual(plain.approve('y').open(), ['a']);
  assert.deepEqual((await Flow.of(text('<terminateEventDefinition/>'))).approve('x').open(), ['a']);
  assert.deepEqual((await Flow.of(text('<errorEventDefinition/>'))).approve('x').open(), ['b']);
});

test('a call activity starts a child and goes on with its answer; cancelling cancels it', async () => {
  const flow = await Flow.of(`s:startEvent\nc:callActivity calledElement="child" yw:result="child"\nt:boundaryEvent attachedToRef="c"|${timer('P1D')}\na:userTask\nb:userTask\ne:endEvent\ns > c > a > e\nt > b > e`);
  assert.equal(flow.told('start-child').length, 1);
  const later = new Flow(flow.graph);
  flow.event({ type: 'complete', token: flow.token('c'), output: 'joined' });
  assert.deepEqual([flow.open(), flow.state.variables], [['a'], { child: 'joined' }]);
  later.event({ type: 'timer', token: later.token('c'), node: 't' });
  assert.deepEqual([later.open(), later.told('cancel-work').length], [['b'], 1]);
});

test('links jump, signals reach every waiting token, escalations do not interrupt unless told', async () => {
  const flow = await Flow.of(`s:startEvent\np:parallelGateway\nc1:intermediateCatchEvent|<signalEventDefinition signalRef="S"/>\nu:userTask\nt:intermediateThrowEvent|<signalEventDefinition signalRef="S"/>\nlt:intermediateThrowEvent|<linkEventDefinition name="L"/>\nlc:intermediateCatchEvent|<linkEventDefinition name="L"/>\na:userTask\nb:userTask\ne:endEvent\ns > p > c1 > a > e\np > u > t > lt\nlc > b > e`, {}, '<signal id="S" name="go"/>');
  assert.deepEqual(flow.open(), ['u']);
  flow.approve('u');
  assert.deepEqual(flow.open(), ['a', 'b']);
  assert.deepEqual(flow.told('broadcast-signal'), [{ type: 'broadcast-signal', name: 'go' }]);
});

test('countersign: all must agree, one rejection decides; one suffices; in order one by one', async () => {
  const text = (sign: string): string => `s:startEvent\nm:userTask yw:collection="who" yw:sign="${sign}" yw:decision="vote"|<multiInstanceLoopCharacteristics/>\na:userTask\ne:endEvent\ns > m > a > e`;
  const who = ['li', 'wang', 'zhao'];
  const all = await Flow.of(text('all'), { who });
  all.approve('m', 'li', 'li').approve('m', 'wang', 'wang');
  assert.deepEqual(all.open(), ['m']);
  assert.deepEqual([all.approve('m', 'zhao', 'zhao').open(), all.state.variables], [['a'], { vote: 'approve' }]);
  const no = await Flow.of(text('all'), { who });
  no.reject('m', 'wang', 'wang');
  assert.deepEqual([no.open(), no.state.variables], [['a'], { vote: 'reject' }]);
  assert.deepEqual(no.told('close-task').map((e) => (e.type === 'close-task' ? e.as : '')), ['done', 'cancelled', 'cancelled']);
  const any = await Flow.of(text('any'), { who });
  assert.deepEqual(any.reject('m', 'li', 'li').open(), ['m', 'm']);
  assert.deepEqual([any.approve('m', 'wang', 'wang').open(), any.state.variables], [['a'], { vote: 'approve' }]);
  const order = await Flow.of(text('inOrder'), { who });
  for (const person of who) {
    assert.deepEqual(order.open(), ['m']);
    order.approve('m', person, person);
  }
  assert.deepEqual(order.open(), ['a']);
});

test('countersign: a completion condition sees the counts; an empty list passes', async () => {
  const text = 's:startEvent\nm:userTask yw:collection="who" yw:decision="vote"|<multiInstanceLoopCharacteristics><completionCondition>numberApproved / numberOfInstances >= 0.5</completionCondition></multiInstanceLoopCharacteristics>\na:userTask\ne:endEvent\ns > m > a > e';
  const flow = await Flow.of(text, { who: ['a', 'b', 'c', 'd'] });
  flow.reject('m', 'a', 'a').approve('m', 'b', 'b');
  assert.deepEqual(flow.open(), ['m', 'm']);
  assert.deepEqual([flow.approve('m', 'c', 'c').open(), flow.state.variables], [['a'], { vote: 'approve' }]);
  assert.deepEqual((await Flow.of(text, { who: [] })).open(), ['a']);
});

test('a loop without a wait is refused, not run for ever; a bad expression names its element', async () => {
  await assert.rejects(Flow.of('s:startEvent\ng:exclusiveGateway\nx:scriptTask yw:result="n"|<script>1</script>\na:exclusiveGateway default="flow4"\ne:endEvent\ns > g > x > a\na > g\na > e [false]'.replace('default="flow4"', 'default="flow4"')), refused('endless'));
  const graph = await graphOf('s:startEvent\na:userTask yw:organisation="boom"\ne:endEvent\ns > a > e');
  const { start } = await import('./step.ts');
  assert.throws(() => start(graph, { now: '', evaluate: () => { throw new Error('boom'); } }), refused('expression'));
});

test('while suspended nothing happens and nothing is lost', async () => {
  const flow = await Flow.of(`s:startEvent\np:parallelGateway\nm:intermediateCatchEvent|<messageEventDefinition messageRef="M"/>\nt:intermediateCatchEvent|${timer('PT1H')}\na:userTask\nb:userTask\ne:endEvent\ns > p > m > a > e\np > t > b > e`, {}, '<message id="M" name="answer"/>');
  const token = flow.token('t');
  flow.operate({ type: 'suspendAll', actor: 'x' });
  assert.deepEqual(flow.effects, [{ type: 'suspend' }]);
  flow.event({ type: 'message', name: 'answer' }).event({ type: 'timer', token, node: 't' }).event({ type: 'timer', token, node: 't' });
  assert.deepEqual(flow.open(), []);
  flow.operate({ type: 'resumeAll', actor: 'x' });
  assert.deepEqual(flow.open(), ['a', 'b']);
  assert.equal(flow.state.held, undefined);
});

const inner = (end: string): string => `<startEvent id="is"/><userTask id="x"/><endEvent id="ie">${end}</endEvent><sequenceFlow id="i1" sourceRef="is" targetRef="x"/><sequenceFlow id="i2" sourceRef="x" targetRef="ie"/>`;

test('an escalation leaves the sub-process running where its boundary does not interrupt', async () => {
  const root = '<escalation id="X" escalationCode="late"/>';
  const text = (cancel: boolean): string => `s:startEvent\nsub:subProcess|<startEvent id="is"/><intermediateThrowEvent id="th"><escalationEventDefinition escalationRef="X"/></intermediateThrowEvent><userTask id="x"/><endEvent id="ie"/><sequenceFlow id="i1" sourceRef="is" targetRef="th"/><sequenceFlow id="i2" sourceRef="th" targetRef="x"/><sequenceFlow id="i3" sourceRef="x" targetRef="ie"/>\nb:boundaryEvent attachedToRef="sub" cancelActivity="${cancel}"|<escalationEventDefinition escalationRef="X"/>\nu:userTask\nv:userTask\ne:endEvent\ns > sub > u > e\nb > v > e`;
  assert.deepEqual((await Flow.of(text(false), {}, root)).open(), ['v', 'x']);
  assert.deepEqual((await Flow.of(text(true), {}, root)).open(), ['v']);
});

test('a sub-process for each element: in order, each sees its own; a terminate ends only its own', async () => {
  const flow = await Flow.of(`s:startEvent\nsub:subProcess yw:collection="who" yw:element="person"|${inner('<terminateEventDefinition/>').replace('<userTask id="x"/>', '<userTask id="x" yw:organisation="person"/>')}<multiInstanceLoopCharacteristics isSequential="true"/>\nu:userTask\ne:endEvent\ns > sub > u > e`, { who: ['li', 'wang'] });
  const organisation = (): unknown => flow.effects.flatMap((e) => (e.type === 'create-task' ? [e.organisation] : []));
  assert.deepEqual(organisation(), ['li']);
  flow.approve('x');
  assert.deepEqual(organisation(), ['wang']);
  assert.deepEqual(flow.approve('x').open(), ['u']);
});

test('a timer on a countersign belongs to the step, not to each signer', async () => {
  const flow = await Flow.of(`s:startEvent\nm:userTask yw:collection="who"|<multiInstanceLoopCharacteristics/>\nt:boundaryEvent attachedToRef="m"|${timer('P1D')}\na:userTask\nb:userTask\ne:endEvent\ns > m > a > e\nt > b > e`, { who: ['li', 'wang'] });
  const set = flow.told('set-timer');
  assert.equal(set.length, 1);
  const token = set[0] !== undefined && 'token' in set[0] ? set[0].token : 0;
  flow.approve('m', 'li', 'li').event({ type: 'timer', token, node: 't' });
  assert.deepEqual(flow.open(), ['b']);
});

test('an error end that nobody catches ends the instance with its outcome; a terminate closes all', async () => {
  const text = (end: string): string => `s:startEvent\np:parallelGateway\na:userTask\nb:userTask\nx:endEvent yw:outcome="stopped"|${end}\ne:endEvent\ns > p > a > x\np > b > e`;
  for (const end of ['<errorEventDefinition/>', '<terminateEventDefinition/>']) {
    const flow = (await Flow.of(text(end))).approve('a');
    assert.equal(flow.state.ended, 'stopped');
    assert.equal(flow.told('close-task').length, 2);
  }
});

test('limits: too many signers, too large variables and wrong durations are refused', async () => {
  const signers = 's:startEvent\nm:userTask|<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics>\ne:endEvent\ns > m > e';
  await assert.rejects(Flow.of(signers, { n: 101 }), refused('tooMany'));
  await assert.rejects(Flow.of(signers, { n: 'x' }), refused('expression'));
  await assert.rejects(Flow.of('s:startEvent\nx:scriptTask yw:result="r"|<script>big</script>\ne:endEvent\ns > x > e', { big: 'x'.repeat(9_000) }), refused('variablesTooLarge'));
  await assert.rejects(Flow.of(`s:startEvent\nt:intermediateCatchEvent|${timer('PT')}\ne:endEvent\ns > t > e`), refused('expression'));
});
