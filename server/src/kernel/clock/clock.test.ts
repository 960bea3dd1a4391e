import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayInChina } from './index.ts';

const byTimeZones = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

test('the day in China is what the time zone database says, at every midnight and in the summers that had a clock of their own', () => {
  const midnights = Array.from({ length: 40 * 366 }, (_, i) => Date.UTC(1985, 0, 1, 16) + i * 86_400_000);
  for (const midnight of midnights) for (const ms of [-3_600_001, -1, 0, 1]) assert.equal(dayInChina(new Date(midnight + ms)), byTimeZones.format(midnight + ms));
});

test('a day at the edge of the years keeps its shape', () => {
  assert.equal(dayInChina(new Date('2026-12-31T16:00:00Z')), '2027-01-01');
  assert.equal(dayInChina(new Date('1949-10-01T07:00:00Z')), '1949-10-01');
  assert.throws(() => dayInChina(new Date(Number.NaN)), RangeError);
});
