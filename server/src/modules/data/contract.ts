/** 基础数据: registers as officials browse them, and verification without handing data out. */
import { z } from 'zod';
import { contract } from '../../kernel/contract/index.ts';

const register = z.string().max(128);
const recordId = z.uuid();
/** 使用目的 in the official's words, under her duty; shown to whose data it is. */
const purpose = z.string().trim().min(4).max(200);
const data = z.record(z.string(), z.unknown());

export const registerField = z.object({ id: z.string(), title: z.string(), type: z.string(), codeList: z.string().nullable(), sensitive: z.boolean(), searchable: z.boolean(), identifier: z.boolean(), masked: z.boolean().describe('for the reader: found by its whole value only'), standard: z.string().nullable() });
export const registerView = z.object({
  id: z.string(), title: z.string(), description: z.string().nullable(), category: z.string(), authority: z.string().nullable(), standard: z.string().nullable(),
  personal: z.boolean().describe('reading it needs a purpose'), open: z.boolean(), purposes: z.array(z.string()), fields: z.array(registerField), pack: z.string(), version: z.int(),
});
export const recordView = z.object({
  id: z.uuid(), version: z.int(), endedOn: z.string().nullable(), effectiveOn: z.string(), source: z.string(), recordedAt: z.string(), data: data.describe('masked unless opened'),
  provenance: z.record(z.string(), z.object({ source: z.string(), at: z.string(), by: z.string() })),
});

export const listRegisters = contract({
  name: 'data.listRegisters', method: 'GET', path: '/api/desk/registers', audience: 'officer', permission: 'registers.view', summary: '登记簿目录',
  input: z.object({ category: z.string().max(40).optional() }), output: z.object({ registers: z.array(registerView) }),
});

export const browseRegister = contract({
  name: 'data.browseRegister', method: 'POST', path: '/api/desk/registers/:register/browse', audience: 'officer', permission: 'registers.view', summary: '浏览登记簿（脱敏、留痕）',
  input: z.object({
    register,
    where: z.array(z.object({ field: z.string().max(40), op: z.enum(['eq', 'in', 'lt', 'lte', 'gt', 'gte', 'startsWith']), value: z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]) })).max(10).default([]),
    order: z.object({ field: z.string().max(40), descending: z.boolean().default(false) }).optional(),
    ended: z.boolean().default(false), cursor: z.string().max(500).optional(), limit: z.int().min(1).max(100).default(20),
    purpose: purpose.optional().describe('needed where the register is personal'),
  }),
  output: z.object({ records: z.array(recordView), next: z.string().nullable() }), errors: ['records.purposeMissing', 'records.notSearchable', 'records.filterInvalid', 'data.maskedRange'],
});

export const openRecord = contract({
  name: 'data.openRecord', method: 'POST', path: '/api/desk/registers/:register/:recordId/open', audience: 'officer', permission: 'registers.view', summary: '调阅记录（说明用途、留痕；敏感字段按权限显示）',
  input: z.object({ register, recordId, purpose, fields: z.array(z.string().max(40)).max(200).optional() }), output: recordView.extend({ unmasked: z.boolean() }), errors: ['records.notFound', 'records.purposeMissing'],
});

export const recordHistory = contract({
  name: 'data.recordHistory', method: 'POST', path: '/api/desk/registers/:register/:recordId/history', audience: 'officer', permission: 'registers.view', summary: '记录的变更历史（留痕）',
  input: z.object({ register, recordId, purpose }),
  output: z.object({ actions: z.array(z.object({ version: z.int(), kind: z.enum(['create', 'change', 'correct', 'end']), data, effectiveOn: z.string(), source: z.string(), reason: z.string().nullable(), caseId: z.string().nullable(), loadId: z.string().nullable().describe('入库批次: the bulk load that wrote it'), at: z.string(), by: z.string(), organisation: z.string().nullable() })) }),
  errors: ['records.notFound', 'records.purposeMissing'],
});

export const recordAsOf = contract({
  name: 'data.recordAsOf', method: 'POST', path: '/api/desk/registers/:register/:recordId/as-of', audience: 'officer', permission: 'registers.view', summary: '记录在某日的内容（留痕）',
  input: z.object({ register, recordId, on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), purpose }),
  output: z.object({ record: z.object({ version: z.int(), endedOn: z.string().nullable(), data }).nullable() }), errors: ['records.purposeMissing'],
});

/** 数据核验: yes or no for each field; what the register says is not told. */
export const verifyData = contract({
  name: 'data.verify', method: 'POST', path: '/api/data/verify', audience: 'anyone', summary: '数据核验：只答一致与否（部门系统、工作人员）',
  input: z.object({ register, key: z.record(z.string().max(40), z.string().max(200)), fields: z.record(z.string().max(40), z.union([z.string().max(500), z.number(), z.boolean()])).default({}), purpose }),
  output: z.object({ found: z.boolean(), matches: z.record(z.string(), z.boolean()), all: z.boolean() }), errors: ['data.notForYou', 'data.keyInvalid', 'records.purposeMissing'],
});
