import { DOMParser, type Element } from '@xmldom/xmldom';
import type { Aggregation, DecisionModel, FunctionLogic, HitPolicy, ItemType, Logic, TableLogic } from './decision-model.ts';
import { errors } from './errors.ts';

const bytesMax = 2_000_000;
const depthMax = 40;

/**
 * Reads a .dmn file. dmn-moddle knows the namespace of DMN 1.3 only and refuses 1.4 and 1.5, so elements are read here
 * by local name in any DMN namespace.
 */
export function readDmn(xml: string): DecisionModel {
  const root = parse(xml);
  const model: DecisionModel = { name: attribute(root, 'name') ?? '', types: new Map(), inputs: new Map(), decisions: new Map(), knowledge: new Map(), services: new Map() };
  for (const element of elements(root)) {
    const id = attribute(element, 'id') ?? attribute(element, 'name') ?? '';
    const name = nameOf(element);
    const type = attribute(first(element, 'variable'), 'typeRef');
    if (element.localName === 'itemDefinition') model.types.set(name, readType(element));
    else if (element.localName === 'inputData') model.inputs.set(id, { id, name, type });
    else if (element.localName === 'decision') {
      const of = (kind: string): string[] => all(element, 'informationRequirement').flatMap((r) => all(r, kind).map(href));
      const knowledge = all(element, 'knowledgeRequirement').flatMap((r) => all(r, 'requiredKnowledge').map(href));
      model.decisions.set(id, { id, name, type, requires: { inputs: of('requiredInput'), decisions: of('requiredDecision'), knowledge }, logic: readLogicIn(element) });
    } else if (element.localName === 'businessKnowledgeModel') {
      const body = first(element, 'encapsulatedLogic');
      const requires = all(element, 'knowledgeRequirement').flatMap((r) => all(r, 'requiredKnowledge').map(href));
      model.knowledge.set(id, { id, name, type, requires, logic: body ? readFunction(body, 0) : null });
    } else if (element.localName === 'decisionService') {
      const of = (kind: string): string[] => all(element, kind).map(href);
      model.services.set(id, { id, name, type, outputs: of('outputDecision'), inputDecisions: of('inputDecision'), inputData: of('inputData') });
    }
  }
  return model;
}

function parse(xml: string): Element {
  if (xml.length > bytesMax) throw errors.decisionFile({ message: `> ${bytesMax}` });
  if (/<!DOCTYPE/i.test(xml)) throw errors.decisionFile({ message: 'DOCTYPE' });
  let root: Element | null;
  try {
    root = new DOMParser({ onError: (level, message) => { if (level !== 'warning') throw new Error(message); } }).parseFromString(xml, 'text/xml').documentElement;
  } catch (error) {
    throw errors.decisionFile({ message: error instanceof Error ? error.message.split('\n')[0] : 'XML' });
  }
  if (root?.localName !== 'definitions') throw errors.decisionFile({ message: 'definitions' });
  return root;
}

