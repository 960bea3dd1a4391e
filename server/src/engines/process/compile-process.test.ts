import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { compileProcess } from './compile-process.ts';
import { createProcess } from './create-process.ts';
import { namesIn, processKind } from './process-kind.ts';
import { elementsOf, readBpmn, writeBpmn } from './read-bpmn.ts';
import { bpmn, environment, Flow, refused } from './testing/flow.ts';

const here = import.meta.dirname;
const root = path.resolve(here, '../../../..');
const fixtures = path.resolve(root, '../shared/fixtures/bpmn');
const examples = path.join(here, 'examples');

/** Local name and id of every element of the XML, sorted: what must survive a round trip. */
const elementSet = (xml: string): string[] =>
  [...xml.matchAll(/<(?:[\w-]+:)?([\w]+)((?:\s[^<>]*?)?)\/?>/g)].map((m) => `${m[1]} ${/(?:^|\s)id="([^"]*)"/.exec(m[2] ?? '')?.[1] ?? ''}`).sort();

const files = [
  ...readdirSync(examples).map((f) => path.join(examples, f)),
  ...['A.1.0', 'A.2.0', 'A.3.0', 'A.4.0', 'B.1.0', 'B.2.0'].map((f) => path.join(fixtures, `${f}.bpmn`)),
];

for (const file of files) {
  const absent = existsSync(file) ? false : `${file} is absent`;
  test(`import and export keep every element of ${path.basename(file)}`, { skip: absent }, async () => {
    const xml = readFileSync(file, 'utf8');
    const written = await writeBpmn((await readBpmn(xml)).definitions);
    assert.deepEqual(elementSet(written), elementSet(xml));
  });
}

/** The reference models are drawings, not programs: some run as they are, the others are refused for what is named here. */
const models: Record<string, string[]> = {
  'A.1.0': [], 'A.3.0': [], 'A.4.0': [],
  'A.2.0': ['ExclusiveGateway: an outgoing flow of the gateway has no condition'],
};
for (const [name, problems] of Object.entries(models)) {
  const file = path.join(fixtures, `${name}.bpmn`);
  test(`the reference model ${name} runs to its end, or is refused for what it lacks`, { skip: existsSync(file) ? false : `${file} is absent` }, async () => {
    const compiled = await compileProcess(readFileSync(file, 'utf8'));
    assert.deepEqual(compiled.ok ? [] : compiled.problems.map((p) => `${p.type}: ${p.reason.en}`), problems);
    if (!compiled.ok) return;
    const flow = new Flow(compiled.graph);
    for (let moves = 0; flow.state.ended === undefined && moves < 50; moves++) flow.approve(flow.open()[0] ?? '');
    assert.equal(flow.state.ended, 'completed');
  });
}

for (const name of ['B.1.0', 'B.2.0']) {
  const file = path.join(fixtures, `${name}.bpmn`);
  test(`every process of the reference model ${name} compiles or is refused with element, line and words`, { skip: existsSync(file) ? false : `${file} is absent` }, async () => {
    const xml = readFileSync(file, 'utf8');
    const { definitions } = await readBpmn(xml);
    const refusals = [];
    for (const process of elementsOf(definitions, 'rootElements').filter((e) => e.$type === 'bpmn:Process')) {
      const compiled = await compileProcess(xml, { process: process.id ?? '' });
      if (compiled.ok) assert.ok(compiled.graph.nodes.length > 0);
      else refusals.push(...compiled.problems);
    }
    assert.ok(refusals.length > 0);
    for (const { element, line, reason } of refusals) {
      assert.ok(reason.zh !== '' && reason.en !== '');
      assert.ok(line !== undefined && xml.split('\n')[line - 1]?.includes(`id="${element}"`), element);
    }
  });
}

const problemsOf = async (text: string): Promise<string[]> => {
  const compiled = await compileProcess(bpmn(text), { checkExpression: (t) => (t.includes('??') ? { zh: 'syntax', en: 'syntax' } : undefined) });
  return compiled.ok ? [] : compiled.problems.map((p) => `${p.element} ${p.reason.en}`);
};

test('what cannot run is refused by name', async () => {
  assert.deepEqual(await problemsOf('s:startEvent\nx:complexGateway\ne:endEvent\ns > e'), ['x unsupported element']);
  assert.deepEqual(await problemsOf('s:startEvent\nx:serviceTask\ne:endEvent\ns > x > e'), ['x yw:action is missing']);
  assert.deepEqual(await problemsOf('s:startEvent\ng:exclusiveGateway\na:userTask\nb:userTask\ns > g > a\ng > b'), ['g an outgoing flow of the gateway has no condition']);
  assert.deepEqual(await problemsOf('s:startEvent\na:userTask|<standardLoopCharacteristics/>\ns > a'), ['a the standard loop marker is not supported: draw the loop', 'a multi-instance needs yw:collection or loopCardinality']);
  assert.deepEqual(await problemsOf('s:startEvent\ns2:startEvent\na:userTask\ns > a\ns2 > a'), ['process needs exactly one start, has 2']);
  assert.deepEqual(await problemsOf('s:startEvent\nt:intermediateCatchEvent|<timerEventDefinition/>\ns > t'), ['t the timer has no time']);
  assert.deepEqual(await problemsOf('s:startEvent\nc:intermediateCatchEvent|<conditionalEventDefinition/>\ns > c'), ['c unsupported event Conditional here', ]);
  assert.deepEqual(await problemsOf('s:startEvent\na:userTask yw:organisation="??" yw:workingDays="soon"\ns > a'), ['a yw:workingDays must be a whole number', 'a wrong expression: syntax']);
  assert.deepEqual(await problemsOf('s:startEvent\nt:intermediateThrowEvent|<linkEventDefinition name="L"/>\ns > t'), ['t the link event has no target']);
});

