import { z } from 'zod';
import { textSchema } from '#engines/content';
import { formLimits, type Field, type Form } from '@yiwang/ui/form-logic/form.ts';

const id = z.string().min(1).max(60);
const feel = z.string().min(1).max(4_000);
const count = (max: number) => z.int().min(1).max(max);
const level = z.enum(['province', 'city', 'county', 'township', 'village']);
const day = z.union([z.literal('today'), z.iso.date()]);

const common = {
  id,
  label: textSchema,
  help: textSchema.optional(),
  required: z.union([z.boolean(), feel]).optional(),
  showIf: feel.optional(),
  compute: feel.optional(),
  check: z.array(z.strictObject({ if: feel, message: textSchema })).max(20).optional(),
  source: z.strictObject({ register: z.string().max(128), field: z.string().max(128), by: z.string().max(128), locked: z.boolean().optional() }).optional(),
  sensitive: z.boolean().optional(),
};
const field = <const T extends string, S extends z.ZodRawShape>(type: T, own: S) => z.strictObject({ ...common, type: z.literal(type), ...own });

const option = z.strictObject({ code: z.string().min(1).max(80), label: textSchema, showIf: feel.optional() });

/** A field of each type; the terms stand in `@yiwang/ui/form-logic/form.ts`. */
export const fieldSchema = z.discriminatedUnion('type', [
  field('text', { multiline: z.boolean().optional(), maxLength: count(formLimits.textMax).optional(), pattern: z.string().max(300).optional() }),
  field('number', { min: z.number().optional(), max: z.number().optional(), decimals: z.int().min(0).max(10).optional(), unit: textSchema.optional() }),
  field('date', { min: day.optional(), max: day.optional() }),
  field('choice', { multiple: z.boolean().optional(), options: z.array(option).min(1).max(500).optional(), codeList: z.string().max(128).optional(), maxChoices: count(formLimits.choicesMax).optional() }),
  field('region', { level }),
  field('file', { accept: z.array(z.string().max(80)).max(30).optional(), maxFiles: count(formLimits.filesMax).optional(), maxBytes: count(2_000_000_000).optional() }),
  field('signature', {}),
  field('money', { min: z.int().optional(), max: z.int().optional() }),
  field('identity-number', {}),
  field('credit-code', {}),
  field('address', { level, maxLength: count(1_000).optional() }),
  field('lookup', { register: z.string().max(128) }),
  field('licence', { licenceType: z.string().max(128) }),
  field('phone', {}),
  field('boolean', { mustBeTrue: z.boolean().optional() }),
  field('note', {}),
]) satisfies z.ZodType<Field>;

const sectionSchema = z.strictObject({
  id,
  title: textSchema.optional(),
  note: textSchema.optional(),
  showIf: feel.optional(),
  repeat: z.strictObject({ min: z.int().min(0), max: count(formLimits.rowsMax), rowTitle: textSchema.optional() }).optional(),
  fields: z.array(fieldSchema).min(1).max(200),
});

const pageSchema = z.strictObject({ id, title: textSchema, note: textSchema.optional(), showIf: feel.optional(), sections: z.array(sectionSchema).min(1).max(40) });

/** 表单: what stands in a definition of kind `form`. */
export const formSchema = z.strictObject({
  id: z.string(),
  version: z.int().min(1),
  title: textSchema,
  note: textSchema.optional(),
  pages: z.array(pageSchema).min(1).max(40),
}) satisfies z.ZodType<Form>;

export type FormDefinition = z.infer<typeof formSchema>;
