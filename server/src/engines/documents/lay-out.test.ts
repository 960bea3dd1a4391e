import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors';
import { evaluateFeel } from './evaluate.fixture.ts';
import { letterScope, letterTemplate, licenceScope, licenceTemplate } from './examples/example-templates.ts';
import { textWidth } from './fonts.ts';
import { layOut } from './lay-out.ts';
import type { Layout, TextItem } from './layout.ts';
import { documentTemplate, type TemplateInput } from './template-schema.ts';

const laid = (template: TemplateInput, scope = {}): Layout => layOut(documentTemplate.parse(template), scope, evaluateFeel);
const template = (blocks: TemplateInput['blocks'], rest: Partial<TemplateInput> = {}): TemplateInput => ({ kind: 'document-template', id: 'example', version: 1, title: '例', blocks, ...rest });
const texts = (layout: Layout, page = 0): TextItem[] => layout.pages[page]!.items.filter((item) => item.kind === 'text');
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const end = (item: TextItem): number => item.x + textWidth(item.font, item.size, item.text, item.tracking) - item.tracking;

test('GB/T 9704: 28 characters a line, 22 lines a page, in 156 × 225 mm', () => {
  const layout = laid(template([{ type: 'paragraph', indent: 0, text: '政'.repeat(28 * 22 + 1) }], { page: { grid: { characters: 28, lines: 22 } } }));
  assert.deepEqual(layout.pages.map((_, i) => texts(layout, i).length), [21, 2], 'the last line of a paragraph is not left alone');
  const first = texts(layout)[0]!;
  assert.equal([...first.text].length, 28);
  assert.ok(Math.abs(first.x - 28) < 1e-9 && Math.abs(end(first) - (28 + 156)) < 0.1);
  assert.ok(Math.abs(texts(layout)[1]!.y - first.y - 225 / 22) < 1e-6);
});

test('the seal stands over issuer and date, on their page', () => {
  const layout = laid(letterTemplate, letterScope);
  const [seal] = layout.seals;
  assert.equal(seal!.seal, 'ccbgt');
  assert.equal(seal!.page, layout.pages.length);
  const [x, y, width, height] = seal!.box;
  const page = texts(layout, seal!.page - 1);
  const date = page.find(({ text }) => text === '2026年11月22日')!;
  const issuer = page.find(({ text }) => text === '长春市人民政府办公厅')!;
  assert.ok(date.y > y && date.y < y + height && issuer.y > y && issuer.y < y + height);
  assert.ok(Math.abs((date.x + end(date)) / 2 - (x + width / 2)) < 0.5, 'centred on the date');
  assert.ok(end(date) < 184 - 3.5 * date.size, 'four characters free at the right');
  assert.ok((issuer.y + date.y) / 2 > y + height / 2, 'a little below the middle');
});

test('nothing of the examples leaves its text area', () => {
  for (const [source, scope] of [[licenceTemplate, licenceScope], [letterTemplate, letterScope]] as const) {
    const layout = laid(source, scope);
    for (const page of layout.pages) {
      for (const item of page.items) {
        if (item.kind === 'text') assert.ok(item.x >= 20 && end(item) <= page.width - 20 && item.y < page.height - 15, item.text);
      }
    }
  }
});

test('page numbers as in official documents: odd pages right, even pages left', () => {
  const layout = laid(letterTemplate, letterScope);
  const numbers = layout.pages.map((_, i) => texts(layout, i).find(({ text }) => text === `— ${i + 1} —`)!);
  assert.ok(numbers[0]!.x > 105 && numbers[1]!.x < 105);
});

test('paragraphs repeat over a list, blocks follow their condition', () => {
  const layout = laid(template([{ type: 'paragraph', each: 'items', text: '{index | sequence}、{item.name}' }, { type: 'paragraph', when: 'count(items) > 5', text: '多' }]), { items: [{ name: '甲' }, { name: '乙' }] });
  assert.deepEqual(texts(layout).map(({ text }) => text), ['一、甲', '二、乙']);
});

test('a table repeats its heading on each page and keeps rows whole', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({ name: `第${i + 1}家企业名称很长需要换行显示的有限责任公司`, fee: i }));
  const layout = laid(template([{ type: 'table', rows: 'rows', columns: [{ heading: '序号', value: '{index}' }, { heading: '名称', value: '{row.name}', width: 3 }, { heading: '金额', value: '{row.fee | amount}', align: 'right' }] }]), { rows });
  assert.ok(layout.pages.length > 1);
  layout.pages.forEach((_, i) => assert.equal(texts(layout, i).filter(({ text }) => text === '名称').length, 1));
  assert.ok(texts(layout, layout.pages.length - 1).some(({ text }) => text === '59.00'));
  assert.equal(texts(laid(template([{ type: 'table', rows: 'rows', empty: '无', columns: [{ heading: 'x', value: '{row}' }] }]), { rows: [] })).at(-1)!.text, '无');
});

test('fields: labels are spread to one width, required ones are not left blank', () => {
  const source = template([{ type: 'fields', labelWidth: 30, items: [{ label: '名称', value: '{name}', required: true }, { label: '住所', value: '长春' }] }]);
  const label = texts(laid(source, { name: '甲' })).find(({ text }) => text === '名称')!;
  assert.ok(Math.abs(end(label) - label.x - 30) < 1e-6);
  assert.throws(() => laid(source, { name: null }), refused('documents.missingValue'));
});

test('long values wrap within their cell', () => {
  const layout = laid(template([{ type: 'fields', columns: 2, ruled: true, items: [{ label: '甲', value: '字'.repeat(40) }, { label: '乙', value: '短' }] }]));
  const parts = texts(layout).filter(({ text }) => text.startsWith('字'));
  assert.ok(parts.length > 2);
  for (const part of parts) assert.ok(end(part) <= 28 + 156 / 2);
});

test('refuses what cannot be set', () => {
  const png = 'data:image/png;base64,AAAA';
  assert.throws(() => laid(template([{ type: 'image', source: 'p', width: 10, height: 10 }]), { p: png }), refused('documents.badImage'));
  assert.throws(() => laid(template([{ type: 'qr', value: '{nothing}' }]), { nothing: null }), refused('documents.missingValue'));
  assert.throws(() => laid(template([{ type: 'table', rows: 'r', columns: [{ heading: 'x', value: '{row}' }] }]), { r: ['长'.repeat(2000)] }), refused('documents.doesNotFit'));
  assert.throws(() => laid(template([{ type: 'paragraph', each: 'r', text: '{item}' }]), { r: Array.from({ length: 5000 }, () => '段\n'.repeat(10)) }), refused('documents.tooManyPages'));
});

test('the schema refuses unknown blocks, fonts and sizes', () => {
  for (const block of [{ type: 'script' }, { type: 'title', text: 'x', font: 'comic' }, { type: 'title', text: 'x', size: 500 }, { type: 'paragraph' }]) {
    assert.equal(documentTemplate.safeParse({ kind: 'document-template', id: 'x', version: 1, title: 'x', blocks: [block] }).success, false);
  }
});
