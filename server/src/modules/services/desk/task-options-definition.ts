import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';

/** 办理意见: one decision that an official may take at a task. */
export const taskOptionSchema = z.strictObject({
  /** Goes into the task's output as `{ decision: value }`; conditions of the process read it. */
  value: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  label: textSchema,
  /** An opinion (意见) in words must be given. */
  needsOpinion: z.boolean().default(false),
  tone: z.enum(['primary', 'normal', 'danger']).default('normal'),
  /** Operation of the process engine. `reject` only where several sign (会签) and one refusal decides the step. */
  operation: z.enum(['approve', 'reject']).default('approve'),
  /** Clause that the decision rests on. */
  basis: z.string().optional(),
});
export type TaskOption = z.infer<typeof taskOptionSchema>;

/** 办理意见清单: its id is a permission (`cases.accept`), the `yw:role` of the tasks that it serves. */
export const taskOptionsSchema = z.strictObject({
  name: textSchema,
  options: z.array(taskOptionSchema).min(1).max(12),
}).check((ctx) => {
  const seen = new Set<string>();
  ctx.value.options.forEach(({ value }, i) => {
    if (seen.has(value)) ctx.issues.push({ code: 'custom', input: value, path: ['options', i, 'value'], params: { zh: `意见“${value}”重复`, en: `option "${value}" is there twice` } });
    seen.add(value);
  });
});
export type TaskOptions = z.infer<typeof taskOptionsSchema>;

export const taskOptionsKind = defineKind({ kind: 'task-options', schema: taskOptionsSchema });
