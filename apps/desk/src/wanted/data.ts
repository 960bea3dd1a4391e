import { contract } from '@yiwang/server/kernel/contract';
import { z } from 'zod';

const words = z.string();
const instant = z.string();
const cursor = z.string().optional();

export const listRegisters = contract({
  name: 'data.listRegisters',
  method: 'GET',
  path: '/api/desk/registers',
  audience: 'officer',
  permission: 'registers.view',
  summary: '基础库、专题库目录',
  input: z.object({}),
  output: z.object({
    registers: z.array(z.object({ id: z.string(), name: words, group: words, description: words, steward: words, records: z.int(), updatedAt: instant.nullable(), personal: z.boolean(), open: z.boolean() })),
    figures: z.object({ registers: z.int(), records: z.int(), today: z.int(), departments: z.int() }),
  }),
});

const fieldOf = z.object({ id: z.string(), label: words, sensitive: z.boolean() });

export const browseRegister = contract({
  name: 'data.browseRegister',
  method: 'GET',
  path: '/api/desk/registers/:registerId/records',
  audience: 'officer',
  permission: 'registers.view',
  summary: '登记簿记录（脱敏）',
  input: z.object({ registerId: z.string(), text: z.string().max(60).optional(), cursor }),
  output: z.object({
    register: z.object({ id: z.string(), name: words, description: words, steward: words, personal: z.boolean(), fields: z.array(fieldOf) }),
    rows: z.array(z.object({ id: z.uuid(), key: z.string(), state: words, current: z.boolean(), updatedAt: instant, values: z.record(z.string(), z.string()) })),
    next: z.string().nullable(),
  }),
});

export const openRecord = contract({
  name: 'data.openRecord',
  method: 'POST',
  path: '/api/desk/registers/:registerId/records/:recordId/open',
  audience: 'officer',
  permission: 'registers.view',
  summary: '打开记录（须说明用途，留痕，本人可见）',
  input: z.object({ registerId: z.string(), recordId: z.uuid(), purpose: z.string().max(200), asOf: z.string().optional().describe('YYYY-MM-DD') }),
  output: z.object({
    register: z.object({ id: z.string(), name: words, steward: words }),
    id: z.uuid(),
    title: words,
    state: words,
    validFrom: words,
    validTo: words.nullable(),
    version: z.int(),
    asOf: words,
    fields: z.array(z.object({ id: z.string(), label: words, value: words, sensitive: z.boolean(), source: words, at: instant, quality: z.enum(['checked', 'unchecked', 'disputed']) })),
    history: z.array(z.object({ version: z.int(), from: words, to: words.nullable(), recordedAt: instant, by: words, what: words, changed: z.array(z.object({ label: words, before: words.nullable(), after: words.nullable() })) })),
    related: z.array(z.object({ registerId: z.string(), registerName: words, recordId: z.uuid(), title: words })),
    accesses: z.array(z.object({ at: instant, who: words, organisation: words, purpose: words })),
  }),
});
