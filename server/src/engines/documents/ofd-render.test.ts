import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DOMParser } from '@xmldom/xmldom';
import { letterScope, letterTemplate } from './examples/example-templates.ts';
import { documents, makeIssuer, meta, sealed } from './issuer.fixture.ts';
import { svgPath } from './render-path.ts';
import { expandDeltas } from './render-text.ts';
import { documentTemplate } from './template-schema.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures/ofd');
const absent = !existsSync(fixtures);
const draw = (name: string): string[] => documents.renderSvg(readFileSync(path.join(fixtures, name)));
const wellFormed = (svg: string): void => {
  new DOMParser({ onError: (_, message) => assert.fail(message) }).parseFromString(svg, 'image/svg+xml');
};

test('path data and delta arrays', () => {
  assert.equal(svgPath('S 0 0 M 1 2 L 3 4 Q 1 2 3 4 B 1 2 3 4 5 6 A 1 2 0 0 1 5 6 C'), 'M 0 0 M 1 2 L 3 4 Q 1 2 3 4 C 1 2 3 4 5 6 A 1 2 0 0 1 5 6 Z');
  assert.equal(svgPath('M 1 2 L x'), 'M 1 2');
  assert.deepEqual(expandDeltas('g 3 1.5 2 g 2 4', 100), [1.5, 1.5, 1.5, 2, 4, 4]);
  assert.deepEqual(expandDeltas('g 1000000000 1', 5), [1, 1, 1, 1, 1]);
  assert.deepEqual(expandDeltas(undefined, 5), []);
});

test('a letter is drawn page by page with its text, and the seal where it was put', async () => {
  const layout = documents.render(documentTemplate.parse(letterTemplate), letterScope);
  const pages = documents.renderSvg(await sealed(layout, await makeIssuer('长春市人民政府办公厅')));
  assert.equal(pages.length, layout.pages.length);
  pages.forEach(wellFormed);
  assert.match(pages[0]!, /viewBox="0 0 210 297"/);
  assert.match(pages[0]!, />朝阳区人民政府：</);
  assert.doesNotMatch(pages[0]!, /<image/);
  const [x, y] = layout.seals[0]!.box;
  const place = /<g transform="translate\((\S+) (\S+)\)" style="mix-blend-mode:multiply"><image width="42" height="42"/.exec(pages[1]!)!;
  assert.ok(Math.abs(Number(place[1]) - x) < 1e-3 && Math.abs(Number(place[2]) - y) < 1e-3);
});

test('a seal whose picture is itself an OFD is drawn, a broken picture is left out', async () => {
  const small = documentTemplate.parse({ kind: 'document-template', id: 'seal', version: 1, title: '章', page: { size: [30, 20], margins: { top: 2, right: 2, bottom: 2, left: 2 } }, blocks: [{ type: 'title', text: '发票专用章', size: 9 }] });
  const layout = documents.render(documentTemplate.parse(letterTemplate), letterScope);
  const picture = { type: 'ofd', data: documents.toOfd(documents.render(small, {}), meta), width: 30, height: 20 };
  const [, page] = documents.renderSvg(await sealed(layout, await makeIssuer('甲', picture)));
  wellFormed(page!);
  assert.match(page!, /<svg [^>]*viewBox="0 0 30 20" width="42" height="42"[\s\S]*发票专用章/);
  const broken = documents.renderSvg(await sealed(layout, await makeIssuer('甲', { ...picture, data: picture.data.subarray(0, 400) })));
  assert.match(broken[1]!, />2026年11月22日</);
});

test('values never become markup', () => {
  const template = documentTemplate.parse({ kind: 'document-template', id: 'x', version: 1, title: 'x', blocks: [{ type: 'paragraph', text: '{t}' }] });
  const [svg] = documents.renderSvg(documents.toOfd(documents.render(template, { t: '<script>alert(1)</script>"' }), meta));
  wellFormed(svg!);
  assert.doesNotMatch(svg!, /<script/);
});

test('every sample is drawn, well-formed, with nothing from outside', { skip: absent }, () => {
  for (const name of readdirSync(fixtures)) {
    for (const svg of draw(name)) {
      wellFormed(svg);
      assert.doesNotMatch(svg, /<script|(?:href|src)="(?!data:image\/|#)/, name);
    }
  }
});

test('templates, page blocks, clips, embedded fonts and pictures are drawn', { skip: absent }, () => {
  assert.match(draw('helloworld_with_pageblock.ofd')[0]!, /<text [^>]*>你好呀，OFD/);
  assert.match(draw('AddAttachment.ofd')[0]!, /<text/);
  assert.match(draw('fptpl.ofd')[0]!, /电子普通发票/);
  const licence = draw('testPathClip.ofd')[0]!;
  assert.match(licence, /<clipPath/);
  assert.match(licence, /<image/);
  assert.ok((licence.match(/<use /g) ?? []).length > 20, 'outlines of embedded fonts');
});

test('a riding seal shows another strip on each page', { skip: absent }, () => {
  const strips = draw('V4RideRight.ofd').map((svg) => /<clipPath id="[^"]*"><rect x="([\d.]+)" y="40" width="8"/.exec(svg)?.[1]);
  assert.deepEqual(strips, ['202', '202', '202', '202', '202']);
});
