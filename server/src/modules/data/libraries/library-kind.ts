import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';
import { measureFunctions } from '#engines/analysis';

const column = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,40}$/);
const feel = z.string().min(1).max(1000);

/** 用户问题: what the users of a library come to ask, as a typed question of the analysis engine, with the chart that shows the answer. */
export const questionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  title: textSchema,
  register: idSchema,
  where: feel.optional(),
  groupBy: z.array(z.strictObject({ column, by: z.union([z.enum(['year', 'quarter', 'month', 'day']), z.strictObject({ first: z.int().min(1).max(40) })]).optional(), as: column.optional() })).max(3).default([]),
  measures: z.array(z.strictObject({ as: column, title: textSchema, fn: z.enum(measureFunctions), of: column.optional(), where: feel.optional() })).min(1).max(8),
  order: z.array(z.strictObject({ by: column, descending: z.boolean().default(false) })).max(3).default([]),
  limit: z.int().min(1).max(1000).default(200),
  /** How the answer is drawn: the first group along the axis, measures as bars or lines. */
  chart: z.enum(['bar', 'line', 'table']).default('bar'),
});
export type Question = z.infer<typeof questionSchema>;

/** 数据库（基础库、重点行业信用库、主题库、专题库）: registers of one field, its owner, where its data come from, what its users ask. */
export const libraryKind = defineKind({
  kind: 'library',
  versioned: false,
  schema: z.strictObject({
    title: textSchema,
    description: textSchema,
    group: z.enum(['base', 'industry-credit', 'theme', 'special']),
    /** 责任单位: credit code. */
    owner: z.string().regex(/^[0-9A-Z]{18}$/),
    users: textSchema,
    standard: z.string().max(200).optional(),
    registers: z.array(idSchema).min(1).max(10),
    sources: z.array(z.strictObject({ from: textSchema, way: z.enum(['file', 'table', 'interface', 'topic', 'gathered']), cycle: z.enum(['real-time', 'daily', 'weekly', 'monthly', 'quarterly', 'half-yearly', 'yearly', 'irregular']) })).min(1).max(10),
    questions: z.array(questionSchema).min(1).max(20),
  }).check((ctx) => {
    ctx.value.questions.forEach((q, i) => {
      if (ctx.value.registers.includes(q.register)) return;
      ctx.issues.push({ code: 'custom', input: q, path: ['questions', i, 'register'], params: { zh: `“${q.register}”不在本库的登记簿中`, en: `"${q.register}" is no register of this library` } });
    });
  }),
  references: (d) => [
    { kind: 'organisation', id: d.owner, path: ['owner'] },
    ...d.registers.map((id, i) => ({ kind: 'register', id, path: ['registers', i] })),
  ],
});
export type LibraryDefinition = z.infer<typeof libraryKind.schema>;
