import { z } from 'zod';
import { defineKind, idSchema, textSchema, type ContentReader } from '#engines/content';
import type { Term } from '#engines/records';
import { dayInChina } from '#kernel/clock';

const ruleSchema = z.strictObject({
  register: idSchema,
  /** 留存期限, in whole years. */
  years: z.int().min(1).max(100),
  /** Date field from which the term counts; the day on which a record ended when left out. */
  from: z.string().max(40).optional(),
  /** 期满处置: into the archive, or destroyed. */
  disposal: z.enum(['archive', 'destroy']),
  basis: textSchema,
});
export type RetentionRule = z.infer<typeof ruleSchema>;

/** 数据留存期限 (数据安全法, 个人信息保护法 19、47): how long what is kept, and what becomes of it. */
export const retentionRulesKind = defineKind({
  kind: 'retention-rules',
  versioned: false,
  schema: z.strictObject({ title: textSchema, rules: z.array(ruleSchema).min(1).max(500) }),
  references: (d) => d.rules.map((r, i) => ({ kind: 'register', id: r.register, path: ['rules', i, 'register'] })),
});

/** Of each register its rule; a pack further down says the last word. */
export const retentionOf = ({ content }: { content: Pick<ContentReader, 'list'> }): ReadonlyMap<string, RetentionRule> =>
  new Map(content.list(retentionRulesKind).flatMap((d) => d.value.rules.map((r) => [r.register, r])));

/** The day before which rows are past their term. */
export function termOf(rule: Pick<RetentionRule, 'years' | 'from'>, now: Date): Term {
  const [year, rest] = [Number(dayInChina(now).slice(0, 4)) - rule.years, dayInChina(now).slice(4)];
  return { field: rule.from, before: `${String(year).padStart(4, '0')}${rest === '-02-29' ? '-02-28' : rest}` };
}
