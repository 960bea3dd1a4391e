import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors';
import { evaluateFeel } from './evaluate.fixture.ts';
import { Interpolation } from './interpolate.ts';

const words = new Interpolation(evaluateFeel, 'example', 'zh');

test('fills paths, FEEL and formats', () => {
  const scope = { holder: { name: '老街坊', 曾用名: '小街坊' }, fee: 1200, on: '2026-11-22', items: [{ name: 'a' }, { name: 'b' }] };
  assert.equal(words.text('{holder.name}（曾用名{holder.曾用名}）', scope), '老街坊（曾用名小街坊）');
  assert.equal(words.text('{fee * 2 | amount}元，{on | date}', scope), '2,400.00元，2026年11月22日');
  assert.equal(words.text('{for i in items return i.name}', scope), 'a、b');
  assert.equal(words.text('{items.name}', scope), 'a、b', 'a path through a list is FEEL’s');
  assert.equal(words.text('{if fee > 1000 then "高" else "低"}', scope), '高');
  assert.equal(words.text('{{fee}} {holder.missing}!', scope), '{fee} !');
  assert.equal(words.text('{ {a: "}"}.a }', scope), '}');
});

test('takes the language that is asked for', () => {
  assert.equal(new Interpolation(evaluateFeel, 'x', 'en').text({ zh: '姓名{n}', en: 'Name {n}' }, { n: 1 }), 'Name 1');
});

test('a path sees own members only', () => {
  assert.equal(words.text('{a.constructor}{a.__proto__}', { a: {} }), '');
});

test('what cannot be read is refused with its expression', () => {
  for (const text of ['{1 +}', '{open']) {
    assert.throws(() => words.text(text, {}), (error) => error instanceof Refusal && error.code === 'documents.missingValue');
  }
});
