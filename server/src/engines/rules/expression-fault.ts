import { compileExpression } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';

/** What is wrong with a FEEL text, with its place; undefined where it can be read. For what names expressions: processes, forms. */
export function expressionFault(expression: string): { zh: string; en: string } | undefined {
  try {
    compileExpression(expression);
    return undefined;
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    const { words, position } = error;
    return position === null ? words : { zh: `第 ${position.line} 行第 ${position.column} 列，${words.zh}`, en: `line ${position.line}, column ${position.column}: ${words.en}` };
  }
}
