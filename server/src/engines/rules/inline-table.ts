import { z } from 'zod';
import type { DecisionModel, HitPolicy, TableLogic } from './decision-model.ts';

const text = z.union([z.string(), z.object({ zh: z.string(), en: z.string().optional() }).strict()]);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const name = z.string().regex(/^[A-Za-z_]\w*$/, 'English identifier');

/** 命中策略: the letters of the standard; a C may carry +, #, <, >. */
export const hitPolicySchema = z.enum(['U', 'A', 'P', 'F', 'R', 'O', 'C', 'C+', 'C#', 'C<', 'C>']);

/** A decision table in YAML: cells of `when` are unary tests (`-` any), cells of `give` are FEEL expressions. */
export const inlineTableSchema = z
  .object({
    hitPolicy: hitPolicySchema.default('U'),
    inputs: z.array(z.object({ expression: z.string().max(2_000), label: text.optional(), values: z.string().max(4_000).optional() }).strict()).max(40),
    outputs: z.array(z.object({ name, label: text.optional(), values: z.string().max(4_000).optional(), default: cell.optional() }).strict()).min(1).max(40),
    rules: z.array(z.object({ id: z.string().max(80).optional(), when: z.array(cell).max(40), give: z.array(cell).min(1).max(40), note: text.optional() }).strict()).max(5_000),
  })
  .strict()
  .superRefine((table, refuse) => {
    for (const [i, rule] of table.rules.entries()) {
      if (rule.when.length !== table.inputs.length) refuse.addIssue({ code: 'custom', path: ['rules', i, 'when'], message: `${table.inputs.length} cells expected` });
      if (rule.give.length !== table.outputs.length) refuse.addIssue({ code: 'custom', path: ['rules', i, 'give'], message: `${table.outputs.length} cells expected` });
    }
  });

export type InlineTable = z.infer<typeof inlineTableSchema>;

const policies: Record<string, HitPolicy> = { U: 'UNIQUE', A: 'ANY', P: 'PRIORITY', F: 'FIRST', R: 'RULE ORDER', O: 'OUTPUT ORDER', C: 'COLLECT' };
const aggregations = { '+': 'SUM', '#': 'COUNT', '<': 'MIN', '>': 'MAX' } as const;

/** YAML gives numbers and booleans as such; FEEL reads their texts back the same. */
const cellText = (value: z.infer<typeof cell> | undefined): string => (value === undefined || value === null ? '' : String(value));

/** The one decision of an inline table is called `decision`; every input variable may be used by its name. */
export function inlineModel(table: InlineTable): DecisionModel {
  const logic: TableLogic = {
    kind: 'table',
    hitPolicy: policies[table.hitPolicy[0]!]!,
    aggregation: aggregations[table.hitPolicy[1] as keyof typeof aggregations] ?? null,
    inputs: table.inputs.map((input) => ({ expression: input.expression, type: null, allowed: input.values ?? null })),
    outputs: table.outputs.map((output) => ({
      name: output.name,
      type: null,
      allowed: output.values ?? null,
      otherwise: output.default === undefined ? null : cellText(output.default),
    })),
    rules: table.rules.map((rule, i) => ({ id: rule.id ?? String(i + 1), tests: rule.when.map((value) => cellText(value) || '-'), results: rule.give.map(cellText) })),
  };
  return {
    name: 'decision',
    types: new Map(),
    inputs: new Map(),
    knowledge: new Map(),
    services: new Map(),
    decisions: new Map([['decision', { id: 'decision', name: 'decision', type: null, requires: { inputs: 'all', decisions: [], knowledge: [] }, logic }]]),
  };
}
