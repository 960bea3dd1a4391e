/** A decision table as our YAML has it. */
export interface InlineTable {
  hitPolicy?: string;
  inputs: { expression: string; label?: Text; values?: string }[];
  outputs: { name: string; label?: Text; values?: string; default?: Cell }[];
  rules: { id?: string; when: Cell[]; give: Cell[]; note?: Text }[];
}
type Text = string | { zh: string; en?: string };
type Cell = string | number | boolean | null;

const policies: Record<string, [name: string, aggregation?: string]> = { U: ['UNIQUE'], A: ['ANY'], P: ['PRIORITY'], F: ['FIRST'], R: ['RULE ORDER'], O: ['OUTPUT ORDER'], C: ['COLLECT'], 'C+': ['COLLECT', 'SUM'], 'C#': ['COLLECT', 'COUNT'], 'C<': ['COLLECT', 'MIN'], 'C>': ['COLLECT', 'MAX'] };
const xml = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const zhOf = (text: Text | undefined): string => (text === undefined ? '' : typeof text === 'string' ? text : text.zh);
const cellText = (cell: Cell | undefined): string => (cell === undefined || cell === null ? '' : String(cell));
const textElement = (name: string, id: string, text: string): string => `<${name} id="${id}"><text>${xml(text)}</text></${name}>`;

/** DMN 1.3 of a table; ids name row and column, so that what DMN cannot hold is found again. */
export function tableToDmn(id: string, name: string, table: InlineTable): string {
  const [hitPolicy, aggregation] = policies[table.hitPolicy ?? 'U'] ?? ['UNIQUE'];
  const inputs = table.inputs.map((input, i) => `<input id="input_${i}" label="${xml(zhOf(input.label))}">${textElement('inputExpression', `expression_${i}`, input.expression)}${input.values === undefined ? '' : textElement('inputValues', `values_${i}`, input.values)}</input>`);
  const outputs = table.outputs.map((output, i) => `<output id="output_${i}" label="${xml(zhOf(output.label))}" name="${xml(output.name)}">${output.values === undefined ? '' : textElement('outputValues', `ovalues_${i}`, output.values)}${output.default === undefined ? '' : textElement('defaultOutputEntry', `default_${i}`, cellText(output.default))}</output>`);
  const rules = table.rules.map((rule, r) => {
    const note = zhOf(rule.note);
    return `<rule id="rule_${r}">${note === '' ? '' : `<description>${xml(note)}</description>`}${rule.when.map((cell, i) => textElement('inputEntry', `when_${r}_${i}`, cellText(cell) === '-' ? '' : cellText(cell))).join('')}${rule.give.map((cell, i) => textElement('outputEntry', `give_${r}_${i}`, cellText(cell))).join('')}</rule>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions_${xml(id)}" name="${xml(name)}" namespace="https://yiwang.gov.example/dmn/1"><decision id="decision" name="${xml(name)}"><decisionTable id="table" hitPolicy="${hitPolicy}"${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}>${inputs.join('')}${outputs.join('')}${rules.join('')}</decisionTable></decision></definitions>`;
}

interface Part {
  $type: string;
  id?: string;
  [property: string]: unknown;
}
const partsOf = (part: Part | undefined, property: string): Part[] => (Array.isArray(part?.[property]) ? (part[property] as Part[]) : []);
const partOf = (part: Part | undefined, property: string): Part | undefined => part?.[property] as Part | undefined;
const said = (part: Part | undefined, property: string): string => (typeof part?.[property] === 'string' ? (part[property] as string) : '');
const at = (id: string | undefined, prefix: string): number => (id?.startsWith(prefix) === true ? Number(id.slice(prefix.length)) : -1);

/** A text of one language put back where there were two. */
const keepText = (before: Text | undefined, now: string): Text | undefined => (zhOf(before) === now ? before : now === '' ? undefined : typeof before === 'object' ? { ...before, zh: now } : now);
const keepCell = (before: Cell | undefined, now: string): Cell => (before !== undefined && cellText(before) === now ? before : now);
const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> => (value === undefined || value === '' ? {} : ({ [key]: value } as Partial<Record<K, V>>));

/** The table of a DMN model's first decision; what it had before (English words, ids of rules) stays where it was. Undefined where the decision is no table. */
export function dmnToTable(definitions: unknown, before: InlineTable): InlineTable | undefined {
  const decision = partsOf(definitions as Part, 'drgElement').find((part) => part.$type === 'dmn:Decision');
  const logic = partOf(decision, 'decisionLogic');
  if (logic?.$type !== 'dmn:DecisionTable') return undefined;
  const policy = Object.entries(policies).find(([, [name, aggregation]]) => name === (said(logic, 'hitPolicy') || 'UNIQUE') && (aggregation ?? '') === said(logic, 'aggregation'));
  return {
    hitPolicy: policy?.[0] ?? 'U',
    inputs: partsOf(logic, 'input').map((input) => {
      const old = before.inputs[at(input.id, 'input_')];
      return { expression: said(partOf(input, 'inputExpression'), 'text'), ...optional('label', keepText(old?.label, said(input, 'label'))), ...optional('values', said(partOf(input, 'inputValues'), 'text')) };
    }),
    outputs: partsOf(logic, 'output').map((output) => {
      const old = before.outputs[at(output.id, 'output_')];
      const otherwise = said(partOf(output, 'defaultOutputEntry'), 'text') || undefined;
      return { name: said(output, 'name'), ...optional('label', keepText(old?.label, said(output, 'label'))), ...optional('values', said(partOf(output, 'outputValues'), 'text')), ...optional('default', otherwise === undefined ? old?.default : keepCell(old?.default, otherwise)) };
    }),
    rules: partsOf(logic, 'rule').map((rule) => {
      const old = before.rules[at(rule.id, 'rule_')];
      const cell = (entry: Part, prefix: 'when' | 'give'): Cell => {
        const [, r, i] = /^\w+_(\d+)_(\d+)$/.exec(entry.id ?? '') ?? [];
        const now = said(entry, 'text');
        const was = r === undefined || i === undefined ? undefined : before.rules[Number(r)]?.[prefix][Number(i)];
        return keepCell(was, now === '' && prefix === 'when' ? '-' : now);
      };
      return { ...optional('id', old?.id), when: partsOf(rule, 'inputEntry').map((entry) => cell(entry, 'when')), give: partsOf(rule, 'outputEntry').map((entry) => cell(entry, 'give')), ...optional('note', keepText(old?.note, said(rule, 'description'))) };
    }),
  };
}
