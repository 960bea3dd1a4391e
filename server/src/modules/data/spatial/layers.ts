import type { Files } from '#engines/files';
import { nativeSystem, systemsKnown, type Box, type Feature, type Layer, type Places } from '#engines/places';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { httpErrors } from '#kernel/http';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';

export interface SpatialDeps {
  places: Places;
  files: Pick<Files, 'open'>;
}

type FeatureView = OutputOf<typeof c.listFeatures>['features'][number];
const say = (ctx: Context, text: Parameters<typeof textIn>[0] | undefined): string | null => (text === undefined ? null : textIn(text, ctx.locale));

const featureView = (layer: Layer, f: Feature): FeatureView => ({
  id: f.id, layer: layer.id, key: f.key, version: f.version, label: String((layer.definition.label === undefined ? undefined : f.properties[layer.definition.label]) ?? f.key), geometry: { type: f.geometry.type, coordinates: f.geometry.coordinates }, properties: f.properties,
  beginsOn: f.beginsOn, endsOn: f.endsOn, source: f.source, updatedAt: f.updatedAt,
});

export async function listLayers({ places }: SpatialDeps, ctx: Context, input: ParsedInputOf<typeof c.listLayers>): Promise<OutputOf<typeof c.listLayers>> {
  const layers: OutputOf<typeof c.listLayers>['layers'] = [];
  for (const { id, definition: d } of places.layers()) {
    if ((input.theme !== undefined && textIn(d.theme, 'zh') !== input.theme) || (input.state !== undefined && d.state !== input.state) || (input.space !== undefined && d.space !== input.space)) continue;
    const { count, extent, updatedAt } = await places.summary(ctx, id);
    layers.push({
      id, title: textIn(d.title, ctx.locale), description: say(ctx, d.description), theme: textIn(d.theme, ctx.locale), authority: say(ctx, d.authority), standard: d.standard ?? null, note: say(ctx, d.note), state: d.state, space: d.space, open: d.open, geometry: [...d.geometry], count,
      extent: extent === null ? null : [...extent], updatedAt, properties: d.properties.map((p) => ({ id: p.id, title: textIn(p.title, ctx.locale), type: p.type, unit: p.unit ?? null })),
    });
  }
  return { system: nativeSystem, systems: [...systemsKnown], layers };
}

export async function listFeatures({ places }: SpatialDeps, ctx: Context, input: ParsedInputOf<typeof c.listFeatures>): Promise<OutputOf<typeof c.listFeatures>> {
  const layer = places.layer(input.layer);
  const page = await places.list(ctx, layer.id, { box: input.box?.split(',').map(Number) as Box | undefined, on: input.on, limit: input.limit, cursor: input.cursor });
  return { features: page.features.map((f) => featureView(layer, f)), next: page.next };
}

/** Lines have no inside: what runs past within this many degrees (some 20 m) is here too. */
const near = 0.0002;

/** 此处: through all layers, from the pipes below to the rooms above. */
export async function here({ places }: SpatialDeps, ctx: Context, { x, y, on }: ParsedInputOf<typeof c.here>): Promise<OutputOf<typeof c.here>> {
  if (Math.abs(y) > 90) throw httpErrors.invalid({ where: 'y', why: '-90…90', issues: [] });
  const layers: OutputOf<typeof c.here>['layers'] = [];
  for (const layer of places.layers()) {
    const { definition: d, id } = layer;
    const flat = d.geometry.some((g) => g.endsWith('Polygon'));
    const found = flat ? await places.at(ctx, id, [x, y], on) : (await places.list(ctx, id, { box: [x - near, y - near, x + near, y + near], on, limit: 50 })).features;
    if (found.length > 0) layers.push({ layer: id, title: textIn(d.title, ctx.locale), space: d.space, state: d.state, features: found.map((f) => featureView(layer, f)) });
  }
  return { layers };
}

export async function loadLayer({ places, files }: SpatialDeps, ctx: Context, input: ParsedInputOf<typeof c.loadLayer>): Promise<OutputOf<typeof c.loadLayer>> {
  places.layer(input.layer);
  const { stream } = await files.open(ctx, input.fileId);
  try {
    const { refusedFeatures, digest: _kept, ...report } = await places.load(ctx, input.layer, stream, { source: input.source, system: input.system, keyProperty: input.keyProperty });
    return { ...report, refusedFeatures: refusedFeatures.map((r) => ({ number: r.number, words: r[ctx.locale] })) };
  } finally {
    stream.destroy();
  }
}

export async function changeFeature({ places }: SpatialDeps, ctx: Context, input: ParsedInputOf<typeof c.changeFeature>): Promise<OutputOf<typeof c.changeFeature>> {
  const before = await places.find(ctx, input.layer, input.id);
  if (before === undefined) throw httpErrors.notFound();
  const { version } = await places.change(ctx, input.layer, input.id, { key: before.key, geometry: input.geometry, properties: input.properties, beginsOn: input.beginsOn, endsOn: input.endsOn }, { source: input.source, system: input.system, basedOnVersion: input.version });
  return { version };
}
