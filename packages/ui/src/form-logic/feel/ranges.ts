import { evaluate, FeelFunction, FeelRange, isRange, parseExpression } from 'feelin';
import { lookAtTime } from './feel-limits.ts';

type TreeNode = ReturnType<typeof parseExpression>['topNode'];

/** `range("[1..3]")`: an interval whose bounds are literals, not both null, the first not after the second (DMN 10.3.4.1). */
export function rangeFrom(from: unknown): FeelRange | null {
  if (typeof from !== 'string' || from.length > 200 || !/^\s*[[\](]/.test(from)) return null;
  try {
    if (!holdsLiteralsOnly(parseExpression(from, {}, undefined).topNode)) return null;
    const { value } = evaluate(from, {});
    return isRange(value) && !(value.start === null && value.end === null) && !isReversed(value) ? value : null;
  } catch {
    return null;
  }
}

function holdsLiteralsOnly(node: TreeNode): boolean {
  if (node.type.isError || ['FunctionInvocation', 'VariableName', 'ArithmeticExpression'].includes(node.name)) return false;
  for (let child = node.firstChild; child; child = child.nextSibling) if (!holdsLiteralsOnly(child)) return false;
  return true;
}

/** Whether the second bound comes before the first. */
function isReversed({ start, end }: FeelRange): boolean {
  return start !== null && end !== null && evaluate('a > b', { a: start, b: end }).value === true;
}

/** An interval with a bound that is null: whether something lies in it is not known. */
function interval(value: unknown): unknown {
  if (!(value instanceof FeelRange) || (value.start !== null && value.end !== null)) return value;
  return Object.defineProperty(value, 'includes', { value: () => null, enumerable: false });
}

/** Hands a list on and looks at the clock: feelin walks lists without one, and nested walks multiply. A reversed interval is no list. */
function watcher(list: unknown): unknown {
  lookAtTime();
  return list instanceof FeelRange && isReversed(list) ? null : list;
}

export const walk = '_walk_';
export const bounded = '_interval_';
export const rangeFunctions: Readonly<Record<string, FeelFunction>> = {
  [walk]: new FeelFunction(watcher, ['list']),
  [bounded]: new FeelFunction(interval, ['range']),
};
