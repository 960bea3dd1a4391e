import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine } from './csv-line.ts';
import { readFilterQuery } from './ckan-search.ts';
import { datasetTriples } from './dcat.ts';
import { whileAdmitted } from './export-set.ts';
import { foreignSets } from './foreign-sets.ts';
import { preferred } from './negotiate.ts';
import { readBox, readDatetime } from './ogc.ts';
import { blank, full, iri, says, text, toJsonLd, toTurtle, typed, type Triple } from './rdf.ts';
import { readJsonLd } from './read-json-ld.ts';
import { readRdfXml } from './read-rdf-xml.ts';
import type { OpenBuild, SetRow } from './sets.ts';
import { toRdfXml } from './write-rdf-xml.ts';
import { writeXlsx } from './write-xlsx.ts';
import { unzipSync, strFromU8 } from 'fflate';

test('Turtle: what would end a literal or an IRI is escaped', () => {
  const hostile = 'a "quoted"\n<b>\\ \u0000';
  const turtle = toTurtle([says(iri('http://x/a b>'), 'dct:title', text(hostile, 'zh'))]);
  assert.match(turtle, /<http:\/\/x\/a%20b%3E>/);
  assert.ok(turtle.includes('"a \\"quoted\\"\\n<b>\\\\ \\u0000"@zh'), turtle);
});

test('formulas of spreadsheets are disarmed in CSV, numbers are left alone', () => {
  assert.equal(csvLine(['=cmd|calc', '-2+3', '+1', '-5', '@x', '普通,文字', null, -5, 'say "x"']), '\'=cmd|calc,\'-2+3,+1,-5,\'@x,"普通,文字",,-5,"say ""x"""\n');
});

test('XLSX: a text that looks like a formula is a text, markup is escaped', async () => {
  const parts: Uint8Array[] = [];
  const rows = (async function* () { yield ['=1+1', '<b>&', 3, null, true] as const; })();
  for await (const part of writeXlsx(['列'], rows)) parts.push(part);
  const sheet = strFromU8(unzipSync(Buffer.concat(parts))['xl/worksheets/sheet1.xml']!);
  assert.ok(sheet.includes('<c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>') && sheet.includes('&lt;b&gt;&amp;') && !sheet.includes('<f>'), sheet);
});

test('CKAN filter queries: known fields, quoted or not, lists and negations; unknown ones find nothing', () => {
  const filters = (fq: string) => readFilterQuery(fq).filters.map((f) => `${f.not ? 'not ' : ''}${f.kind} ${f.values.join('|')}`);
  assert.deepEqual(filters('organization:org-11220000yw0000071a AND groups:"education" +tags:学校 res_format:CSV'), ['organisation 11220000YW0000071A', 'theme education', 'tag 学校', 'format csv']);
  assert.deepEqual(filters('groups:("education" OR transport) -tags:旧 NOT res_format:XLSX'), ['theme education|transport', 'not tag 旧', 'not format xlsx']);
  assert.deepEqual(filters('tags:(学校 AND 名录)'), ['tag 学校', 'tag 名录']);
  assert.deepEqual(filters('tags:* organization:[* TO *] state:active private:false'), []);
  assert.deepEqual(readFilterQuery('title:学校 notes:"办学 名录"'), { filters: [], text: ' 学校 办学 名录', nothing: false });
  assert.equal(readFilterQuery('secret_field:1').nothing, true);
  assert.throws(() => readFilterQuery('x'.repeat(2001)));
});

test('bbox and datetime of OGC API Features', () => {
  assert.deepEqual(readBox('125,43,126,44'), [125, 43, 126, 44]);
  assert.deepEqual(readBox('125,43,0,126,44,100'), [125, 43, 126, 44]);
  for (const bad of ['', '1,2,3', '1,2,3,x', '10,0,5,1', '0,10,1,5', '-181,0,0,1', 'NaN,0,1,1', '0,0,1,1,1']) assert.throws(() => readBox(bad), bad);
  assert.deepEqual(readDatetime('2026-01-01T00:00:00Z/..'), ['2026-01-01', null]);
  assert.deepEqual(readDatetime('2026-01-01'), ['2026-01-01', '2026-01-01']);
  for (const bad of ['..', 'x', '2026-13-01', '2026-02-02/2026-01-01', '1/2/3']) assert.throws(() => readDatetime(bad), bad);
});

