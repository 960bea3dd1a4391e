import { parseUnaryTests } from 'feelin';
import { compileExpression, type CompiledExpression, type Evaluation, type FeelWarning, type Scope } from './feel-expression.ts';
import { FeelError, syntaxError } from './feel-error.ts';
import { feelLimits } from './feel-limits.ts';

/** One cell of a decision table: `>= 18`, `"甲","乙"`, `[1..5)`, `not(…)`, `-`. Matches when any of its tests does. */
export interface CompiledTests {
  readonly source: string;
  (value: unknown, scope: Scope, now?: Date): { matches: boolean; warnings: FeelWarning[] };
}

const contains = compileExpression('value in tests');

type Test = (value: unknown, scope: Scope, now?: Date) => Evaluation;

export function compileUnaryTests(source: string, shape: Scope = {}): CompiledTests {
  const text = source.trim();
  if (text === '-' || text === '') return Object.assign(() => ({ matches: true, warnings: [] }), { source });
  if (text.length > feelLimits.lengthMax) throw new FeelError('tooLong', source, feelLimits.lengthMax);
  const named = { ...shape, '?': null };
  const tree = parseUnaryTests(text, named, undefined);
  const parts: { from: number; to: number; compares: boolean; readsInput: boolean }[] = [];
  let negated = false;
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw syntaxError(text, node.from, node.to);
      if (node.name === 'not' && parts.length === 0) negated = true;
      if (node.name === 'Wildcard') parts.push({ from: node.from, to: node.to, compares: false, readsInput: false });
      if (node.name !== 'PositiveUnaryTest') return;
      const child = node.node.firstChild;
      const compares = child?.name === 'SimplePositiveUnaryTest' || child?.name === 'Interval';
      parts.push({ from: node.from, to: node.to, compares, readsInput: readsInput(node.node) });
      return false;
    },
  });
  const tests = parts.map((part) => compileTest(text.slice(part.from, part.to), part, named));
  const run = (value: unknown, scope: Scope, now?: Date): { matches: boolean; warnings: FeelWarning[] } => {
    const warnings: FeelWarning[] = [];
    const matches = tests.some((test) => {
      const result = test(value, scope, now);
      warnings.push(...result.warnings);
      return result.value === true;
    });
    return { matches: matches !== negated, warnings };
  };
  return Object.assign(run, { source });
}

type TreeNode = ReturnType<typeof parseUnaryTests>['topNode'];

function readsInput(node: TreeNode): boolean {
  if (node.name === '?') return true;
  for (let child = node.firstChild; child; child = child.nextSibling) if (readsInput(child)) return true;
  return false;
}

function compileTest(text: string, part: { compares: boolean; readsInput: boolean }, shape: Scope): Test {
  if (text === '-') return () => ({ value: true, warnings: [] });
  if (part.compares && !part.readsInput) return withInput(compileExpression(`? in (${text})`, shape));
  const expression = withInput(compileExpression(text, shape));
  return (value, scope, now) => {
    const { value: wanted, warnings } = expression(value, scope, now);
    if (part.readsInput) return { value: wanted === true || (value !== true && equal(value, wanted)), warnings };
    if (typeof wanted === 'boolean' && typeof value !== 'boolean') return { value: wanted && value !== null, warnings };
    return { value: equal(value, wanted), warnings };
  };
}

const equal = (value: unknown, wanted: unknown): boolean =>
  wanted === null ? value === null : contains({ value, tests: wanted }).value === true;

const withInput =
  (expression: CompiledExpression): Test =>
  (value, scope, now) =>
    expression({ ...scope, '?': value }, now);
