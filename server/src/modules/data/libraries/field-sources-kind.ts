import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

const field = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);

/**
 * 数源清单（一数一源）: which body's word each field of a register is. The responsible body of one record is the nearest body with that
 * function at or above the record's division; other bodies hand in tables to check against, and what contradicts becomes a case.
 */
export const fieldSourcesKind = defineKind({
  kind: 'field-sources',
  versioned: false,
  schema: z.strictObject({
    register: idSchema,
    basis: textSchema,
    /** 核实期限 in working days, and until when whoever raised it may object. */
    settleDays: z.int().min(1).max(60),
    /** Fields that name one record in a table that is handed in to check. */
    key: z.array(field).min(1).max(5),
    sources: z.array(z.strictObject({ fields: z.array(field).min(1).max(100), function: idSchema, title: textSchema })).min(1).max(30),
  }).check((ctx) => {
    const named = ctx.value.sources.flatMap((s) => s.fields);
    named.forEach((f, i) => {
      if (named.indexOf(f) === i) return;
      ctx.issues.push({ code: 'custom', input: f, path: ['sources'], params: { zh: `字段“${f}”有两个数源`, en: `field "${f}" has two sources` } });
    });
  }),
  references: (d) => [{ kind: 'register', id: d.register, path: ['register'] }],
});
export type FieldSources = z.infer<typeof fieldSourcesKind.schema>;
