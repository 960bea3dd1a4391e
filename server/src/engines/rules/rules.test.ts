import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors';
import { createRules, decisionKind, decisionSchema, inlineTableSchema } from './index.ts';

const rules = createRules({ now: () => new Date('2026-11-22T16:30:00Z') });
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

test('evaluates over JSON and gives JSON', () => {
  assert.equal(rules.evaluate('area * 2 + owner.age', { area: 3, owner: { age: 4 } }), 10);
  assert.equal(rules.evaluate('today()', {}), '2026-11-23', 'the day in China');
  assert.equal(rules.evaluate('date("2026-11-01") + duration("P30D")', {}), '2026-12-01');
  assert.deepEqual(rules.evaluate('people[age >= 18].name', { people: [{ name: '张三', age: 20 }, { name: '李四', age: 3 }] }), ['张三']);
  assert.equal(rules.evaluate('missing.deeper', {}), null);
  assert.equal(rules.evaluate('constructor', {}), null, 'nothing of the prototype is in sight');
  assert.equal(rules.evaluate('a.__proto__', { a: {} }), null);
});

test('the same expression over different scopes keeps nothing of the one before', () => {
  assert.equal(rules.evaluate('a + b', { a: 1, b: 2 }), 3);
  assert.equal(rules.evaluate('a + b', { a: 1 }), null);
});

test('only true holds', () => {
  assert.equal(rules.holds('a > 1', { a: 2 }), true);
  for (const a of [0, null, 'x', undefined]) assert.equal(rules.holds('a > 1', { a }), false);
});

test('refuses a wrong expression with its place', () => {
  assert.throws(() => rules.compile('a +\n* b'), (error: unknown) => error instanceof Refusal && error.code === 'rules.expression' && error.parameters['line'] === 2);
  assert.throws(() => rules.compile('if a then'), refusal('rules.expression'));
  assert.throws(() => rules.compile(''), refusal('rules.expression'));
});

test('limits', () => {
  assert.throws(() => rules.compile('1+'.repeat(5_000) + '1'), refusal('rules.expressionLimit'));
  assert.throws(() => rules.compile('('.repeat(200) + '1' + ')'.repeat(200)), refusal('rules.expressionLimit'));
  assert.throws(() => rules.evaluate('for i in 1..1000000000 return i', {}), refusal('rules.expressionLimit'));
  assert.throws(() => rules.evaluate('count(for i in 1..90000, j in 1..90000 return i)', {}), refusal('rules.expressionLimit'));
});

test('walks over lists that multiply end in time', () => {
  const xs = Array.from({ length: 300 }, (_, i) => i);
  for (const expression of ['count(for a in xs, b in xs, c in xs, d in xs return 1)', 'some a in xs, b in xs, c in xs, d in xs satisfies a < 0', 'xs[count(xs[count(xs[count(xs[item < 0]) > 999]) > 999]) > 999]']) {
    const began = performance.now();
    assert.throws(() => rules.evaluate(expression, { xs }), refusal('rules.expressionLimit'), expression);
    assert.ok(performance.now() - began < 5_000, expression);
  }
  assert.equal(rules.evaluate('count(for a in xs, b in xs return 1)', { xs: xs.slice(0, 50) }), 2500);
  assert.deepEqual(rules.evaluate('(for r in rows[n > 1] return r.n)[1]', { rows: [{ n: 1 }, { n: 2 }] }), 2);
});

test('unary tests', () => {
  const cases: [string, unknown, boolean][] = [
    ['>= 18', 18, true], ['>= 18', 17, false], ['>= 18', null, false], ['"甲","乙"', '乙', true], ['not("甲","乙")', '乙', false],
    ['not("甲","乙")', '丙', true], ['[1..5)', 5, false], ['(1..5]', 5, true], ['-', null, true], ['', 7, true], ['null', null, true],
    ['true', true, true], ['true', false, false], ['false', false, true], ['? > 3 and ? < 5', 4, true], ['contains(?, "店")', '小吃店', true],
    ['limit', 3, true], ['< limit', 2, true], ['list', 5, true], ['list', 6, false],
  ];
  for (const [tests, value, expected] of cases) assert.equal(rules.test(tests, value, { limit: 3, list: [4, 5] }), expected, `${tests} of ${String(value)}`);
});

test('names used free', () => {
  assert.deepEqual(rules.namesIn('a.b + count(xs[age > n])'), [['a', 'b'], ['xs']]);
  assert.deepEqual(rules.namesIn('for x in xs return x.a + y'), [['xs'], ['y']]);
  assert.deepEqual(rules.namesIn('some r in rows satisfies r.a = {k: 1, l: k}.l'), [['rows']]);
});

