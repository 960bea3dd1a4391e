import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { cursor, divisionDigits, limit, words } from '../contract-types.ts';

export const itemSummary = z.object({
  id: z.string(),
  kind: z.enum(['service-item', 'life-event']),
  name: words,
  summary: words,
  department: words,
  promisedDays: z.int(),
  visits: z.int(),
  audience: z.array(z.enum(['person', 'company'])),
});

export const searchServices = contract({
  name: 'services.searchServices',
  method: 'GET',
  path: '/api/services/search',
  audience: 'public',
  summary: '智能搜索：事项、一件事、指南',
  input: z.object({ text: z.string().max(100), division: divisionDigits.optional(), cursor, limit }),
  output: z.object({
    results: z.array(itemSummary.extend({ highlight: words, url: z.string() })),
    suggestions: z.array(words),
    next: z.string().nullable(),
    total: z.int().nullable().describe('exact below a limit, else null'),
  }),
});

export const portalHome = contract({
  name: 'services.portalHome',
  method: 'GET',
  path: '/api/services/home',
  audience: 'public',
  summary: '门户首页：一件事、热门事项、部门、主题',
  input: z.object({ division: divisionDigits.optional() }),
  output: z.object({
    division: z.object({ digits: z.string(), name: words }),
    lifeEvents: z.array(itemSummary),
    hotItems: z.array(itemSummary),
    hotWords: z.array(words),
    themes: z.array(z.object({ id: z.string(), name: words, count: z.int() })),
    departments: z.array(z.object({ kind: z.string(), name: words, count: z.int() })),
    figures: z.object({ items: z.int(), lifeEvents: z.int(), casesConcluded: z.int(), satisfaction: z.number().nullable().describe('share, 0 to 1') }),
  }),
});

export const listItems = contract({
  name: 'services.listItems',
  method: 'GET',
  path: '/api/services/items',
  audience: 'public',
  summary: '事项目录',
  input: z.object({ division: divisionDigits.optional(), theme: z.string().max(40).optional(), department: z.string().max(60).optional(), audience: z.enum(['person', 'company']).optional(), cursor, limit }),
  output: z.object({ items: z.array(itemSummary), next: z.string().nullable() }),
});

/** 办事指南: every element of the implementation list that an applicant may read. */
export const itemGuide = itemSummary.extend({
  elements: z.array(z.object({ label: words, value: words })).describe('要素表: label and value in the reader’s language'),
  conditions: z.array(words),
  materials: z.array(z.object({ id: z.string(), name: words, form: words, copies: z.int(), required: z.boolean(), origin: words, howToGet: words, note: words.nullable() })),
  bases: z.array(z.object({ law: z.string(), article: z.string().nullable(), text: z.string().nullable() })),
  flow: z.array(z.object({ step: words, by: words, days: z.int() })),
  windows: z.array(z.object({ name: words, address: words, hours: words, phone: z.string() })),
  fee: words,
  result: words,
  consult: words,
  complain: words,
  codes: z.object({ basic: z.string(), implementation: z.string(), version: z.int() }),
  partOf: z.array(z.object({ id: z.string(), name: words })),
});

export const getItem = contract({
  name: 'services.getItem',
  method: 'GET',
  path: '/api/services/items/:itemId',
  audience: 'public',
  summary: '办事指南',
  input: z.object({ itemId: z.string().max(128), division: divisionDigits.optional() }),
  output: itemGuide,
  errors: ['services.itemUnknown'],
});

const guideQuestion = z.object({ id: z.string(), text: words, help: words.nullable(), options: z.array(z.object({ value: z.string(), label: words })) });

export const getLifeEvent = contract({
  name: 'services.getLifeEvent',
  method: 'GET',
  path: '/api/services/life-events/:eventId',
  audience: 'public',
  summary: '一件事指南',
  input: z.object({ eventId: z.string().max(128), division: divisionDigits.optional() }),
  output: itemSummary.extend({
    questions: z.array(guideQuestion),
    items: z.array(z.object({ id: z.string(), name: words, department: words, promisedDays: z.int(), always: z.boolean() })),
    before: z.object({ departments: z.int(), visits: z.int(), materials: z.int(), days: z.int() }).nullable(),
    consult: words,
  }),
  errors: ['services.eventUnknown'],
});

export const planLifeEvent = contract({
  name: 'services.planLifeEvent',
  method: 'GET',
  path: '/api/services/life-events/:eventId/plan',
  audience: 'public',
  summary: '情形导办：按回答得出要办的事项与材料',
  input: z.object({ eventId: z.string().max(128), division: divisionDigits.optional(), answers: z.string().max(4000).default('{}').describe('JSON object: question id → value') }),
  output: z.object({
    /** Questions that apply to these answers, in order; those without an answer are still open. */
    questions: z.array(guideQuestion.extend({ answer: z.string().nullable() })),
    complete: z.boolean(),
    items: z.array(z.object({ id: z.string(), name: words, department: words, promisedDays: z.int(), included: z.boolean(), reason: words.nullable() })),
    materials: z.array(z.object({ name: words, itemName: words, howToGet: words })),
    promisedDays: z.int(),
  }),
  errors: ['services.eventUnknown', 'services.answersUnreadable'],
});

export const listDivisions = contract({
  name: 'services.listDivisions',
  method: 'GET',
  path: '/api/services/divisions',
  audience: 'public',
  summary: '行政区划（逐级）',
  input: z.object({ parent: z.string().regex(/^\d{0,12}$/).default('') }),
  output: z.object({ divisions: z.array(z.object({ digits: z.string(), name: words, level: z.int(), hasChildren: z.boolean() })) }),
});
