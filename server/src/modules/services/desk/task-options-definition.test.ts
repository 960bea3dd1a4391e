import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taskOptionsSchema } from './task-options-definition.ts';

const parse = (options: unknown) => taskOptionsSchema.safeParse({ name: '审批', options });

test('an option is an approval without need of an opinion unless it says otherwise', () => {
  assert.deepEqual(taskOptionsSchema.parse({ name: '审批', options: [{ value: 'grant', label: '准予' }] }).options, [{ value: 'grant', label: '准予', needsOpinion: false, tone: 'normal', operation: 'approve' }]);
});

test('the same value twice, no option, an unknown operation and a value that FEEL cannot name are refused', () => {
  assert.equal(parse([{ value: 'grant', label: '准予' }, { value: 'grant', label: '同意' }]).success, false);
  assert.equal(parse([]).success, false);
  assert.equal(parse([{ value: 'grant', label: '准予', operation: 'claim' }]).success, false);
  assert.equal(parse([{ value: '准予', label: '准予' }]).success, false);
  assert.equal(parse([{ value: 'grant', label: '准予' }, { value: 'refuse', label: '不予' }]).success, true);
});