const table = (hitPolicy: string, extra: object = {}) =>
  rules.compileDecision(inlineTableSchema.parse({
    hitPolicy,
    inputs: [{ expression: 'n' }],
    outputs: [{ name: 'level', values: '"red", "yellow", "green"', ...extra }],
    rules: [{ when: ['> 0'], give: ['"green"'] }, { when: ['> 5'], give: ['"yellow"'] }, { when: ['> 9'], give: ['"red"'] }],
  })).decide;

test('hit policies of a table in YAML', () => {
  const now = new Date();
  const value = (policy: string, n: number, extra: object = {}): unknown => table(policy, extra)('decision', { n }, now).value;
  assert.equal(value('U', 3), 'green');
  assert.equal(value('U', 6), null);
  assert.equal(table('U')('decision', { n: 6 }, now).warnings[0]?.type, 'NOT_UNIQUE');
  assert.equal(value('A', 6), null);
  assert.equal(value('F', 12), 'green');
  assert.equal(value('P', 12), 'red');
  assert.deepEqual(value('R', 12), ['green', 'yellow', 'red']);
  assert.deepEqual(value('O', 12), ['red', 'yellow', 'green']);
  assert.deepEqual(value('C', 6), ['green', 'yellow']);
  assert.equal(value('C#', 12), 3);
  assert.equal(value('F', -1), null);
  assert.equal(value('F', -1, { default: '"none"' }), 'none');
  assert.deepEqual(table('R')('decision', { n: 6 }, now).rulesFired.map((fired) => fired.rule), [1, 2]);
});

test('aggregations', () => {
  const fee = (policy: string): unknown =>
    rules.compileDecision(inlineTableSchema.parse({
      hitPolicy: policy, inputs: [{ expression: 'area' }], outputs: [{ name: 'fee' }],
      rules: [{ when: ['>0'], give: [100] }, { when: ['>100'], give: ['area * 2'] }, { when: ['>1000'], give: [0] }],
    })).decide('decision', { area: 200 }, new Date()).value;
  assert.equal(fee('C+'), 500);
  assert.equal(fee('C<'), 100);
  assert.equal(fee('C>'), 400);
});

test('a wrong cell is refused when the table is read', () => {
  assert.throws(
    () => rules.compileDecision(inlineTableSchema.parse({ inputs: [{ expression: 'a' }], outputs: [{ name: 'b' }], rules: [{ when: ['> >'], give: ['1'] }] })),
    refusal('rules.decisionExpression'),
  );
  assert.equal(inlineTableSchema.safeParse({ inputs: [{ expression: 'a' }], outputs: [{ name: 'b' }], rules: [{ when: [], give: ['1'] }] }).success, false);
});

test('a file that is no decision model is refused', () => {
  for (const source of ['', 'x', '<a/>', '<!DOCTYPE a [<!ENTITY b "c">]><definitions/>', '<definitions>']) {
    assert.throws(() => rules.compileDecision(source), refusal('rules.decisionFile'), source);
  }
  const ring = '<definitions name="r"><decision id="a" name="a"><informationRequirement><requiredDecision href="#a"/></informationRequirement></decision></definitions>';
  assert.throws(() => rules.compileDecision(ring), refusal('rules.decisionRing'));
});

test('content kind decision: a file or a table, one decision of it', () => {
  const two = '<definitions name="r"><decision id="a" name="A"><literalExpression><text>1 + 1</text></literalExpression></decision><decision id="b" name="B"/></definitions>';
  const reports: string[] = [];
  const source = { read: () => two, report: (words: { zh: string; en: string }) => void reports.push(words.en) };
  const compile = (definition: object) => decisionKind.compile(decisionSchema.parse({ name: '定级', ...definition }), source);
  assert.equal(compile({ dmn: 'a.dmn', decision: 'A' })?.({}, new Date()).value, 2);
  assert.equal(compile({ dmn: 'a.dmn' }), undefined);
  assert.equal(compile({ dmn: 'a.dmn', decision: 'C' }), undefined);
  assert.equal(reports.length, 2);
  const table = { inputs: [{ expression: 'days' }], outputs: [{ name: 'colour' }], rules: [{ when: ['< 0'], give: ['"red"'] }, { when: ['>= 0'], give: ['"green"'] }] };
  assert.equal(compile({ table })?.({ days: -1 }, new Date()).value, 'red');
  assert.equal(decisionSchema.safeParse({ name: '定级', table, dmn: 'a.dmn' }).success, false);
  assert.equal(decisionSchema.safeParse({ name: '定级' }).success, false);
});
