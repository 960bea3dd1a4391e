import type { Refuse } from './compile-process.ts';
import type { NodeKind, Trigger } from './graph.ts';
import { elementOf, settingOf, textOf, type Element } from './read-bpmn.ts';

const allowed: Record<string, readonly NodeKind[]> = {
  'bpmn:TimerEventDefinition': ['catch', 'boundary'],
  'bpmn:MessageEventDefinition': ['start', 'catch', 'throw', 'boundary', 'end'],
  'bpmn:SignalEventDefinition': ['start', 'catch', 'throw', 'boundary', 'end'],
  'bpmn:ErrorEventDefinition': ['boundary', 'end'],
  'bpmn:EscalationEventDefinition': ['boundary', 'throw', 'end'],
  'bpmn:TerminateEventDefinition': ['end'],
  'bpmn:LinkEventDefinition': ['catch', 'throw'],
};

/** What an event waits for or throws; undefined after a refusal. */
export function compileTrigger(element: Element, definition: Element, kind: NodeKind, refuse: Refuse): Trigger | undefined {
  const type = definition.$type.replace('bpmn:', '').replace('EventDefinition', '');
  if (!allowed[definition.$type]?.includes(kind)) {
    refuse(element, `不支持的事件 ${type}`, `unsupported event ${type} here`);
    return undefined;
  }
  const named = (reference: string): string => settingOf(element, 'message') ?? textOf(elementOf(definition, reference), 'name') ?? textOf(element, 'name') ?? element.id ?? '';
  const code = (reference: string, property: string): { code?: string } => {
    const value = textOf(elementOf(definition, reference), property) ?? elementOf(definition, reference)?.id;
    return value === undefined ? {} : { code: value };
  };
  switch (type) {
    case 'Message': return { type: 'message', name: named('messageRef') };
    case 'Signal': return { type: 'signal', name: named('signalRef') };
    case 'Error': return { type: 'error', ...code('errorRef', 'errorCode') };
    case 'Escalation': return { type: 'escalation', ...code('escalationRef', 'escalationCode') };
    case 'Terminate': return { type: 'terminate' };
    case 'Link': return { type: 'link' };
    default: return timer(element, definition, refuse);
  }
}

function timer(element: Element, definition: Element, refuse: Refuse): Trigger {
  const duration = textOf(elementOf(definition, 'timeDuration'), 'body');
  const date = textOf(elementOf(definition, 'timeDate'), 'body');
  const workingDays = settingOf(definition, 'workingDays') ?? settingOf(element, 'workingDays');
  if (elementOf(definition, 'timeCycle') !== undefined) refuse(element, '不支持周期定时', 'repeating timers are not supported');
  if (workingDays !== undefined) return { type: 'timer', workingDays };
  if (duration !== undefined) return { type: 'timer', duration };
  if (date !== undefined) return { type: 'timer', date };
  refuse(element, '定时事件没有时间', 'the timer has no time');
  return { type: 'timer' };
}
