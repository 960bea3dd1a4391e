import { z } from 'zod';
import { defineKind, idSchema, textSchema, type Reference } from '#engines/content';

const field = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
const fields = z.array(field).min(1).max(100);

/** 行业: the trades that the plans name, and others. */
export const trades = ['transport', 'tourism', 'catering', 'internet-medicine', 'network-security', 'other'] as const;

/** 政企共享场景: for which use firms of a trade and a department may agree to share, and what at the most. */
export const enterpriseSceneSchema = z.strictObject({
  title: textSchema,
  trade: z.enum(trades),
  /** 用途, to which both sides are bound. */
  purpose: textSchema,
  basis: textSchema,
  /** Function of the department that concludes it; the data bureau of the place always may. */
  body: z.string().max(60),
  /** 企业供政府: a register that the firm's interface fills. */
  inbound: z.strictObject({
    register: idSchema,
    /** Field that says whose rows they are: filled by the house, never by the rows. */
    firmField: field,
    /** Fields that may be asked for; required ones of the register always are. */
    fields,
    everyMinutes: z.int().min(1).max(44_640),
  }).optional(),
  /** 政府供企业: services that may be granted, with the fields and masks. */
  outbound: z.array(z.strictObject({
    service: z.string().regex(/^[a-z][a-z0-9-]{0,79}(\.[a-z]{2,20})?$/),
    title: textSchema,
    fields,
    masks: z.record(field, z.string().max(40)).default({}),
    ratePerSecond: z.int().min(1).max(1_000).default(10),
    dailyQuota: z.int().min(1).max(10_000_000).default(10_000),
  })).max(10).default([]),
  /** What calls of the gateway repeat as their purpose. */
  purposeCode: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  /** 安全责任 of both sides. */
  duties: z.array(textSchema).min(1).max(20),
  /** 期满处置 of what the firm handed in: deleted, or given back and deleted, so many days after the end; kept as long as a law that is named says. */
  atEnd: z.strictObject({ what: z.enum(['delete', 'return']), days: z.int().min(0).max(365), keep: z.strictObject({ law: z.string().min(4).max(200), years: z.int().min(1).max(30) }).optional() }).default({ what: 'delete', days: 30 }),
  daysMax: z.int().min(1).max(1_827),
  /** 融合: the pipeline that joins what came in with public data, and the register of what it finds. */
  fusion: z.strictObject({ pipeline: idSchema, register: idSchema, title: textSchema }).optional(),
}).refine((s) => s.inbound !== undefined || s.outbound.length > 0, { params: { zh: '至少有一个方向', en: 'at least one direction' } });
export type EnterpriseScene = z.infer<typeof enterpriseSceneSchema>;

export const enterpriseSceneKind = defineKind<EnterpriseScene>({
  kind: 'enterprise-scene',
  schema: enterpriseSceneSchema,
  references: (d): Reference[] => [
    ...(d.inbound === undefined ? [] : [{ kind: 'register', id: d.inbound.register, path: ['inbound', 'register'] }]),
    ...(d.fusion === undefined ? [] : [{ kind: 'pipeline', id: d.fusion.pipeline, path: ['fusion', 'pipeline'] }, { kind: 'register', id: d.fusion.register, path: ['fusion', 'register'] }]),
  ],
});
