import { textIn, type Text } from '#kernel/i18n';
import { licenceOf } from './ckan-package.ts';
import type { CkanHouse } from './ckan-package.ts';
import { a, blank, iri, says, text, typed, type Term, type Triple } from './rdf.ts';
import { downloadPath, formats, type OpenBuild, type SetRow } from './sets.ts';

/** DCAT 3 with the application profile DCAT-AP 3.0 (mandatory and recommended properties; controlled vocabularies of the EU where they fit). */
const authority = 'http://publications.europa.eu/resource/authority';
const frequencies: Record<string, string> = { 'real-time': 'UPDATE_CONT', daily: 'DAILY', weekly: 'WEEKLY', monthly: 'MONTHLY', quarterly: 'QUARTERLY', 'half-yearly': 'ANNUAL_2', yearly: 'ANNUAL', irregular: 'IRREG' };
const fileTypes: Record<string, string> = { csv: 'CSV', json: 'JSON', xml: 'XML', xlsx: 'XLSX', ttl: 'RDF_TURTLE', geojson: 'GEOJSON' };
const spatial = 'http://publications.europa.eu/resource/authority/country/CHN';

const both = (subject: Term, predicate: 'dct:title' | 'dct:description' | 'foaf:name' | 'skos:prefLabel', value: Text): Triple[] => {
  const [zh, en] = [textIn(value, 'zh'), textIn(value, 'en')];
  return [says(subject, predicate, text(zh, 'zh')), ...(en === zh ? [] : [says(subject, predicate, text(en, 'en'))])];
};
const moment = (at: Date): Term => typed(at.toISOString(), 'xsd:dateTime');

export const catalogIri = (house: CkanHouse): Term => iri(`${house.url}/catalog`);
export const datasetIri = (house: CkanHouse, name: string): Term => iri(`${house.url}/dataset/${name}`);
const agentIri = (house: CkanHouse, code: string): Term => iri(`${house.url}/open/organisations/${code}`);
const themeIri = (house: CkanHouse, id: string): Term => {
  const known = house.policy.themes.find((t) => t.id === id)?.dcat;
  return iri(known ?? `${house.url}/open/themes/${id}`);
};

/** The catalogue's own description; `members` are the addresses of the sets of this page. */
export function catalogTriples(house: CkanHouse, members: readonly Term[], modifiedAt: Date): Triple[] {
  const me = catalogIri(house);
  const publisher = iri(`${house.url}/open`);
  return [
    a(me, 'dcat:Catalog'), ...both(me, 'dct:title', house.policy.title), ...both(me, 'dct:description', house.policy.description), says(me, 'dct:publisher', publisher), a(publisher, 'foaf:Agent'), ...both(publisher, 'foaf:name', house.policy.publisher.name),
    says(me, 'foaf:homepage', iri(`${house.url}/open/data`)), a(iri(`${house.url}/open/data`), 'foaf:Document'), says(me, 'dct:language', iri(`${authority}/language/ZHO`)), a(iri(`${authority}/language/ZHO`), 'dct:LinguisticSystem'), says(me, 'dct:modified', moment(modifiedAt)),
    says(me, 'dct:spatial', iri(spatial)), a(iri(spatial), 'dct:Location'), ...licenceTriples(house, me, undefined), ...themeTriples(house), ...members.map((set) => says(me, 'dcat:dataset', set)),
  ];
}

function themeTriples(house: CkanHouse): Triple[] {
  const scheme = iri(`${house.url}/open/themes`);
  return [
    says(catalogIri(house), 'dcat:themeTaxonomy', scheme), a(scheme, 'skos:ConceptScheme'), ...both(scheme, 'dct:title', { zh: '开放数据主题', en: 'Themes of open data' }),
    ...house.policy.themes.flatMap((t) => [a(themeIri(house, t.id), 'skos:Concept'), ...both(themeIri(house, t.id), 'skos:prefLabel', t.title), says(themeIri(house, t.id), 'skos:inScheme', scheme)]),
  ];
}

function licenceTriples(house: CkanHouse, subject: Term, id: string | undefined): Triple[] {
  const licence = licenceOf(house.policy, id);
  return [says(subject, 'dct:license', iri(licence.url)), a(iri(licence.url), 'dct:LicenseDocument'), ...both(iri(licence.url), 'dct:title', licence.title)];
}

