import { z } from 'zod';
import { defineKind, idSchema, textSchema, type Reference } from '#engines/content';

const column = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
const maskRules = ['name', 'identity-number', 'phone', 'address', 'bank-card', 'email', 'licence-number', 'plate', 'all'] as const;

/**
 * 授权数据清单 (分级开发): masked views of registers that may be worked on in the safe space, for which purposes, within which limits, at
 * which price class. What is not named here does not exist there.
 */
export const dataOfferSchema = z.strictObject({
  title: textSchema,
  description: textSchema.optional(),
  /** 数据级别 (GB/T 43697: 1 lowest … 4 general data's highest): the grade of what comes out. */
  grade: z.int().min(1).max(4),
  /** figures: only groups; rows: rows of columns that are not masked away. */
  level: z.enum(['figures', 'rows']),
  /** Who may ask: officials of the house for a scene of theirs, operators under an agreement. */
  for: z.array(z.enum(['officials', 'operators'])).min(1),
  /** 授权场景: for which purposes, in words. */
  scenes: z.array(textSchema).min(1).max(20),
  views: z.array(z.strictObject({
    register: idSchema,
    /** The name under which questions join it. */
    as: z.string().regex(/^[a-z][a-zA-Z0-9]{0,30}$/),
    columns: z.array(z.strictObject({ column, mask: z.enum(maskRules).optional() })).min(1).max(60),
  })).min(1).max(5),
  /** A group, or rows alike, of fewer than this do not leave. */
  smallestGroup: z.int().min(2).max(1000).default(5),
  rowsMax: z.int().min(1).max(10_000).default(1000),
  secondsMax: z.int().min(1).max(120).default(20),
  questionsPerDay: z.int().min(1).max(10_000).default(100),
  /** 价格类别: free of charge for public good, at cost, or at the market's price; yuan. */
  price: z.strictObject({ class: z.enum(['free', 'cost', 'market']), perQuestion: z.number().min(0), perThousandRows: z.number().min(0) }),
  /** 安全义务, as they stand in the agreement. */
  duties: z.array(textSchema).max(20).default([]),
});
export type DataOffer = z.infer<typeof dataOfferSchema>;

export const dataOfferKind = defineKind<DataOffer>({
  kind: 'data-offer',
  schema: dataOfferSchema,
  references: (d): Reference[] => d.views.map((v, i) => ({ kind: 'register', id: v.register, path: ['views', i, 'register'] })),
});
