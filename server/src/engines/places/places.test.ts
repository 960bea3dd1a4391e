import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { cellToParent, latLngToCell } from 'h3-js';
import { codeListKind, createContent } from '#engines/content';
import { anonymous, system, type Actor, type Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createPlaces, layerKind, type FeatureInput, type Geometry } from './index.ts';
import { toDegrees } from './reference-systems.ts';

const pack = {
  'pack.yaml': 'id: park\nname: { zh: 公园 }\nversion: "1"\n',
  'kinds.yaml': 'kind: code-list\nid: tree\nname: 树种\ncodes: [{ code: "1", name: 榆 }, { code: "2", name: 柳 }]\n',
  'bed.yaml': `kind: layer
id: bed
title: { zh: 花坛 }
theme: 城市部件
geometry: [Polygon, MultiPolygon]
open: true
label: name
properties:
  - { id: name, title: 名称, type: text, required: true }
  - { id: area, title: 面积, type: number, unit: m² }
`,
  'tree.yaml': `kind: layer
id: tree
title: { zh: 树 }
theme: 城市部件
geometry: [Point]
divisionProperty: division
properties:
  - { id: kind, title: 树种, type: code, codeList: tree }
  - { id: division, title: 区划, type: text, required: true }
  - { id: plantedOn, title: 栽植日期, type: date }
`,
};
const gardener: Actor = { kind: 'officer', accountId: null, personId: null, partyId: null, organisations: ['11220100YW0000001X'], divisions: ['2201'], permissions: new Set(), name: '园丁' };
const farGardener: Actor = { ...gardener, divisions: ['2202'] };
const made = { source: '普查' };
const square = (x: number, y: number, side = 0.01): Geometry => ({ type: 'Polygon', coordinates: [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]] });
const refused = (code: string) => (error: unknown): boolean => error instanceof Refusal && error.code === code;

async function park(t: TestContext) {
  const db = await testDatabase(t);
  const content = createContent({ packs: [pack] });
  for (const kind of [codeListKind, layerKind]) content.registerKind(kind);
  await content.load();
  const newId = createIds(() => Date.now());
  const context = (actor: Actor, tx: Context['tx']): Context => ({ tx, actor, now: new Date('2026-11-22T00:00:00Z'), newId, locale: 'zh', requestId: 't' });
  const places = createPlaces({ content });
  const write = <T>(use: (ctx: Context) => Promise<T> | T, actor = gardener): Promise<T> => db.write(actor, async (tx) => use(context(actor, tx)));
  const load = (layer: string, text: string | Uint8Array, options = {}) => write((ctx) => places.load(ctx, layer, (async function* () { yield typeof text === 'string' ? Buffer.from(text) : text; })(), { ...made, ...options }));
  return { db, places, write, load };
}
const bed = (key: string, x: number, y: number, name = key): FeatureInput => ({ key, geometry: square(x, y), properties: { name } });

test('features are found by box, edges included, page by page, by day and by property', async (t) => {
  const { places, write } = await park(t);
  await write((ctx) => {
    for (let i = 0; i < 5; i++) places.put(ctx, 'bed', bed(`b${i}`, 125 + i, 43), made);
    places.put(ctx, 'bed', { ...bed('old', 125, 43, '旧花坛'), endsOn: '2020-01-01' }, made);
  });
  const list = (query: Parameters<typeof places.list>[2]) => write((ctx) => places.list(ctx, 'bed', query), anonymous);
  const keys = async (query: Parameters<typeof places.list>[2]) => (await list(query)).features.map((f) => f.key).sort();
  assert.deepEqual(await keys({ box: [125.01, 43.01, 126.5, 44] }), ['b0', 'b1', 'old']);
  assert.deepEqual(await keys({ box: [125.01, 43.01, 126.5, 44], on: '2026-11-22' }), ['b0', 'b1']);
  assert.deepEqual(await keys({ box: [125.011, 43.011, 125.9, 44] }), []);
  assert.deepEqual(await keys({ where: { name: '旧花坛' } }), ['old']);
  assert.deepEqual(await keys({ where: { name: '旧花坛' }, box: [126, 43, 127, 44] }), []);
  for (const box of [undefined, [124, 42, 131, 44] as const]) {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await list({ box, limit: 2, cursor });
      seen.push(...page.features.map((f) => f.key));
      if (page.next === null) break;
      cursor = page.next;
    }
    assert.deepEqual(seen.toSorted(), ['b0', 'b1', 'b2', 'b3', 'b4', 'old']);
  }
  await assert.rejects(list({ box: [126, 43, 125, 44] }), refused('places.boxInvalid'));
  await assert.rejects(list({ cursor: "1' or 1=1" }), refused('places.cursorInvalid'));
  assert.deepEqual(await write((ctx) => places.summary(ctx, 'bed')), { count: 6, extent: [125, 43, 129.01, 43.01], updatedAt: '2026-11-22T00:00:00Z' });
});

