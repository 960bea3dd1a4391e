import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIds, isId, timeOfId } from './index.ts';

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are UUIDs of version 7 and carry their time', () => {
  const at = Date.UTC(2026, 10, 22);
  const id = createIds(() => at)();
  assert.match(id, version7);
  assert.equal(timeOfId(id), at);
  assert.ok(isId(id) && !isId(id.toUpperCase()) && !isId(`${id}0`) && !isId(''));
});

test('ids of one process sort as they were made and are all different, however the clock moves', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 300 }), (moves, each) => {
    let now = 1_700_000_000_000;
    const next = createIds(() => now);
    const made = moves.flatMap((move) => {
      now += move;
      return Array.from({ length: each }, next);
    });
    assert.deepEqual(made, made.toSorted());
    assert.equal(new Set(made).size, made.length);
  }), { numRuns: 30 });
});

test('more ids in one millisecond than the counter holds: still in order', () => {
  const next = createIds(() => 1_700_000_000_000);
  const made = Array.from({ length: 20_000 }, next);
  assert.deepEqual(made, made.toSorted());
  assert.equal(new Set(made).size, made.length);
  assert.ok(made.every((id) => version7.test(id)));
});

test('two processes in the same millisecond do not make the same ids', () => {
  const at = (): number => 1_700_000_000_000;
  const [a, b] = [createIds(at), createIds(at)];
  assert.equal(new Set([...Array.from({ length: 2_000 }, a), ...Array.from({ length: 2_000 }, b)]).size, 4_000);
});
