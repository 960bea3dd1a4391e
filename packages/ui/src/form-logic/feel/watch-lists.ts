import { FeelFunction } from 'feelin';
import { lookAtTime } from './feel-limits.ts';
import { readExpression } from './read-expression.ts';

export const watch = '_walk_';

/** Hands a list on and looks at the clock: feelin walks lists without one, and nested walks multiply. */
export const watcher = new FeelFunction((list: unknown) => {
  lookAtTime();
  return list;
}, ['list']);

/** The expression with every list that it iterates or filters passed through the watcher. */
export function watchLists(source: string): string {
  const inserts: { at: number; text: string }[] = [];
  readExpression(source).iterate({
    enter(node) {
      let list = node.name === 'FilterExpression' ? node.node.firstChild : node.name === 'InExpression' ? node.node.lastChild : null;
      if (list?.name === 'IterationContext') list = list.firstChild && !list.firstChild.nextSibling ? list.firstChild : null;
      if (list) inserts.push({ at: list.from, text: `${watch}(` }, { at: list.to, text: ')' });
    },
  });
  return inserts.sort((a, b) => b.at - a.at || (a.text === ')' ? -1 : 1)).reduce((text, { at, text: part }) => text.slice(0, at) + part + text.slice(at), source);
}
