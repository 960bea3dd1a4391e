import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { cursor, day, divisionDigits, done, instant, limit, light, version, words } from '../contract-types.ts';

/** 监察牌: a signal of e-supervision that must be answered. */
export const supervisionCard = z.object({
  id: z.uuid(),
  light: light.extract(['soon', 'yellow', 'red']),
  rule: words,
  caseId: z.uuid(),
  caseNumber: z.string(),
  caseName: words,
  organisation: words,
  raisedAt: instant,
  state: z.enum(['open', 'answered', 'lifted', 'confirmed']),
  answer: words.nullable(),
  liftReason: words.nullable(),
  version,
});

export const supervisionBoard = contract({
  name: 'services.supervisionBoard',
  method: 'GET',
  path: '/api/desk/supervision',
  audience: 'officer',
  permission: 'supervision.view',
  summary: '电子监察：红黄绿灯、部门排名、实时办件',
  input: z.object({ division: divisionDigits.optional(), days: z.coerce.number().int().min(1).max(366).default(30) }),
  output: z.object({
    totals: z.object({ submitted: z.int(), accepted: z.int(), concluded: z.int(), open: z.int(), onTimeRate: z.number().nullable().describe('percent'), averageDays: z.number().nullable(), satisfaction: z.number().nullable().describe('percent') }),
    lights: z.object({ green: z.int(), soon: z.int(), yellow: z.int(), red: z.int(), stopped: z.int() }),
    organisations: z.array(z.object({ code: z.string(), name: words, open: z.int(), concluded: z.int(), soon: z.int(), yellow: z.int(), red: z.int(), onTimeRate: z.number().nullable().describe('percent'), satisfaction: z.number().nullable().describe('percent') })),
    byDay: z.array(z.object({ day, submitted: z.int(), concluded: z.int() })),
    live: z.array(z.object({ at: instant, caseId: z.uuid(), number: z.string(), title: words, what: words, organisation: words })),
    report: words.describe('分析报告: made from the figures above'),
  }),
});

export const listCards = contract({
  name: 'services.listCards',
  method: 'GET',
  path: '/api/desk/supervision/cards',
  audience: 'officer',
  summary: '监察牌（监察员看辖区，承办部门看本部门）',
  input: z.object({ state: z.enum(['open', 'answered', 'lifted', 'confirmed']).optional(), cursor, limit }),
  output: z.object({ cards: z.array(supervisionCard), next: z.string().nullable() }),
});

export const answerCard = contract({
  name: 'services.answerCard',
  method: 'POST',
  path: '/api/desk/supervision/cards/:cardId/answer',
  audience: 'officer',
  summary: '承办部门说明情况',
  input: z.object({ cardId: z.uuid(), version, answer: z.string().min(2).max(2000) }),
  output: done,
  errors: ['services.cardUnknown', 'cases.stale'],
});

export const settleCard = contract({
  name: 'services.settleCard',
  method: 'POST',
  path: '/api/desk/supervision/cards/:cardId/settle',
  audience: 'officer',
  permission: 'supervision.act',
  summary: '监察员确认或撤销监察牌',
  input: z.object({ cardId: z.uuid(), version, settle: z.enum(['confirmed', 'lifted']), reason: z.string().min(2).max(2000) }),
  output: done,
  errors: ['services.cardUnknown', 'cases.stale'],
});

export const review = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  caseNumber: z.string(),
  caseName: words,
  organisation: words,
  stars: z.int(),
  satisfaction: words,
  tags: z.array(z.string()),
  comment: words.nullable(),
  at: instant,
  channel: words,
  followUp: z.object({ caseId: z.uuid(), stateWords: words, dueOn: day.nullable() }).nullable(),
  reply: words.nullable(),
});

export const listReviews = contract({
  name: 'services.listReviews',
  method: 'GET',
  path: '/api/desk/reviews',
  audience: 'officer',
  permission: 'reviews.view',
  summary: '好差评管理',
  input: z.object({ bad: z.union([z.boolean(), z.enum(['true', 'false']).transform((b) => b === 'true')]).optional(), cursor, limit }),
  output: z.object({ reviews: z.array(review), next: z.string().nullable(), figures: z.object({ total: z.int(), satisfaction: z.number().nullable().describe('percent'), bad: z.int(), corrected: z.int() }) }),
});

export const publicReviews = contract({
  name: 'services.publicReviews',
  method: 'GET',
  path: '/api/services/reviews',
  audience: 'public',
  summary: '公开的评价与回复',
  input: z.object({ itemId: z.string().max(128).optional(), cursor, limit }),
  output: z.object({ reviews: z.array(z.object({ at: instant, item: words, stars: z.int(), comment: words.nullable(), reply: words.nullable() })), average: z.number().nullable(), count: z.int(), next: z.string().nullable() }),
});
