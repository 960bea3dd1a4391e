import assert from 'node:assert/strict';
import * as spatial from '../server/src/modules/data/spatial/contract.ts';
import { story } from './harness.ts';
import { refused } from './refused.ts';

const feature = (id: string, geometry: object, properties: object): object => ({ type: 'Feature', id, geometry, properties });
const square = (x: number, y: number, side: number): object => ({ type: 'Polygon', coordinates: [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]] });

story(['geospatial-db', 'land-space-platform', 'cim-db'], 'a surveyor hands in a layer in metres; the library keeps one coordinate system, present and planned, above and below, now and later', async (province) => {
  await province.settle();
  const keeper = await province.signIn('o087');

  // one library: present and planned land, the city above and below ground, indoor and outdoor
  const { layers, system } = await keeper.call(spatial.listLayers, {});
  const byId = new Map(layers.map((l) => [l.id, l]));
  assert.equal(system, 'EPSG:4490');
  assert.deepEqual(['land-use', 'plan-zone'].map((id) => [byId.get(id)?.state, byId.get(id)?.count]), [['present', 80], ['planned', 80]]);
  assert.deepEqual(['building', 'underground-space', 'indoor-space', 'land-use'].map((id) => byId.get(id)?.space), ['above', 'underground', 'indoor', 'surface']);

  // a file in Gauss–Krüger metres (3° zone 42, central meridian 126°): good features in, bad ones in a report with their reason
  const bytes = Buffer.from(JSON.stringify({
    type: 'FeatureCollection', features: [
      // on the central meridian the easting is 42,500,000 m
      feature('SURVEY-1', square(42_500_000, 4_858_000, 100), { code: '0103', area: 10_000, division: '220102' }),
      feature('SURVEY-2', square(42_500_200, 4_858_000, 100), { code: 'XXXX', area: 10_000, division: '220102' }),
      feature('SURVEY-3', { type: 'Polygon', coordinates: [[[42_500_000, 4_858_000], [42_500_100, 4_858_000]]] }, { code: '0103', division: '220102' }),
    ],
  }));
  const fileId = await keeper.upload('地类图斑.json', bytes, 'application/json');
  const load = { layer: 'land-use', fileId, system: 'EPSG:4530', source: '示范测绘' };
  const report = await keeper.call(spatial.loadLayer, load);
  assert.deepEqual([report.read, report.created, report.refused], [3, 1, 2]);
  assert.deepEqual(report.refusedFeatures.map((r) => r.number), [2, 3]);
  const again = await keeper.call(spatial.loadLayer, load);
  assert.deepEqual([again.repeated, again.loadId], [true, report.loadId]);

  // kept in degrees of CGCS2000: found by a box in degrees, its corner on the meridian to a centimetre
  const found = await keeper.call(spatial.listFeatures, { layer: 'land-use', box: '125.99,43.8,126.01,44.0' });
  const parcel = found.features.find((f) => f.key === 'SURVEY-1')!;
  const ring = (parcel.geometry.coordinates as [number, number][][])[0]!;
  assert.ok(ring.some(([x]) => Math.abs(x - 126) < 1e-7), JSON.stringify(ring));
  assert.equal(parcel.version, 1);

  // a change is based on a version
  const change = { layer: 'land-use', id: parcel.id, geometry: parcel.geometry, properties: { ...parcel.properties, code: '0701' }, source: '变更调查' };
  assert.equal((await keeper.call(spatial.changeFeature, { ...change, version: 1 })).version, 2);
  await refused('places.stale', keeper.call(spatial.changeFeature, { ...change, version: 1 }));

  // here: from the parcel and its plan to the building above and the garage below
  // what lies below is for officials, of whatever body
  const district = await province.signIn('o006');
  const [anyGarage] = (await district.call(spatial.listFeatures, { layer: 'underground-space', limit: 1 })).features;
  const corner = (anyGarage!.geometry.coordinates as [number, number][][])[0]![0]!;
  const below = await district.call(spatial.here, { x: corner[0] + 0.0002, y: corner[1] + 0.0002 });
  const ids = below.layers.map((l) => l.layer);
  for (const id of ['land-use', 'plan-zone', 'building', 'underground-space']) assert.ok(ids.includes(id), `${id} is here: ${ids.join()}`);

  // past, present and future stand in one layer
  const count = async (on?: string): Promise<number> => {
    let n = 0;
    for (let cursor: string | undefined; ;) {
      const page = await keeper.call(spatial.listFeatures, { layer: 'building', limit: 1000, ...(on === undefined ? {} : { on }), ...(cursor === undefined ? {} : { cursor }) });
      n += page.features.length;
      if (page.next === null) return n;
      cursor = page.next;
    }
  };
  const [then, all] = [await count('1990-01-01'), await count()];
  assert.ok(then > 0 && then < all && (await count('2026-11-22')) <= all, `${then} of ${all}`);

  // what is not open is for officials only; open layers go out as OGC features
  const visitor = province.visitor;
  await refused('http.signIn', visitor.call(spatial.listFeatures, { layer: 'pipe' }));
  const collections = (await (await visitor.get('/ogc/collections')).json()) as { collections: { id: string }[] };
  assert.ok(collections.collections.some((c) => c.id === 'buildings-demo'));
  assert.equal(collections.collections.some((c) => c.id.includes('pipe')), false);
  const now = (await (await visitor.get('/ogc/collections/buildings-demo/items?limit=1000&datetime=1990-01-01T00:00:00Z')).json()) as { numberReturned: number };
  assert.equal(now.numberReturned, then);
});
