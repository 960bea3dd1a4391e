import { route, type Module } from '#kernel/house';
import * as c from './contract.ts';
import { changeFeature, here, listFeatures, listLayers, loadLayer, type SpatialDeps } from './layers.ts';

/** 空间数据: layers of the spatial library, the territorial base and the city model. */
export const spatialModule = (deps: SpatialDeps): Module => ({
  name: 'spatial',
  systems: ['geospatial-db', 'land-space-platform', 'cim-db'],
  uses: [],
  routes: [
    route(c.listLayers, (ctx, i) => listLayers(deps, ctx, i)),
    route(c.listFeatures, (ctx, i) => listFeatures(deps, ctx, i)),
    route(c.here, (ctx, i) => here(deps, ctx, i)),
    route(c.loadLayer, (ctx, i) => loadLayer(deps, ctx, i)),
    route(c.changeFeature, (ctx, i) => changeFeature(deps, ctx, i)),
  ],
});
