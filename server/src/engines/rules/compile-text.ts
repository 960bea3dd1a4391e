import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';
import { compileExpression, type FeelWarning } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { errors } from './errors.ts';
import type { ItemTypes } from './item-types.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** One run of a decision: its clock, what FEEL warned about and which rules fired. */
export interface Run {
  now: Date;
  warnings: FeelWarning[];
  rulesFired: { decision: string; rule: number; id: string }[];
}

export type Evaluator = (variables: Variables, run: Run) => unknown;

/** What compiling a boxed expression needs to know around it. */
export interface Compiling {
  types: ItemTypes;
  /** Name of the decision, for words of refusal and the list of fired rules. */
  place: string;
  /** Sample values of the variables in sight, so that names with blanks are read right. */
  shape: Variables;
  /** Evaluate a wrong expression to null instead of refusing the model. */
  lenient: boolean;
}

/** A FEEL text as an evaluator; a wrong one is refused with the decision's name, or is null in a lenient model. */
export function compileText(text: string, at: Compiling): Evaluator {
  try {
    const expression = compileExpression(text, at.shape);
    return (variables, run) => {
      const { value, warnings } = expression(variables, run.now);
      run.warnings.push(...warnings);
      return value;
    };
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    const { message, words } = error;
    if (!at.lenient) throw errors.decisionExpression({ place: at.place, why: words.zh, reason: words.en, expression: text.slice(0, 200) });
    return (_, run) => {
      run.warnings.push({ type: 'SYNTAX', message });
      return null;
    };
  }
}
