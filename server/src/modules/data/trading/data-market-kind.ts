import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';
import { expressionFault } from '#engines/rules';

const expression = z.string().min(1).max(500).check((ctx) => {
  const fault = expressionFault(ctx.value);
  if (fault !== undefined) ctx.issues.push({ code: 'custom', input: ctx.value, params: fault, message: fault.en });
});

/** 数据交易规则 of a place: what may be traded, who gets what of the price, what is free. */
export const dataMarketSchema = z.strictObject({
  title: textSchema,
  basis: textSchema,
  /** 可交易的最高级别 within general data (GB/T 43697). */
  gradeMax: z.int().min(1).max(4),
  /** 合规审查 in FEEL over `asset` and `product`; each must hold. */
  checks: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z-]{1,40}$/), title: textSchema, holds: expression })).min(1).max(30),
  /** 收益分配 (激励): the first that holds over `asset`; shares of the amount, adding up to one. */
  shares: z.array(z.strictObject({ when: expression, seller: z.number().min(0).max(1), source: z.number().min(0).max(1), platform: z.number().min(0).max(1) }).refine((s) => Math.abs(s.seller + s.source + s.platform - 1) < 1e-9)).min(1).max(20),
  /** 公共数据用于公共治理、公益事业有条件无偿使用: FEEL over `asset`, `buyer`. */
  free: expression,
  /** Calls a second and a day of a service that was bought. */
  ratePerSecond: z.int().min(1).max(1_000).default(10),
  dailyQuota: z.int().min(1).max(10_000_000).default(10_000),
});
export type DataMarket = z.infer<typeof dataMarketSchema>;

export const dataMarketKind = defineKind<DataMarket>({ kind: 'data-market', schema: dataMarketSchema });
