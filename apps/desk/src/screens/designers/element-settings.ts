import type { Moddle, Parts, Shape } from './bpmn-parts.ts';

/** One of our own attributes (`yw:…`). */
export const settingOf = (element: Moddle, name: string): string => {
  const value = element.$attrs[`yw:${name}`];
  return typeof value === 'string' ? value : '';
};

export const setSetting = (parts: Parts, shape: Shape, name: string, value: string): void => parts.modeling.updateProperties(shape, { [`yw:${name}`]: value.trim() === '' ? undefined : value });

export const conditionOf = (element: Moddle): string => element.conditionExpression?.body ?? '';

export const setCondition = (parts: Parts, shape: Shape, body: string): void =>
  parts.modeling.updateProperties(shape, { conditionExpression: body.trim() === '' ? undefined : parts.bpmnFactory.create('bpmn:FormalExpression', { body }) });

export type Signing = '' | 'all' | 'any' | 'inOrder';

/** 会签 all, 或签 any, 依次 inOrder; none: one person. */
export const signingOf = (element: Moddle): Signing => (element.loopCharacteristics === undefined ? '' : ((settingOf(element, 'sign') || 'all') as Signing));

export function setSigning(parts: Parts, shape: Shape, signing: Signing): void {
  const element = shape.businessObject;
  if (signing === '') {
    parts.modeling.updateProperties(shape, { loopCharacteristics: undefined, 'yw:sign': undefined, 'yw:collection': undefined, 'yw:element': undefined });
    return;
  }
  parts.modeling.updateProperties(shape, {
    'yw:sign': signing,
    'yw:element': settingOf(element, 'element') || 'signer',
    loopCharacteristics: parts.bpmnFactory.create('bpmn:MultiInstanceLoopCharacteristics', { isSequential: signing === 'inOrder' }),
  });
}

/** Mappings as lines: `variable = FEEL`. */
export const mappingsOf = (element: Moddle, type: 'yw:Input' | 'yw:Output'): string =>
  (element.extensionElements?.values ?? []).filter((value) => value.$type === type).map((value) => `${value.variable ?? ''} = ${value.value ?? ''}`).join('\n');

export function setMappings(parts: Parts, shape: Shape, type: 'yw:Input' | 'yw:Output', lines: string): void {
  const others = (shape.businessObject.extensionElements?.values ?? []).filter((value) => value.$type !== type);
  const own = lines.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at < 1 ? [] : [parts.moddle.create(type, { variable: line.slice(0, at).trim(), value: line.slice(at + 1).trim() })];
  });
  const values = [...others, ...own];
  parts.modeling.updateProperties(shape, { extensionElements: values.length === 0 ? undefined : parts.bpmnFactory.create('bpmn:ExtensionElements', { values }) });
}