test('a closed layer is seen in the scope of its division only', async (t) => {
  const { places, write } = await park(t);
  await write((ctx) => {
    for (const [key, division] of [['a', '220102'], ['b', '220202']] as const) places.put(ctx, 'tree', { key, geometry: { type: 'Point', coordinates: [125.3, 43.9] }, properties: { kind: '1', division } }, made);
  });
  const seen = async (actor: Actor, box?: readonly [number, number, number, number]) => (await write((ctx) => places.list(ctx, 'tree', { box }), actor)).features.map((f) => f.key);
  for (const box of [undefined, [125, 43, 126, 44] as const]) {
    assert.deepEqual(await seen(gardener, box), ['a']);
    assert.deepEqual(await seen(farGardener, box), ['b']);
    // the data of a division are seen by whoever has it as her territory, in charge of it or not
    assert.deepEqual(await seen({ ...gardener, divisions: [], territories: ['22'] }, box), ['a', 'b']);
    assert.deepEqual(await seen({ ...gardener, divisions: [], territories: ['2202'] }, box), ['b']);
    assert.deepEqual(await seen({ ...gardener, territories: [] }, box), []);
    assert.deepEqual(await seen(anonymous, box), []);
    assert.deepEqual(await seen(system, box), ['a', 'b']);
  }
});

test('a point is in the areas that hold it, holes are not', async (t) => {
  const { places, write } = await park(t);
  const ring: Geometry = { type: 'Polygon', coordinates: [...(square(125, 43, 1).coordinates as number[][][]), (square(125.4, 43.4, 0.2).coordinates as number[][][])[0]!.toReversed()] };
  await write((ctx) => {
    places.put(ctx, 'bed', { key: 'ring', geometry: ring, properties: { name: '环' } }, made);
    places.put(ctx, 'bed', { key: 'in', geometry: square(125.45, 43.45, 0.1), properties: { name: '心' } }, made);
  });
  const at = (x: number, y: number) => write(async (ctx) => (await places.at(ctx, 'bed', [x, y])).map((f) => f.key));
  assert.deepEqual(await at(125.5, 43.5), ['in']);
  assert.deepEqual(await at(125.1, 43.1), ['ring']);
  assert.deepEqual(await at(124.9, 43.1), []);
});

test('changes keep every version; another version is refused', async (t) => {
  const { db, places, write } = await park(t);
  const { id } = await write((ctx) => places.put(ctx, 'bed', bed('b', 125, 43), made));
  await write((ctx) => places.change(ctx, 'bed', id, { ...bed('b', 126, 43), endsOn: '2026-12-01' }, { ...made, basedOnVersion: 1 }));
  await assert.rejects(write((ctx) => places.change(ctx, 'bed', id, bed('b', 127, 43), { ...made, basedOnVersion: 1 })), refused('places.stale'));
  await assert.rejects(write((ctx) => places.change(ctx, 'bed', id.replace(/^./, '1'), bed('b', 127, 43), { ...made, basedOnVersion: 1 })), refused('places.notFound'));
  const found = await write((ctx) => places.find(ctx, 'bed', id));
  assert.deepEqual([found?.version, found?.endsOn, (found!.geometry.coordinates as number[][][])[0]![0]], [2, '2026-12-01', [126, 43]]);
  const kinds = await db.owner(async (c) => (await c.query<{ kind: string }>('select kind from places.action order by version')).rows.map((r) => r.kind));
  assert.deepEqual(kinds, ['create', 'end']);
});

