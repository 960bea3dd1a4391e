import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateLimit } from './rate.ts';

test('a burst passes, the next one waits, time gives back', () => {
  let now = 0;
  const limit = createRateLimit({ burst: 3, perSecond: 2 }, () => now);
  assert.deepEqual([limit('a'), limit('a'), limit('a'), limit('a')], [0, 0, 0, 1]);
  assert.equal(limit('b'), 0, 'another caller is not concerned');
  now += 500;
  assert.equal(limit('a'), 0);
  assert.equal(limit('a'), 1);
  now += 60_000;
  assert.deepEqual([limit('a'), limit('a'), limit('a'), limit('a')], [0, 0, 0, 1], 'never more than the burst');
});

test('asking again while empty does not push the wait away', () => {
  let now = 0;
  const limit = createRateLimit({ burst: 1, perSecond: 1 }, () => now);
  limit('a');
  for (let i = 0; i < 20; i++) {
    now += 40;
    assert.equal(limit('a') > 0, true);
  }
  now += 250;
  assert.equal(limit('a'), 0);
});
