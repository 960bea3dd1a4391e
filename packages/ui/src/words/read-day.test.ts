import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDay } from './read-day.ts';

test('a day is read as people write it', () => {
  for (const text of ['2026-01-05', '2026-1-5', '2026/1/5', '2026.01.05', '2026年1月5日', '2026年1月5', '20260105', ' 2026 - 1 - 5 ']) assert.equal(readDay(text), '2026-01-05', text);
  assert.equal(readDay('2028-02-29'), '2028-02-29');
});

test('what is no day of the calendar is not read', () => {
  for (const text of ['', '2026', '2026-13-01', '2026-02-29', '2026-04-31', '2026-00-10', '26-1-5', '1/5/2026', '2026-1', '2026010', '明天', '2026-01-05x', '0000-00-00']) assert.equal(readDay(text), undefined, text);
});
