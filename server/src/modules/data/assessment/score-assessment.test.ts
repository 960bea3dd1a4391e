import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreAssessment, type Judgement } from './score-assessment.ts';

const item = (id: string, level: number, more: { weight?: number; must?: boolean } = {}) => ({ id, text: id, clause: '', level, weight: 1, must: false, evidence: false, ...more });
const sheet = (items: ReturnType<typeof item>[], passShare = 0.8) => ({ passShare, domains: [{ id: 'all', title: 'all', items }] });
const judged = (words: Record<string, Judgement>) => new Map(Object.entries(words));

test('a level is reached when its items and all below are met', () => {
  const q = sheet([item('a', 1), item('b', 2), item('c', 3)]);
  const level = (words: Record<string, Judgement>): number => scoreAssessment(q, judged(words)).level;
  assert.equal(level({ a: 'conform', b: 'conform', c: 'conform' }), 3);
  assert.equal(level({ a: 'conform', b: 'conform', c: 'fails' }), 2);
  assert.equal(level({ a: 'conform', b: 'fails', c: 'conform' }), 1);
  assert.equal(level({ a: 'fails', b: 'conform', c: 'conform' }), 0);
  assert.equal(level({ a: 'conform', b: 'partly', c: 'conform' }), 1, 'half is below four fifths');
  assert.equal(level({ a: 'conform' }), 1, 'what nobody judged is not met');
  assert.equal(level({}), 0);
});

test('what must be there stops at its own level whatever the share', () => {
  const items = [item('a', 1), ...Array.from({ length: 9 }, (_, i) => item(`b${i}`, 2)), item('must', 2, { must: true })];
  const all = Object.fromEntries(items.map((i) => [i.id, 'conform' as Judgement]));
  assert.equal(scoreAssessment(sheet(items), judged(all)).level, 2);
  assert.equal(scoreAssessment(sheet(items), judged({ ...all, must: 'fails' })).level, 1);
  assert.equal(scoreAssessment(sheet(items), judged({ ...all, must: 'partly' })).level, 2);
  assert.equal(scoreAssessment(sheet(items), judged({ ...all, must: 'not-applicable' })).level, 2);
  assert.equal(scoreAssessment(sheet(items), judged({ ...all, b0: 'fails' })).level, 2, 'one of eleven may fail');
});

test('the score is by weight over what applies; levels that are not asked about are not given', () => {
  const q = sheet([item('a', 1, { weight: 3 }), item('b', 1), item('c', 3)]);
  const { score, level, domains } = scoreAssessment(q, judged({ a: 'conform', b: 'fails', c: 'not-applicable' }));
  assert.deepEqual([score, level, domains], [75, 0, [{ id: 'all', score: 75 }]]);
  assert.equal(scoreAssessment(q, judged({ a: 'conform', b: 'conform', c: 'conform' })).level, 3, 'nothing is asked of level 2, so it is not in the way');
  assert.equal(scoreAssessment(sheet([item('a', 1)]), judged({ a: 'conform' })).level, 1);
  assert.deepEqual(scoreAssessment(sheet([item('a', 1)]), judged({ a: 'not-applicable' })).domains, [{ id: 'all', score: null }]);
});
