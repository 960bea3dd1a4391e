import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';
import { geometryTypes } from './geometry.ts';

const propertySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/),
  title: textSchema,
  type: z.enum(['text', 'number', 'integer', 'boolean', 'date', 'code']),
  codeList: idSchema.optional(),
  required: z.boolean().default(false),
  /** Of measured numbers: m, m², 亩 … */
  unit: z.string().max(20).optional(),
});
export type PropertyDefinition = z.infer<typeof propertySchema>;

/** 图层: features of one nature, with typed properties. */
export const layerSchema = z.strictObject({
  title: textSchema,
  description: textSchema.optional(),
  /** 基础地理, 国土空间, 规划, 城市部件 …: a label for the tree of layers. */
  theme: textSchema,
  /** 数源部门. */
  authority: textSchema.optional(),
  standard: z.string().max(200).optional(),
  geometry: z.array(z.enum(geometryTypes)).min(1),
  /** 现状 present state, 规划 planned state. */
  state: z.enum(['present', 'planned']).default('present'),
  /** 地上、地表、地下、室内: where a city information model places it. */
  space: z.enum(['above', 'surface', 'underground', 'indoor']).default('surface'),
  /** Everybody may see it; else officials in the scope of each feature's division. */
  open: z.boolean().default(false),
  /** The property that names a feature for people, and the one that holds its division (significant digits). */
  label: z.string().optional(),
  divisionProperty: z.string().optional(),
  /** Where the data is from and what it may not be used for (审图号 and the like). */
  note: textSchema.optional(),
  properties: z.array(propertySchema).max(100).default([]),
}).check((ctx) => {
  const known = new Set(ctx.value.properties.map((p) => p.id));
  const refuse = (path: (string | number)[], zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: ctx.value, path, params: { zh, en } });
  for (const name of ['label', 'divisionProperty'] as const) {
    const id = ctx.value[name];
    if (id !== undefined && !known.has(id)) refuse([name], `没有属性“${id}”`, `there is no property "${id}"`);
  }
  if (known.size !== ctx.value.properties.length) refuse(['properties'], '属性重复', 'a property is there twice');
  ctx.value.properties.forEach((p, i) => {
    if ((p.type === 'code') !== (p.codeList !== undefined)) refuse(['properties', i, 'codeList'], 'code 类型（且仅有它）须写 codeList', 'codeList belongs to type code, and only to it');
  });
});
export type LayerDefinition = z.infer<typeof layerSchema>;

export const layerKind = defineKind({
  kind: 'layer',
  schema: layerSchema,
  references: (d) => d.properties.flatMap((p, i) => (p.codeList === undefined ? [] : [{ kind: 'code-list', id: p.codeList, path: ['properties', i, 'codeList'] }])),
});
