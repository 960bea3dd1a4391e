import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayWords } from './day-words.ts';
import { reminderAt } from './reminder-at.ts';

test('a reminder comes thirty days before the end, seven before that of a short term, and not at all when there is no time left', () => {
  const now = new Date('2026-11-23T09:00:00+08:00');
  assert.equal(reminderAt('2027-10-31', now)?.toISOString(), '2027-10-01T01:00:00.000Z');
  assert.equal(reminderAt('2026-12-10', now)?.toISOString(), '2026-12-03T01:00:00.000Z');
  assert.equal(reminderAt('2026-11-30', now), undefined, 'seven days before is now');
  assert.equal(reminderAt('2026-11-24', now), undefined);
});

test('a day in both languages', () => {
  assert.deepEqual(dayWords('2027-01-09'), { zh: '2027年1月9日', en: '9 January 2027' });
});
