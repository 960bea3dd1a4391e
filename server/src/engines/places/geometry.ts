/** GeoJSON geometries (RFC 7946 §3.1) of one position up to many polygons; collections are not features of a layer. */
export const geometryTypes = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'] as const;
export type GeometryType = (typeof geometryTypes)[number];
/** Longitude and latitude in degrees; a height in metres may follow. */
export type Position = number[];
export interface Geometry {
  type: GeometryType;
  coordinates: unknown;
}
/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** How deep the positions of a type lie. */
const depths: Record<GeometryType, number> = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
const positionsMax = 200_000;

/** A geometry that is wrong, in words for people. */
export class GeometryFault extends Error {
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
    this.en = en;
  }
}
const fault = (zh: string, en: string): never => {
  throw new GeometryFault(zh, en);
};

/** Every position, in order; `at` gets the ring or line that it belongs to. */
export function* positionsOf(geometry: Geometry): Generator<Position> {
  const down = function* (part: unknown, depth: number): Generator<Position> {
    if (depth === 0) yield part as Position;
    else for (const inner of part as unknown[]) yield* down(inner, depth - 1);
  };
  yield* down(geometry.coordinates, depths[geometry.type]);
}

/** The same geometry with each position changed. */
export function mapPositions(geometry: Geometry, change: (p: Position) => Position): Geometry {
  const down = (part: unknown, depth: number): unknown => (depth === 0 ? change(part as Position) : (part as unknown[]).map((inner) => down(inner, depth - 1)));
  return { type: geometry.type, coordinates: down(geometry.coordinates, depths[geometry.type]) };
}

const lines = (geometry: Geometry): { line: Position[]; ring: boolean }[] => {
  const { type, coordinates } = geometry;
  if (type === 'LineString') return [{ line: coordinates as Position[], ring: false }];
  if (type === 'MultiLineString') return (coordinates as Position[][]).map((line) => ({ line, ring: false }));
  if (type === 'Polygon') return (coordinates as Position[][]).map((line) => ({ line, ring: true }));
  if (type === 'MultiPolygon') return (coordinates as Position[][][]).flat().map((line) => ({ line, ring: true }));
  return [];
};

/** Checks shape, depth, number and nature of the positions; degrees are checked after conversion (`checkDegrees`). */
export function checkGeometry(value: unknown, allowed: readonly GeometryType[] = geometryTypes): Geometry {
  if (typeof value !== 'object' || value === null) fault('缺少几何图形', 'there is none');
  const { type, coordinates } = value as Geometry;
  if (!geometryTypes.includes(type)) fault('几何类型不在 RFC 7946 之列', 'its type is not one of RFC 7946');
  if (!allowed.includes(type)) fault(`此图层只收 ${allowed.join('、')}`, `this layer takes ${allowed.join(', ')} only`);
  let count = 0;
  const look = (part: unknown, depth: number): void => {
    if (!Array.isArray(part)) fault('坐标层次不对', 'coordinates are nested wrongly');
    const list = part as unknown[];
    if (depth > 0) {
      if (list.length === 0) fault('坐标为空', 'coordinates are empty');
      for (const inner of list) look(inner, depth - 1);
      return;
    }
    if (++count > positionsMax) fault(`坐标点超过 ${positionsMax} 个`, `there are more than ${positionsMax} positions`);
    if (list.length < 2 || list.length > 3 || !list.every((n) => typeof n === 'number' && Number.isFinite(n))) fault('坐标点须为两个或三个有限数', 'a position has two or three finite numbers');
  };
  look(coordinates, depths[type]);
  const geometry = { type, coordinates };
  for (const { line, ring } of lines(geometry)) {
    if (line.length < (ring ? 4 : 2)) fault(ring ? '面的环至少四个点' : '线至少两个点', ring ? 'a ring has four positions at least' : 'a line has two positions at least');
    const [first, last] = [line[0]!, line.at(-1)!];
    if (ring && (first[0] !== last[0] || first[1] !== last[1])) fault('面的环没有闭合', 'a ring is not closed');
  }
  return geometry;
}

/** Longitude −180…180, latitude −90…90 (RFC 7946 §4). */
export function checkDegrees(geometry: Geometry): Geometry {
  for (const [x, y] of positionsOf(geometry)) if (Math.abs(x!) > 180 || Math.abs(y!) > 90) fault('经纬度超出范围（坐标系不对？）', 'degrees are out of range (another reference system?)');
  return geometry;
}

/** RFC 7946 §3.1.6: the outer ring runs against the clock, inner ones with it. Maps that fill by direction need it. */
export function windRings(geometry: Geometry): Geometry {
  const wind = (rings: Position[][]): Position[][] => rings.map((ring, i) => (areaTwice(ring) < 0 === (i === 0) ? ring.toReversed() : ring));
  if (geometry.type === 'Polygon') return { type: 'Polygon', coordinates: wind(geometry.coordinates as Position[][]) };
  if (geometry.type === 'MultiPolygon') return { type: 'MultiPolygon', coordinates: (geometry.coordinates as Position[][][]).map(wind) };
  return geometry;
}

/** Twice the signed area in square degrees; positive against the clock. */
function areaTwice(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  return sum;
}

export function boxOf(geometry: Geometry): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of positionsOf(geometry)) {
    west = Math.min(west, x!);
    south = Math.min(south, y!);
    east = Math.max(east, x!);
    north = Math.max(north, y!);
  }
  return [west, south, east, north];
}

/** Whether a point lies in a Polygon or MultiPolygon (even–odd over all rings); on its edge either way. */
export function holds(geometry: Geometry, [x, y]: readonly [number, number]): boolean {
  let inside = false;
  for (const { line, ring } of lines(geometry)) {
    if (!ring) continue;
    for (let i = 1; i < line.length; i++) {
      const [ax, ay] = line[i - 1] as [number, number];
      const [bx, by] = line[i] as [number, number];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
