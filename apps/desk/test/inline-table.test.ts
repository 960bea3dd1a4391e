import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { dmnToTable, tableToDmn, type InlineTable } from '../src/screens/designers/inline-table.ts';

interface Element {
  id: string;
  text?: string;
  [property: string]: unknown;
}
interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: Element; warnings: unknown[] }>;
  toXML(element: Element, options: object): Promise<{ xml: string }>;
}
// the reader and writer that the drawing itself uses
const fromHere = createRequire(import.meta.url);
const { DmnModdle } = (await import(createRequire(fromHere.resolve('dmn-js/lib/Modeler')).resolve('dmn-moddle'))) as { DmnModdle: new () => Moddle };
const moddle = new DmnModdle();

const read = async (xml: string): Promise<Element> => {
  const { rootElement, warnings } = await moddle.fromXML(xml);
  assert.deepEqual(warnings, []);
  return rootElement;
};
const drawn = (table: InlineTable): Promise<Element> => read(tableToDmn('level', '检查等级', table));
const logicOf = (definitions: Element): Record<string, Element[]> => (definitions['drgElement'] as { decisionLogic: Record<string, Element[]> }[])[0]!.decisionLogic;

const full: InlineTable = {
  hitPolicy: 'F',
  inputs: [
    { expression: 'area', label: { zh: '面积', en: 'Area' } },
    { expression: 'kind', label: '业态', values: '"canteen","bar"' },
  ],
  outputs: [{ name: 'level', label: { zh: '等级', en: 'Level' }, values: '"A","B"', default: '"B"' }, { name: 'days', default: 20 }],
  rules: [
    { id: 'large', when: ['>= 500', '-'], give: ['"A"', 5], note: { zh: '大型', en: 'Large' } },
    { when: ['< 500', '"canteen"'], give: ['"A"', '10 + 1'] },
    { when: ['-', '-'], give: [null, true] },
  ],
};

test('a table that was drawn and not changed is the table that it was', async () => {
  assert.deepEqual(dmnToTable(await drawn(full), full), full);
});

for (const hitPolicy of ['U', 'A', 'P', 'F', 'R', 'O', 'C', 'C+', 'C#', 'C<', 'C>']) {
  test(`hit policy ${hitPolicy} comes back`, async () => {
    const table = { ...full, hitPolicy };
    assert.equal(dmnToTable(await drawn(table), table)?.hitPolicy, hitPolicy);
  });
}

test('signs of XML in a cell, a name and a note come back as they were', async () => {
  const table: InlineTable = {
    hitPolicy: 'U',
    inputs: [{ expression: 'a < 3 and b > "x&y"', label: '<b>面积</b> & "其他"' }],
    outputs: [{ name: 'out' }],
    rules: [{ when: ['"</text><rule>"'], give: ['"&amp;"'], note: ']]> -->' }],
  };
  assert.deepEqual(dmnToTable(await drawn(table), table), table);
});

test('the file that the drawing writes is read to the same table', async () => {
  const { xml } = await moddle.toXML(await drawn(full), { format: true });
  assert.deepEqual(dmnToTable(await read(xml), full), full);
});

test('what is changed in the drawing is changed, and English words and ids of the rest stay', async () => {
  const definitions = await drawn(full);
  const { rule, input } = logicOf(definitions);
  (rule![0]!['inputEntry'] as Element[])[0]!.text = '>= 800';
  input![0]!['label'] = '建筑面积';
  const table = dmnToTable(definitions, full);
  assert.deepEqual(table?.rules[0], { ...full.rules[0], when: ['>= 800', '-'] });
  assert.deepEqual(table?.inputs[0], { expression: 'area', label: { zh: '建筑面积', en: 'Area' } });
  assert.deepEqual(table?.rules.slice(1), full.rules.slice(1));
});

test('rules taken out and moved keep their own id, note and kind of cell', async () => {
  const definitions = await drawn(full);
  const logic = logicOf(definitions);
  logic['rule'] = [logic['rule']![2]!, logic['rule']![0]!];
  assert.deepEqual(dmnToTable(definitions, full)?.rules, [full.rules[2], full.rules[0]]);
});

test('a rule and a column added in the drawing have the texts that were typed', async () => {
  const definitions = await drawn(full);
  const logic = logicOf(definitions);
  const added = { id: 'Rule_1x', inputEntry: [{ id: 'UnaryTests_1', text: '' }, { id: 'UnaryTests_2', text: '"bar"' }], outputEntry: [{ id: 'LiteralExpression_1', text: '"B"' }, { id: 'LiteralExpression_2', text: '7' }] };
  logic['rule'] = [...logic['rule']!, added];
  assert.deepEqual(dmnToTable(definitions, full)?.rules[3], { when: ['-', '"bar"'], give: ['"B"', '7'] });
});

test('a decision that is no table stays a file', async () => {
  const definitions = await read('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="decision" name="d"><literalExpression id="l"><text>1</text></literalExpression></decision></definitions>');
  assert.equal(dmnToTable(definitions, full), undefined);
});
