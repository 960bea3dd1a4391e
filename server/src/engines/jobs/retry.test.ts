import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlanConflict } from '#kernel/db';
import { defineErrors } from '#kernel/errors';
import { JobError, retryOf, retryOfStatus, waitMsAfter } from './retry.ts';
import { nextSlot } from './scheduler.ts';

const refusals = defineErrors('jobsTest', { no: { status: 422, zh: '不行', en: 'No' }, later: { status: 429, zh: '稍后', en: 'Later' } });

test('the error carries its class; what says nothing is tried again', () => {
  assert.equal(retryOf(new JobError('gateway', '504')), 'gateway');
  assert.equal(retryOf(new Error('socket hang up')), 'transient');
  assert.equal(retryOf(new PlanConflict()), 'transient');
  assert.equal(retryOf(refusals.no()), 'permanent');
  assert.equal(retryOf(refusals.later()), 'rate-limited');
  assert.equal(retryOf('a string'), 'transient');
});

test('statuses of other systems', () => {
  assert.deepEqual([429, 502, 503, 504, 500, 404, 400, 409].map(retryOfStatus), ['rate-limited', 'gateway', 'transient', 'gateway', 'transient', 'permanent', 'permanent', 'transient']);
});

test('a rate limit waits from one minute, others from three seconds, with jitter, up to an hour and a half', () => {
  const [least, most] = [() => 0, () => 1];
  assert.equal(waitMsAfter(new JobError('rate-limited', ''), 1, least), 60_000);
  assert.equal(waitMsAfter(new Error(), 1, least), 3_000);
  assert.equal(waitMsAfter(new Error(), 1, most), 4_500);
  assert.equal(waitMsAfter(new Error(), 3, least), 12_000);
  assert.equal(waitMsAfter(new JobError('rate-limited', ''), 19, most), 5_400_000);
});

test('a gateway is asked three times at the most; the permanent once', () => {
  assert.notEqual(waitMsAfter(new JobError('gateway', ''), 2), undefined);
  assert.equal(waitMsAfter(new JobError('gateway', ''), 3), undefined);
  assert.equal(waitMsAfter(new JobError('permanent', ''), 1), undefined);
});

test('what the other side asks for is waited for, a day at the most', () => {
  assert.equal(waitMsAfter(new JobError('rate-limited', '', { afterMs: 600_000 }), 1), 600_000);
  assert.equal(waitMsAfter(new JobError('rate-limited', '', { afterMs: 1e12 }), 1), 86_400_000);
});

test('slots: multiples of the period; a clock time in China', () => {
  const at = (text: string): Date => new Date(text);
  const next = (dailyAt: string, after: string): string => nextSlot({ name: 'n', kind: 'k', dailyAt }, at(after)).toISOString();
  assert.equal(nextSlot({ name: 'n', kind: 'k', everyMs: 60_000 }, at('2026-01-01T00:00:30Z')).toISOString(), '2026-01-01T00:01:00.000Z');
  assert.equal(nextSlot({ name: 'n', kind: 'k', everyMs: 60_000 }, at('2026-01-01T00:01:00Z')).toISOString(), '2026-01-01T00:02:00.000Z');
  assert.equal(next('08:30', '2026-01-01T00:29:59Z'), '2026-01-01T00:30:00.000Z');
  assert.equal(next('08:30', '2026-01-01T00:30:00Z'), '2026-01-02T00:30:00.000Z');
  assert.equal(next('02:00', '2026-01-01T00:00:00Z'), '2026-01-01T18:00:00.000Z');
  assert.throws(() => next('24:00', '2026-01-01T00:00:00Z'), RangeError);
});
