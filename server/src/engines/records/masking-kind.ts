import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';
import { channels, grades, lifts, treatments } from './decide-mask.ts';

/** 脱敏规范: which mask a grade gets in which channel, and who may lift it; the first rule that fits decides (GB/T 37964, GB/T 43697). */
export const maskingKind = defineKind({
  kind: 'masking-rules',
  schema: z.strictObject({
    title: textSchema,
    basis: textSchema,
    rules: z.array(z.strictObject({
      channel: z.enum(channels),
      grades: z.array(z.enum(grades)).min(1),
      treatment: z.enum(treatments),
      /** 解除脱敏: by what, and what is shown then. */
      lift: z.strictObject({ by: z.enum(lifts), to: z.enum(['clear', 'field']) }).optional(),
      note: textSchema.optional(),
    })).min(1).max(100),
  }).check((ctx) => {
    for (const channel of channels) for (const grade of grades) {
      if (!ctx.value.rules.some((r) => r.channel === channel && r.grades.includes(grade))) ctx.issues.push({ code: 'custom', input: ctx.value, path: ['rules'], params: { zh: `${channel} 渠道没有规定 ${grade} 级`, en: `channel ${channel} says nothing of grade ${grade}` } });
    }
  }),
});
export type MaskingRules = z.infer<typeof maskingKind.schema>;
