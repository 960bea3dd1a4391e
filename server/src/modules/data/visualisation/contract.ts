/** 数据可视化: boards of figures, charts and maps over snapshots of registers. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const pathOf = '/api/desk/boards';
const instant = z.string();
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const text = z.union([z.string().min(1).max(200), z.object({ zh: z.string().min(1).max(200), en: z.string().max(200).optional() })]);
/** `<id>` of the content, or the id of a board made at the desk. */
const boardId = z.string().max(80);
const column = z.string().regex(/^[a-z][a-zA-Z0-9]{0,59}$/);

export const widgetInput = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/), title: text, chart: z.enum(['figure', 'table', 'bar', 'column', 'line', 'pie', 'map']), register: z.string().max(128), where: z.string().max(2000).optional(),
  groupBy: z.array(z.object({ column: z.string().max(128), by: z.union([z.enum(['year', 'quarter', 'month', 'day']), z.object({ first: z.int().min(1).max(40) }), z.object({ width: z.number().positive() })]).optional(), as: column.optional() })).max(3).default([]),
  measures: z.array(z.object({ as: column, fn: z.enum(['count', 'filled', 'distinct', 'sum', 'average', 'min', 'max', 'median']), of: z.string().max(128).optional(), where: z.string().max(1000).optional(), title: text.optional() })).min(1).max(6),
  order: z.array(z.object({ by: z.string().max(64), descending: z.boolean().default(false) })).max(3).default([]), limit: z.int().min(1).max(500).default(100), unit: z.string().max(20).optional(), digits: z.int().min(0).max(4).default(0), layer: z.string().max(128).optional(), span: z.int().min(2).max(12).default(6),
});
export const boardInput = z.object({ title: text, description: text.optional(), theme: z.string().max(40).default('综合'), widgets: z.array(widgetInput).min(1).max(24) });

const summary = z.object({ id: boardId, title: z.string(), description: z.string().nullable(), theme: z.string(), own: z.boolean().describe('made at the desk'), shared: z.boolean(), version: z.int(), widgets: z.int(), savedBy: z.string().nullable(), savedAt: instant.nullable() });
export const drawnWidget = z.object({
  id: z.string(), title: z.string(), chart: widgetInput.shape.chart, span: z.int(), unit: z.string().nullable(), digits: z.int(), register: z.string(), registerTitle: z.string(), layer: z.string().nullable(),
  /** Grouped columns, then measures. */
  columns: z.array(z.object({ name: z.string(), title: z.string(), measure: z.boolean() })),
  rows: z.array(z.record(z.string(), cell)).describe('codes and divisions in words beside them: `<column>Words`'),
  at: instant.nullable().describe('when its snapshot was taken; null: there is none yet'),
  suppressedGroups: z.int(), truncated: z.boolean(),
  /** Why it cannot be drawn for this reader: code and words. */
  refused: z.object({ code: z.string(), words: z.string() }).nullable(),
});

export const listBoards = contract({
  name: 'visualisation.listBoards', method: 'GET', path: pathOf, audience: 'officer', permission: 'data.view', summary: '看板', input: z.object({}), output: z.object({ boards: z.array(summary) }),
});
export const showBoard = contract({
  name: 'visualisation.showBoard', method: 'GET', path: `${pathOf}/:boardId`, audience: 'officer', permission: 'data.view', summary: '看板：全部图表的数据（本人管理范围）',
  input: z.object({ boardId }), output: summary.extend({ drawn: z.array(drawnWidget), definition: boardInput }), errors: ['visualisation.notFound'],
});
export const drawWidget = contract({
  name: 'visualisation.drawWidget', method: 'POST', path: `${pathOf}/preview`, audience: 'officer', permission: 'data.view', summary: '图表预览', input: z.object({ widget: widgetInput }), output: drawnWidget,
  errors: ['visualisation.registerUnknown', 'visualisation.layerUnknown'],
});
export const saveBoard = contract({
  name: 'visualisation.saveBoard', method: 'POST', path: pathOf, audience: 'officer', permission: 'data.view', summary: '保存看板（每次保存为新版本）',
  input: z.object({ boardId: z.uuid().optional(), version: z.int().optional(), board: boardInput, shared: z.boolean().default(false) }), output: z.object({ id: boardId, version: z.int() }),
  errors: ['visualisation.notFound', 'visualisation.stale', 'visualisation.registerUnknown', 'visualisation.layerUnknown', 'visualisation.organisationMissing'],
});
export const retireBoard = contract({
  name: 'visualisation.retireBoard', method: 'POST', path: `${pathOf}/:boardId/retire`, audience: 'officer', permission: 'data.view', summary: '停用看板',
  input: z.object({ boardId, version: z.int() }), output: z.object({ version: z.int() }), errors: ['visualisation.notFound', 'visualisation.stale', 'visualisation.ofContent'],
});
export const refreshBoard = contract({
  name: 'visualisation.refreshBoard', method: 'POST', path: `${pathOf}/:boardId/refresh`, audience: 'officer', permission: 'data.view', summary: '刷新看板：为其登记簿生成新快照',
  input: z.object({ boardId }), output: z.object({ registers: z.int() }), errors: ['visualisation.notFound'],
});
export const layerOutline = contract({
  name: 'visualisation.layerOutline', method: 'GET', path: '/api/desk/layers/:layer/outline', audience: 'officer', permission: 'data.view', summary: '图层轮廓（概括后，用于统计地图）',
  input: z.object({ layer: z.string().max(128) }),
  output: z.object({ layer: z.string(), title: z.string(), note: z.string().nullable(), box: z.array(z.number()).length(4).nullable(), areas: z.array(z.object({ division: z.string(), name: z.string(), rings: z.array(z.array(z.array(z.number()).length(2))) })) }),
  errors: ['places.unknownLayer'],
});
