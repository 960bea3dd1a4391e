import { createRequire } from 'node:module';
import type { Content } from '#engines/content';
import { errors } from './errors.ts';
import { boxOf, checkDegrees, checkGeometry, GeometryFault, windRings, type Box, type Geometry } from './geometry.ts';
import type { LayerDefinition, PropertyDefinition } from './layer-kind.ts';
import { nativeSystem, toDegrees } from './reference-systems.ts';

export type Properties = Record<string, string | number | boolean>;

/** A feature as somebody sends it. */
export interface FeatureInput {
  /** The sender's own name of it, unique in the layer. */
  key: string;
  geometry: unknown;
  properties: Readonly<Record<string, unknown>>;
  /** Days (`YYYY-MM-DD`) from which and until which (exclusive) it stands. */
  beginsOn?: string | undefined;
  endsOn?: string | undefined;
}

/** What a checked feature is kept as. */
export interface CheckedFeature {
  key: string;
  geometry: Geometry;
  extent: Box;
  /** H3 cell of its middle, as a signed 64-bit integer in decimal. */
  cell: string;
  properties: Properties;
  division: string | null;
  beginsOn: string | null;
  endsOn: string | null;
}

const require = createRequire(import.meta.url);
export const cellResolution = 9;
const keyMax = 128;
const textMax = 2000;
const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
/** H3; the library brings 32 MiB of room, so it is loaded by the first place that needs a cell. */
export function cellOf(latitude: number, longitude: number, resolution = cellResolution): bigint {
  const { latLngToCell } = require('h3-js') as typeof import('h3-js');
  return BigInt(`0x${latLngToCell(latitude, longitude, resolution)}`);
}

function propertyOf(definition: PropertyDefinition, value: unknown, codes: (list: string, code: string) => boolean): string | number | boolean {
  const wrong = (why: string, whyEn = why): never => {
    throw errors.propertiesInvalid({ field: definition.id, why, whyEn });
  };
  switch (definition.type) {
    case 'number':
    case 'integer': {
      const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof n !== 'number' || !Number.isFinite(n) || (definition.type === 'integer' && !Number.isSafeInteger(n))) return wrong(definition.type === 'integer' ? '应为整数' : '应为数值', `must be a${definition.type === 'integer' ? 'n integer' : ' number'}`);
      return n;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('应为是或否', 'must be true or false');
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : wrong('应为日期 YYYY-MM-DD', 'must be a day YYYY-MM-DD');
    case 'code':
      return typeof value === 'string' && codes(definition.codeList!, value) ? value : wrong(`不在代码表“${definition.codeList}”中`, `is not in code list "${definition.codeList}"`);
    case 'text':
      return (typeof value === 'string' || typeof value === 'number') && String(value).length <= textMax ? String(value) : wrong(`应为 ${textMax} 字以内的文字`, `must be a text of ${textMax} characters at the most`);
  }
}

export type CodeLookUp = (list: string, code: string) => boolean;

export const codeLookUp = (content: Pick<Content, 'find'>): CodeLookUp => (list, code) => {
  const found = content.find<{ open?: boolean; codes: { code: string }[] }>('code-list', list)?.value;
  return found === undefined || found.open === true || found.codes.some((c) => c.code === code);
};

/** Checks a feature against its layer and brings it to CGCS2000 degrees. Refuses `geometryInvalid`, `propertiesInvalid`, `systemUnknown`. */
export function checkFeature(layer: LayerDefinition, input: FeatureInput, codes: CodeLookUp, system: string = nativeSystem): CheckedFeature {
  const geometry = geometryIn(layer, input.geometry, system);
  if (typeof input.key !== 'string' || input.key.trim() === '' || input.key.length > keyMax) throw errors.propertiesInvalid({ field: 'key', why: `须为 1 至 ${keyMax} 个字符`, whyEn: `must have 1 to ${keyMax} characters` });
  const known = new Map(layer.properties.map((p) => [p.id, p]));
  const properties: Properties = {};
  for (const [id, value] of Object.entries(input.properties)) {
    const definition = known.get(id);
    if (definition === undefined) throw errors.propertiesInvalid({ field: id.slice(0, 40), why: '不是本图层的属性', whyEn: 'is no property of this layer' });
    if (value !== null && value !== undefined && value !== '') properties[id] = propertyOf(definition, value, codes);
  }
  const missing = layer.properties.find((p) => p.required && properties[p.id] === undefined);
  if (missing !== undefined) throw errors.propertiesInvalid({ field: missing.id, why: '必填', whyEn: 'is required' });
  for (const day of [input.beginsOn, input.endsOn]) if (day !== undefined && !isDay(day)) throw errors.propertiesInvalid({ field: 'beginsOn/endsOn', why: '应为日期 YYYY-MM-DD', whyEn: 'must be a day YYYY-MM-DD' });
  const extent = boxOf(geometry);
  const division = layer.divisionProperty === undefined ? null : (properties[layer.divisionProperty] ?? null);
  return {
    key: input.key, geometry, extent, properties, division: division === null ? null : String(division), beginsOn: input.beginsOn ?? null, endsOn: input.endsOn ?? null,
    cell: BigInt.asIntN(64, cellOf((extent[1] + extent[3]) / 2, (extent[0] + extent[2]) / 2)).toString(),
  };
}

function geometryIn(layer: LayerDefinition, value: unknown, system: string): Geometry {
  try {
    const geometry = toDegrees(checkGeometry(value, layer.geometry), system);
    if (geometry === undefined) throw errors.systemUnknown({ system: system.slice(0, 40) });
    return windRings(checkDegrees(geometry));
  } catch (error) {
    if (error instanceof GeometryFault) throw errors.geometryInvalid({ why: error.zh, whyEn: error.en });
    throw error;
  }
}
