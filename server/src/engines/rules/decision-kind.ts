import { z } from 'zod';
import { inlineTableSchema } from './inline-table.ts';

const text = z.union([z.string(), z.object({ zh: z.string(), en: z.string().optional() }).strict()]);

/** Content kind `decision` (决策): names a .dmn file beside it, or carries one table. */
export const decisionSchema = z
  .object({
    kind: z.literal('decision'),
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    name: text,
    /** What law or rule it carries out, with the clause. */
    basis: text.optional(),
    /** File beside the definition. */
    dmn: z.string().regex(/^[\w.-]+\.dmn$/).optional(),
    /** Decision (id or name) of the file that is asked for; needed where it has several. */
    decision: z.string().optional(),
    table: inlineTableSchema.optional(),
  })
  .strict()
  .refine((it) => (it.dmn === undefined) !== (it.table === undefined), { message: 'exactly one of dmn, table' });

export type DecisionDefinition = z.infer<typeof decisionSchema>;
