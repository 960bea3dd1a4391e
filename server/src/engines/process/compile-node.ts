import type { CompileOptions, Refuse } from './compile-process.ts';
import { compileMultiInstance } from './compile-multi-instance.ts';
import { compileTrigger } from './compile-trigger.ts';
import type { Mapping, Node, NodeKind, TaskSettings } from './graph.ts';
import { elementOf, elementsOf, settingOf, textOf, type Element } from './read-bpmn.ts';

/** An undefined task waits for a person, like a manual one: nothing is skipped in silence. */
const kinds: Record<string, NodeKind> = {
  'bpmn:StartEvent': 'start', 'bpmn:EndEvent': 'end', 'bpmn:BoundaryEvent': 'boundary',
  'bpmn:IntermediateCatchEvent': 'catch', 'bpmn:IntermediateThrowEvent': 'throw',
  'bpmn:UserTask': 'user', 'bpmn:ManualTask': 'manual', 'bpmn:Task': 'manual', 'bpmn:ServiceTask': 'service',
  'bpmn:BusinessRuleTask': 'rule', 'bpmn:ScriptTask': 'script', 'bpmn:SendTask': 'send', 'bpmn:ReceiveTask': 'receive',
  'bpmn:ExclusiveGateway': 'exclusive', 'bpmn:ParallelGateway': 'parallel', 'bpmn:InclusiveGateway': 'inclusive',
  'bpmn:EventBasedGateway': 'eventGateway', 'bpmn:SubProcess': 'subprocess', 'bpmn:CallActivity': 'call',
};

const events = new Set<NodeKind>(['start', 'end', 'boundary', 'catch', 'throw']);

/** One flow node; undefined (after a refusal) where we do not run that element. */
export function compileNode(element: Element, scope: number, name: Node['name'], refuse: Refuse, check: CompileOptions['checkExpression']): Node | undefined {
  const kind = kinds[element.$type];
  if (kind === undefined || element.id === undefined) {
    refuse(element, '不支持的元素', 'unsupported element');
    return undefined;
  }
  const node: Node = { id: element.id, kind, name, scope, in: [], out: [], default: -1, boundary: [] };
  if (element['triggeredByEvent'] === true) refuse(element, '不支持事件子流程', 'event sub-processes are not supported');
  const loop = elementOf(element, 'loopCharacteristics');
  if (loop !== undefined) node.multi = compileMultiInstance(element, loop, refuse);
  if (events.has(kind)) compileEvent(element, node, refuse);
  compileWork(element, node, refuse);
  checkExpressions(element, node, refuse, check);
  return node;
}

function compileEvent(element: Element, node: Node, refuse: Refuse): void {
  const definitions = elementsOf(element, 'eventDefinitions');
  if (definitions.length > 1) refuse(element, '不支持多重事件', 'events with several triggers are not supported');
  const trigger = definitions[0] === undefined ? undefined : compileTrigger(element, definitions[0], node.kind, refuse);
  if (trigger !== undefined) node.trigger = trigger;
  if (definitions.length === 0 && (node.kind === 'catch' || node.kind === 'boundary')) refuse(element, '捕获事件没有触发条件', 'a catching event needs a trigger');
  if (node.kind === 'boundary') node.interrupting = element['cancelActivity'] !== false;
  const outcome = settingOf(element, 'outcome');
  if (node.kind === 'end' && outcome !== undefined) node.outcome = outcome;
}

const need = (element: Element, value: string | undefined, what: string, refuse: Refuse): string => {
  if (value === undefined) refuse(element, `缺少 ${what}`, `${what} is missing`);
  return value ?? '';
};

function compileWork(element: Element, node: Node, refuse: Refuse): void {
  const result = settingOf(element, 'result') ?? textOf(element, 'resultVariable');
  if (result !== undefined) node.result = result;
  const message = (): string => settingOf(element, 'message') ?? textOf(elementOf(element, 'messageRef'), 'name') ?? node.id;
  switch (node.kind) {
    case 'user':
    case 'manual': node.task = taskSettings(element, refuse); break;
    case 'service': node.action = need(element, settingOf(element, 'action'), 'yw:action', refuse); break;
    case 'rule': node.action = need(element, settingOf(element, 'decision'), 'yw:decision', refuse); break;
    case 'call': node.action = need(element, textOf(element, 'calledElement'), 'calledElement', refuse); break;
    case 'script': node.action = need(element, textOf(element, 'script'), 'script', refuse); break;
    case 'send':
    case 'receive': node.action = message(); break;
    default: break;
  }
  node.inputs = mappings(element, 'yw:Input', refuse);
  node.outputs = mappings(element, 'yw:Output', refuse);
  if (node.inputs.length === 0) delete node.inputs;
  if (node.outputs.length === 0) delete node.outputs;
}

function taskSettings(element: Element, refuse: Refuse): TaskSettings {
  const task: TaskSettings = {};
  for (const name of ['role', 'organisation', 'division', 'form', 'checklist', 'decision'] as const) {
    const value = settingOf(element, name);
    if (value !== undefined) task[name] = value;
  }
  const days = settingOf(element, 'workingDays');
  if (days !== undefined) {
    if (/^\d{1,4}$/.test(days)) task.workingDays = Number(days);
    else refuse(element, 'yw:workingDays 须为整数', 'yw:workingDays must be a whole number');
  }
  return task;
}

function mappings(element: Element, type: string, refuse: Refuse): Mapping[] {
  const extension = elementOf(element, 'extensionElements');
  if (extension === undefined) return [];
  return elementsOf(extension, 'values').filter((v) => v.$type === type).map((v) => {
    const name = textOf(v, 'variable');
    const value = textOf(v, 'value');
    if (name === undefined || value === undefined) refuse(element, '映射须有 variable 与 value', 'a mapping needs variable and value');
    return { name: name ?? '', value: value ?? '' };
  });
}

function checkExpressions(element: Element, node: Node, refuse: Refuse, check: CompileOptions['checkExpression']): void {
  if (check === undefined) return;
  const texts = [
    node.task?.organisation, node.task?.division, node.multi?.collection, node.multi?.cardinality, node.multi?.completion,
    node.kind === 'script' ? node.action : undefined, ...(node.inputs ?? []).map((m) => m.value), ...(node.outputs ?? []).map((m) => m.value),
  ];
  for (const text of texts) {
    const wrong = text === undefined ? undefined : check(text);
    if (wrong !== undefined) refuse(element, `表达式有误：${wrong.zh}`, `wrong expression: ${wrong.en}`);
  }
}
