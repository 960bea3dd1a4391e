import type { CkanHouse } from './ckan-package.ts';
import { catalogIri, datasetIri } from './dcat.ts';
import type { ListedForeign } from './foreign-listing.ts';
import { a, blank, iri, says, text, typed, type Triple } from './rdf.ts';

/**
 * 外部数据集 in our catalogue: the set under its own address, with its publisher; our record of it, whose source is the record of the
 * catalogue that it was harvested from, and so on back to the origin (DCAT-AP 3, CatalogueRecord: source metadata).
 */
export function foreignTriples(house: CkanHouse, f: ListedForeign): Triple[] {
  const me = iri(f.iri);
  const publisher = blank(`publisher-${f.name}`);
  const licence = f.licence === null ? [] : [iri(f.licence)];
  const licensed = (subject: Triple[0]): Triple[] => licence.flatMap((l) => [says(subject, 'dct:license', l), a(l, 'dct:LicenseDocument')]);
  return [
    a(me, 'dcat:Dataset'), a(me, 'dcat:Resource'), says(me, 'dct:title', text(f.title)), says(me, 'dct:description', text(f.description === '' ? f.title : f.description)), says(me, 'dct:identifier', text(f.iri)),
    ...(f.publisher === null ? [] : [says(me, 'dct:publisher', publisher), a(publisher, 'foaf:Agent'), says(publisher, 'foaf:name', text(f.publisher))]),
    ...f.keywords.map((k) => says(me, 'dcat:keyword', text(k))), ...(f.page === null ? [] : [says(me, 'dcat:landingPage', iri(f.page)), a(iri(f.page), 'foaf:Document')]),
    ...(f.changed_on === null ? [] : [says(me, 'dct:modified', typed(f.changed_on, 'xsd:date'))]), ...(f.files.length === 0 ? licensed(me) : []),
    ...f.files.flatMap((file, i): Triple[] => {
      const it = iri(`${house.url}/dataset/${f.name}/distribution/${i + 1}`);
      const format = blank(`format-${f.name}-${i + 1}`);
      return [
        says(me, 'dcat:distribution', it), a(it, 'dcat:Distribution'), says(it, 'dcat:accessURL', iri(file.url)), a(iri(file.url), 'rdfs:Resource'), ...(file.title === null ? [] : [says(it, 'dct:title', text(file.title))]),
        ...(file.format === null ? [] : [says(it, 'dct:format', format), a(format, 'dct:MediaTypeOrExtent'), says(format, 'rdfs:label', text(file.format))]), ...licensed(it),
      ];
    }),
    ...recordTriples(house, f),
  ];
}

function recordTriples(house: CkanHouse, f: ListedForeign): Triple[] {
  const seen = typed(f.seen_at.toISOString(), 'xsd:dateTime');
  const mine = datasetIri(house, f.name);
  const before = f.chain.toReversed().map((catalogue, i) => ({ catalogue: iri(catalogue), record: blank(`record-${f.name}-${i + 1}`) }));
  const records = [{ catalogue: catalogIri(house), record: mine }, ...before];
  return [
    says(mine, 'dct:issued', typed(f.first_at.toISOString(), 'xsd:dateTime')), says(mine, 'dct:title', text(f.source_title)),
    ...records.flatMap(({ catalogue, record }, i): Triple[] => [
      says(catalogue, 'dcat:record', record), a(record, 'dcat:CatalogRecord'), says(record, 'foaf:primaryTopic', iri(f.iri)), says(record, 'dct:modified', seen),
      ...(records[i + 1] === undefined ? [] : [says(record, 'dct:source', records[i + 1]!.record)]),
    ]),
  ];
}