const at = new Date('2026-11-22T00:00:00Z');
const set = {
  name: 'schools', id: '00000000-0000-8000-a000-000000000000', title: '学校', organisation: '11220000YW0000071A', organisation_name: '教育厅', theme: 'education', cycle: 'yearly', tags: ['学校'], formats: ['csv', 'geojson'], current_version: 2, issued_at: at, modified_at: at,
  definition: { name: 'schools', title: { zh: '学校', en: 'Schools' }, description: { zh: '名录', en: 'List' }, period: '2020', standard: 'GB/T 1' },
} as unknown as SetRow;
const build = { id: 'b', digest: 'ab'.repeat(32), rows: 3, bytes: 100, columns: [], checks: [], passed: true, built_at: at } as unknown as OpenBuild;
const house = { url: 'https://x.example', policy: { title: { zh: '目录' }, description: { zh: '目录' }, publisher: { name: { zh: '局' }, email: 'a@example.invalid' }, licences: [{ id: 'by', title: '署名', url: 'https://creativecommons.org/licenses/by/4.0/' }], themes: [{ id: 'education', title: '教育' }], grades: [], k: 5, answerDays: 10, keysMax: 5 } } as never;

/** Mandatory and class constraints of DCAT-AP 3.0 (releases/3.0.0/shacl/dcat-ap-SHACL.ttl). */
test('DCAT-AP 3: mandatory properties are there, and what they point to has its class', () => {
  const nodes = toJsonLd(datasetTriples(house, set, build)) as { '@id': string; '@type'?: string[]; [p: string]: unknown }[];
  const of = (type: Parameters<typeof full>[0]) => nodes.filter((n) => n['@type']?.includes(full(type)));
  const needs: [Parameters<typeof full>[0], Parameters<typeof full>[0][]][] = [['dcat:Dataset', ['dct:title', 'dct:description']], ['dcat:Distribution', ['dcat:accessURL']], ['dcat:DataService', ['dct:title', 'dcat:endpointURL']], ['foaf:Agent', ['foaf:name']], ['spdx:Checksum', ['spdx:algorithm', 'spdx:checksumValue']]];
  for (const [type, properties] of needs) {
    assert.ok(of(type).length > 0, type);
    for (const node of of(type)) for (const p of properties) assert.ok(Array.isArray(node[full(p)]), `${node['@id']} lacks ${p}`);
  }
  const classes: [Parameters<typeof full>[0], Parameters<typeof full>[0]][] = [
    ['dct:publisher', 'foaf:Agent'], ['dct:language', 'dct:LinguisticSystem'], ['dct:spatial', 'dct:Location'], ['dct:accrualPeriodicity', 'dct:Frequency'], ['dct:accessRights', 'dct:RightsStatement'], ['dct:license', 'dct:LicenseDocument'], ['dct:format', 'dct:MediaTypeOrExtent'],
    ['dcat:mediaType', 'dct:MediaType'], ['dct:temporal', 'dct:PeriodOfTime'], ['dct:conformsTo', 'dct:Standard'], ['dcat:landingPage', 'foaf:Document'], ['dcat:theme', 'skos:Concept'], ['dcat:contactPoint', 'vcard:Organization'], ['spdx:checksum', 'spdx:Checksum'], ['dcat:distribution', 'dcat:Distribution'],
  ];
  for (const [property, type] of classes) {
    const named = nodes.flatMap((n) => ((n[full(property)] ?? []) as { '@id': string }[]).map((o) => o['@id']));
    assert.ok(named.length > 0, property);
    for (const id of named) assert.ok(nodes.some((n) => n['@id'] === id && n['@type']?.includes(full(type))), `${property} → ${id} is no ${type}`);
  }
});

