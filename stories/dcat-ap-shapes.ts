/**
 * Constraints of DCAT-AP 3.0 (releases/3.0.0/shacl/dcat-ap-SHACL.ttl, with its ranges) over RDF as flattened JSON-LD: of each class what it
 * must have, at most how often, of what kind and class it is; classes are those that the page itself tells.
 */
export type Node = { '@id': string; '@type'?: string[] } & Record<string, unknown>;
interface Value { '@id'?: string; '@value'?: unknown; '@type'?: string; '@language'?: string }
interface Constraint { min?: number; max?: number; kind?: 'iri' | 'literal'; class?: string; datatypes?: readonly string[] }

const spaces = {
  dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', vcard: 'http://www.w3.org/2006/vcard/ns#', skos: 'http://www.w3.org/2004/02/skos/core#', spdx: 'http://spdx.org/rdf/terms#', xsd: 'http://www.w3.org/2001/XMLSchema#', adms: 'http://www.w3.org/ns/adms#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#', prov: 'http://www.w3.org/ns/prov#', odrl: 'http://www.w3.org/ns/odrl/2/', locn: 'http://www.w3.org/ns/locn#', time: 'http://www.w3.org/2006/time#', r5r: 'http://data.europa.eu/r5r/', eli: 'http://data.europa.eu/eli/ontology#',
} as const;
const full = (name: string): string => {
  const [prefix, local] = name.split(':') as [keyof typeof spaces, string];
  return spaces[prefix] + local;
};

const text: Constraint = { kind: 'literal' };
const needed: Constraint = { kind: 'literal', min: 1 };
const temporal: Constraint = { max: 1, kind: 'literal', datatypes: ['xsd:date', 'xsd:dateTime', 'xsd:gYear', 'xsd:gYearMonth'] };
const one = (of: string): Constraint => ({ max: 1, class: of });
const any = (of: string): Constraint => ({ class: of });

const address: Constraint = { kind: 'iri', class: 'rdfs:Resource' };
const legislation = { 'r5r:applicableLegislation': any('eli:LegalResource') };
const resolution = { 'dcat:spatialResolutionInMeters': { datatypes: ['xsd:decimal'] }, 'dcat:temporalResolution': { datatypes: ['xsd:duration'] } } as const;
/** Of every published shape (commit 635ad2a of the profile's repository) every constraint; kinds of literals and dates come from its ranges. */
const shapes: Record<string, Record<string, Constraint>> = {
  'dcat:Catalog': {
    'dct:title': needed, 'dct:description': needed, 'dct:publisher': { min: 1, max: 1, class: 'foaf:Agent' }, 'dct:creator': one('foaf:Agent'), 'foaf:homepage': one('foaf:Document'), 'dct:license': one('dct:LicenseDocument'), 'dct:rights': one('dct:RightsStatement'), 'dct:language': any('dct:LinguisticSystem'), 'dct:spatial': any('dct:Location'),
    'dct:temporal': any('dct:PeriodOfTime'), 'dct:issued': temporal, 'dct:modified': temporal, 'dcat:themeTaxonomy': any('skos:ConceptScheme'), 'dcat:record': any('dcat:CatalogRecord'), 'dcat:dataset': any('dcat:Dataset'), 'dcat:service': any('dcat:DataService'), 'dcat:catalog': any('dcat:Catalog'), 'dct:hasPart': any('dcat:Catalog'), ...legislation,
  },
  'dcat:CatalogRecord': {
    'foaf:primaryTopic': { min: 1, max: 1, class: 'dcat:Resource' }, 'dct:modified': { ...temporal, min: 1 }, 'dct:issued': temporal, 'dct:source': one('dcat:CatalogRecord'), 'dct:title': text, 'dct:description': text, 'adms:status': one('skos:Concept'), 'dct:language': any('dct:LinguisticSystem'), 'dct:conformsTo': any('dct:Standard'),
  },
  'dcat:Dataset': {
    'dct:title': needed, 'dct:description': needed, 'dcat:keyword': text, 'dct:identifier': text, 'dct:issued': temporal, 'dct:modified': temporal, 'dct:publisher': one('foaf:Agent'), 'dct:creator': any('foaf:Agent'), 'dct:accessRights': one('dct:RightsStatement'), 'dct:accrualPeriodicity': one('dct:Frequency'), 'dcat:contactPoint': any('vcard:Kind'),
    'dcat:theme': any('skos:Concept'), 'dct:type': one('skos:Concept'), 'dct:conformsTo': any('dct:Standard'), 'dcat:landingPage': any('foaf:Document'), 'foaf:page': any('foaf:Document'), 'dct:language': any('dct:LinguisticSystem'), 'dct:spatial': any('dct:Location'), 'dct:temporal': any('dct:PeriodOfTime'), 'dcat:distribution': any('dcat:Distribution'),
    'adms:sample': any('dcat:Distribution'), 'dcat:version': { max: 1, kind: 'literal' }, 'dcat:hasVersion': any('dcat:Dataset'), 'dct:source': any('dcat:Dataset'), 'dcat:inSeries': any('dcat:DatasetSeries'), 'dct:provenance': any('dct:ProvenanceStatement'), 'prov:wasGeneratedBy': any('prov:Activity'), 'prov:qualifiedAttribution': any('prov:Attribution'),
    'dcat:qualifiedRelation': any('dcat:Relationship'), 'dct:relation': address, 'dct:isReferencedBy': address, 'adms:identifier': any('adms:Identifier'), ...resolution, ...legislation,
  },
  'dcat:DatasetSeries': {
    'dct:title': needed, 'dct:description': needed, 'dct:publisher': one('foaf:Agent'), 'dcat:contactPoint': any('vcard:Kind'), 'dct:accrualPeriodicity': one('dct:Frequency'), 'dct:spatial': any('dct:Location'), 'dct:temporal': any('dct:PeriodOfTime'), 'dct:issued': temporal, 'dct:modified': temporal, ...legislation,
  },
  'dcat:Distribution': {
    'dcat:accessURL': { ...address, min: 1 }, 'dcat:downloadURL': address, 'dct:title': text, 'dct:description': text, 'dct:format': one('dct:MediaTypeOrExtent'), 'dcat:mediaType': one('dct:MediaType'), 'dcat:compressFormat': one('dct:MediaType'), 'dcat:packageFormat': one('dct:MediaType'), 'dct:license': one('dct:LicenseDocument'),
    'dct:rights': one('dct:RightsStatement'), 'odrl:hasPolicy': one('odrl:Policy'), 'dct:issued': temporal, 'dct:modified': temporal, 'dcat:byteSize': { max: 1, datatypes: ['xsd:nonNegativeInteger'] }, 'spdx:checksum': one('spdx:Checksum'), 'adms:status': one('skos:Concept'), 'r5r:availability': one('skos:Concept'), 'dcat:accessService': any('dcat:DataService'),
    'dct:conformsTo': any('dct:Standard'), 'dct:language': any('dct:LinguisticSystem'), 'foaf:page': any('foaf:Document'), ...resolution, ...legislation,
  },
  'dcat:DataService': {
    'dct:title': needed, 'dcat:endpointURL': { ...address, min: 1 }, 'dcat:endpointDescription': address, 'dct:license': one('dct:LicenseDocument'), 'dct:accessRights': one('dct:RightsStatement'), 'dct:publisher': one('foaf:Agent'), 'dcat:servesDataset': any('dcat:Dataset'), 'dct:conformsTo': any('dct:Standard'), 'dct:format': any('dct:MediaTypeOrExtent'),
    'dcat:contactPoint': any('vcard:Kind'), 'dcat:theme': any('skos:Concept'), 'dcat:landingPage': any('foaf:Document'), ...legislation,
  },
  'dcat:Relationship': { 'dct:relation': { ...address, min: 1 }, 'dcat:hadRole': { min: 1, class: 'dcat:Role' } },
  'adms:Identifier': { 'skos:notation': { min: 1, max: 1 } },
  'foaf:Agent': { 'foaf:name': needed, 'dct:type': one('skos:Concept') },
  'dct:LicenseDocument': { 'dct:type': any('skos:Concept') },
  'dct:Location': { 'locn:geometry': one('locn:Geometry'), 'dcat:centroid': { max: 1 }, 'dcat:bbox': { max: 1 } },
  'dct:PeriodOfTime': { 'dcat:startDate': temporal, 'dcat:endDate': temporal, 'time:hasBeginning': one('time:Instant'), 'time:hasEnd': one('time:Instant') },
  'skos:ConceptScheme': { 'dct:title': needed },
  'skos:Concept': { 'skos:prefLabel': needed },
  'spdx:Checksum': { 'spdx:algorithm': { min: 1, max: 1, class: 'spdx:ChecksumAlgorithm' }, 'spdx:checksumValue': { min: 1, max: 1, datatypes: ['xsd:hexBinary'] } },
};

