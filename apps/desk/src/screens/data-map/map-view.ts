/** What of the earth is in sight, in degrees. */
export interface View {
  west: number;
  south: number;
  east: number;
  north: number;
}
export type Position = readonly number[];

/** The drawing's own units. */
export const canvas = { width: 800, height: 560 } as const;
const degreesMin = 0.0005;

const narrow = (view: View): number => Math.cos((((view.south + view.north) / 2) * Math.PI) / 180);

/** The least view of the drawing's shape that holds all of these extents. */
export function fit(extents: readonly (readonly number[])[], margin = 0.06): View {
  const [west, south, east, north] = [Math.min(...extents.map((e) => e[0]!)), Math.min(...extents.map((e) => e[1]!)), Math.max(...extents.map((e) => e[2]!)), Math.max(...extents.map((e) => e[3]!))];
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  const cos = Math.cos((y * Math.PI) / 180);
  const high = Math.max(north - south, ((east - west) * cos * canvas.height) / canvas.width, degreesMin) * (1 + margin);
  const wide = (high * canvas.width) / canvas.height / cos;
  return { west: x - wide / 2, south: y - high / 2, east: x + wide / 2, north: y + high / 2 };
}

/** By shares of what is in sight: (0.25, 0) looks a quarter further east. */
export const pan = (view: View, x: number, y: number): View => {
  const [wide, high] = [(view.east - view.west) * x, (view.north - view.south) * y];
  return { west: view.west + wide, east: view.east + wide, south: view.south + high, north: view.north + high };
};

/** Factor below 1 comes nearer; around the middle. */
export function zoom(view: View, factor: number): View {
  const [x, y] = [(view.west + view.east) / 2, (view.south + view.north) / 2];
  const high = Math.min(Math.max((view.north - view.south) * factor, degreesMin), 60);
  const wide = ((view.east - view.west) * high) / (view.north - view.south);
  return { west: x - wide / 2, east: x + wide / 2, south: y - high / 2, north: y + high / 2 };
}

export const boxOf = (view: View): string => [Math.max(view.west, -180), Math.max(view.south, -90), Math.min(view.east, 180), Math.min(view.north, 90)].map((n) => n.toFixed(5)).join(',');

/** Degrees as they are, narrowed by the cosine of the middle latitude. */
export const place = (view: View, [x = 0, y = 0]: Position): [number, number] => [((x - view.west) / (view.east - view.west)) * canvas.width, ((view.north - y) / (view.north - view.south)) * canvas.height];

/** Metres that a tenth of the drawing's width shows. */
export const metresAcross = (view: View): number => (view.east - view.west) * narrow(view) * 111_320;

const lineOf = (view: View, line: readonly Position[]): string => line.map((p, i) => `${i === 0 ? 'M' : 'L'}${place(view, p).map((n) => n.toFixed(1)).join(' ')}`).join('');

/** GeoJSON as a path, and its points apart. */
export function drawn(view: View, geometry: { type: string; coordinates: unknown }): { path: string; points: [number, number][]; area: boolean } {
  const c = geometry.coordinates as never;
  switch (geometry.type) {
    case 'Point':
      return { path: '', points: [place(view, c)], area: false };
    case 'MultiPoint':
      return { path: '', points: (c as Position[]).map((p) => place(view, p)), area: false };
    case 'LineString':
      return { path: lineOf(view, c), points: [], area: false };
    case 'MultiLineString':
      return { path: (c as Position[][]).map((line) => lineOf(view, line)).join(''), points: [], area: false };
    case 'Polygon':
      return { path: (c as Position[][]).map((ring) => `${lineOf(view, ring)}Z`).join(''), points: [], area: true };
    case 'MultiPolygon':
      return { path: (c as Position[][][]).flat().map((ring) => `${lineOf(view, ring)}Z`).join(''), points: [], area: true };
    default:
      return { path: '', points: [], area: false };
  }
}
