import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardSchema, widgetSchema } from './board-kind.ts';
import { generalise } from './layer-outline.ts';

const figure = { id: 'w', title: '数', chart: 'figure', register: 'school', measures: [{ as: 'n', fn: 'count' }] };
const accepted = (widget: object): boolean => widgetSchema.safeParse({ ...figure, ...widget }).success;

test('a widget says what it needs: groups, a layer for maps, nothing that is not known', () => {
  assert.ok(accepted({}));
  assert.ok(accepted({ chart: 'bar', groupBy: [{ column: 'kind' }] }));
  assert.ok(accepted({ chart: 'map', layer: 'prefecture-boundary', groupBy: [{ column: 'division' }] }));
  assert.ok(!accepted({ groupBy: [{ column: 'kind' }] }), 'a figure is one number');
  assert.ok(!accepted({ chart: 'bar' }), 'bars need groups');
  assert.ok(!accepted({ chart: 'map', groupBy: [{ column: 'division' }] }), 'a map needs a layer');
  assert.ok(!accepted({ layer: 'prefecture-boundary' }), 'only a map has a layer');
  assert.ok(!accepted({ sql: 'select 1' }));
  assert.ok(!accepted({ measures: [{ as: 'n; drop', fn: 'count' }] }));
  assert.ok(!boardSchema.safeParse({ title: '板', widgets: [figure, figure] }).success, 'a widget is there twice');
});

test('an outline keeps its ends and its bends, and loses what is finer than the step', () => {
  const straight = Array.from({ length: 101 }, (_, i) => [i / 100, 0.0004 * (i % 2)]);
  assert.deepEqual(generalise(straight, 0.001), [straight[0], straight.at(-1)]);
  const corner = [[0, 0], [0.5, 0.0001], [1, 0], [1, 0.5], [1, 1]];
  assert.deepEqual(generalise(corner, 0.001), [[0, 0], [1, 0], [1, 1]]);
  const ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]];
  assert.deepEqual(generalise(ring, 0.01), ring, 'a closed ring is not lost');
});
