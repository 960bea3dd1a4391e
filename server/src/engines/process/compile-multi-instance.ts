import type { Refuse } from './compile-process.ts';
import type { MultiInstance, SignMode } from './graph.ts';
import { elementOf, settingOf, textOf, type Element } from './read-bpmn.ts';

const modes: readonly string[] = ['all', 'any', 'inOrder'] satisfies SignMode[];

/** Multi-instance marker (会签、或签、依次); the standard loop marker is refused: draw the loop. */
export function compileMultiInstance(element: Element, loop: Element, refuse: Refuse): MultiInstance {
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') refuse(element, '不支持标准循环标记，请画回路', 'the standard loop marker is not supported: draw the loop');
  const setting = (name: 'collection' | 'element' | 'sign'): string | undefined => settingOf(loop, name) ?? settingOf(element, name);
  const mode = setting('sign') ?? (loop['isSequential'] === true ? 'inOrder' : 'all');
  if (!modes.includes(mode)) refuse(element, `未知的签署方式 ${mode}`, `unknown yw:sign ${mode}`);
  const multi: MultiInstance = { sequential: loop['isSequential'] === true || mode === 'inOrder', mode: mode as SignMode, element: setting('element') ?? 'item' };
  const collection = setting('collection');
  const cardinality = textOf(elementOf(loop, 'loopCardinality'), 'body');
  const completion = textOf(elementOf(loop, 'completionCondition'), 'body');
  if (collection !== undefined) multi.collection = collection;
  else if (cardinality !== undefined) multi.cardinality = cardinality;
  else refuse(element, '多实例缺少 yw:collection 或 loopCardinality', 'multi-instance needs yw:collection or loopCardinality');
  if (completion !== undefined) multi.completion = completion;
  return multi;
}
