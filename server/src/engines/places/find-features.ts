import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import type { Properties } from './check-feature.ts';
import { errors } from './errors.ts';
import { holds, type Box, type Geometry } from './geometry.ts';
import { boxText } from './write-feature.ts';

/** 要素: a feature as it is read; geometry in CGCS2000 degrees. */
export interface Feature {
  id: string;
  key: string;
  version: number;
  geometry: Geometry;
  properties: Properties;
  division: string | null;
  beginsOn: string | null;
  endsOn: string | null;
  source: string;
  updatedAt: string;
}
export interface FeaturePage {
  features: Feature[];
  next: string | null;
}
export interface FeatureQuery {
  box?: Box | undefined;
  /** Features that stand on this day; all when not given. */
  on?: string | undefined;
  /** Exact values of properties. */
  where?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** 1 to 1,000, 100 by default. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

const limitMax = 1000;
const columns = `id, key, version, geometry, properties, division, to_char(begins_on, 'YYYY-MM-DD') as "beginsOn", to_char(ends_on, 'YYYY-MM-DD') as "endsOn", source, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "updatedAt"`;

export function checkBox(box: readonly number[]): Box {
  const [west, south, east, north] = box;
  if (box.length !== 4 || !box.every(Number.isFinite) || west! > east! || south! > north! || west! < -180 || east! > 180 || south! < -90 || north! > 90) throw errors.boxInvalid();
  return box as unknown as Box;
}

/** One page by id: those whose box meets the wanted one (`box` of GeoJSON, edges included). */
export async function listFeatures(ctx: Pick<Context, 'tx'>, layer: string, query: FeatureQuery): Promise<FeaturePage> {
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 100), 1), limitMax);
  if (query.cursor !== undefined && !isId(query.cursor)) throw errors.cursorInvalid();
  const matching = query.where === undefined || Object.keys(query.where).length === 0 ? null : JSON.stringify(query.where);
  const rest = [query.on ?? null, matching, query.cursor ?? null, limit + 1];
  const rows = query.box === undefined
    ? await ctx.tx.query<Feature>(`select ${columns} from places.feature where layer = $1 and ($2::date is null or ((begins_on is null or begins_on <= $2) and (ends_on is null or ends_on > $2)))
        and ($3::jsonb is null or properties @> $3) and ($4::uuid is null or id > $4) order by id limit $5`, [layer, ...rest])
    : await ctx.tx.query<Feature>(`select ${columns} from places.within($1, $2::box, $3::date, $4::jsonb, $5::uuid, $6)`, [layer, boxText(checkBox(query.box)), ...rest]);
  const features = rows.slice(0, limit);
  return { features, next: rows.length > limit ? features.at(-1)!.id : null };
}

export async function findFeature(ctx: Pick<Context, 'tx'>, layer: string, id: string): Promise<Feature | undefined> {
  if (!isId(id)) return undefined;
  return ctx.tx.maybe<Feature>(`select ${columns} from places.feature where layer = $1 and id = $2`, [layer, id]);
}

/** The areas of a layer in which a point lies (parcels, grids, divisions); 100 at the most. */
export async function featuresAt(ctx: Pick<Context, 'tx'>, layer: string, point: readonly [longitude: number, latitude: number], on?: string): Promise<Feature[]> {
  const [x, y] = point;
  const box = checkBox([x, y, x, y]);
  const rows = await ctx.tx.query<Feature>(`select ${columns} from places.within($1, $2::box, $3::date, null, null, 100)`, [layer, boxText(box), on ?? null]);
  return rows.filter((f) => holds(f.geometry, point));
}

/** How many features lie in each H3 cell of a coarser resolution (0–9): what a map shows when it stands far away. */
export async function countByCell(ctx: Pick<Context, 'tx'>, layer: string, box: Box, resolution: number): Promise<{ cell: string; count: number }[]> {
  return ctx.tx.query<{ cell: string; count: number }>(
    `select lpad(to_hex(places.parent_cell(cell, $3::int)), 15, '0') as cell, count(*)::int as count from places.within($1, $2::box, null, null, null, 1000000) group by 1 order by 2 desc, 1 limit 10000`,
    [layer, boxText(checkBox(box)), Math.min(Math.max(Math.trunc(resolution), 0), 9)],
  );
}

/** Number and extent of what the reader may see of a layer. */
export async function summaryOf(ctx: Pick<Context, 'tx'>, layer: string): Promise<{ count: number; extent: Box | null; updatedAt: string | null }> {
  const row = await ctx.tx.one<{ count: number; west: number | null; south: number; east: number; north: number; updatedAt: string | null }>(
    `select count(*)::int as count, min((extent[1])[0]) as west, min((extent[1])[1]) as south, max((extent[0])[0]) as east, max((extent[0])[1]) as north,
      to_char(max(updated_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "updatedAt" from places.feature where layer = $1`, [layer]);
  return { count: row.count, extent: row.west === null ? null : [row.west, row.south, row.east, row.north], updatedAt: row.updatedAt };
}
