import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { letterScope, letterTemplate, licenceScope, licenceTemplate } from './examples/example-templates.ts';
import { documents, meta } from './issuer.fixture.ts';
import { documentTemplate } from './template-schema.ts';

/** Text of a PDF as a reader extracts it: the pages' glyph codes through the fonts' ToUnicode tables. */
const extract = (pdf: Buffer): string => {
  const source = pdf.toString('latin1');
  const objects = new Map([...source.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map((match) => [match[1]!, match[2]!]));
  const stream = (body: string): string => {
    const raw = /stream\n([\s\S]*?)\nendstream/.exec(body)![1]!;
    return body.includes('FlateDecode') ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw;
  };
  const tables = new Map<string, Map<string, string>>();
  for (const body of objects.values()) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(body)?.[1];
    const name = [...source.matchAll(/\/(F\d+) (\d+) 0 R/g)].find((match) => objects.get(match[2]!) === body)?.[1];
    if (unicode === undefined || name === undefined) continue;
    const table = new Map<string, string>();
    for (const [, from, list] of stream(objects.get(unicode)!).matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
      [...list!.matchAll(/<([0-9a-f]+)>/gi)].forEach((match, i) => table.set((Number.parseInt(from!, 16) + i).toString(16).padStart(4, '0'), Buffer.from(match[1]!, 'hex').swap16().toString('utf16le')));
    }
    tables.set(name, table);
  }
  let text = '';
  for (const body of objects.values()) {
    if (!body.includes('stream\n') || body.includes('/Subtype') || body.includes('/Length1')) continue;
    let table: Map<string, string> | undefined;
    let content: string;
    try {
      content = stream(body);
    } catch {
      continue;
    }
    for (const [, fontName, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>/g)) {
      if (fontName !== undefined) table = tables.get(fontName);
      else for (const [code] of hex!.matchAll(/.{4}/g)) text += table?.get(code) ?? '';
    }
  }
  return text;
};

test('both examples become PDF whose text can be extracted whole', async () => {
  for (const [template, scope, pages] of [[licenceTemplate, licenceScope, 1], [letterTemplate, letterScope, 2]] as const) {
    const layout = documents.render(documentTemplate.parse(template), scope);
    const pdf = Buffer.from(await documents.toPdf(layout, meta));
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.equal((pdf.toString('latin1').match(/\/Type \/Page\n/g) ?? []).length, pages);
    assert.ok(pdf.length < 400_000, `${pdf.length} bytes: subsets, not whole fonts`);
    const text = extract(pdf);
    for (const item of layout.pages.flatMap((page) => page.items)) if (item.kind === 'text') assert.ok(text.includes(item.text), item.text);
  }
});
