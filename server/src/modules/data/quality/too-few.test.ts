import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRules } from '#engines/rules';
import type { QualityRule } from './quality-rules-kind.ts';
import { ofWholeSet } from './run-quality.ts';

const now = new Date('2026-11-22T00:00:00Z');
const rules = createRules({ now: () => now });
/** A personal snapshot of so many rows, the newest written a day ago: of fewer than five not even that is told. */
const register = (rows: number) => ({
  rules,
  analysis: { get: () => ({ rows, at: '2026-11-21T12:00:00Z' }), query: async () => ({ rows: rows < 5 ? [] : [{ newest: '2026-11-21T00:00:00Z' }], suppressedBelow: 5 }) } as never,
});
const rule = (expression: string) => ({ id: 'lately', kind: 'set', dimension: 'timeliness', title: '近期有更新', threshold: 1, expression }) as QualityRule;
const timely = rule('newestDays != null and newestDays <= 31');

test('of too few persons a rule about time does not judge; it fails no register that is small', async () => {
  for (const rows of [1, 4]) await assert.rejects(ofWholeSet(register(rows), 'member', timely, now), { code: 'quality.tooFew' });
  assert.deepEqual([(await ofWholeSet(register(5), 'member', timely, now)).failed, (await ofWholeSet(register(5), 'member', rule('newestDays < 0.5'), now)).failed], [0, 1]);
});

test('an empty register hides nobody and fails; a rule that asks for no day is judged whatever the size', async () => {
  assert.equal((await ofWholeSet(register(0), 'member', timely, now)).failed, 1);
  assert.equal((await ofWholeSet(register(2), 'member', rule('rows > 0 and ageHours < 48'), now)).failed, 0);
});
