import type { Position } from '#engines/places';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Visualisation } from './deps.ts';

/** Of the layer's longer side: finer bends are not seen on a statistical map. */
const tolerance = 1 / 400;
const featuresMax = 300;

/** 统计地图的轮廓: outer rings of a layer's areas, generalised (Douglas–Peucker), small islands left out. */
export async function layerOutline(v: Visualisation, ctx: Context, input: ParsedInputOf<typeof c.layerOutline>): Promise<OutputOf<typeof c.layerOutline>> {
  const { definition } = v.places.layer(input.layer);
  const { features } = await v.places.list(ctx, input.layer, { limit: featuresMax });
  const outer = features.map((f) => ({ f, rings: outerRings(f.geometry.type, f.geometry.coordinates) }));
  const all = outer.flatMap((o) => o.rings.flat());
  const box = all.length === 0 ? null : [Math.min(...all.map((p) => p[0]!)), Math.min(...all.map((p) => p[1]!)), Math.max(...all.map((p) => p[0]!)), Math.max(...all.map((p) => p[1]!))];
  const step = box === null ? 0 : Math.max(box[2]! - box[0]!, box[3]! - box[1]!) * tolerance;
  return {
    layer: input.layer, title: textIn(definition.title, ctx.locale), note: definition.note === undefined ? null : textIn(definition.note, ctx.locale), box,
    areas: outer.map(({ f, rings }) => ({
      division: f.division ?? '', name: definition.label === undefined ? f.key : String(f.properties[definition.label] ?? f.key),
      rings: rings.map((ring) => generalise(ring, step).map((p) => [round(p[0]!), round(p[1]!)])).filter((ring) => ring.length >= 4),
    })),
  };
}

const round = (n: number): number => Math.round(n * 1e4) / 1e4;

function outerRings(type: string, coordinates: unknown): Position[][] {
  if (type === 'Polygon') return [(coordinates as Position[][])[0]!];
  if (type === 'MultiPolygon') return (coordinates as Position[][][]).map((polygon) => polygon[0]!);
  return [];
}

/** Douglas–Peucker without recursion: bends smaller than `step` (degrees) go. */
export function generalise(line: readonly Position[], step: number): Position[] {
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  // a closed ring begins where it ends: it is split at its farthest point
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    let [far, at] = [step, -1];
    for (let i = from + 1; i < to; i++) {
      const d = distance(line[i]!, line[from]!, line[to]!);
      if (d > far) [far, at] = [d, i];
    }
    if (at === -1) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** Of a point from a segment, in degrees; from the point where the segment is one. */
function distance([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx! - ax!, by! - ay!];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(Math.max(((x! - ax!) * dx + (y! - ay!) * dy) / length, 0), 1);
  return Math.hypot(x! - ax! - t * dx, y! - ay! - t * dy);
}
