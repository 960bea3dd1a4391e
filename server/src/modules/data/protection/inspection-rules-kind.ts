import { namesIn } from '@yiwang/ui/form-logic/feel/names-in.ts';
import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';
import { expressionFault } from '#engines/rules';
import { severities, stages } from './sense.ts';
import { senses } from './senses/index.ts';

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/),
  title: textSchema,
  /** 生命周期环节. */
  stage: z.enum(stages),
  /** 感知: what is looked at; its facts are the names that `when` may use. */
  over: z.enum(senses.map((s) => s.id) as [string, ...string[]]),
  /** FEEL: where it holds, something is to be mended. */
  when: z.string().min(1).max(500),
  severity: z.enum(severities),
  /** What to do. */
  advice: textSchema,
  /** 整改期限, in days. */
  days: z.int().min(1).max(365),
  /** 管控 that the security officer may do at once. */
  control: z.enum(['withdraw-grant']).optional(),
  clause: z.string().max(200).optional(),
}).check((ctx) => {
  const { when, over, control } = ctx.value;
  const refuse = (path: string, zh: string, en: string): void => void ctx.issues.push({ code: 'custom', input: ctx.value, path: [path], params: { zh, en } });
  const fault = expressionFault(when);
  if (fault !== undefined) return refuse('when', fault.zh, fault.en);
  const sense = senses.find((s) => s.id === over);
  for (const [name] of namesIn(when)) if (sense !== undefined && name !== undefined && !(name in sense.facts)) refuse('when', `“${over}”没有“${name}”这项事实`, `"${over}" has no fact "${name}"`);
  if (control === 'withdraw-grant' && over !== 'grant') refuse('control', '只有授权可以撤销', 'only grants can be withdrawn');
});
export type InspectionRule = z.infer<typeof ruleSchema>;

/** 巡检规则: what the daily inspection finds wrong, by stage of the data's life. */
export const inspectionRulesKind = defineKind({
  kind: 'inspection-rules',
  versioned: false,
  schema: z.strictObject({ title: textSchema, standard: z.string().max(200).optional(), rules: z.array(ruleSchema).min(1).max(200) }).check((ctx) => {
    ctx.value.rules.forEach((r, i) => {
      if (ctx.value.rules.findIndex((other) => other.id === r.id) !== i) ctx.issues.push({ code: 'custom', input: r, path: ['rules', i, 'id'], params: { zh: `规则“${r.id}”重复`, en: `rule "${r.id}" is there twice` } });
    });
  }),
});
