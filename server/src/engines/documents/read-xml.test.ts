import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DOMParser, type Element as DomElement } from '@xmldom/xmldom';
import { Refusal } from '#kernel/errors';
import { openContainer } from './ofd-container.ts';
import { parseXml, type Element } from './read-xml.ts';

const parse = (text: string): Element => parseXml(Buffer.from(text), 'x.xml');
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

test('elements, attributes, text, references, CDATA, comments', () => {
  const root = parse('\uFEFF<?xml version="1.0"?><!-- a --><o:R xmlns:o="u" A=\'1 &lt; 2\'>\r\n<o:C>一&amp;&#x4e8c;&#19977;<![CDATA[<&>]]></o:C><D/></o:R>\n');
  assert.equal(root.localName, 'R');
  assert.equal(root.attributes.get('A'), '1 < 2');
  assert.deepEqual(root.children.map(({ localName, textContent }) => [localName, textContent]), [['C', '一&二三<&>'], ['D', '']]);
});

test('other encodings', () => {
  assert.equal(parseXml(Buffer.concat([Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'), Buffer.from([0xd6, 0xa4]), Buffer.from('</a>')]), 'x').textContent, '证');
  assert.equal(parseXml(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>证</a>', 'utf16le')]), 'x').textContent, '证');
});

test('what is not well-formed is refused', () => {
  for (const text of ['', 'x', '<a>', '<a></b>', '<a/><b/>', '<a b=c/>', '<a b="1" b="2"/>', '<a>&x;</a>', '<a>& b</a>', '<a b="<"/>', '<a/>x', '<!-- ', '<a><![CDATA[</a>', '</a>', '<a', '<a>&#0;</a>']) {
    assert.throws(() => parse(text), refused('documents.unreadable'), text);
  }
});

test('document types and endless nesting are refused', () => {
  assert.throws(() => parse('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), refused('documents.unsafe'));
  assert.throws(() => parse('<a>'.repeat(300) + '</a>'.repeat(300)), refused('documents.tooLarge'));
});

test('reads every file of the samples as another parser does', { skip: !existsSync(path.resolve(import.meta.dirname, '../../../../../shared/fixtures/ofd')) }, () => {
  const fixtures = path.resolve(import.meta.dirname, '../../../../../shared/fixtures/ofd');
  const simple = (element: DomElement): unknown => {
    const nodes = [...element.childNodes];
    const text = nodes.filter(({ nodeType }) => nodeType === 3 || nodeType === 4).map(({ nodeValue }) => nodeValue).join('');
    return [element.localName, [...element.attributes].map(({ name, value }) => [name, value]), text, nodes.filter(({ nodeType }) => nodeType === 1).map((node) => simple(node as DomElement))];
  };
  const own = (element: Element): unknown => [element.localName, [...element.attributes], element.textContent, element.children.map(own)];
  for (const file of readdirSync(fixtures)) {
    const container = openContainer(readFileSync(path.join(fixtures, file)));
    for (const name of container.entries.keys()) {
      if (!name.endsWith('.xml')) continue;
      const bytes = container.read(name);
      let other: DomElement;
      try {
        other = new DOMParser({ onError: (_, message) => assert.fail(message) }).parseFromString(Buffer.from(bytes).toString().replace(/^\uFEFF/, ''), 'text/xml').documentElement!;
      } catch {
        assert.match(name, /CustomTag/, 'one sample has a tag file that is no XML by the letter; ours is lenient');
        continue;
      }
      assert.deepEqual(own(parseXml(bytes, name)), simple(other), `${file} ${name}`);
    }
  }
});
