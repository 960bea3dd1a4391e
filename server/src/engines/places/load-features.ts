import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { checkFeature, type CheckedFeature, type CodeLookUp, type FeatureInput } from './check-feature.ts';
import { errors } from './errors.ts';
import type { LayerDefinition } from './layer-kind.ts';
import { boxText } from './write-feature.ts';

export interface LoadOptions {
  source: string;
  /** Reference system of the file; CGCS2000 degrees by default. */
  system?: string | undefined;
  /** The property that is each feature's key; the feature's own `id` by default. */
  keyProperty?: string | undefined;
}
/** 入库报告: every feature is in one of created, changed, unchanged, refused. */
export interface LayerLoadReport {
  loadId: string;
  digest: string;
  /** The same bytes were loaded before: this is that load's report. */
  repeated: boolean;
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** The first 1,000, by their place in the file (from 1). */
  refusedFeatures: { number: number; zh: string; en: string }[];
}

const featuresMax = 1_000_000;
const lineBytesMax = 8 << 20;
const portion = 500;

const mergeSql = `with given as (
    select * from jsonb_to_recordset($1::jsonb) as r(id uuid, key text, geometry jsonb, extent box, cell bigint, properties jsonb, division text, begins_on date, ends_on date)
  ), old as (select f.id, f.key, f.version, f.geometry, f.properties, f.begins_on, f.ends_on from places.feature f join given g on f.layer = $2 and f.key = g.key
  ), written as (
    insert into places.feature as f (layer, id, key, geometry, extent, cell, properties, division, begins_on, ends_on, open, version, source, load_id, updated_at)
    select $2, coalesce(o.id, g.id), g.key, g.geometry, g.extent, g.cell, g.properties, g.division, g.begins_on, g.ends_on, $3, coalesce(o.version, 0) + 1, $4, $5, $6 from given g left join old o using (key)
    where o.id is null or (o.geometry, o.properties, o.begins_on, o.ends_on) is distinct from (g.geometry, g.properties, g.begins_on, g.ends_on)
    on conflict (layer, key) do update set geometry = excluded.geometry, extent = excluded.extent, cell = excluded.cell, properties = excluded.properties, division = excluded.division,
      begins_on = excluded.begins_on, ends_on = excluded.ends_on, open = excluded.open, version = excluded.version, source = excluded.source, load_id = excluded.load_id, updated_at = excluded.updated_at
    returning f.id, f.version, f.geometry, f.properties, f.begins_on, f.ends_on, f.division
  ), acted as (
    insert into places.action (layer, feature_id, version, kind, geometry, properties, begins_on, ends_on, source, load_id, division, open, at, actor_name)
    select $2, id, version, case version when 1 then 'create' else 'change' end, geometry, properties, begins_on, ends_on, $4, $5, division, $3, $6, $7 from written
  ) select count(*) filter (where version = 1)::int as created, count(*) filter (where version > 1)::int as changed from written`;

/**
 * 图层入库: GeoJSON as a FeatureCollection (up to 64 MiB) or as lines (RFC 8142 without separators, one feature a line), checked, brought
 * to CGCS2000, merged by key in the caller's transaction: all good features of the file or none. Refused ones are reported. Bytes given whole that
 * were loaded before cost nothing else.
 */
