/** 数据归集: sources, hand-in by file, table, interface and topic, reports of runs. */
import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const column = z.string().trim().min(1).max(63);
export const mappingSchema = z.array(z.object({ column, field: z.string().max(40) })).max(300).refine((m) => new Set(m.map((x) => x.field)).size === m.length && new Set(m.map((x) => x.column)).size === m.length, 'a column or field is there twice');

export const sourceKinds = ['file', 'table', 'interface', 'topic'] as const;
/** How a source is reached: passwords and tokens are given apart and never read back. */
export const settingsSchema = z.object({
  sheet: z.string().max(31).optional().describe('XLSX: the sheet, the first when not named'),
  formulas: z.enum(['refuse', 'value']).optional().describe('XLSX: cells with formulas are refused, or their computed value taken'),
  host: z.string().max(253).optional(), port: z.int().min(1).max(65_535).optional(), database: z.string().max(63).optional(), user: z.string().max(63).optional(),
  table: z.string().max(127).optional().describe('schema.table'), watermark: z.string().max(63).optional().describe('column that only grows'), overlap: z.int().min(0).max(604_800).optional().describe('how far back each run reads again, for rows that were committed late: seconds of a time, units of a number; 600 when not given'),
  tls: z.boolean().optional().describe('table: an encrypted connection to a server whose certificate is checked'), ca: z.string().max(30_000).optional().describe('table: PEM certificates of the authority that vouches for the server; those of the system when not given'),
  url: z.url().max(500).optional(), rows: z.string().max(100).optional().describe('path of the rows in the answer, data by default'), next: z.string().max(100).optional().describe('path of the next position, next by default'), positionParameter: z.string().max(40).optional(),
}).default({});

export const runView = z.object({
  id: z.uuid(), sourceId: z.uuid(), state: z.enum(['waiting', 'running', 'done', 'empty', 'failed']), fileName: z.string().nullable(), facts: z.record(z.string(), z.unknown()).nullable(), progress: z.int(),
  read: z.int().nullable(), created: z.int().nullable(), changed: z.int().nullable(), unchanged: z.int().nullable(), refused: z.int().nullable(), repeated: z.boolean().nullable(), failure: words.nullable(),
  loadId: z.string().nullable().describe('入库批次: as the history of each record names it'), byName: z.string(), plannedAt: z.string(), finishedAt: z.string().nullable(),
});
export const sourceView = z.object({
  id: z.uuid(), register: z.string(), registerTitle: z.string(), name: z.string(), kind: z.enum(sourceKinds), organisation: z.string(), supplier: z.string().nullable().describe('whose rows they are, where they are not the department’s own'), settings: settingsSchema, hasSecret: z.boolean(), mapping: mappingSchema,
  everyMinutes: z.int().nullable(), mayBeEmpty: z.boolean(), state: z.enum(['active', 'stopped']), position: z.string().nullable(), version: z.int(), lastRun: runView.nullable(),
  inCharge: z.boolean().describe('whether it may be changed and fed here: its body is in the official’s charge; else it only lies in her territory'),
});

const page = { cursor: z.uuid().optional(), limit: z.int().min(1).max(100).default(20) };
const sourceFields = { name: z.string().trim().min(2).max(100), settings: settingsSchema, secret: z.string().min(1).max(500).optional().describe('password or token; sealed'), mapping: mappingSchema.default([]), everyMinutes: z.int().min(1).max(44_640).optional(), mayBeEmpty: z.boolean().default(false) };

