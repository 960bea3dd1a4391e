import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileExpression } from './feel-expression.ts';
import { fromFeelValue } from './feel-values.ts';
import { rewrite } from './rewrite.ts';

const value = (source: string, scope: Record<string, unknown> = {}): unknown => fromFeelValue(compileExpression(source)(scope).value);

test('products, quotients and walked lists become calls, nested as they stood', () => {
  assert.equal(rewrite('a*b*c'), '_times_(_times_(a,b),c)');
  assert.equal(rewrite('a / (b*c)'), '_over_(a,(_times_(b,c)))');
  assert.equal(rewrite('xs[n*2 > 1][1]'), '_walk_(_walk_(xs)[_times_(n,2) > 1])[1]');
  assert.equal(rewrite('for x in xs, i in 1..3 return x*i'), 'for x in _walk_(xs), i in 1..3 return _times_(x,i)');
  assert.equal(rewrite('a + b - -c'), '_minus_(_plus_(a,b),_opposite_(c))');
  assert.equal(rewrite('a + 1 > -2'), 'a + 1 > -2', 'where numbers are meant, feelin counts');
});

test('durations with numbers', () => {
  assert.equal(value('duration("P1D") * days', { days: 5 }), 'P5D');
  assert.equal(value('2 * duration("P1Y6M")'), 'P3Y');
  assert.equal(value('duration("PT1H") / 2'), 'PT30M');
  assert.equal(value('duration("P10D") / duration("P2D")'), 5);
  assert.equal(value('date("2026-01-01") + duration("P1D") * 3'), '2026-01-04');
  assert.equal(value('duration("P1D") / 0'), null);
  assert.equal(value('"a" * 2'), null);
});

test('numbers count as JavaScript does, in the order of the signs', () => {
  const number = fc.integer({ min: 1, max: 99 });
  fc.assert(fc.property(number, number, number, number, fc.constantFrom('+', '-', '*', '/'), fc.constantFrom('+', '-', '*', '/'), fc.constantFrom('+', '-', '*', '/'), (a, b, c, d, p, q, r) => {
    const source = `${a} ${p} ${b} ${q} (${c} ${r} ${d})`;
    const expected = new Function(`return ${source}`)() as number;
    assert.equal(value(source), Number.isFinite(expected) ? expected : null, source);
  }));
});
