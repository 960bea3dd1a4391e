/** Engine `places` 空间: layers made of content, features with geometry, found by box, point and cell. */
export { createPlaces, type Layer, type Places } from './create-places.ts';
export { layerKind, type LayerDefinition, type PropertyDefinition } from './layer-kind.ts';
export type { FeatureInput, Properties } from './check-feature.ts';
export type { Feature, FeaturePage, FeatureQuery } from './find-features.ts';
export { boxOf, holds, type Box, type Geometry, type GeometryType, type Position } from './geometry.ts';
export type { LayerLoadReport, LoadOptions } from './load-features.ts';
export { nativeSystem, systemsKnown } from './reference-systems.ts';
export type { WriteOptions } from './write-feature.ts';
export { errors as placesErrors } from './errors.ts';
