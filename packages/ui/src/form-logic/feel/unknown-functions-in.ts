import { evaluate } from 'feelin';
import { readExpression } from './read-expression.ts';

const known = new Map<string, boolean>();

function isBuiltin(name: string): boolean {
  let is = known.get(name);
  if (is === undefined) {
    try {
      is = typeof evaluate(name, {}).value === 'function';
    } catch {
      is = false;
    }
    if (known.size < 1_000) known.set(name, is);
  }
  return is;
}

/** Functions called by name that neither FEEL nor `others` has, nor the expression itself defines. */
export function unknownFunctionsIn(source: string, others: readonly string[] = []): string[] {
  const called = new Set<string>();
  const defined = new Set<string>();
  readExpression(source).iterate({
    enter(node) {
      if (node.name === 'ContextEntry' || node.name === 'FormalParameter' || node.name === 'InExpression') {
        const name = node.node.firstChild;
        if (name) defined.add(source.slice(name.from, name.to).trim());
      }
      const target = node.name === 'FunctionInvocation' ? node.node.firstChild : null;
      if (target?.name === 'VariableName') called.add(source.slice(target.from, target.to).replace(/\s+/g, ' '));
    },
  });
  return [...called].filter((name) => !defined.has(name) && !others.includes(name) && !isBuiltin(name));
}
