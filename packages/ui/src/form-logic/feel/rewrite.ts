import { FeelFunction } from 'feelin';
import { arithmetic } from './duration-arithmetic.ts';
import { lookAtTime } from './feel-limits.ts';
import { readExpression } from './read-expression.ts';

export const watch = '_walk_';

/** Hands a list on and looks at the clock: feelin walks lists without one, and nested walks multiply. */
export const watcher = new FeelFunction((list: unknown) => {
  lookAtTime();
  return list;
}, ['list']);

/**
 * The expression with every list that it iterates or filters passed through the watcher, and with `*` and `/` as calls
 * of functions that know durations.
 */
export function rewrite(source: string): string {
  const edits: { at: number; remove: number; text: string }[] = [];
  const wrap = (from: number, to: number, call: string): void => void edits.push({ at: from, remove: 0, text: `${call}(` }, { at: to, remove: 0, text: ')' });
  readExpression(source).iterate({
    enter(node) {
      if (node.name === 'ArithmeticExpression') {
        const op = node.node.firstChild?.nextSibling;
        const sign = op?.name === 'ArithOp' ? source.slice(op.from, op.to) : '';
        if (!op || (sign !== '*' && sign !== '/')) return;
        wrap(node.from, node.to, arithmetic[sign]);
        edits.push({ at: op.from, remove: 1, text: ',' });
        return;
      }
      let list = node.name === 'FilterExpression' ? node.node.firstChild : node.name === 'InExpression' ? node.node.lastChild : null;
      if (list?.name === 'IterationContext') list = list.firstChild && !list.firstChild.nextSibling ? list.firstChild : null;
      if (list) wrap(list.from, list.to, watch);
    },
  });
  return edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.at - a.at || b.remove - a.remove || b.order - a.order)
    .reduce((text, { at, remove, text: part }) => text.slice(0, at) + part + text.slice(at + remove), source);
}
