import type { CompiledForm } from './compile-form.ts';
import { compileExpression, type CompiledExpression } from './feel/feel-expression.ts';
import { fromFeelValue } from './feel/feel-values.ts';
import { namesIn } from './feel/names-in.ts';
import type { Answers } from './form.ts';
import { isEmpty } from './plain-object.ts';
import { settle, verdict, type Circumstances } from './settle.ts';

/** 一张表单: gives the answers of one shared form as the answers of a child item's own form. */
export type Projection = (answers: unknown, at: Circumstances) => Answers;

/**
 * `mapping`: FEEL over the shared form's answers by field (or repeated section) of the child's form; absent, fields of
 * the same id are taken over. Throws a FeelError where an expression is wrong.
 */
export function compileProjection(shared: CompiledForm, child: CompiledForm, mapping: Readonly<Record<string, string>> = {}): Projection {
  const parts = new Map<string, CompiledExpression>();
  for (const { key } of child.steps) {
    const source = Object.hasOwn(mapping, key) ? mapping[key]! : shared.steps.some((step) => step.key === key) ? key : undefined;
    if (source !== undefined) parts.set(key, compileExpression(source));
  }
  return (answers, at) => {
    const { scope } = settle(shared, answers, at);
    const made: Answers = {};
    for (const [key, expression] of parts) {
      const value = fromFeelValue(verdict(expression, scope, at.now));
      if (!isEmpty(value)) made[key] = value;
    }
    return settle(child, made, at).answers;
  };
}

/** Names of a mapping that are no field of its form: [field of the child, wrong name]. */
export function projectionFaults(shared: CompiledForm, child: CompiledForm, mapping: Readonly<Record<string, string>>): [string, string][] {
  const inSight = new Set([...shared.steps.map((step) => step.key), ...shared.contextNames]);
  const asked = new Set(child.steps.map((step) => step.key));
  return Object.entries(mapping).flatMap(([key, source]) => [
    ...(asked.has(key) ? [] : [[key, key] as [string, string]]),
    ...namesIn(source).filter((path) => !inSight.has(path[0]!)).map((path) => [key, path[0]!] as [string, string]),
  ]);
}