export async function loadFeatures(ctx: Context, layer: string, definition: LayerDefinition, codes: CodeLookUp, bytes: AsyncIterable<Uint8Array> | Uint8Array, options: LoadOptions): Promise<LayerLoadReport> {
  const whole = bytes instanceof Uint8Array ? await reportOf(ctx, layer, createHash('sm3').update(bytes).digest()) : undefined;
  if (whole !== undefined) return whole;
  const hash = createHash('sm3');
  const loadId = ctx.newId();
  const report: LayerLoadReport = { loadId, digest: '', repeated: false, read: 0, created: 0, changed: 0, unchanged: 0, refused: 0, refusedFeatures: [] };
  // two loads of one layer wait for each other
  await ctx.tx.query('select pg_advisory_xact_lock(7192556, hashtext($1))', [layer]);
  const held = new Map<string, CheckedFeature>();
  const merge = async (): Promise<void> => {
    if (held.size === 0) return;
    const rows = [...held.values()].map((f) => ({ id: ctx.newId(), key: f.key, geometry: f.geometry, extent: boxText(f.extent), cell: f.cell, properties: f.properties, division: f.division, begins_on: f.beginsOn, ends_on: f.endsOn }));
    const { created, changed } = await ctx.tx.one<{ created: number; changed: number }>(mergeSql, [JSON.stringify(rows), layer, definition.open, options.source, loadId, ctx.now.toISOString(), ctx.actor.name]);
    report.created += created;
    report.changed += changed;
    report.unchanged += rows.length - created - changed;
    held.clear();
  };
  const seen = new Set<string>();
  for await (const raw of readFeatures(bytes instanceof Uint8Array ? [bytes] : bytes, (chunk) => hash.update(chunk))) {
    report.read += 1;
    if (report.read > featuresMax) throw errors.loadTooLarge({ featuresMax, lineBytesMax });
    try {
      const feature = checkFeature(definition, inputOf(raw, options.keyProperty), codes, options.system);
      if (seen.has(feature.key)) throw errors.propertiesInvalid({ field: 'key', why: `“${feature.key}”在文件中重复`, whyEn: `"${feature.key}" is there twice in the file` });
      seen.add(feature.key);
      held.set(feature.key, feature);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'places.systemUnknown') throw error;
      report.refused += 1;
      if (report.refusedFeatures.length < 1000) report.refusedFeatures.push({ number: report.read, zh: error.words('zh'), en: error.words('en') });
    }
    if (held.size >= portion) await merge();
  }
  await merge();
  const digest = hash.digest();
  const before = await reportOf(ctx, layer, digest);
  if (before !== undefined) return before;
  const done = { ...report, digest: digest.toString('hex') };
  ctx.tx.insert('places.load', { id: loadId, layer, digest, source: options.source, at: ctx.now.toISOString(), actor_name: ctx.actor.name, report: done });
  return done;
}

async function reportOf(ctx: Context, layer: string, digest: Uint8Array): Promise<LayerLoadReport | undefined> {
  const before = await ctx.tx.maybe<{ report: LayerLoadReport }>('select report from places.load where layer = $1 and digest = $2', [layer, digest]);
  return before === undefined ? undefined : { ...before.report, repeated: true };
}

function inputOf(raw: unknown, keyProperty: string | undefined): FeatureInput {
  const feature = raw as { type?: unknown; id?: unknown; geometry?: unknown; properties?: Record<string, unknown> | null };
  if (typeof raw !== 'object' || raw === null || feature.type !== 'Feature') throw errors.geometryInvalid({ why: '不是 GeoJSON Feature', whyEn: 'it is no GeoJSON Feature' });
  const { beginsOn, endsOn, ...properties } = feature.properties ?? {};
  const key = keyProperty === undefined ? feature.id : properties[keyProperty];
  return { key: typeof key === 'number' ? String(key) : (key as string), geometry: feature.geometry, properties, beginsOn: beginsOn as string | undefined, endsOn: endsOn as string | undefined };
}

const collectionBytesMax = 64 << 20;

/** Features of a FeatureCollection or of lines; told apart by the first line. */
async function* readFeatures(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, see: (chunk: Uint8Array) => void): AsyncGenerator<unknown> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw errors.loadInvalid({ why: (error as Error).message.slice(0, 200) });
    }
  };
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw errors.loadInvalid({ why: 'UTF-8' });
    }
  };
  let rest = '';
  let collection: boolean | undefined;
  const lines = function* (all: boolean): Generator<unknown> {
    const parts = rest.split('\n');
    rest = all ? '' : parts.pop()!;
    for (const line of parts) if (line.trim() !== '') yield parse(line);
  };
  for await (const chunk of bytes) {
    see(chunk);
    rest += decode(chunk);
    collection ??= /^\s*\{/.test(rest) && rest.length > 60 ? /^\s*\{[^{[]*"type"\s*:\s*"FeatureCollection"/.test(rest.slice(0, 4096)) || /^\s*\{\s*"features"/.test(rest) : undefined;
    if (rest.length > (collection === true ? collectionBytesMax : lineBytesMax)) throw errors.loadTooLarge({ featuresMax, lineBytesMax });
    if (collection === false) yield* lines(false);
  }
  rest += decode();
  if (collection === false || (collection === undefined && !rest.includes('FeatureCollection'))) {
    yield* lines(true);
    return;
  }
  const whole = parse(rest) as { features?: unknown };
  if (!Array.isArray(whole.features)) throw errors.loadInvalid({ why: 'FeatureCollection' });
  yield* whole.features;
}
