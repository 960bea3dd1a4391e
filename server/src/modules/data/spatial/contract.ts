/** 自然资源和空间地理, 国土空间, 城市信息模型: layers and their features for officials. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const layerId = z.string().regex(/^[a-z][a-z0-9-]{0,79}$/);
const day = z.iso.date();
const degrees = z.coerce.number().min(-180).max(180);
const box = z.string().regex(/^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/).describe('west,south,east,north in degrees');
const path = '/api/desk/spatial';
const view = { audience: 'officer', permission: 'registers.view' } as const;
const manage = { audience: 'officer', permission: 'registers.manage' } as const;
const property = z.union([z.string(), z.number(), z.boolean()]);
const state = z.enum(['present', 'planned']);
const space = z.enum(['above', 'surface', 'underground', 'indoor']);

export const featureView = z.object({
  id: z.string(), layer: z.string(), key: z.string(), version: z.int(), label: z.string(), geometry: z.object({ type: z.string(), coordinates: z.unknown() }), properties: z.record(z.string(), property), beginsOn: z.string().nullable(), endsOn: z.string().nullable(), source: z.string(), updatedAt: z.string(),
});
export const layerView = z.object({
  id: z.string(), title: z.string(), description: z.string().nullable(), theme: z.string(), authority: z.string().nullable(), standard: z.string().nullable(), note: z.string().nullable(), state, space, open: z.boolean(), geometry: z.array(z.string()), count: z.int(),
  extent: z.array(z.number()).nullable(), updatedAt: z.string().nullable(), properties: z.array(z.object({ id: z.string(), title: z.string(), type: z.string(), unit: z.string().nullable() })),
});
export const listLayers = contract({ name: 'spatial.listLayers', method: 'GET', path: `${path}/layers`, ...view, summary: '图层目录', input: z.object({ theme: z.string().max(40).optional(), state: state.optional(), space: space.optional() }), output: z.object({ system: z.string(), systems: z.array(z.string()).describe('taken in on load'), layers: z.array(layerView) }) });
export const listFeatures = contract({
  name: 'spatial.listFeatures', method: 'GET', path: `${path}/layers/:layer/features`, ...view, summary: '图层要素：按范围和日期',
  input: z.object({ layer: layerId, box: box.optional(), on: day.optional(), limit: z.coerce.number().int().min(1).max(1000).default(500), cursor: z.uuid().optional() }), output: z.object({ features: z.array(featureView), next: z.string().nullable() }), errors: ['places.boxInvalid', 'places.unknownLayer'],
});
export const here = contract({ name: 'spatial.here', method: 'GET', path: `${path}/here`, ...view, summary: '此处：一点上下各图层的要素', input: z.object({ x: degrees, y: degrees, on: day.optional() }), output: z.object({ layers: z.array(z.object({ layer: z.string(), title: z.string(), space, state, features: z.array(featureView) })) }) });
export const loadLayer = contract({
  name: 'spatial.loadLayer', method: 'POST', path: `${path}/layers/:layer/loads`, ...manage, summary: '图层入库', input: z.object({ layer: layerId, fileId: z.uuid(), system: z.string().max(40).optional(), source: z.string().trim().min(2).max(100), keyProperty: z.string().max(40).optional() }),
  output: z.object({ loadId: z.string(), repeated: z.boolean(), read: z.int(), created: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int(), refusedFeatures: z.array(z.object({ number: z.int(), words: z.string() })) }), errors: ['places.systemUnknown', 'places.unknownLayer'],
});
export const changeFeature = contract({
  name: 'spatial.changeFeature', method: 'POST', path: `${path}/layers/:layer/features/:id/change`, ...manage, summary: '要素变更',
  input: z.object({ layer: layerId, id: z.uuid(), version: z.int(), geometry: z.object({ type: z.string(), coordinates: z.unknown() }), properties: z.record(z.string(), property), system: z.string().max(40).optional(), beginsOn: day.optional(), endsOn: day.optional(), source: z.string().trim().min(2).max(100) }),
  output: z.object({ version: z.int() }), errors: ['places.stale', 'places.geometryInvalid'],
});
