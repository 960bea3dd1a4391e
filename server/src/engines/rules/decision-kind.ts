import { z } from 'zod';
import { compileDecisions, type CompiledDecisions } from './compile-decisions.ts';
import { inlineModel, inlineTableSchema } from './inline-table.ts';
import { readDmn } from './read-dmn.ts';

const text = z.union([z.string().min(1), z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() })]);

/** 决策: names a .dmn file beside it, or carries one table. */
export const decisionSchema = z
  .strictObject({
    name: text,
    /** What law or rule it carries out, with the clause. */
    basis: text.optional(),
    /** File beside the definition. */
    dmn: z.string().regex(/^[\w./-]+\.dmn$/).optional(),
    /** Decision (id or name) of the file that is asked for; needed where it has several. */
    decision: z.string().optional(),
    table: inlineTableSchema.optional(),
  })
  .refine((it) => (it.dmn === undefined) !== (it.table === undefined), { params: { zh: '须有 dmn 或 table 之一', en: 'needs exactly one of dmn, table' } });

export type DecisionDefinition = z.infer<typeof decisionSchema>;

/** Decides what a definition of kind `decision` asks: its one decision, or the one that it names. */
export type Decide = (inputs: Readonly<Record<string, unknown>>, now: Date) => ReturnType<CompiledDecisions['decide']>;

/** What the kind needs of the content engine's DefinitionSource. */
export interface DecisionSource {
  read(path: string): string;
  report(words: { zh: string; en: string }, at?: { path?: string; file?: string }): void;
}

/** The content kind `decision`; register it with the content engine. */
export const decisionKind = {
  kind: 'decision',
  schema: decisionSchema,
  compile(definition: DecisionDefinition, source: DecisionSource): Decide | undefined {
    const model = compileDecisions(definition.table ? inlineModel(definition.table) : readDmn(source.read(definition.dmn!)));
    const asked = definition.decision ?? (model.decisions.length === 1 ? model.decisions[0]!.id : undefined);
    if (asked === undefined || ![...model.decisions, ...model.services].some((it) => it.id === asked || it.name === asked)) {
      source.report({ zh: '须指明决策文件中的一个决策', en: 'name one decision of the file' }, { path: 'decision' });
      return undefined;
    }
    return (inputs, now) => model.decide(asked, inputs, now);
  },
};