const plain = (triples: readonly Triple[]): string[] => triples.map((t) => JSON.stringify(t).replaceAll(/"blank":"(n-|j\d|x\d)?/g, '"blank":"')).toSorted();

test('RDF/XML and JSON-LD: what is written is read back the same, hostile texts and addresses too', () => {
  const me = iri('https://x.example/a');
  const said = [...datasetTriples(house, set, build), says(me, 'dct:title', text('<a href="x">&amp;]]> \n\t"\'', 'zh')), says(me, 'dct:title', text(' ')), says(me, 'dct:issued', typed('2026-01-01', 'xsd:date')), says(me, 'dcat:contactPoint', blank('b1')), says(blank('b1'), 'vcard:fn', text('联系人'))];
  assert.deepEqual(plain(readRdfXml(toRdfXml(said), 'https://x.example/')), plain(said));
  assert.deepEqual(plain(readJsonLd(JSON.stringify(toJsonLd(said)), 'https://x.example/')), plain(said));
  const broken = toRdfXml([says(iri('https://x.example/<"&>'), 'dct:title', text('\u0000\u0008\ud800'))]);
  assert.equal(readRdfXml(broken, 'https://x.example/').length, 1, broken);
});

test('RDF/XML as others write it: typed nodes inside properties, rdf:ID, xml:base, property attributes, parseType', () => {
  const xml = `<?xml version="1.0"?><rdf:RDF xml:base="https://h.example/c" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:hydra="http://www.w3.org/ns/hydra/core#">
    <hydra:PagedCollection rdf:about="?page=1"><hydra:nextPage>https://h.example/c?page=2</hydra:nextPage></hydra:PagedCollection>
    <dcat:Catalog><dcat:dataset><dcat:Dataset rdf:ID="s1" dct:description="说明"><dct:title xml:lang="en">Bridges</dct:title><dct:title xml:lang="zh-Hans">桥梁</dct:title>
      <dct:publisher><foaf:Organization><foaf:name>交通局</foaf:name></foaf:Organization></dct:publisher><dct:modified rdf:datatype="http://www.w3.org/2001/XMLSchema#dateTime">2026-02-03T04:05:06</dct:modified>
      <dcat:distribution rdf:parseType="Resource"><dcat:downloadURL rdf:resource="/f.csv"/><dct:format>CSV</dct:format></dcat:distribution></dcat:Dataset></dcat:dataset></dcat:Catalog></rdf:RDF>`;
  assert.deepEqual(foreignSets(readRdfXml(xml, 'https://elsewhere.example/'), 'https://elsewhere.example/'), {
    next: 'https://h.example/c?page=2',
    sets: [{ iri: 'https://h.example/c#s1', chain: ['https://elsewhere.example/'], title: '桥梁', description: '说明', publisher: '交通局', keywords: [], page: null, licence: null, changedOn: '2026-02-03', files: [{ title: null, format: 'CSV', url: 'https://h.example/f.csv' }] }],
  });
});

test('JSON-LD as others write it: compact terms, coerced types, language maps, nodes inside nodes', () => {
  const json = JSON.stringify({
    '@context': { '@vocab': 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', title: { '@id': 'dct:title', '@container': '@language' }, accessURL: { '@type': '@id' }, keyword: { '@language': 'zh' }, xsd: 'http://www.w3.org/2001/XMLSchema#', 'dct:issued': { '@type': 'xsd:date' } },
    '@id': 'https://h.example/', '@type': 'Catalog',
    dataset: { '@id': '/s2', '@type': 'Dataset', title: { en: 'Wells', zh: '水井' }, keyword: ['水', '井'], 'dct:issued': '2025-01-02', 'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': '水利局' }, distribution: [{ '@type': 'Distribution', accessURL: 'https://h.example/w', mediaType: { '@id': 'https://www.iana.org/assignments/media-types/text/csv' } }] },
  });
  assert.deepEqual(foreignSets(readJsonLd(json, 'https://h.example/'), 'https://h.example/catalog').sets, [
    { iri: 'https://h.example/s2', chain: ['https://h.example/'], title: '水井', description: '', publisher: '水利局', keywords: ['水', '井'], page: null, licence: null, changedOn: '2025-01-02', files: [{ title: null, format: 'csv', url: 'https://h.example/w' }] },
  ]);
});

test('formats by Accept: the heaviest that fits, the most exact word about a type, else the first', () => {
  const offered = [{ id: 'html', types: ['text/html'] }, { id: 'ttl', types: ['text/turtle'] }, { id: 'rdf', types: ['application/rdf+xml'] }];
  const cases: [string | undefined, string][] = [
    [undefined, 'html'], ['*/*', 'html'], ['text/turtle', 'ttl'], ['application/rdf+xml;q=0.4, text/turtle;q=0.6', 'ttl'], ['text/html;q=0, */*;q=0.1', 'ttl'], ['text/*;q=0.5, application/rdf+xml', 'rdf'], ['image/png', 'html'], ['text/turtle;q=2', 'html'], [',,;;', 'html'], ['TEXT/TURTLE', 'ttl'],
    [`${'a/b,'.repeat(5000)}text/turtle`, 'html'],
  ];
  for (const [accept, wanted] of cases) assert.equal(preferred(accept, offered), wanted, accept?.slice(0, 60));
});

test('a file on its way ends where the approval is revoked: no more than 64 KiB later', async () => {
  let revoked = false;
  let asked = 0;
  const parts = (async function* () {
    for (let i = 0; i < 100; i++) yield 'x'.repeat(10_000);
  })();
  let sent = 0;
  await assert.rejects(async () => {
    for await (const part of whileAdmitted(parts, async () => {
      asked++;
      if (revoked) throw new Error('revoked');
    })) {
      sent += part.length;
      if (sent === 500_000) revoked = true;
    }
  }, /revoked/);
  assert.ok(sent <= 500_000 + 80_000 && asked >= 7, `${sent} ${asked}`);
});
