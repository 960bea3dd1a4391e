import assert from 'node:assert/strict';
import test from 'node:test';
import { lastValidDay } from './last-valid-day.ts';

test('a licence of so many years ends the day before', () => {
  for (const [from, years, to] of [['2026-11-23', 5, '2031-11-22'], ['2026-01-01', 1, '2026-12-31'], ['2028-02-29', 5, '2033-02-28'], ['2028-02-29', 4, '2032-02-28'], ['2027-03-01', 1, '2028-02-29']] as const) {
    assert.equal(lastValidDay(from, years), to);
  }
});
