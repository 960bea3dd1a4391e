import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';

/** 发布规则: its id is a kind of definition; whether a second person must approve before a version is published. */
export const publishingRuleKind = defineKind({
  kind: 'publishing-rule',
  schema: z.strictObject({ name: textSchema, approval: z.enum(['second-person', 'none']) }),
});
