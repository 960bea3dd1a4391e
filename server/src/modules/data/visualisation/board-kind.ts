import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

const column = z.string().regex(/^[a-z][a-zA-Z0-9]{0,59}$/);
const group = z.strictObject({ column: z.string().max(128), by: z.union([z.enum(['year', 'quarter', 'month', 'day']), z.strictObject({ first: z.int().min(1).max(40) }), z.strictObject({ width: z.number().positive() })]).optional(), as: column.optional() });
const measure = z.strictObject({ as: column, fn: z.enum(['count', 'filled', 'distinct', 'sum', 'average', 'min', 'max', 'median']), of: z.string().max(128).optional(), where: z.string().max(1000).optional(), title: textSchema.optional() });

export const chartTypes = ['figure', 'table', 'bar', 'column', 'line', 'pie', 'map'] as const;

/** 图表: one typed question to one register's snapshot and how its answer is drawn. */
export const widgetSchema = z.strictObject({
  id: idSchema,
  title: textSchema,
  chart: z.enum(chartTypes),
  register: idSchema,
  where: z.string().max(2000).optional().describe('FEEL over the fields'),
  groupBy: z.array(group).max(3).default([]),
  measures: z.array(measure).min(1).max(6),
  order: z.array(z.strictObject({ by: z.string().max(64), descending: z.boolean().default(false) })).max(3).default([]),
  limit: z.int().min(1).max(500).default(100),
  unit: z.string().max(20).optional(),
  /** Digits after the point. */
  digits: z.int().min(0).max(4).default(0),
  /** For maps: the layer whose features carry the grouped division. */
  layer: idSchema.optional(),
  /** Columns of twelve that it takes on a desktop; a phone gives it all, the wall by its own measure. */
  span: z.int().min(2).max(12).default(6),
}).check((ctx) => {
  const { chart, layer, groupBy } = ctx.value;
  const refuse = (path: string, zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: ctx.value, path: [path], params: { zh, en } });
  if ((chart === 'map') !== (layer !== undefined)) refuse('layer', 'map（且仅有它）须写 layer', 'layer belongs to map, and only to it');
  if (chart !== 'figure' && groupBy.length === 0) refuse('groupBy', '除 figure 外须分组', 'all but figure are grouped');
  if (chart === 'figure' && groupBy.length > 0) refuse('groupBy', 'figure 不分组', 'figure is not grouped');
});
export type Widget = z.infer<typeof widgetSchema>;

/** 看板: figures and charts of one matter, for wall, desktop and telephone. */
export const boardSchema = z.strictObject({
  title: textSchema,
  description: textSchema.optional(),
  theme: textSchema.default({ zh: '综合', en: 'General' }),
  widgets: z.array(widgetSchema).min(1).max(24),
}).check((ctx) => {
  const ids = ctx.value.widgets.map((w) => w.id);
  if (new Set(ids).size !== ids.length) ctx.issues.push({ code: 'custom', input: ctx.value, path: ['widgets'], params: { zh: '图表编号重复', en: 'a widget is there twice' } });
});
export type Board = z.infer<typeof boardSchema>;

export const boardKind = defineKind({
  kind: 'board',
  schema: boardSchema,
  references: ({ widgets }) =>
    widgets.flatMap((w, i) => [
      { kind: 'register', id: w.register, path: ['widgets', i, 'register'] },
      ...(w.layer === undefined ? [] : [{ kind: 'layer', id: w.layer, path: ['widgets', i, 'layer'] }]),
    ]),
});
