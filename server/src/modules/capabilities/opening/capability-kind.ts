import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';
import { operationNames } from './contract-operations.ts';

/**
 * 开放能力: one capability of the house as departments' systems may use it: which operations, on which terms. What an operation
 * does is the house's; what it is called, who may have how much of it and what is promised is the place's.
 */
export const capabilitySchema = z.strictObject({
  title: textSchema,
  summary: textSchema,
  /** 能力分类. */
  group: z.enum(['identity', 'signing', 'licence', 'message', 'rule', 'place', 'evidence']),
  /** Of its interface: raised with `changes`. */
  interfaceVersion: z.string().regex(/^\d{1,3}\.\d{1,3}$/),
  /** 管理单位: the body that suspends and retires it, by credit code. */
  provider: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  /** 提供单位, in words. */
  owner: textSchema,
  /** direct 申请即用, approval 审批后使用. */
  access: z.enum(['direct', 'approval']),
  conditions: textSchema.optional(),
  basis: textSchema.optional(),
  /** The most that one system may have. */
  ratePerSecond: z.int().min(1).max(1_000),
  dailyQuota: z.int().min(1).max(10_000_000),
  /** Longest term of one grant. */
  daysMax: z.int().min(1).max(1_830).default(730),
  /** 停止服务公告期, days. */
  noticeDays: z.int().min(1).max(366).default(30),
  /** 服务承诺: answer time in milliseconds (95th percentile), availability in per cent. */
  sla: z.strictObject({ answerMs: z.int().min(1), availability: z.number().min(0).max(100) }),
  operations: z.array(z.strictObject({
    operation: z.enum(operationNames),
    /** Inputs to try; `output` is what the sandbox answers where the operation writes or reads about persons. */
    samples: z.array(z.strictObject({ title: textSchema, input: z.record(z.string(), z.json()), output: z.json().optional() })).min(1).max(10),
  })).min(1).max(12),
  changes: z.array(z.strictObject({ version: z.string(), on: z.iso.date(), text: textSchema })).max(50).default([]),
});
export type Capability = z.infer<typeof capabilitySchema>;

export const capabilityKind = defineKind<Capability>({ kind: 'capability', schema: capabilitySchema });

/** 能力分类, as the directory shows it. */
export const groupTitles: Record<Capability['group'], { zh: string; en: string }> = {
  identity: { zh: '身份与主体核验', en: 'Identity' },
  signing: { zh: '签章', en: 'Seals' },
  licence: { zh: '证照', en: 'Licences' },
  message: { zh: '消息', en: 'Messages' },
  rule: { zh: '规则与时限', en: 'Rules and limits' },
  place: { zh: '地图', en: 'Maps' },
  evidence: { zh: '存证', en: 'Evidence' },
};
