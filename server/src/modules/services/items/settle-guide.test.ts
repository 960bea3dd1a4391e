import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createRules } from '#engines/rules';
import type { GuideQuestion } from './life-event-definition.ts';
import { readGuideAnswers, settleGuide } from './settle-guide.ts';

const rules = createRules({ now: () => new Date('2026-11-23T01:00:00Z') });
const yesNo = [{ value: 'yes', label: '是' }, { value: 'no', label: '否' }];
const questions: GuideQuestion[] = [
  { id: 'gas', text: '用气？', options: yesNo },
  { id: 'piped', text: '管道气？', when: 'guide.gas = "yes"', options: [{ value: true, label: '是' }, { value: false, label: '否' }] },
  { id: 'floors', text: '几层？', when: 'piped = true', options: [{ value: 1, label: '一' }, { value: 2, label: '二' }] },
];
const settle = (given: Record<string, unknown>) => settleGuide(questions, given, rules);

test('a question is asked only when the answers before it call for it', () => {
  assert.deepEqual(settle({}).questions.map((q) => q.id), ['gas']);
  assert.deepEqual(settle({ gas: 'yes' }).questions.map((q) => q.id), ['gas', 'piped']);
  assert.deepEqual(settle({ gas: 'no' }).questions.map((q) => q.id), ['gas']);
});

test('answers come as text and count as the option\'s own value', () => {
  assert.deepEqual(settle({ gas: 'yes', piped: 'true', floors: '2' }).answers, { gas: 'yes', piped: true, floors: 2 });
  assert.deepEqual(settle({ gas: 'yes', piped: false }).answers, { gas: 'yes', piped: false });
});

test('an answer of a branch that was left does not count, nor does what is no option', () => {
  assert.deepEqual(settle({ gas: 'no', piped: true, floors: 1 }).answers, { gas: 'no' });
  assert.deepEqual(settle({ gas: 'maybe' }).answers, {});
  for (const gas of [null, ['yes'], { toString: false }]) assert.deepEqual(settle({ toString: 'yes', gas }).answers, {});
});

test('complete when no question that applies is open', () => {
  assert.equal(settle({}).complete, false);
  assert.equal(settle({ gas: 'no' }).complete, true);
  assert.equal(settle({ gas: 'yes', piped: 'true' }).complete, false);
  assert.equal(settle({ gas: 'yes', piped: 'false' }).complete, true);
});

test('settling what was settled changes nothing, whatever came in', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('gas', 'piped', 'floors', 'x'), fc.jsonValue()), (given) => {
    const once = settle(given as Record<string, unknown>);
    assert.deepEqual(settle(once.answers), once);
  }));
});

test('answers in an address are a JSON object or refused', () => {
  assert.deepEqual(readGuideAnswers('{"gas":"no"}'), { gas: 'no' });
  for (const text of ['', '[]', 'null', '1', '{', '"x"']) assert.throws(() => readGuideAnswers(text), { code: 'services.answersUnreadable' });
});
