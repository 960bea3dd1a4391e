import { compileUnaryTests, type CompiledTests } from '@yiwang/ui/form-logic/feel/feel-unary-tests.ts';
import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';
import { fromFeelValue } from '@yiwang/ui/form-logic/feel/feel-values.ts';
import { compileText, type Compiling, type Evaluator, type Run, type Variables } from './compile-text.ts';
import type { TableLogic } from './decision-model.ts';
import { errors } from './errors.ts';

/** 决策表: finds the rules whose tests all match and answers by the hit policy (命中策略, DMN 8.2.10). */
export function compileTable(table: TableLogic, at: Compiling): Evaluator {
  const inputs = table.inputs.map((input) => ({
    ...input,
    evaluate: compileText(input.expression || 'null', at),
    allowedTests: input.allowed === null ? null : compileCell(input.allowed, at),
  }));
  const rules = table.rules.map((rule, index) => ({
    index,
    id: rule.id,
    tests: rule.tests.map((test) => compileCell(test, at)),
    results: rule.results.map((result) => compileText(result || 'null', at)),
  }));
  const otherwise = table.outputs.some((output) => output.otherwise !== null)
    ? table.outputs.map((output) => compileText(output.otherwise ?? 'null', at))
    : null;
  const order = table.outputs.map((output) => (output.allowed === null ? null : compileText(`[${output.allowed}]`, at)));

  const result = (cells: Evaluator[], variables: Variables, run: Run): unknown => {
    const values = table.outputs.map((output, i) => at.types.coerce(cells[i]?.(variables, run) ?? null, output.type));
    return values.length === 1 ? values[0] : Object.fromEntries(values.map((value, i) => [table.outputs[i]?.name ?? String(i + 1), value]));
  };

  return (variables, run) => {
    const values: unknown[] = [];
    for (const input of inputs) {
      const value = input.evaluate(variables, run);
      if (input.allowedTests && value !== null && !input.allowedTests(value, variables, run.now).matches) {
        run.warnings.push({ type: 'NOT_ALLOWED', message: `${at.place}: ${input.expression}` });
        return null;
      }
      values.push(value);
    }
    const matching = [];
    for (const rule of rules) {
      const matches = rule.tests.every((test, i) => test(values[i] ?? null, variables, run.now).matches);
      if (!matches) continue;
      matching.push(rule);
      if (table.hitPolicy === 'FIRST') break;
    }
    for (const { index, id } of matching) run.rulesFired.push({ decision: at.place, rule: index + 1, id });
    if (matching.length === 0) {
      if (otherwise) return result(otherwise, variables, run);
      return null;
    }
    if (table.hitPolicy === 'UNIQUE' && matching.length > 1) {
      run.warnings.push({ type: 'NOT_UNIQUE', message: `${at.place}: ${matching.map((rule) => rule.index + 1).join(', ')}` });
      return null;
    }
    const results = matching.map((rule) => result(rule.results, variables, run));
    return answer(table, results, () => order.map((list) => (list ? list(variables, run) : null)), at, run);
  };
}

function answer(table: TableLogic, results: unknown[], orders: () => unknown[], at: Compiling, run: Run): unknown {
  switch (table.hitPolicy) {
    case 'ANY':
      if (new Set(results.map(keyOf)).size === 1) return results[0];
      run.warnings.push({ type: 'NOT_THE_SAME', message: at.place });
      return null;
    case 'PRIORITY':
      return sortByPriority(table, results, orders())[0];
    case 'OUTPUT ORDER':
      return sortByPriority(table, results, orders());
    case 'RULE ORDER':
      return results;
    case 'COLLECT':
      return aggregate(table, results);
    default:
      return results[0];
  }
}

/** Earlier in the list of output values goes first; the first output counts most. */
function sortByPriority(table: TableLogic, results: unknown[], orders: unknown[]): unknown[] {
  const ranks = orders.map((order) => new Map(Array.isArray(order) ? order.map((value, i) => [keyOf(value), i]) : []));
  const rank = (result: unknown): number[] =>
    table.outputs.map((output, i) => {
      const value = table.outputs.length === 1 ? result : (result as Record<string, unknown>)[output.name ?? String(i + 1)];
      return ranks[i]?.get(keyOf(value)) ?? Number.MAX_SAFE_INTEGER;
    });
  return results
    .map((result) => ({ result, rank: rank(result) }))
    .sort((a, b) => {
      const differing = a.rank.findIndex((value, i) => value !== b.rank[i]);
      return differing === -1 ? 0 : a.rank[differing]! - b.rank[differing]!;
    })
    .map(({ result }) => result);
}

function aggregate(table: TableLogic, results: unknown[]): unknown {
  if (table.aggregation === null) return results;
  if (table.aggregation === 'COUNT') return new Set(results.map(keyOf)).size;
  const numbers = results.filter((value): value is number => typeof value === 'number');
  if (numbers.length !== results.length) return null;
  if (table.aggregation === 'SUM') return numbers.reduce((sum, value) => sum + value, 0);
  return table.aggregation === 'MIN' ? Math.min(...numbers) : Math.max(...numbers);
}

const keyOf = (value: unknown): string => JSON.stringify(fromFeelValue(value));

function compileCell(source: string, at: Compiling): CompiledTests {
  try {
    return compileUnaryTests(source, at.shape);
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    const { message, words } = error;
    if (!at.lenient) throw errors.decisionExpression({ place: at.place, why: words.zh, reason: words.en, expression: source.slice(0, 200) });
    return Object.assign(() => ({ matches: false, warnings: [{ type: 'SYNTAX', message }] }), { source });
  }
}
