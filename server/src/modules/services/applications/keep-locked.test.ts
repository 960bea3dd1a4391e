import assert from 'node:assert/strict';
import test from 'node:test';
import { keepLocked, lockedValues, valueAt } from './keep-locked.ts';

const source = (locked: boolean) => ({ register: 'population', at: '2026-11-23T01:00:00Z', locked });

test('locked values are put back, in rows too; what is not locked stays as typed', () => {
  const before = { name: '王', phone: '1', children: [{ name: '甲' }, { name: '乙' }] };
  const sources = { name: source(true), phone: source(false), 'children.1.name': source(true) };
  const locked = lockedValues(before, sources);
  assert.deepEqual(locked, { name: '王', 'children.1.name': '乙' });
  assert.deepEqual(keepLocked({ name: '李', phone: '2', children: [{ name: 'x' }, { name: 'y' }] }, locked), { name: '王', phone: '2', children: [{ name: 'x' }, { name: '乙' }] });
});

test('a row that is gone takes its locked value with it', () => {
  assert.deepEqual(keepLocked({ children: [{ name: 'x' }] }, { 'children.1.name': '乙' }), { children: [{ name: 'x' }] });
  assert.deepEqual(keepLocked({ children: 'no list' }, { 'children.1.name': '乙' }), { children: 'no list' });
});

test('what was given is not changed itself', () => {
  const given = { name: '李' };
  keepLocked(given, { name: '王' });
  assert.deepEqual(given, { name: '李' });
});

test('names of an object\'s own making are no answers', () => {
  assert.equal(valueAt({}, 'toString'), undefined);
  assert.equal(valueAt({ a: [{}] }, 'a.0.constructor'), undefined);
});
