import type { Content } from '#engines/content';
import type { Context } from '#kernel/context';
import { checkFeature, codeLookUp, type FeatureInput } from './check-feature.ts';
import { errors } from './errors.ts';
import { countByCell, featuresAt, findFeature, listFeatures, summaryOf, type Feature, type FeaturePage, type FeatureQuery } from './find-features.ts';
import type { Box } from './geometry.ts';
import { layerKind, type LayerDefinition } from './layer-kind.ts';
import { loadFeatures, type LayerLoadReport, type LoadOptions } from './load-features.ts';
import { changeFeature, createFeature, type WriteOptions } from './write-feature.ts';

/** 图层 as content declares it. */
export interface Layer {
  id: string;
  version: number;
  definition: LayerDefinition;
}

/** 空间 engine: layers made of content, their features on CGCS2000. Who may write is the use case's permission. */
export interface Places {
  layers(): Layer[];
  /** Refuses `places.unknownLayer`. */
  layer(id: string): Layer;
  put(ctx: Context, layer: string, feature: FeatureInput, options: WriteOptions & { system?: string | undefined }): { id: string; version: number };
  /** Replaces geometry and properties; refuses another version (`places.stale`). Not for gathered routes. */
  change(ctx: Context, layer: string, id: string, feature: FeatureInput, options: WriteOptions & { system?: string | undefined; basedOnVersion: number }): Promise<{ id: string; version: number }>;
  find(ctx: Pick<Context, 'tx'>, layer: string, id: string): Promise<Feature | undefined>;
  list(ctx: Pick<Context, 'tx'>, layer: string, query?: FeatureQuery): Promise<FeaturePage>;
  /** The areas in which a point (degrees) lies. */
  at(ctx: Pick<Context, 'tx'>, layer: string, point: readonly [longitude: number, latitude: number], on?: string): Promise<Feature[]>;
  /** Counts by H3 cell of resolution 0–9. */
  countByCell(ctx: Pick<Context, 'tx'>, layer: string, box: Box, resolution: number): Promise<{ cell: string; count: number }[]>;
  summary(ctx: Pick<Context, 'tx'>, layer: string): Promise<{ count: number; extent: Box | null; updatedAt: string | null }>;
  /** 图层入库, in the caller's transaction: all good features of the file, or none. */
  load(ctx: Context, layer: string, bytes: AsyncIterable<Uint8Array> | Uint8Array, options: LoadOptions): Promise<LayerLoadReport>;
}

export function createPlaces({ content }: { content: Pick<Content, 'find' | 'list'> }): Places {
  const codes = codeLookUp(content);
  const layer = (id: string): Layer => {
    const found = content.find(layerKind, id);
    if (found === undefined) throw errors.unknownLayer({ layer: id.slice(0, 80) });
    return { id, version: found.version, definition: found.value };
  };
  return {
    layers: () => content.list(layerKind).map((d) => ({ id: d.id, version: d.version, definition: d.value })),
    layer,
    put(ctx, id, feature, options) {
      const { definition } = layer(id);
      return createFeature(ctx, id, definition.open, checkFeature(definition, feature, codes, options.system), options);
    },
    async change(ctx, id, featureId, feature, options) {
      const { definition } = layer(id);
      return changeFeature(ctx, id, definition.open, featureId, feature.endsOn === undefined ? 'change' : 'end', checkFeature(definition, feature, codes, options.system), options);
    },
    find: async (ctx, id, featureId) => findFeature(ctx, layer(id).id, featureId),
    list: async (ctx, id, query = {}) => listFeatures(ctx, layer(id).id, query),
    at: async (ctx, id, point, on) => featuresAt(ctx, layer(id).id, point, on),
    countByCell: async (ctx, id, box, resolution) => countByCell(ctx, layer(id).id, box, resolution),
    summary: async (ctx, id) => summaryOf(ctx, layer(id).id),
    load: async (ctx, id, bytes, options) => loadFeatures(ctx, id, layer(id).definition, codes, bytes, options),
  };
}
