import gcoordModule from 'gcoord';
import proj4 from 'proj4';
import { mapPositions, type Geometry, type Position } from './geometry.ts';

/** The package's types describe its ES module; what Node loads is its CommonJS one. */
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

/**
 * 坐标系: what senders may use; everything is kept in CGCS2000 degrees (国家大地坐标系, EPSG:4490). WGS 84 differs from it by
 * centimetres and is taken as the same. Gauss–Krüger zones are those of EPSG: 4491–4501 (6°, with zone number), 4502–4512 (6°),
 * 4513–4533 (3°, with zone number), 4534–4554 (3°); x is easting.
 */
export const nativeSystem = 'EPSG:4490';

const gaussKrueger = (meridian: number, easting: number): string => `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
const projections = new Map<string, string>([
  ['EPSG:3857', 'EPSG:3857'],
  ...Array.from({ length: 11 }, (_, i): [string, string] => [`EPSG:${4491 + i}`, gaussKrueger(75 + 6 * i, (13 + i) * 1e6 + 5e5)]),
  ...Array.from({ length: 11 }, (_, i): [string, string] => [`EPSG:${4502 + i}`, gaussKrueger(75 + 6 * i, 5e5)]),
  ...Array.from({ length: 21 }, (_, i): [string, string] => [`EPSG:${4513 + i}`, gaussKrueger(75 + 3 * i, (25 + i) * 1e6 + 5e5)]),
  ...Array.from({ length: 21 }, (_, i): [string, string] => [`EPSG:${4534 + i}`, gaussKrueger(75 + 3 * i, 5e5)]),
]);
const degrees = new Set([nativeSystem, 'EPSG:4326', 'OGC:CRS84']);
/** 火星坐标 and 百度坐标: offset systems of map providers. */
const offset: Record<string, 'GCJ02' | 'BD09'> = { GCJ02: 'GCJ02', BD09: 'BD09' };

export const systemsKnown: readonly string[] = [...degrees, ...Object.keys(offset), ...projections.keys()];

/** A converter to CGCS2000 degrees; undefined where the system is not known. */
function converter(system: string): ((p: Position) => Position) | undefined {
  if (degrees.has(system)) return (p) => p;
  const provider = offset[system];
  if (provider !== undefined) return ([x, y, ...rest]) => [...gcoord.transform([x!, y!], gcoord[provider], gcoord.WGS84), ...rest];
  const projection = projections.get(system);
  if (projection === undefined) return undefined;
  const way = proj4(projection, 'EPSG:4326');
  return ([x, y, ...rest]) => [...way.forward([x!, y!]), ...rest];
}

/** Centimetres: finer digits than this are noise of the conversion. */
const round = (n: number): number => Math.round(n * 1e8) / 1e8;

export function toDegrees(geometry: Geometry, system: string): Geometry | undefined {
  const convert = converter(system);
  if (convert === undefined) return undefined;
  return degrees.has(system) ? geometry : mapPositions(geometry, (p) => convert(p).map(round));
}