export const listSources = contract({
  name: 'collection.listSources', method: 'GET', path: '/api/desk/collection/sources', audience: 'officer', permission: 'collection.view', summary: '数据源列表',
  input: z.object({ sourceId: z.uuid().optional().describe('only this one'), cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }), output: z.object({ sources: z.array(sourceView), next: z.string().nullable() }),
});
export const makeSource = contract({
  name: 'collection.makeSource', method: 'POST', path: '/api/desk/collection/sources', audience: 'officer', permission: 'collection.supply', summary: '登记数据源',
  input: z.object({ register: z.string().max(128), kind: z.enum(sourceKinds), ...sourceFields }), output: z.object({ id: z.uuid(), version: z.int() }),
  errors: ['collection.mappingInvalid', 'collection.otherSource', 'collection.settingsInvalid', 'collection.hostRefused', 'collection.noOrganisation'],
});
export const changeSource = contract({
  name: 'collection.changeSource', method: 'POST', path: '/api/desk/collection/sources/:sourceId', audience: 'officer', permission: 'collection.supply', summary: '变更数据源',
  input: z.object({ sourceId: z.uuid(), version: z.int(), state: z.enum(['active', 'stopped']).default('active'), ...sourceFields }), output: z.object({ id: z.uuid(), version: z.int() }),
  errors: ['collection.sourceUnknown', 'collection.notInCharge', 'collection.stale', 'collection.agreed', 'collection.mappingInvalid', 'collection.otherSource', 'collection.settingsInvalid', 'collection.hostRefused'],
});
export const suggestMapping = contract({
  name: 'collection.suggestMapping', method: 'POST', path: '/api/desk/collection/suggest-mapping', audience: 'officer', permission: 'collection.view', summary: '字段对照建议（按名称、标题、标准）',
  input: z.object({ register: z.string().max(128), columns: z.array(column).min(1).max(300) }),
  output: z.object({ mapping: mappingSchema, unmatched: z.array(z.string()), missing: z.array(z.object({ field: z.string(), title: z.string(), required: z.boolean() })) }),
});
export const startRun = contract({
  name: 'collection.startRun', method: 'POST', path: '/api/desk/collection/sources/:sourceId/run', audience: 'officer', permission: 'collection.supply', summary: '立即归集（库表、接口、主题）',
  input: z.object({ sourceId: z.uuid() }), output: z.object({ runId: z.uuid() }), errors: ['collection.sourceUnknown', 'collection.notInCharge', 'collection.stopped', 'collection.notThisWay'],
});
export const listRuns = contract({
  name: 'collection.listRuns', method: 'POST', path: '/api/desk/collection/runs', audience: 'officer', permission: 'collection.view', summary: '归集记录', input: z.object({ sourceId: z.uuid().optional(), ...page }), output: z.object({ runs: z.array(runView), next: z.string().nullable() }),
});
export const getRun = contract({
  name: 'collection.getRun', method: 'GET', path: '/api/desk/collection/runs/:runId', audience: 'officer', permission: 'collection.view', summary: '一次归集的报告', input: z.object({ runId: z.uuid() }),
  output: runView.extend({ refusedLines: z.array(z.object({ line: z.int(), faults: z.array(words.extend({ field: z.string(), title: z.string().describe('the field as its register calls it') })) })).describe('the first 100'), refusedUrl: z.string().nullable() }), errors: ['collection.runUnknown'],
});
export const gatheringRate = contract({
  name: 'collection.gatheringRate', method: 'GET', path: '/api/desk/collection/rate', audience: 'officer', permission: 'collection.view', summary: '归集率（按部门）', input: z.object({}),
  output: z.object({ organisations: z.array(z.object({ organisation: z.string(), name: z.string(), sources: z.int(), gathered: z.int(), rate: z.number().describe('0 to 1'), rows: z.int(), lastAt: z.string().nullable(),
    entries: z.int().describe('published in the resource catalogue'), entryRate: z.number().nullable().describe('归集率 over its catalogue entries, 0 to 1; null where none is to be gathered') })) }),
});
export const pushRows = contract({
  name: 'collection.pushRows', method: 'POST', path: '/api/collection/:sourceId/rows', audience: 'machine', summary: '推送数据到主题（部门系统）',
  input: z.object({ sourceId: z.uuid(), rows: z.array(z.record(column, z.unknown())).min(1).max(1000) }), output: z.object({ firstOffset: z.int(), nextOffset: z.int() }), errors: ['collection.sourceUnknown', 'collection.stopped', 'collection.notThisWay'],
});
