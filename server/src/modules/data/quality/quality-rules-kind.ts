import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

/** 质量维度 (GB/T 36344-2018): codes of the list quality-dimension. */
export const dimensions = ['conformity', 'completeness', 'accuracy', 'consistency', 'timeliness', 'accessibility'] as const;
export type Dimension = (typeof dimensions)[number];

const field = z.string().max(64);
const common = {
  /** Within its register. */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  title: textSchema,
  dimension: z.enum(dimensions),
  /** 检查对象: the field that is to be put right; none where it is the whole set. */
  object: field.optional(),
  /** Least share that must pass for no ticket to be written. */
  threshold: z.number().min(0).max(1).default(1),
  /** FEEL: only records for which this holds are checked. */
  when: z.string().min(1).max(2000).optional(),
  clause: z.string().max(200).optional(),
};

/**
 * 质量规则: dimension + object + expression + threshold. `row`: FEEL that holds in every record. `unique`, `found`: over many records.
 * `set`: FEEL about the whole register: rows, ageHours (of the snapshot), newestDays (since the last record was written).
 */
export const qualityRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('row'), expression: z.string().min(1).max(2000) }),
  z.strictObject({ ...common, kind: z.literal('unique'), columns: z.array(field).min(1).max(5) }),
  z.strictObject({ ...common, kind: z.literal('found'), columns: z.array(field).min(1).max(5), among: z.strictObject({ register: idSchema, columns: z.array(field).min(1).max(5) }) }),
  z.strictObject({ ...common, kind: z.literal('set'), expression: z.string().min(1).max(2000) }),
]);
export type QualityRule = z.infer<typeof qualityRuleSchema>;

/** 质量规则集 of one register. */
export const qualityRulesKind = defineKind({
  kind: 'quality-rules',
  schema: z.strictObject({
    register: idSchema,
    standard: z.string().max(200).optional(),
    /** Field with the credit code of the department that answers for a record; the register's organisation or division when left out. */
    department: field.optional(),
    rules: z.array(qualityRuleSchema).min(1).max(150),
  }),
  references: (d) => [
    { kind: 'register', id: d.register, path: ['register'] },
    ...d.rules.flatMap((r, i) => (r.kind === 'found' ? [{ kind: 'register', id: r.among.register, path: ['rules', i, 'among', 'register'] }] : [])),
  ],
});
