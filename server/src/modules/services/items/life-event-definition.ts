import { z } from 'zod';
import { defineKind, idSchema, textSchema } from '#engines/content';

/** 导办问题: one question of the short guide; its answer drops what does not apply. */
export const guideQuestionSchema = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  text: textSchema,
  help: textSchema.optional(),
  /** FEEL over the answers so far. */
  when: z.string().optional(),
  options: z.array(z.strictObject({ value: z.union([z.string(), z.boolean(), z.number()]), label: textSchema })).min(2),
});
export type GuideQuestion = z.infer<typeof guideQuestionSchema>;

/** 一件事: related items of several departments as one matter: one guide, one form, one set of materials, one window, one result. */
export const lifeEventSchema = z.strictObject({
  name: textSchema,
  summary: textSchema,
  /** 牵头部门. */
  lead: z.strictObject({ departmentKind: z.string() }),
  serves: z.array(z.enum(['1', '2', '3', '4', '5', '6', '9'])).min(1),
  keywords: z.array(z.string()).default([]),
  themes: z.array(z.string()).default([]),
  guide: z.array(guideQuestionSchema).max(12),
  /** 一张表单: asked once, handed to each item by its `answers`. */
  form: idSchema,
  items: z.array(
    z.strictObject({
      item: idSchema,
      /** FEEL over the guide's answers (`guide.…`); left out: always. */
      when: z.string().optional(),
      /** Items that must be concluded before this one is examined. */
      after: z.array(idSchema).default([]),
      /** Field of the item's form → FEEL over the one form's answers; fields of the same name are handed on by themselves. */
      answers: z.record(z.string(), z.string()).default({}),
      /** Material of the item → material of another item that is the same paper. */
      sameAs: z.record(z.string(), z.strictObject({ item: idSchema, material: idSchema })).default({}),
    }),
  ).min(2),
  /** Working days promised for the whole. */
  promisedDays: z.int().min(0).max(365),
  process: idSchema,
  consult: textSchema,
  samples: z.array(z.string()).default([]),
  before: z.strictObject({ departments: z.int(), visits: z.int(), materials: z.int(), days: z.int() }).optional(),
});
export type LifeEvent = z.infer<typeof lifeEventSchema>;

export const lifeEventKind = defineKind({
  kind: 'life-event',
  schema: lifeEventSchema,
  references: (event) => [
    { kind: 'form', id: event.form, path: ['form'] },
    { kind: 'process', id: event.process, path: ['process'] },
    ...event.items.flatMap((i, at) => [
      { kind: 'service-item', id: i.item, path: ['items', at, 'item'] },
      ...i.after.map((id, a) => ({ kind: 'service-item', id, path: ['items', at, 'after', a] })),
    ]),
  ],
});
