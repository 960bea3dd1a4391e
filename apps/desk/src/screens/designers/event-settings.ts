import { settingOf } from './element-settings.ts';
import type { Moddle, Parts, Shape } from './bpmn-parts.ts';

/** 事件: what starts, ends, interrupts or holds up a process. */
export type Trigger = 'Message' | 'Signal' | 'Timer' | 'Error' | 'Escalation' | 'Link' | 'Terminate';

const definitionOf = (element: Moddle): Moddle | undefined => element.eventDefinitions?.[0];

/** Undefined for an event that just begins or ends, and for a trigger that the engine does not run. */
export function triggerOf(element: Moddle): Trigger | undefined {
  const name = definitionOf(element)?.$type.replace('bpmn:', '').replace('EventDefinition', '');
  return name !== undefined && ['Message', 'Signal', 'Timer', 'Error', 'Escalation', 'Link', 'Terminate'].includes(name) ? (name as Trigger) : undefined;
}

/** 定时: after so many working days, after a duration (ISO 8601), or on a day; each may be FEEL. */
export type TimerKind = 'workingDays' | 'duration' | 'date';

const timed = { duration: 'timeDuration', date: 'timeDate' } as const;

export function timerOf(element: Moddle): { kind: TimerKind; value: string } {
  const definition = definitionOf(element);
  for (const kind of ['duration', 'date'] as const) {
    const time = definition?.[timed[kind]] as Moddle | undefined;
    if (time !== undefined) return { kind, value: time.body ?? '' };
  }
  return { kind: 'workingDays', value: settingOf(element, 'workingDays') || (definition === undefined ? '' : settingOf(definition, 'workingDays')) };
}

/** One step of undo: the whole definition is a new one. */
export function setTimer(parts: Parts, shape: Shape, kind: TimerKind, value: string): void {
  const body = value.trim();
  const time = kind === 'workingDays' ? {} : { [timed[kind]]: parts.bpmnFactory.create('bpmn:FormalExpression', { body }) };
  parts.modeling.updateProperties(shape, {
    'yw:workingDays': kind === 'workingDays' && body !== '' ? body : undefined,
    eventDefinitions: [parts.bpmnFactory.create('bpmn:TimerEventDefinition', time)],
  });
}

/** What the event is called where it is sent or awaited: ours, else that of the message or signal in the file. */
export function messageOf(element: Moddle): string {
  const definition = definitionOf(element);
  const named = (element['messageRef'] ?? definition?.['messageRef'] ?? definition?.['signalRef']) as Moddle | undefined;
  return settingOf(element, 'message') || (named?.name ?? '');
}

const coded = { Error: { reference: 'errorRef', code: 'errorCode' }, Escalation: { reference: 'escalationRef', code: 'escalationCode' } } as const;

/** 出错代码、升级代码: empty catches any. */
export function codeOf(element: Moddle, trigger: 'Error' | 'Escalation'): string {
  const thrown = definitionOf(element)?.[coded[trigger].reference] as Moddle | undefined;
  const code = thrown?.[coded[trigger].code];
  return typeof code === 'string' ? code : '';
}

/** Errors and escalations stand at the root of the file; one with the same code is used again. */
export function setCode(parts: Parts, shape: Shape, trigger: 'Error' | 'Escalation', text: string): void {
  const { reference, code } = coded[trigger];
  const value = text.trim();
  let thrown: Moddle | undefined;
  if (value !== '') {
    const roots = rootsOf(shape.businessObject);
    thrown = roots.find((root) => root.$type === `bpmn:${trigger}` && root[code] === value);
    if (thrown === undefined) roots.push((thrown = parts.bpmnFactory.create(`bpmn:${trigger}`, { name: value, [code]: value })));
  }
  parts.modeling.updateProperties(shape, { eventDefinitions: [parts.bpmnFactory.create(`bpmn:${trigger}EventDefinition`, thrown === undefined ? {} : { [reference]: thrown })] });
}

function rootsOf(element: Moddle): Moddle[] {
  let at = element;
  while (at['$parent'] !== undefined) at = at['$parent'] as Moddle;
  return (at['rootElements'] ?? []) as Moddle[];
}

export const linkOf = (element: Moddle): string => definitionOf(element)?.name ?? '';

export const setLink = (parts: Parts, shape: Shape, name: string): void =>
  parts.modeling.updateProperties(shape, { eventDefinitions: [parts.bpmnFactory.create('bpmn:LinkEventDefinition', { name: name.trim() })] });
