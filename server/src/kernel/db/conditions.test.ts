import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionsOf } from './index.ts';

test('conditions: only what is given, numbered as its values stand; false, 0 and the empty text are given', () => {
  const found = conditionsOf([['a = ?', undefined], ['b = ? or c = ?', 0], ['d = ?', null], ['e = ?', ''], ['f = ?', false]]);
  assert.deepEqual([found.where, found.values], ['(b = $1 or c = $1) and (e = $2) and (f = $3)', [0, '', false]]);
  assert.deepEqual([found.next(21), found.values], ['$4', [0, '', false, 21]]);
  assert.equal(conditionsOf([['a = ?', undefined]]).where, 'true');
  const later = conditionsOf([['a = ?', 'x']], ['first']);
  assert.deepEqual([later.where, later.values], ['(a = $2)', ['first', 'x']]);
});