test('files that are no BPMN are refused, not crashed on', async () => {
  for (const xml of ['', 'hello', '<a/>', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', '<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', bpmn('').slice(0, 200)]) {
    const compiled = await compileProcess(xml);
    assert.ok(!compiled.ok && compiled.problems.length > 0, xml);
  }
  await assert.rejects(createProcess().compile('<a/>'), refused('invalidDefinition'));
});

test('back edges of loops are found, forward flows are not', async () => {
  const compiled = await compileProcess(bpmn('s:startEvent\nm:exclusiveGateway\na:userTask\nx:exclusiveGateway default="flow5"\ne:endEvent\ns > m > a > x\nx > m [again]\nx > e'));
  assert.ok(compiled.ok);
  assert.deepEqual(compiled.graph.flows.filter((f) => f.back).map((f) => f.id), ['flow4']);
});

test('the membership example: papers sent back, then accepted by all directors', async () => {
  const compiled = await compileProcess(readFileSync(path.join(examples, 'tennis-membership.bpmn'), 'utf8'));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const flow = new Flow(compiled.graph, { directors: ['d1', 'd2'], applicant: 'Ye' });
  flow.approve('fill').reject('check').approve('fill').approve('check').approve('committee', 'd1', 'd1').approve('committee', 'd2', 'd2');
  assert.deepEqual(flow.told('call-service'), [{ type: 'call-service', token: flow.token('card'), node: 'card', action: 'club.issueCard', input: { holder: 'Ye' } }]);
  flow.event({ type: 'complete', token: flow.token('card'), output: { number: 'M-7' } });
  assert.deepEqual([flow.state.ended, flow.state.variables?.['cardNumber']], ['joined', 'M-7']);
});

test('the tournament example: reminder beside the task, silence of the sponsor, draw', async () => {
  const compiled = await compileProcess(readFileSync(path.join(examples, 'tennis-tournament.bpmn'), 'utf8'));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const flow = new Flow(compiled.graph, { players: 18 }).approve('plan');
  assert.deepEqual(flow.told('set-timer').map((e) => ('workingDays' in e ? e.workingDays : 'duration' in e ? e.duration : '')).sort(), [5, 'P10D']);
  flow.event({ type: 'timer', token: flow.token('courts'), node: 'late' });
  assert.deepEqual(flow.told('send-message').map((e) => ('name' in e ? e.name : '')), ['courts-overdue']);
  flow.event({ type: 'timer', token: flow.token('wait'), node: 'silence' }).approve('courts');
  assert.deepEqual(flow.open(), ['open']);
  assert.equal(flow.approve('open').state.ended, 'opened');
  assert.deepEqual(flow.state.variables, { groups: 4 });
});

test('the content kind reports every unresolved name with its element', async () => {
  const file = readFileSync(path.join(examples, 'tennis-membership.bpmn'), 'utf8');
  const reports: string[] = [];
  const source = { read: () => file, report: (words: { en: string }) => void reports.push(words.en), find: () => undefined };
  const kind = processKind({ actions: new Set<string>(), roleKind: 'role' });
  const definition = kind.schema.parse({ id: 'membership', version: 1, title: '入会', file: 'tennis-membership.bpmn' });
  const graph = await kind.compile(definition, source);
  assert.ok(graph !== undefined);
  assert.equal(reports.length, namesIn(graph).length);
  assert.ok(reports.includes('element fill names form membership-application, which does not exist'));
  assert.throws(() => kind.schema.parse({ id: 'membership', version: 1, title: '入会', file: 'x.xml' }));
});

test('the face runs a process with names in both languages', async () => {
  const process = createProcess();
  const graph = await process.compile(readFileSync(path.join(examples, 'tennis-membership.bpmn'), 'utf8'));
  const { state } = process.start(graph, { directors: [] }, environment());
  assert.deepEqual(process.activeTasks(graph, state), [{ task: 1, node: 'fill', name: { zh: '填写资料', en: 'Fill in details' }, state: 'waiting' }]);
  assert.deepEqual(process.describe(graph).find((n) => n.id === 'check'), { id: 'check', kind: 'user', name: { zh: '资料审查', en: 'Check papers' }, role: 'club.secretary', workingDays: 2 });
  assert.deepEqual(process.earlierSteps(graph, state, 1), []);
});
