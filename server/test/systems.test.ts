import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readClaims, readInventory, readStories } from '../../scripts/read-systems.ts';

const root = path.resolve(import.meta.dirname, '../..');
const inventory = readInventory(root);
const known = new Set(inventory.systems.map((s) => s.id));
const claims = readClaims(root);
const stories = readStories(root);

test('the inventory has 384 systems, each once, in a known group, with names in both languages', () => {
  assert.equal(inventory.systems.length, 384);
  assert.equal(known.size, 384);
  const groups = new Set(inventory.groups.map((g) => g.id));
  assert.deepEqual(inventory.systems.filter((s) => !groups.has(s.group) || s.zh === '' || s.en === '').map((s) => s.id), []);
});

test('what modules and content claim is in the inventory', () => {
  assert.ok(claims.length > 0);
  assert.deepEqual(claims.filter((c) => !known.has(c.id)), []);
});

test('no system is claimed twice', () => {
  const places = Map.groupBy(claims, (c) => c.id);
  assert.deepEqual([...places.values()].filter((p) => p.length > 1).map((p) => `${p[0]!.id}: ${p.map((c) => c.place).join(', ')}`), []);
});

test('every claimed system has a story', () => {
  assert.deepEqual(claims.filter((c) => !stories.has(c.id)).map((c) => `${c.id} (${c.place}) has no story in stories/`), []);
});

test('stories tell of systems that are in the inventory and claimed', () => {
  const claimed = new Set(claims.map((c) => c.id));
  assert.deepEqual([...stories].filter(([id]) => !known.has(id) || !claimed.has(id)).map(([id, files]) => `${id} (${files.join(', ')})`), []);
});