test('wrong geometries and properties are refused, each by name', async (t) => {
  const { places, write } = await park(t);
  const put = (layer: string, geometry: unknown, properties: Record<string, unknown> = { name: 'x' }, system?: string) => write((ctx) => places.put(ctx, layer, { key: 'k', geometry, properties }, { ...made, system }));
  const open = { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1]]] };
  const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => [inner], 1);
  for (const geometry of [null, 'POINT(1 1)', {}, { type: 'Point', coordinates: [1, 1] }, { type: 'GeometryCollection', geometries: [] }, open, { type: 'Polygon', coordinates: [] }, { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [0, 0]]] },
    { type: 'Polygon', coordinates: deep }, { type: 'Polygon', coordinates: [[[0, 0], [1, Number.NaN], [1, 1], [0, 0]]] }, { type: 'Polygon', coordinates: square(500_000, 4_800_000).coordinates }, { type: '__proto__', coordinates: [] }]) {
    await assert.rejects(put('bed', geometry), refused('places.geometryInvalid'), JSON.stringify(geometry)?.slice(0, 60));
  }
  await assert.rejects(put('bed', square(1, 1), { name: 'x', colour: 'red' }), refused('places.propertiesInvalid'));
  await assert.rejects(put('bed', square(1, 1), {}), refused('places.propertiesInvalid'));
  await assert.rejects(put('bed', square(1, 1), { name: 'x', area: '1e999' }), refused('places.propertiesInvalid'));
  await assert.rejects(put('tree', { type: 'Point', coordinates: [1, 1] }, { division: '22', kind: '9' }), refused('places.propertiesInvalid'));
  await assert.rejects(put('tree', { type: 'Point', coordinates: [1, 1] }, { division: '22', plantedOn: '2026-02-30' }), refused('places.propertiesInvalid'));
  await assert.rejects(put('bed', square(1, 1), { name: 'x' }, 'EPSG:2154'), refused('places.systemUnknown'));
  await assert.rejects(put('drop', square(1, 1)), refused('places.unknownLayer'));
});

test('rings are wound as RFC 7946 wants them, heights are kept', async (t) => {
  const { places, write } = await park(t);
  const clockwise = { type: 'Polygon', coordinates: [[[0, 0, 5], [0, 1, 5], [1, 1, 5], [1, 0, 5], [0, 0, 5]]] };
  const { id } = await write((ctx) => places.put(ctx, 'bed', { key: 'k', geometry: clockwise, properties: { name: 'x' } }, made));
  const found = await write((ctx) => places.find(ctx, 'bed', id));
  assert.deepEqual(found?.geometry.coordinates, [[[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 1, 5], [0, 0, 5]]]);
});

test('reference systems: meridians of the zones fall where their names say, offset systems move by what they move', () => {
  const point = (system: string, coordinates: number[]): number[] => toDegrees({ type: 'Point', coordinates }, system)!.coordinates as number[];
  // on the central meridian the easting is the false easting whatever the latitude; on the equator the northing is 0
  for (const [system, meridian, easting] of [['EPSG:4497', 111, 19_500_000], ['EPSG:4508', 111, 500_000], ['EPSG:4530', 126, 42_500_000], ['EPSG:4551', 126, 500_000]] as const) {
    const [x, y] = point(system, [easting, 0]);
    assert.ok(Math.abs(x! - meridian) < 1e-7 && Math.abs(y!) < 1e-7, system);
  }
  // the quadrant of the GRS80 meridian is 10 001 965.729 m (Moritz 1980)
  assert.ok(Math.abs(point('EPSG:4551', [500_000, 10_001_965.729])[1]! - 90) < 1e-6);
  const [x, y] = point('GCJ02', [125.3245, 43.8868]);
  const metres = Math.hypot((x! - 125.3245) * 80_000, (y! - 43.8868) * 111_000);
  assert.ok(metres > 100 && metres < 1000, `${metres}`);
  assert.deepEqual(point('EPSG:3857', [0, 0]).map(Math.abs), [0, 0]);
  assert.equal(toDegrees({ type: 'Point', coordinates: [0, 0] }, 'EPSG:9999'), undefined);
});

