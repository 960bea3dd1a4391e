import { arithmetic } from './arithmetic.ts';
import { nameRangeTypes } from './range-types.ts';
import { bounded, walk } from './ranges.ts';
import { hasPlainNames, readExpression, type Scope, type SyntaxTree } from './read-expression.ts';
import { isWideDate, wideDates } from './wide-dates.ts';

type TreeNode = SyntaxTree['topNode'];

/**
 * The expression with what feelin does otherwise than the standard as calls of functions of ours: arithmetic, which has
 * to know durations and dates; lists that are walked, which have to look at the clock; intervals whose bounds may be
 * null; years before 0 and after 9999; parameters with a type. Everything else stands as it was written.
 */
export function rewrite(original: string, shape: Scope = {}): string {
  const source = nameRangeTypes(original);
  const mayWalk = hasPlainNames(shape);
  const text = ({ from, to }: TreeNode): string => source.slice(from, to);

  const write = (node: TreeNode): string => {
    switch (node.name) {
      case 'ArithmeticExpression':
        return writeArithmetic(node);
      case 'FilterExpression':
        return writeParts(node, (part, index) => (index === 0 ? writeWalked(part) : write(part)));
      case 'InExpression':
        return writeParts(node, (part) => (part.nextSibling ? write(part) : writeWalked(part)));
      case 'Interval':
        return mayHoldNull(node) ? `${bounded}(${writeParts(node)})` : writeParts(node);
      case 'DateTimeLiteral':
        return writeDate(node);
      case 'FunctionDefinition':
        return writeFunction(node);
      default:
        return writeParts(node);
    }
  };

  const writeParts = (node: TreeNode, one: (part: TreeNode, index: number) => string = write): string => {
    let made = '';
    let at = node.from;
    for (const [index, part] of partsOf(node).entries()) {
      made += source.slice(at, part.from) + one(part, index);
      at = part.to;
    }
    return made + source.slice(at, node.to);
  };

  /** Names with blanks in the elements of a list would hide behind a call; `1..n` is no list but two bounds. */
  const writeWalked = (list: TreeNode): string => {
    const isBounds = list.name === 'IterationContext' && list.firstChild?.nextSibling;
    return mayWalk && !isBounds ? `${walk}(${write(list)})` : write(list);
  };

  /** Where one side is a number or a text as written, dates and durations are not meant, and feelin's own signs do. */
  const writeArithmetic = (node: TreeNode): string => {
    const parts = partsOf(node);
    const sign = parts.find((part) => part.name === 'ArithOp');
    const sides = parts.filter((part) => part !== sign);
    const [a, b] = sides;
    const isPlain = sides.some((side) => side.name === 'NumericLiteral' || side.name === 'StringLiteral');
    const called = sign && text(sign);
    if (a && !b && called === '-' && !isPlain) return `${arithmetic.negative}(${write(a)})`;
    if (!a || !b || !(called === '*' || called === '/' || called === '+' || called === '-')) return writeParts(node);
    if (isPlain && (called === '+' || called === '-')) return writeParts(node);
    return `${arithmetic[called]}(${write(a)},${write(b)})`;
  };

  const writeDate = (node: TreeNode): string => {
    const given = node.getChild('AtLiteral')?.firstChild ?? node.getChild('PositionalParameters')?.firstChild;
    if (given?.name === 'StringLiteral' && !given.nextSibling && isWideDate(text(given).slice(1, -1))) return `${wideDates.read}(${text(given)})`;
    if (given?.name === 'NumericLiteral' && !/^\d{1,4}$/.test(text(given))) return `${wideDates.show}(${writeParts(node)})`;
    return writeParts(node);
  };

  /** DMN 10.3.2.9.4: what does not conform to a parameter's type makes the call null. */
  const writeFunction = (node: TreeNode): string => {
    const typed = (node.getChild('FormalParameters')?.getChildren('FormalParameter') ?? []).flatMap((parameter) => {
      const [name, type] = partsOf(parameter);
      return name && type && namedTypes.test(text(type)) ? [`(${text(name)} = null or ${text(name)} instance of ${text(type)})`] : [];
    });
    if (typed.length === 0) return writeParts(node);
    return writeParts(node, (part) => (part.name === 'FunctionBody' ? `if ${typed.join(' and ')} then (${write(part)}) else null` : write(part)));
  };

  return write(readExpression(original, shape).topNode);
}

const namedTypes = /^(?:number|string|boolean|date|time|date and time|days and time duration|years and months duration|list<[\s\S]+>|context<[\s\S]+>)$/;

function partsOf(node: TreeNode): TreeNode[] {
  const parts: TreeNode[] = [];
  for (let part = node.firstChild; part; part = part.nextSibling) parts.push(part);
  return parts;
}

/** Not within a filter's brackets, where feelin takes an interval as a test of each element by its form. */
function mayHoldNull(interval: TreeNode): boolean {
  if (interval.parent?.name === 'SimplePositiveUnaryTest' && interval.parent.parent?.name === 'FilterExpression') return false;
  return ['null', 'VariableName', 'PathExpression', 'FunctionInvocation', 'IfExpression'].some((name) => interval.getChild(name) !== null);
}