/** One set with its distributions and the service that answers questions about it. */
export function datasetTriples(house: CkanHouse, s: SetRow, build: OpenBuild): Triple[] {
  const me = datasetIri(house, s.name);
  const agent = agentIri(house, s.organisation);
  const contact = blank(`contact-${s.name}`);
  const theme = themeIri(house, s.theme);
  const themeKnown = house.policy.themes.find((t) => t.id === s.theme);
  const page = iri(`${house.url}/open/sets/${s.name}`);
  const frequency = iri(`${authority}/frequency/${frequencies[s.cycle] ?? 'UNKNOWN'}`);
  const rights = iri(`${authority}/access-right/${s.access === 'conditional' ? 'RESTRICTED' : 'PUBLIC'}`);
  const standard = s.definition.standard === undefined ? undefined : iri(`${house.url}/open/standards/${encodeURIComponent(s.definition.standard)}`);
  const year = /^(\d{4})(-(\d{2}))?$/.exec(s.definition.period ?? '');
  const period = blank(`period-${s.name}`);
  return [
    a(me, 'dcat:Dataset'), ...both(me, 'dct:title', s.definition.title), ...both(me, 'dct:description', s.definition.description), says(me, 'dct:identifier', text(s.definition.entry ?? s.name)), says(me, 'dct:publisher', agent), a(agent, 'foaf:Agent'),
    says(agent, 'foaf:name', text(s.organisation_name, 'zh')), says(agent, 'dct:identifier', text(s.organisation)), says(me, 'dcat:contactPoint', contact), a(contact, 'vcard:Organization'), a(contact, 'vcard:Kind'), says(contact, 'vcard:fn', text(textIn(house.policy.publisher.name, 'zh'))),
    says(contact, 'vcard:hasEmail', iri(`mailto:${house.policy.publisher.email}`)), says(me, 'dcat:theme', theme), a(theme, 'skos:Concept'), ...(themeKnown === undefined ? [] : both(theme, 'skos:prefLabel', themeKnown.title)), ...s.tags.map((t) => says(me, 'dcat:keyword', text(t, 'zh'))),
    says(me, 'dct:accrualPeriodicity', frequency), a(frequency, 'dct:Frequency'), says(me, 'dct:issued', moment(s.issued_at!)), says(me, 'dct:modified', moment(s.modified_at!)), says(me, 'dct:accessRights', rights), a(rights, 'dct:RightsStatement'),
    says(me, 'dcat:landingPage', page), a(page, 'foaf:Document'), says(me, 'dct:language', iri(`${authority}/language/ZHO`)), a(iri(`${authority}/language/ZHO`), 'dct:LinguisticSystem'), says(me, 'dct:spatial', iri(spatial)), a(iri(spatial), 'dct:Location'),
    says(me, 'dcat:version', text(String(s.current_version))), ...(standard === undefined ? [] : [says(me, 'dct:conformsTo', standard), a(standard, 'dct:Standard'), says(standard, 'dct:title', text(s.definition.standard!))]),
    ...(year === null ? [] : [says(me, 'dct:temporal', period), a(period, 'dct:PeriodOfTime'), says(period, 'dcat:startDate', typed(`${year[1]}-${year[3] ?? '01'}-01`, 'xsd:date')), says(period, 'dcat:endDate', typed(new Date(Date.UTC(Number(year[1]), year[3] === undefined ? 12 : Number(year[3]), 0)).toISOString().slice(0, 10), 'xsd:date'))]),
    ...s.formats.flatMap((format) => distributionTriples(house, s, build, format)),
    ...serviceTriples(house, s, me, contact),
  ];
}

function distributionTriples(house: CkanHouse, s: SetRow, build: OpenBuild, format: SetRow['formats'][number]): Triple[] {
  const me = iri(`${house.url}/dataset/${s.name}/distribution/${format}`);
  const url = iri(house.url + downloadPath(s.name, format));
  const type = iri(`${authority}/file-type/${fileTypes[format]}`);
  const media = iri(`https://www.iana.org/assignments/media-types/${formats[format].iana}`);
  const checksum = blank(`checksum-${s.name}`);
  return [
    says(datasetIri(house, s.name), 'dcat:distribution', me), a(me, 'dcat:Distribution'), says(me, 'dct:title', text(`${s.title}（${formats[format].ckan}）`, 'zh')), says(me, 'dct:description', text(`${build.rows} 行，${build.columns.length} 个字段，UTF-8`, 'zh')), says(me, 'dcat:accessURL', url), a(url, 'rdfs:Resource'),
    says(me, 'dcat:downloadURL', url), says(me, 'dct:format', type), a(type, 'dct:MediaTypeOrExtent'), says(me, 'dcat:mediaType', media), a(media, 'dct:MediaType'), ...licenceTriples(house, me, s.definition.licence), says(me, 'dct:issued', moment(s.issued_at!)), says(me, 'dct:modified', moment(s.modified_at!)),
    ...(format !== 'csv' ? [] : [says(me, 'dcat:byteSize', typed(String(build.bytes), 'xsd:nonNegativeInteger')), says(me, 'spdx:checksum', checksum), a(checksum, 'spdx:Checksum'), says(checksum, 'spdx:algorithm', iri(`${house.url}/open/sm3`)), a(iri(`${house.url}/open/sm3`), 'spdx:ChecksumAlgorithm'), says(checksum, 'spdx:checksumValue', typed(build.digest, 'xsd:hexBinary'))]),
  ];
}

function serviceTriples(house: CkanHouse, s: SetRow, dataset: Term, contact: Term): Triple[] {
  const me = iri(`${house.url}/dataset/${s.name}/service`);
  const endpoint = iri(`${house.url}/api/open/sets/${s.name}/rows`);
  return [
    a(me, 'dcat:DataService'), says(me, 'dct:title', text(`${s.title}查询接口`, 'zh')), says(me, 'dcat:endpointURL', endpoint), a(endpoint, 'rdfs:Resource'), says(me, 'dcat:endpointDescription', iri(`${house.url}/openapi.json`)), a(iri(`${house.url}/openapi.json`), 'rdfs:Resource'),
    says(me, 'dcat:servesDataset', dataset), says(me, 'dcat:contactPoint', contact), ...licenceTriples(house, me, s.definition.licence), says(me, 'dct:publisher', agentIri(house, s.organisation)),
  ];
}

/** Paging by Hydra, as harvesters of DCAT read it. */
export function pageTriples(url: (page: number) => string, page: number, pages: number, total: number): Triple[] {
  const me = iri(url(page));
  return [
    a(me, 'hydra:PartialCollectionView'), says(me, 'hydra:first', iri(url(1))), says(me, 'hydra:last', iri(url(pages))), ...(page < pages ? [says(me, 'hydra:next', iri(url(page + 1)))] : []), ...(page > 1 ? [says(me, 'hydra:previous', iri(url(page - 1)))] : []),
    says(me, 'hydra:totalItems', typed(String(total), 'xsd:integer')),
  ];
}

/** The same triple is said once, whoever says it. */
export function once(triples: readonly Triple[]): Triple[] {
  const seen = new Set<string>();
  return triples.filter((t) => {
    const key = JSON.stringify(t);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}
