import { BpmnModdle } from 'bpmn-moddle';
import { yiwangModdle, type YiwangAttribute } from './moddle-extension.ts';

/** A BPMN element as moddle hands it out: `$type` and whatever properties the file gave. Untyped by nature, so read it through the guards below. */
export interface Element {
  $type: string;
  id?: string;
  name?: string;
  [property: string]: unknown;
}

/** Largest `.bpmn` file that is read, in characters. */
export const bpmnCharactersMax = 4_000_000;

/** Elements within elements: a drawing of sub-processes in sub-processes needs a few dozen. */
export const bpmnDepthMax = 100;

/** Counted before anything is built: reading deep files costs more than their length says. */
function deeperThan(xml: string, depthMax: number): boolean {
  let depth = 0;
  for (const [, end, alone] of xml.matchAll(/<(\/?)[A-Za-z_](?:[^<>"']|"[^"]*"|'[^']*')*?(\/?)>/g)) {
    if (end === '/') depth -= 1;
    else if (alone !== '/') depth += 1;
    if (depth > depthMax) return true;
  }
  return false;
}

const moddle = new BpmnModdle({ yw: yiwangModdle });

/** Reads BPMN 2.0 XML; a file that is no BPMN rejects with a plain Error. */
export async function readBpmn(xml: string): Promise<{ definitions: Element; warnings: string[] }> {
  if (xml.length > bpmnCharactersMax) throw new Error(`larger than ${bpmnCharactersMax} characters`);
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Error('document type declarations are not read');
  if (deeperThan(xml, bpmnDepthMax)) throw new Error(`nested deeper than ${bpmnDepthMax}`);
  const { rootElement, warnings } = await moddle.fromXML(xml);
  return { definitions: rootElement as Element, warnings: warnings.map((w) => w.message) };
}

/** Writes what `readBpmn` read; every element and attribute is kept. */
export async function writeBpmn(definitions: Element): Promise<string> {
  const { xml } = await moddle.toXML(definitions, { format: true });
  return xml;
}

export const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && typeof (value as { $type?: unknown }).$type === 'string';

export const elementsOf = (element: Element, property: string): Element[] => {
  const value = element[property];
  return Array.isArray(value) ? value.filter(isElement) : [];
};

export const elementOf = (element: Element, property: string): Element | undefined => {
  const value = element[property];
  return isElement(value) ? value : undefined;
};

/** A non-empty text property, trimmed. */
export const textOf = (element: Element | undefined, property: string): string | undefined => {
  const value = element?.[property];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** One of our own attributes (`yw:…`). */
export const settingOf = (element: Element, name: YiwangAttribute): string | undefined => {
  const value = (element['$attrs'] as Record<string, unknown> | undefined)?.[`yw:${name}`];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};