/** What is wrong, each in a line; nothing where the graph conforms. */
export function dcatApFaults(nodes: readonly Node[]): string[] {
  const byId = new Map(nodes.map((n) => [n['@id'], n]));
  const types = (id: string | undefined): string[] => (id === undefined ? [] : (byId.get(id)?.['@type'] ?? []));
  return nodes.flatMap((node) =>
    (node['@type'] ?? []).flatMap((type) => {
      const shape = Object.entries(shapes).find(([name]) => full(name) === type)?.[1] ?? {};
      return Object.entries(shape).flatMap(([property, c]) => {
        const values = (node[full(property)] ?? []) as Value[];
        const at = `${node['@id']} ${property}`;
        return [
          ...(values.length < (c.min ?? 0) ? [`${at}: ${values.length}, at least ${c.min}`] : []), ...(values.length > (c.max ?? Infinity) ? [`${at}: ${values.length}, at most ${c.max}`] : []),
          ...values.flatMap((v) => faultOf(v, c, types(v['@id'])).map((why) => `${at}: ${JSON.stringify(v)} ${why}`)),
        ];
      });
    }));
}

function faultOf(v: Value, c: Constraint, types: readonly string[]): string[] {
  const faults: string[] = [];
  if (c.kind === 'literal' && (v['@value'] === undefined || String(v['@value']).trim() === '')) faults.push('is no literal, or an empty one');
  if ((c.kind === 'iri' || c.class !== undefined) && v['@id'] === undefined) faults.push('is no node');
  if (c.kind === 'iri' && v['@id'] !== undefined && !URL.canParse(v['@id'])) faults.push('is no address');
  if (c.class !== undefined && !types.includes(full(c.class))) faults.push(`is no ${c.class}`);
  if (c.datatypes !== undefined && !c.datatypes.some((d) => v['@type'] === full(d))) faults.push(`is none of ${c.datatypes.join(', ')}`);
  const shape: Record<string, RegExp> = { [full('xsd:date')]: /^-?\d{4}-\d{2}-\d{2}$/, [full('xsd:dateTime')]: /^-?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/, [full('xsd:nonNegativeInteger')]: /^\d+$/, [full('xsd:hexBinary')]: /^([0-9a-fA-F]{2})+$/ };
  const form = v['@type'] === undefined ? undefined : shape[v['@type']];
  if (form !== undefined && !form.test(String(v['@value']))) faults.push('is not written as its type');
  return faults;
}
