import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Outlines of the prefectures of Jilin, from the map data of the charting library echarts 4.9.0 (Apache-2.0), about 2019, generalised and
 * no approved map (无审图号): a place loads its official data instead.
 *   npm pack echarts@4.9.0, unpack, then: node scripts/data/make-boundaries.ts <folder>/map/json/province/jilin.json
 */
interface Encoded {
  UTF8Encoding: boolean;
  features: { id: string; properties: { name: string; cp: [number, number] }; geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: string[] | string[][]; encodeOffsets: [number, number][] | [number, number][][] } }[];
}

/** Steps of 1/1024 degree, zig-zag coded, each on top of the last. */
function decode(text: string, [offsetX, offsetY]: [number, number]): number[][] {
  const step = (code: number): number => (code >> 1) ^ -(code & 1);
  const ring: number[][] = [];
  let [x, y] = [offsetX, offsetY];
  for (let i = 0; i < text.length; i += 2) {
    x += step(text.charCodeAt(i) - 64);
    y += step(text.charCodeAt(i + 1) - 64);
    ring.push([Number((x / 1024).toFixed(5)), Number((y / 1024).toFixed(5))]);
  }
  return ring;
}

const source = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Encoded;
const lines = source.features.map(({ id, properties, geometry }) => {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates as string[]] : (geometry.coordinates as string[][]);
  const offsets = geometry.type === 'Polygon' ? [geometry.encodeOffsets as [number, number][]] : (geometry.encodeOffsets as [number, number][][]);
  const coordinates = polygons.map((rings, i) => rings.map((ring, k) => closed(decode(ring, offsets[i]![k]!))).filter((ring) => ring.length >= 4)).filter((rings) => rings.length > 0);
  return JSON.stringify({ type: 'Feature', id, geometry: { type: 'MultiPolygon', coordinates }, properties: { division: id.slice(0, 4), name: properties.name } });
});

function closed(ring: number[][]): number[][] {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

writeFileSync(path.resolve(import.meta.dirname, '../../content/jilin/layers/prefecture-boundary.geojsonl'), `${lines.join('\n')}\n`);
