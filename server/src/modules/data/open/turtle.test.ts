import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { datasetsElsewhere } from './foreign.sample.ts';
import { foreignTriples } from './dcat-foreign.ts';
import { foreignSets } from './foreign-sets.ts';
import { full, toTurtle, type Triple } from './rdf.ts';
import { readCatalogue, readRdf } from './read-catalogue.ts';
import { readTurtle } from './read-turtle.ts';

const at = 'http://one.example/';
const xsd = 'http://www.w3.org/2001/XMLSchema#';
const shown = (triples: readonly Triple[]): string[] => triples.map(([s, p, o]) => [s, { iri: p }, o].map((t) => ('iri' in t ? `<${t.iri}>` : 'blank' in t ? '_' : `"${t.text}"${t.language === undefined ? (t.type === undefined ? '' : `^^${t.type.replace(xsd, '')}`) : `@${t.language}`}`)).join(' '));

/** Examples of the recommendation (RDF 1.1 Turtle, W3C 2014), with the triples that it says they mean. */
test('Turtle: examples of the recommendation', () => {
  const cases: [section: string, turtle: string, triples: string[]][] = [
    ['§1', '@base <http://example.org/> . @prefix rel: <http://www.perceive.net/schemas/relationship/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . <#green-goblin> rel:enemyOf <#spiderman> ; a foaf:Person ; foaf:name "Green Goblin" . <#spiderman> foaf:name "Spiderman", "Человек-паук"@ru .', [
      '<http://example.org/#green-goblin> <http://www.perceive.net/schemas/relationship/enemyOf> <http://example.org/#spiderman>', `<http://example.org/#green-goblin> <${full('rdf:type')}> <http://xmlns.com/foaf/0.1/Person>`,
      '<http://example.org/#green-goblin> <http://xmlns.com/foaf/0.1/name> "Green Goblin"', '<http://example.org/#spiderman> <http://xmlns.com/foaf/0.1/name> "Spiderman"', '<http://example.org/#spiderman> <http://xmlns.com/foaf/0.1/name> "Человек-паук"@ru',
    ]],
    ['§2.4', 'PREFIX p: <path/> p:subject3 p:predicate3 p:object3 . BASE <http://two.example/> <subject1> <predicate1> <object1> .', ['<http://one.example/path/subject3> <http://one.example/path/predicate3> <http://one.example/path/object3>', '<http://two.example/subject1> <http://two.example/predicate1> <http://two.example/object1>']],
    ['§2.5.1', '@prefix : <http://e/>. :s :p "That Seventies Show"^^<http://www.w3.org/2001/XMLSchema#string>, \'Cette Série des Années Septante\'@fr-be, """Cette "Série""""@fr, "x\\u00e9\\U0001F600\\t" .'.replace('Série"""', 'Série\\"""'), ['<http://e/s> <http://e/p> "That Seventies Show"^^string', '<http://e/s> <http://e/p> "Cette Série des Années Septante"@fr-be', '<http://e/s> <http://e/p> "Cette "Série""@fr', '<http://e/s> <http://e/p> "xé😀\t"']],
    ['§2.5.2', '@prefix : <http://e/>. :helium :atomicNumber 2, -5 ; :atomicMass 4.002602 ; :specificGravity 1.663E-4 ; :isNoble true .', ['<http://e/helium> <http://e/atomicNumber> "2"^^integer', '<http://e/helium> <http://e/atomicNumber> "-5"^^integer', '<http://e/helium> <http://e/atomicMass> "4.002602"^^decimal', '<http://e/helium> <http://e/specificGravity> "1.663E-4"^^double', '<http://e/helium> <http://e/isNoble> "true"^^boolean']],
    ['§2.7', '@prefix foaf: <http://f/>. [] foaf:knows [ foaf:name "Bob" ] . [ foaf:name "Alice" ] .', ['_ <http://f/name> "Bob"', '_ <http://f/knows> _', '_ <http://f/name> "Alice"']],
    ['§2.8', '@prefix : <http://e/>. :a :b ( "apple" ) , () .', [`_ <${full('rdf:first')}> "apple"`, `_ <${full('rdf:rest')}> <${full('rdf:nil')}>`, '<http://e/a> <http://e/b> _', `<http://e/a> <http://e/b> <${full('rdf:nil')}>`]],
    ['§2.4 names', '@prefix leg: <http://l/>. @prefix og: <http://ogp.me/ns#> . leg:3032571 og:video:height leg:a%20b, leg:a\\,b . # a remark', ['<http://l/3032571> <http://ogp.me/ns#video:height> <http://l/a%20b>', '<http://l/3032571> <http://ogp.me/ns#video:height> <http://l/a,b>']],
  ];
  for (const [section, turtle, triples] of cases) assert.deepEqual(shown(readTurtle(turtle, at)), triples, section);
});

