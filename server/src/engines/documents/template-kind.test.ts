import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRules } from '#engines/rules';
import { letterTemplate, licenceTemplate } from './examples/example-templates.ts';
import { documentTemplateKind, expressionsOf } from './template-kind.ts';
import { documentTemplate, type TemplateInput } from './template-schema.ts';

const rules = createRules({ now: () => new Date(0) });
const flawOf = (expression: string): string | undefined => {
  try {
    rules.compile(expression);
    return undefined;
  } catch (error) {
    return String(error);
  }
};
const flawsOf = (template: TemplateInput): unknown[] => {
  const found: unknown[] = [];
  void documentTemplateKind(flawOf).compile!(documentTemplate.parse(template), { report: (_: unknown, place: { path: unknown }) => found.push(place.path) } as never);
  return found;
};

test('the examples’ expressions are FEEL', () => {
  assert.deepEqual(flawsOf(licenceTemplate), []);
  assert.deepEqual(flawsOf(letterTemplate), []);
  assert.ok(expressionsOf(documentTemplate.parse(letterTemplate)).some(({ expression }) => expression === 'paragraphs'));
});

test('an expression that cannot be read is refused where it stands', () => {
  assert.deepEqual(flawsOf({ ...letterTemplate, blocks: [{ type: 'paragraph', text: { zh: '甲{a.b}', en: 'A{1 +}' }, when: 'x >' }] }), [['blocks', 0, 'when'], ['blocks', 0, 'text', 'en']]);
});
