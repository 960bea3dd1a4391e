import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { letterScope, letterTemplate, licenceScope, licenceTemplate } from './examples/example-templates.ts';
import { textWidth } from './fonts.ts';
import { documents, meta } from './issuer.fixture.ts';
import type { Layout, TextItem } from './layout.ts';
import { openContainer } from './ofd-container.ts';
import { pageBox, readPackage } from './ofd-package.ts';
import { attribute, children, numbers, textOf, type Element } from './read-xml.ts';
import { expandDeltas } from './render-text.ts';
import { documentTemplate } from './template-schema.ts';

const licence = documents.render(documentTemplate.parse(licenceTemplate), licenceScope);
const letter = documents.render(documentTemplate.parse(letterTemplate), letterScope);
const read = (layout: Layout, more: Partial<typeof meta> = {}) => readPackage(openContainer(documents.toOfd(layout, { ...meta, ...more }, [{ name: '结构化数据', format: 'json', bytes: Buffer.from('{"a":1}') }])));
const everything = (element: Element): Element[] => [element, ...children(element).flatMap(everything)];

test('what is written is read back along its lists, nothing is left over', () => {
  const pack = read(letter, { customData: { licenceId: '1.2.156.3005.2&<' } });
  assert.deepEqual(pack.unlisted, []);
  assert.deepEqual(pack.notes, []);
  const [document] = pack.documents;
  assert.equal(document!.pages.length, letter.pages.length);
  assert.deepEqual(pageBox(pack, document!.pages[0]!), [0, 0, 210, 297]);
  assert.equal(document!.info['DocID'], '01934f6e7b2a7c118d543f1c2a9b7e60');
  assert.equal(document!.info['Title'], letterScope.subject);
  assert.equal(document!.info['licenceId'], '1.2.156.3005.2&<');
  assert.deepEqual(document!.attachments.map(({ name, format }) => [name, format]), [['结构化数据', 'json']]);
  assert.equal(Buffer.from(pack.container.read(document!.attachments[0]!.path)).toString(), '{"a":1}');
});

test('ids are unique and below MaxUnitID, fonts are those of the pages', () => {
  for (const layout of [licence, letter]) {
    const pack = read(layout);
    const ids = [...pack.roles].filter(([, role]) => ['document', 'page', 'resource'].includes(role)).flatMap(([name]) => everything(pack.xml(name)).flatMap((element) => (element.localName === 'Page' && name.endsWith('Content.xml') ? [] : (attribute(element, 'ID') ?? []))));
    assert.equal(new Set(ids).size, ids.length);
    const max = Number(textOf(everything(pack.xml('Doc_0/Document.xml')).find(({ localName }) => localName === 'MaxUnitID')));
    assert.ok(ids.every((id) => Number(id) <= max));
  }
  assert.deepEqual([...read(letter).documents[0]!.resources.fonts.values()].map(({ name }) => name).sort(), ['仿宋', '宋体', '方正小标宋简体']);
});

test('the text of the pages is whole, its advances are those of the glyphs', () => {
  const pack = read(letter);
  letter.pages.forEach((page, i) => {
    const items = page.items.filter((item): item is TextItem => item.kind === 'text');
    const objects = everything(pack.xml(`Doc_0/Pages/Page_${i}/Content.xml`)).filter(({ localName }) => localName === 'TextObject');
    assert.equal(objects.length, items.length);
    items.forEach((item, k) => {
      const code = children(objects[k]!, 'TextCode')[0]!;
      assert.equal(code.textContent, item.text);
      const deltas = expandDeltas(attribute(code, 'DeltaX'), 1000);
      assert.equal(deltas.length, [...item.text].length - 1);
      const last = [...item.text].at(-1)!;
      const advances = deltas.reduce((sum, delta) => sum + delta, 0) + textWidth(item.font, item.size, last, item.tracking);
      assert.ok(Math.abs(advances - textWidth(item.font, item.size, item.text, item.tracking)) < 0.01, item.text);
      const [x, , width] = numbers(attribute(objects[k]!, 'Boundary'), 4)!;
      assert.ok(Math.abs(x! - item.x) < 0.001 && width! > 0);
    });
  });
});

test('markup and control characters in values stay text', () => {
  const template = documentTemplate.parse({ kind: 'document-template', id: 'x', version: 1, title: '{t}', blocks: [{ type: 'paragraph', text: '{t}' }] });
  const pack = read(documents.render(template, { t: '</ofd:TextCode><x a="&\u0001">' }));
  const code = everything(pack.xml('Doc_0/Pages/Page_0/Content.xml')).find(({ localName }) => localName === 'TextCode');
  assert.equal(code?.textContent, '</ofd:TextCode><x a="&">');
});

test('the same layout gives the same bytes', () => {
  assert.deepEqual(documents.toOfd(licence, meta), documents.toOfd(licence, meta));
  assert.deepEqual(Object.keys(unzipSync(documents.toOfd(licence, meta))), ['OFD.xml', 'Doc_0/Document.xml', 'Doc_0/PublicRes.xml', 'Doc_0/Pages/Page_0/Content.xml']);
});

test('pictures are carried once and keep their proportions', () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAC0lEQVR4nGNgQAcAABIAAQAB2J3cAAAAAElFTkSuQmCC', 'base64');
  const template = documentTemplate.parse({
    kind: 'document-template',
    id: 'x',
    version: 1,
    title: 'x',
    blocks: [
      { type: 'image', source: 'p', width: 40, height: 40 },
      { type: 'image', source: 'p', width: 10, height: 30 },
    ],
  });
  const layout = documents.render(template, { p: png });
  assert.deepEqual(layout.pages[0]!.items.map((item) => item.kind === 'image' && [item.width, item.height]), [[40, 20], [10, 5]]);
  const pack = read(layout);
  assert.equal(pack.documents[0]!.resources.media.size, 1);
  assert.deepEqual(Buffer.from(pack.container.read([...pack.documents[0]!.resources.media.values()][0]!)), png);
});