test('what is no Turtle is refused, whole: cut off, undeclared, too deep, wrong escapes', () => {
  const bad = [
    '<a> <b>', '<a> <b> .', 'p:a p:b p:c .', '<a b> <c> <d> .', '<a> "b" <c> .', '"a" <b> <c> .', '<a> <b> "x\ny" .', '@prefix p <x> .', '<a> <b> [ <c> <d> .', '<a> <b> ( 1 .', '<a> <b> "\\x" .', '<a> <b> "\\uD800" .', '<a> <b> "unclosed', '<a> <b> 1.2.3 .', '<\\u0020> <b> <c> .', '<a> <b> <c> <d> .',
    '<html><body>503</body></html>', `<a> <b> ${'[<c> '.repeat(100)}`, `<a> <b> ${'('.repeat(100_000)}`,
  ];
  for (const text of bad) assert.throws(() => readTurtle(text, at), text.slice(0, 40));
  for (const slow of [`p${'.'.repeat(200_000)}:`, `"""${'"" '.repeat(200_000)}`, `_:${'a.'.repeat(200_000)}`, `<a> <b> "${'\\'.repeat(500_000)}`]) {
    const began = performance.now();
    assert.throws(() => readTurtle(slow, at));
    assert.ok(performance.now() - began < 2_000, slow.slice(0, 10));
  }
});

test('a catalogue’s syntax is told by its type, and by how it begins where the type says nothing', () => {
  const one = `<http://e/s> a <http://www.w3.org/ns/dcat#Dataset> .`;
  for (const [text, type] of [[one, 'text/turtle; charset=utf-8'], [one, 'application/n-triples'], [one, 'text/plain'], [`@prefix e: <http://e/> . e:s a <http://www.w3.org/ns/dcat#Dataset> .`, ''], ['<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><d:Dataset xmlns:d="http://www.w3.org/ns/dcat#" rdf:about="http://e/s"/></rdf:RDF>', 'text/plain'], ['[{"@id":"http://e/s","@type":"http://www.w3.org/ns/dcat#Dataset"}]', 'application/json']] as const) {
    assert.deepEqual(shown(readRdf(text, type, at)), ['<http://e/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset>'], type);
  }
});

test('a foreign set keeps its address, publisher, files and the way it came; the next house reads all of it back', () => {
  const { house, set } = datasetsElsewhere;
  const triples = [[{ iri: `${house.url}/catalog` }, full('rdf:type'), { iri: full('dcat:Catalog') }] as const, ...foreignTriples(house, set)];
  const [read] = foreignSets(readTurtle(toTurtle(triples), at), at).sets;
  assert.deepEqual(read, { iri: set.iri, chain: [...set.chain, `${house.url}/catalog`], title: set.title, description: set.description, publisher: set.publisher, keywords: set.keywords, page: set.page, licence: set.licence, changedOn: set.changed_on, files: set.files });
  // DCAT-AP 3.0.0 shapes, dcat:CatalogRecord: primaryTopic 1..1 (a dcat:Resource), modified 1..1, source 0..1 (a record), issued 0..1
  const records = triples.flatMap(([s, p, o]) => (p === full('rdf:type') && 'iri' in o && o.iri === full('dcat:CatalogRecord') ? [s] : []));
  assert.equal(records.length, set.chain.length + 1);
  const count = (s: Triple[0], p: Parameters<typeof full>[0]): number => triples.filter((t) => JSON.stringify(t[0]) === JSON.stringify(s) && t[1] === full(p)).length;
  for (const r of records) assert.deepEqual([count(r, 'foaf:primaryTopic'), count(r, 'dct:modified'), count(r, 'dct:source') <= 1, count(r, 'dct:issued') <= 1], [1, 1, true, true]);
  assert.ok(triples.some(([s, p, o]) => 'iri' in s && s.iri === set.iri && p === full('rdf:type') && 'iri' in o && o.iri === full('dcat:Resource')));
});

test('loops: what is ours, or came through us, is not taken from whoever has it; an origin takes nothing of its own back', async (t) => {
  const { house, set } = datasetsElsewhere;
  const turtle = toTurtle([[{ iri: `${house.url}/catalog` }, full('rdf:type'), { iri: full('dcat:Catalog') }], ...foreignTriples(house, set)]);
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/turtle').end(turtle));
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const taken = async (by: string): Promise<number> => (await readCatalogue(`http://127.0.0.1:${(server.address() as AddressInfo).port}/catalog.ttl`, by)).length;
  assert.deepEqual(await Promise.all(['https://fourth.example', 'https://third.example', 'https://second.example', 'https://here.example', 'https://here.example.org', 'https://second'].map(taken)), [1, 0, 0, 0, 1, 1]);
});
