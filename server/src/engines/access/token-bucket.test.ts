import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenBuckets } from './token-bucket.ts';

test('a burst, then one at a time, each key for itself', () => {
  const buckets = createTokenBuckets({ burst: 2, perMinute: 6 });
  assert.deepEqual([buckets.take('a', 0), buckets.take('a', 0), buckets.take('a', 0), buckets.take('b', 0)], [0, 0, 10, 0]);
  assert.deepEqual([buckets.take('a', 9_000), buckets.take('a', 10_000), buckets.take('a', 10_001)], [1, 0, 10]);
});

test('a clock that goes back gives nothing away', () => {
  const buckets = createTokenBuckets({ burst: 1, perMinute: 1 });
  buckets.take('a', 100_000);
  assert.ok(buckets.take('a', 0) > 0);
});

test('a million keys do not grow without bound, and who is limited stays limited as long as there is room', () => {
  const buckets = createTokenBuckets({ burst: 1, perMinute: 1 });
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 300_000; i++) buckets.take(`k${i}`, i);
  assert.ok(process.memoryUsage().heapUsed - before < 60_000_000);
  assert.ok(buckets.take('k299999', 300_000) > 0);
});
