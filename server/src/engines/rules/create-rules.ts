import { compileExpression, type Scope } from '@yiwang/ui/form-logic/feel/feel-expression.ts';
import { compileUnaryTests } from '@yiwang/ui/form-logic/feel/feel-unary-tests.ts';
import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';
import { fromFeelValue } from '@yiwang/ui/form-logic/feel/feel-values.ts';
import { namesIn } from '@yiwang/ui/form-logic/feel/names-in.ts';
import { boundedCache } from './bounded-cache.ts';
import { compileDecisions, type CompiledDecisions } from './compile-decisions.ts';
import { errors } from './errors.ts';
import { inlineModel, type InlineTable } from './inline-table.ts';
import { readDmn } from './read-dmn.ts';

/** Expression (表达式, FEEL) and decision (决策, DMN). Values in and out are JSON; dates are ISO 8601 texts. */
export interface Rules {
  /** Evaluates at the engine's clock. FEEL answers null where a value is missing or of the wrong type. */
  evaluate(expression: string, scope: Scope): unknown;
  /** True only when the expression gives `true`: null and errors of data are no. */
  holds(expression: string, scope: Scope): boolean;
  /** Reads once; refuses `rules.expression` with line and column. */
  compile(expression: string): (scope: Scope, now?: Date) => unknown;
  /** One cell of a decision table against a value: `test('>= 18', 20)`. */
  test(tests: string, value: unknown, scope?: Scope): boolean;
  /** Names used free in an expression, each as its path: `a.b` → `['a', 'b']`. */
  namesIn(expression: string): string[][];
  /** A .dmn file's text, or a table written in YAML, as a pure evaluator. */
  compileDecision(source: string | InlineTable): CompiledDecisions;
}

const expressionsKept = 5_000;
const testsKept = 2_000;

export function createRules(clock: { now: () => Date }): Rules {
  const expressions = boundedCache<ReturnType<typeof compileExpression>>(expressionsKept);
  const tests = boundedCache<ReturnType<typeof compileUnaryTests>>(testsKept);
  const expression = (source: string): ReturnType<typeof compileExpression> => refusing(() => expressions(source, () => compileExpression(source)));
  const evaluate = (source: string, scope: Scope, now: Date = clock.now()): unknown =>
    refusing(() => fromFeelValue(expression(source)(scope, now).value));
  return {
    evaluate: (source, scope) => evaluate(source, scope),
    holds: (source, scope) => evaluate(source, scope) === true,
    compile(source) {
      expression(source);
      return (scope, now) => evaluate(source, scope, now);
    },
    test: (source, value, scope = {}) => refusing(() => tests(source, () => compileUnaryTests(source))(value, scope, clock.now()).matches),
    namesIn: (source) => refusing(() => namesIn(source)),
    compileDecision: (source) => refusing(() => compileDecisions(typeof source === 'string' ? readDmn(source) : inlineModel(source))),
  };
}

/** FEEL's own errors as refusals with words in both languages. */
function refusing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    const { words, position } = error;
    const parameters = { why: words.zh, reason: words.en, expression: error.expression.slice(0, 200) };
    if (position === null) throw errors.expressionLimit(parameters);
    throw errors.expression({ ...parameters, line: position.line, column: position.column });
  }
}
