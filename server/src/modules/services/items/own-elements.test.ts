import assert from 'node:assert/strict';
import test from 'node:test';
import { ownElements, withoutLocked } from './own-elements.ts';

const base = { name: '食品', promisedDays: 6, fee: { charged: false, fen: 0 }, materials: [{ id: 'plan', days: 5 }, { id: 'chart', days: 5 }], themes: ['a', 'b'] };

test('only what the place set itself is its own, down to the member of a list', () => {
  const own = { ...base, promisedDays: 3, fee: { charged: false, fen: 10 }, materials: [{ id: 'plan', days: 5 }, { id: 'chart', days: 10 }, { id: 'lease', days: 1 }] };
  assert.deepEqual(ownElements(base, own), { promisedDays: 3, fee: { fen: 10 }, materials: [{ id: 'chart', days: 10 }, { id: 'lease', days: 1 }] });
  assert.deepEqual(ownElements(base, structuredClone(base)), {});
});

test('a list without ids is its own as a whole; what was taken away is null', () => {
  assert.deepEqual(ownElements(base, { ...base, themes: ['b'] }), { themes: ['b'] });
  const { promisedDays: _, ...without } = base;
  assert.deepEqual(ownElements(base, without), { promisedDays: null });
});

test('the order of keys is no difference', () => {
  assert.deepEqual(ownElements(base, { ...base, fee: { fen: 0, charged: false } }), {});
});

test('what is locked above gives way, nested and starred paths too; the rest stays', () => {
  const overlay = { promisedDays: 3, name: '小吃', materials: [{ id: 'chart', days: 10, note: 'x' }, { id: 'plan', note: 'y' }] };
  assert.deepEqual(withoutLocked(overlay, ['name', 'bases']), { kept: { promisedDays: 3, materials: overlay.materials }, dropped: ['name'] });
  assert.deepEqual(withoutLocked(overlay, ['materials.*.note']).kept, { promisedDays: 3, name: '小吃', materials: [{ id: 'chart', days: 10 }, { id: 'plan' }] });
  assert.deepEqual(withoutLocked(overlay, ['materials.chart']).kept['materials'], [{ id: 'plan', note: 'y' }]);
  assert.equal(overlay.materials.length, 2, 'what was given is not changed itself');
});
