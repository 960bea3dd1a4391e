import { z } from 'zod';
import { defineKind } from '#engines/content';

/** 建库规则: from when a local library is a base library built a second time (基础库不重复建设). */
export const libraryRulesKind = defineKind({
  kind: 'library-rules',
  versioned: false,
  schema: z.strictObject({
    /** Share of the local library's fields that a base register holds already, 0 to 1. */
    duplicateShare: z.number().min(0.1).max(1),
    /** And so many of them at least. */
    duplicateFieldsMin: z.int().min(2).max(50),
    basis: z.string().max(300),
  }),
});
export type LibraryRules = z.infer<typeof libraryRulesKind.schema>;