const elements = (parent: Element): Element[] => Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1);
const all = (parent: Element, name: string): Element[] => elements(parent).filter((child) => child.localName === name);
const first = (parent: Element, name: string): Element | undefined => all(parent, name)[0];
const attribute = (element: Element | undefined, name: string): string | null => element?.getAttribute(name) || null;
const textOf = (element: Element | undefined): string => (element ? (first(element, 'text')?.textContent ?? '') : '').trim();
const href = (element: Element): string => (attribute(element, 'href') ?? '').replace(/^.*#/, '');
const nameOf = (element: Element): string => (attribute(element, 'name') ?? '').trim().replace(/\s+/g, ' ');

function readType(element: Element): ItemType {
  return {
    name: nameOf(element),
    base: first(element, 'typeRef')?.textContent?.trim() ?? null,
    parts: all(element, 'itemComponent').map(readType),
    collection: attribute(element, 'isCollection') === 'true',
    allowed: textOf(first(element, 'allowedValues')) || textOf(first(element, 'typeConstraint')) || null,
    isFunction: first(element, 'functionItem') !== undefined,
  };
}

const logicNames = new Set(['literalExpression', 'context', 'list', 'relation', 'invocation', 'conditional', 'filter', 'for', 'some', 'every', 'functionDefinition', 'decisionTable']);

function readLogicIn(parent: Element | undefined, depth = 0): Logic | null {
  const element = parent && elements(parent).find((child) => logicNames.has(child.localName ?? ''));
  return element ? readLogic(element, depth + 1) : null;
}

const nothing: Logic = { kind: 'literal', text: 'null', type: null };

function readLogic(element: Element, depth: number): Logic {
  if (depth > depthMax) throw errors.decisionFile({ message: `> ${depthMax}` });
  const inner = (name: string): Logic => readLogicIn(first(element, name), depth) ?? nothing;
  const type = attribute(element, 'typeRef');
  switch (element.localName) {
    case 'context':
      return {
        kind: 'context',
        entries: all(element, 'contextEntry').map((entry) => {
          const variable = first(entry, 'variable');
          return { name: variable ? nameOf(variable) : null, type: attribute(variable, 'typeRef'), value: readLogicIn(entry, depth) ?? nothing };
        }),
      };
    case 'list':
      return { kind: 'list', items: elements(element).filter((child) => logicNames.has(child.localName ?? '')).map((child) => readLogic(child, depth + 1)) };
    case 'relation':
      return {
        kind: 'relation',
        columns: all(element, 'column').map(nameOf),
        rows: all(element, 'row').map((row) => elements(row).filter((child) => logicNames.has(child.localName ?? '')).map((child) => readLogic(child, depth + 1))),
      };
    case 'invocation':
      return {
        kind: 'invocation',
        target: readLogicIn(element, depth) ?? nothing,
        bindings: all(element, 'binding').map((binding) => {
          const parameter = first(binding, 'parameter');
          return { name: parameter ? nameOf(parameter) : '', value: readLogicIn(binding, depth) };
        }),
      };
    case 'conditional':
      return { kind: 'conditional', test: inner('if'), met: inner('then'), otherwise: inner('else') };
    case 'filter':
      return { kind: 'filter', list: inner('in'), match: inner('match') };
    case 'for':
    case 'some':
    case 'every':
      return {
        kind: 'iteration',
        mode: element.localName,
        variable: attribute(element, 'iteratorVariable') ?? 'item',
        list: inner('in'),
        body: inner(element.localName === 'for' ? 'return' : 'satisfies'),
      };
    case 'functionDefinition':
      return readFunction(element, depth);
    case 'decisionTable':
      return readTable(element);
    default:
      return { kind: 'literal', text: textOf(element) || 'null', type };
  }
}

function readFunction(element: Element, depth: number): FunctionLogic {
  return {
    kind: 'function',
    parameters: all(element, 'formalParameter').map((parameter) => ({ name: nameOf(parameter), type: attribute(parameter, 'typeRef') })),
    body: readLogicIn(element, depth),
    feel: (attribute(element, 'kind') ?? 'FEEL') === 'FEEL',
  };
}

function readTable(element: Element): TableLogic {
  const outputs = all(element, 'output');
  return {
    kind: 'table',
    hitPolicy: (attribute(element, 'hitPolicy') ?? 'UNIQUE') as HitPolicy,
    aggregation: attribute(element, 'aggregation') as Aggregation | null,
    inputs: all(element, 'input').map((input) => ({
      expression: textOf(first(input, 'inputExpression')),
      type: attribute(first(input, 'inputExpression'), 'typeRef'),
      allowed: textOf(first(input, 'inputValues')) || null,
    })),
    outputs: outputs.map((output) => ({
      name: attribute(output, 'name') ? nameOf(output) : null,
      type: attribute(output, 'typeRef'),
      allowed: textOf(first(output, 'outputValues')) || null,
      otherwise: textOf(first(output, 'defaultOutputEntry')) || null,
    })),
    rules: all(element, 'rule').map((rule, index) => ({
      id: attribute(rule, 'id') ?? String(index + 1),
      tests: all(rule, 'inputEntry').map((entry) => textOf(entry)),
      results: all(rule, 'outputEntry').map((entry) => textOf(entry)),
    })),
  };
}
