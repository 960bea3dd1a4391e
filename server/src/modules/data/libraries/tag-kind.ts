import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

/** 标签: a FEEL condition over one register's fields; whoever's record meets it carries the tag. Computed over the whole set, never kept. */
export const tagKind = defineKind({
  kind: 'tag',
  versioned: false,
  schema: z.strictObject({
    title: textSchema,
    group: textSchema,
    /** 自然人 are counted only; 法人 have a portrait that officials open for a purpose. */
    subject: z.enum(['person', 'legal-entity']),
    register: idSchema,
    when: z.string().min(1).max(1000),
    /** 依据: the duty or statute for which the tag may be used. */
    basis: textSchema,
  }),
  references: (d) => [{ kind: 'register', id: d.register, path: ['register'] }],
});
export type Tag = z.infer<typeof tagKind.schema>;
