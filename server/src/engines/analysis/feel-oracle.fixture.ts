import { parseDate } from 'feelin';
import { compileExpression } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { at } from './town.fixture.ts';

/** What the house's FEEL says of one row: the second implementation. */
export function evaluateFeel(expression: string, row: Readonly<Record<string, unknown>>): unknown {
  const born = row['born'];
  return compileExpression(expression)({ ...row, born: typeof born === 'string' ? parseDate(born) : null }, at).value;
}
