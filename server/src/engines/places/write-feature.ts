import type { Context } from '#kernel/context';
import type { CheckedFeature } from './check-feature.ts';
import { errors } from './errors.ts';

export interface WriteOptions {
  /** 来源: a department's system, a survey, a case … */
  source: string;
  caseId?: string | undefined;
}

/** A box as PostgreSQL writes it: upper right corner first. */
export const boxText = ([west, south, east, north]: readonly number[]): string => `((${east},${north}),(${west},${south}))`;

interface Act extends WriteOptions {
  layer: string;
  id: string;
  version: number;
  kind: 'create' | 'change' | 'end';
  open: boolean;
}

function planAction(ctx: Context, act: Act, feature: CheckedFeature): void {
  ctx.tx.insert('places.action', {
    layer: act.layer, feature_id: act.id, version: act.version, kind: act.kind, geometry: feature.geometry, properties: feature.properties, begins_on: feature.beginsOn, ends_on: feature.endsOn,
    source: act.source, case_id: act.caseId, division: feature.division, open: act.open, at: ctx.now.toISOString(), actor_name: ctx.actor.name,
  });
}

/** Creates a feature in the use case's transaction; the same key twice is refused by the table. */
export function createFeature(ctx: Context, layer: string, open: boolean, feature: CheckedFeature, options: WriteOptions): { id: string; version: number } {
  const id = ctx.newId();
  ctx.tx.insert('places.feature', {
    layer, id, key: feature.key, geometry: feature.geometry, extent: boxText(feature.extent), cell: feature.cell, properties: feature.properties, division: feature.division,
    begins_on: feature.beginsOn, ends_on: feature.endsOn, open, version: 1, source: options.source, updated_at: ctx.now.toISOString(),
  });
  planAction(ctx, { ...options, layer, id, version: 1, kind: 'create', open }, feature);
  return { id, version: 1 };
}

const updateSql = `update places.feature as f set geometry = r.geometry, extent = r.extent, cell = r.cell, properties = r.properties, division = r.division, begins_on = r.begins_on, ends_on = r.ends_on,
    version = r.based + 1, source = r.source, updated_at = r.updated_at
  from jsonb_to_recordset($rows::jsonb) as r(layer text, id uuid, based int, geometry jsonb, extent box, cell bigint, properties jsonb, division text, begins_on date, ends_on date, source text, updated_at timestamptz)
  where f.layer = r.layer and f.id = r.id and f.version = r.based`;

/** Replaces a feature's geometry and properties, or ends it (`endsOn`); refuses another version. */
export async function changeFeature(ctx: Context, layer: string, open: boolean, id: string, kind: 'change' | 'end', feature: CheckedFeature, options: WriteOptions & { basedOnVersion: number }): Promise<{ id: string; version: number }> {
  const standing = await ctx.tx.maybe<{ version: number; key: string }>('select version, key from places.feature where layer = $1 and id = $2', [layer, id]);
  if (standing === undefined) throw errors.notFound({ layer });
  if (standing.version !== options.basedOnVersion) throw errors.stale({ version: standing.version });
  ctx.tx.each(updateSql, {
    layer, id, based: options.basedOnVersion, geometry: feature.geometry, extent: boxText(feature.extent), cell: feature.cell, properties: feature.properties, division: feature.division,
    begins_on: feature.beginsOn, ends_on: feature.endsOn, source: options.source, updated_at: ctx.now.toISOString(),
  });
  const version = options.basedOnVersion + 1;
  planAction(ctx, { ...options, layer, id, version, kind, open }, feature);
  return { id, version };
}
