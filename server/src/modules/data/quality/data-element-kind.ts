import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

/** 数据元 (GB/T 18391, GB/T 19488): one kind of fact, said in one way everywhere. */
export const dataElementSchema = z.strictObject({
  name: textSchema,
  /** 内部标识符 in the catalogue of elements, where it has one. */
  identifier: z.string().max(40).optional(),
  definition: textSchema,
  /** The field type of registers that holds it. */
  type: z.enum(['text', 'integer', 'decimal', 'money', 'date', 'timestamp', 'boolean', 'code', 'division', 'identity-number', 'credit-code', 'phone', 'reference']),
  /** 表示格式: `an18`, `a..50`, `YYYY-MM-DD`. */
  representation: z.string().max(40).optional(),
  /** Characters. */
  lengthMin: z.int().min(0).optional(),
  lengthMax: z.int().min(1).max(20_000).optional(),
  /** FEEL pattern that all of the value matches. */
  pattern: z.string().max(300).optional(),
  codeList: idSchema.optional(),
  /** Number and clause of the standard. */
  standard: z.string().max(200),
  /** How sources call it; for proposals of mappings. */
  synonyms: z.array(z.string().min(1).max(60)).max(40).default([]),
});
export type DataElement = z.infer<typeof dataElementSchema>;

export const dataElementKind = defineKind({
  kind: 'data-element',
  schema: dataElementSchema,
  references: (d) => (d.codeList === undefined ? [] : [{ kind: 'code-list', id: d.codeList, path: ['codeList'] }]),
});

/** 数据标准对照: which data element each field of a register is. */
export const registerStandardKind = defineKind({
  kind: 'register-standard',
  schema: z.strictObject({ register: idSchema, standard: z.string().max(200).optional(), fields: z.record(z.string(), idSchema) }),
  references: (d) => [{ kind: 'register', id: d.register, path: ['register'] }, ...Object.entries(d.fields).map(([field, id]) => ({ kind: 'data-element', id, path: ['fields', field] }))],
});
