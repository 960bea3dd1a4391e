import { check, type CompiledForm } from '#engines/forms';
import type { Graph } from '#engines/process';
import type { Decide } from '#engines/rules';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { checkSource, type SourceProblem } from './check-source.ts';
import type { DefinitionText, DesignKind } from './definition-source.ts';
import type { Designers } from './deps.ts';
import { ProcessWalk, type ProcessSample, type Walk } from './try-process.ts';

export interface Trial {
  problems: SourceProblem[];
  walk: Walk | null;
  decided: { value: unknown; fired: { decision: string; rule: number; id: string }[]; warnings: string[] } | null;
  answered: { answers: Record<string, unknown>; dropped: string[]; problems: { path: string; words: string }[] } | null;
}

const nothing = { walk: null, decided: null, answered: null };

/** 试运行 of a draft as it stands on the screen; one that the loader would refuse is not tried. */
export async function trySource(designers: Designers, ctx: Context, input: { kind: DesignKind; id: string; sample: ProcessSample } & DefinitionText): Promise<Trial> {
  const { problems, definition } = await checkSource(designers.content, ctx, input.kind, input.id, input);
  if (definition === undefined) return { problems, ...nothing };
  if (input.kind === 'process') return { problems, ...nothing, walk: new ProcessWalk(designers, ctx, definition.compiled as Graph, input.sample).run() };
  if (input.kind === 'decision') return { problems, ...nothing, ...decided(definition.compiled as Decide, ctx, input.sample.answers) };
  return { problems, ...nothing, answered: answered(definition.compiled as CompiledForm, ctx, input.sample.answers) };
}

/** Which rule fires; a table that does not answer (two rules of a unique table) says so in words. */
function decided(decide: Decide, ctx: Context, inputs: Record<string, unknown>): Pick<Trial, 'decided'> {
  try {
    const { value, rulesFired, warnings } = decide(inputs, ctx.now);
    return { decided: { value, fired: rulesFired, warnings: warnings.map((w) => w.message) } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { decided: { value: null, fired: [], warnings: [error.words(ctx.locale)] } };
  }
}

/** What of the answers counts, what is asked for no longer, what is wrong. */
function answered(form: CompiledForm, ctx: Context, given: Record<string, unknown>): NonNullable<Trial['answered']> {
  const { answers, problems } = check(form, given, { now: ctx.now, context: { applicant: {}, item: { guide: {} } } });
  return { answers, dropped: Object.keys(given).filter((id) => !(id in answers)), problems: problems.map((p) => ({ path: p.path, words: p.message[ctx.locale] })) };
}
