import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { evaluate } from 'feelin';
import { fromFeelValue } from '@yiwang/ui/form-logic/feel/feel-values.ts';
import { compileDecisions } from './compile-decisions.ts';
import { notPassing } from './dmn-tck-not-passing.ts';
import { readDmn } from './read-dmn.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures/dmn');
const now = new Date('2026-11-22T04:00:00Z');

const children = (parent: Element, name?: string): Element[] =>
  Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1 && (name === undefined || (node as Element).localName === name));

/** A value of the test format: `value` with xsi:type, `component`s of a context, `list` of `item`s. */
function readValue(holder: Element): unknown {
  const list = children(holder, 'list')[0];
  if (list) return list.getAttribute('xsi:nil') === 'true' ? null : children(list, 'item').map(readValue);
  const components = children(holder, 'component');
  if (components.length > 0) return Object.fromEntries(components.map((part) => [part.getAttribute('name') ?? '', readValue(part)]));
  const value = children(holder, 'value')[0];
  if (!value || value.getAttribute('xsi:nil') === 'true') return null;
  const text = value.textContent ?? '';
  const type = (value.getAttribute('xsi:type') ?? 'xsd:string').replace(/^.*:/, '');
  if (type === 'boolean') return text.trim() === 'true';
  if (['decimal', 'double', 'integer', 'int', 'float'].includes(type)) return Number(text);
  const constructor = { date: 'date', time: 'time', dateTime: 'date and time', duration: 'duration' }[type];
  if (constructor === undefined) return text;
  try {
    return evaluate(`${constructor}("${text.trim()}")`).value;
  } catch {
    return text; // a date that feelin cannot hold
  }
}

/** Numbers to 8 digits: the suite gives decimals of 34 digits, FEEL here counts in binary ones of 15. */
function same(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected));
  if (Array.isArray(actual) && Array.isArray(expected)) return actual.length === expected.length && actual.every((value, i) => same(value, expected[i]));
  if (actual !== null && expected !== null && typeof actual === 'object' && typeof expected === 'object') {
    const keys = Object.keys(expected);
    return Object.keys(actual).length === keys.length && keys.every((key) => same((actual as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]));
  }
  return actual === expected;
}

function runSuite(): { passed: string[]; failed: Map<string, string> } {
  const passed: string[] = [];
  const failed = new Map<string, string>();
  for (const level of ['compliance-level-2', 'compliance-level-3']) {
    for (const folder of readdirSync(path.join(fixtures, level))) {
      const files = readdirSync(path.join(fixtures, level, folder));
      for (const file of files.filter((name) => name.endsWith('.xml'))) {
        const suite = new DOMParser().parseFromString(readFileSync(path.join(fixtures, level, folder, file), 'utf8'), 'text/xml').documentElement!;
        const modelName = children(suite, 'modelName')[0]?.textContent?.trim() ?? files.find((name) => name.endsWith('.dmn'))!;
        const model = compileDecisions(readDmn(readFileSync(path.join(fixtures, level, folder, modelName), 'utf8')), { lenient: true });
        for (const testCase of children(suite, 'testCase')) {
          const inputs = Object.fromEntries(children(testCase, 'inputNode').map((node) => [node.getAttribute('name') ?? '', readValue(node)]));
          for (const node of children(testCase, 'resultNode')) {
            const name = `${folder}/${testCase.getAttribute('id')}/${node.getAttribute('name')}`;
            const expected = fromFeelValue(readValue(children(node, 'expected')[0]!));
            const target = testCase.getAttribute('type') === 'decisionService' ? (testCase.getAttribute('invocableName') ?? '') : (node.getAttribute('name') ?? '');
            let actual: unknown;
            try {
              actual = model.decide(target, inputs, now).value;
              const isService = testCase.getAttribute('type') === 'decisionService';
              if (isService && children(testCase, 'resultNode').length > 1) actual = (actual as Record<string, unknown>)[node.getAttribute('name') ?? ''];
            } catch (error) {
              actual = error;
            }
            if (same(actual, expected)) passed.push(name);
            else failed.set(name, `expected ${JSON.stringify(expected)}, got ${actual instanceof Error ? actual.message : JSON.stringify(actual)}`);
          }
        }
      }
    }
  }
  return { passed, failed };
}

test('decision models of dmn-tck, levels 2 and 3', { skip: existsSync(fixtures) ? false : 'shared/fixtures/dmn is absent' }, (t) => {
  const { passed, failed } = runSuite();
  t.diagnostic(`${passed.length} of ${passed.length + failed.size} results pass`);
  if (process.env['TCK_LIST']) for (const [name, why] of failed) t.diagnostic(`${name} ${why}`);
  const listed = new Set(Object.keys(notPassing));
  assert.deepEqual(passed.filter((name) => listed.has(name)), [], 'these pass now: take them off the list');
  assert.deepEqual([...failed].filter(([name]) => !listed.has(name)), [], 'these fail and are not on the list');
});