test('cells are counted by their parents as H3 counts them', async (t) => {
  const { places, write } = await park(t);
  const points = Array.from({ length: 60 }, (_, i) => [125 + i / 50, 43.5 + (i % 7) / 30] as const);
  await write((ctx) => points.forEach(([x, y], i) => places.put(ctx, 'tree', { key: `t${i}`, geometry: { type: 'Point', coordinates: [x, y] }, properties: { division: '220102' } }, made)));
  for (const resolution of [3, 5, 8, 9]) {
    const expected = new Map<string, number>();
    for (const [x, y] of points) {
      const cell = cellToParent(latLngToCell(y, x, 9), resolution);
      expected.set(cell, (expected.get(cell) ?? 0) + 1);
    }
    const counted = await write((ctx) => places.countByCell(ctx, 'tree', [120, 40, 130, 46], resolution));
    assert.deepEqual(new Map(counted.map((c) => [c.cell, c.count] as const).toSorted()), new Map([...expected].toSorted()));
  }
});

const lineOf = (key: string, x: number, properties: Record<string, unknown> = { name: key }): string => JSON.stringify({ type: 'Feature', id: key, geometry: square(x, 43), properties });

test('a load takes the good features, reports the bad ones, and the same again changes nothing', async (t) => {
  const { places, write, load } = await park(t);
  const text = [lineOf('a', 125), lineOf('b', 126, {}), '{"type":"Feature"}', lineOf('c', 127), lineOf('a', 128), ''].join('\n');
  const first = await load('bed', text);
  assert.deepEqual([first.read, first.created, first.refused, first.refusedFeatures.map((r) => r.number)], [5, 2, 3, [2, 3, 5]]);
  assert.equal(first.digest, createHash('sm3').update(text).digest('hex'));
  assert.deepEqual([(await load('bed', text)).repeated, (await write((ctx) => places.summary(ctx, 'bed'))).count], [true, 2]);
  const next = await load('bed', `${lineOf('a', 125)}\n${lineOf('c', 129)}\n`);
  assert.deepEqual([next.created, next.changed, next.unchanged], [0, 1, 1]);
  const collection = await load('bed', JSON.stringify({ type: 'FeatureCollection', name: 'beds', features: [JSON.parse(lineOf('d', 120))] }, null, 2));
  assert.deepEqual([collection.created, collection.refused], [1, 0]);
  const keyed = await load('bed', JSON.stringify({ type: 'Feature', geometry: square(121, 43), properties: { name: '以名为键' } }), { keyProperty: 'name' });
  assert.equal(keyed.created, 1);
});

test('hostile files: nothing is half-loaded', async (t) => {
  const { places, write, load } = await park(t);
  await assert.rejects(load('bed', `${lineOf('a', 125)}\n{"type":`), refused('places.loadInvalid'));
  await assert.rejects(load('bed', Buffer.concat([Buffer.from(lineOf('a', 125)), Buffer.from([0xff, 0xfe])])), refused('places.loadInvalid'));
  await assert.rejects(load('bed', JSON.stringify({ type: 'FeatureCollection', features: 7 })), refused('places.loadInvalid'));
  await assert.rejects(load('bed', 'x'.repeat((8 << 20) + 10)), refused('places.loadTooLarge'));
  await assert.rejects(load('bed', lineOf('a', 125), { system: 'EPSG:1' }), refused('places.systemUnknown'));
  assert.equal((await write((ctx) => places.summary(ctx, 'bed'))).count, 0);
});

test('a box of a large layer goes by its index', async (t) => {
  const { db, load } = await park(t);
  await load('bed', Array.from({ length: 3000 }, (_, i) => lineOf(`k${i}`, -170 + i / 10)).join('\n'));
  const plan = await db.owner(async (c) => {
    await c.query('analyze places.feature');
    await c.query('set enable_seqscan = on');
    const { rows } = await c.query<{ 'QUERY PLAN': string }>("explain select * from places.feature where layer = 'bed' and extent && '((125.02,44),(125,43))'::box order by id limit 100");
    return rows.map((r) => r['QUERY PLAN']).join('\n');
  });
  assert.match(plan, /feature_extent/);
});
