import { full, type Term, type Triple } from './rdf.ts';

/** 外部数据集: what another catalogue says of one of its sets. Addresses are http(s), or left out. */
export interface ForeignSet {
  iri: string;
  /** Addresses of the catalogues that it came through, its origin first. */
  chain: string[];
  title: string;
  description: string;
  publisher: string | null;
  keywords: string[];
  page: string | null;
  licence: string | null;
  changedOn: string | null;
  files: { title: string | null; format: string | null; url: string }[];
}

const keyOf = (t: Term): string => ('iri' in t ? t.iri : 'blank' in t ? `_:${t.blank}` : '');
const web = (text: string | undefined): string | null => {
  const url = text === undefined ? null : URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 1000 ? url.href : null;
};
const lastPart = (iri: string): string => decodeURI(iri).split(/[/#]/).at(-1) ?? iri;

const chainMax = 20;

/** Sets of a graph read at `address`, Chinese words before others; a set without title or address is passed over. `next`: the following page (Hydra). */
export function foreignSets(triples: readonly Triple[], address: string): { sets: ForeignSet[]; next: string | null } {
  const bySubject = Map.groupBy(triples, ([s]) => keyOf(s));
  const objects = (subject: string, predicate: Parameters<typeof full>[0]): Term[] => (bySubject.get(subject) ?? []).flatMap(([, p, o]) => (p === full(predicate) ? [o] : []));
  const words = (subject: string, predicate: Parameters<typeof full>[0], max: number): string | undefined => {
    const texts = objects(subject, predicate).flatMap((o) => ('text' in o && o.text.trim() !== '' ? [o] : []));
    const best = texts.find((t) => t.language?.toLowerCase().startsWith('zh')) ?? texts.find((t) => t.language === undefined) ?? texts.find((t) => t.language?.toLowerCase().startsWith('en')) ?? texts[0];
    return best?.text.trim().slice(0, max);
  };
  const link = (subject: string, predicate: Parameters<typeof full>[0]): string | null => web(objects(subject, predicate).flatMap((o) => ('iri' in o ? [o.iri] : 'text' in o ? [o.text] : []))[0]);
  const named = (subject: string, predicate: Parameters<typeof full>[0]): string | null => {
    const object = objects(subject, predicate)[0];
    if (object === undefined) return null;
    if ('text' in object) return object.text.slice(0, 200);
    return words(keyOf(object), 'foaf:name', 200) ?? words(keyOf(object), 'dct:title', 200) ?? words(keyOf(object), 'rdfs:label', 200) ?? words(keyOf(object), 'skos:prefLabel', 200) ?? ('iri' in object ? lastPart(object.iri).slice(0, 100) : null);
  };
  const ofType = (type: Parameters<typeof full>[0]): string[] => [...bySubject].flatMap(([subject, own]) => (own.some(([, p, o]) => p === full('rdf:type') && 'iri' in o && o.iri === full(type)) ? [subject] : []));
  // a set that the catalogue has from elsewhere says so in its record: each record names its source (DCAT-AP 3 §CatalogueRecord), back to the origin
  const catalogue = ofType('dcat:Catalog').map(web).find((at) => at !== null) ?? address;
  const listings = triples.flatMap(([s, p, o]) => (p === full('dcat:record') ? [{ by: keyOf(s), record: keyOf(o) }] : []));
  const listedBy = new Map(listings.map((l) => [l.record, l.by]));
  const recordOf = new Map(listings.flatMap((l) => (web(l.by) === catalogue ? objects(l.record, 'foaf:primaryTopic').map((topic) => [keyOf(topic), l.record] as const) : [])));
  const chainOf = (subject: string): string[] => {
    const chain = [catalogue];
    for (let record = recordOf.get(subject); record !== undefined && chain.length < chainMax;) {
      const source = objects(record, 'dct:source')[0];
      record = source === undefined ? undefined : keyOf(source);
      const by = record === undefined ? undefined : (listedBy.get(record) ?? record);
      if (by !== undefined) chain.unshift(web(by) ?? by.slice(0, 1000));
    }
    return chain;
  };
  const sets = ofType('dcat:Dataset').flatMap((subject): ForeignSet[] => {
    const [title, iri] = [words(subject, 'dct:title', 300), web(subject)];
    if (title === undefined || iri === null) return [];
    const changed = objects(subject, 'dct:modified').concat(objects(subject, 'dct:issued')).flatMap((o) => ('text' in o && /^\d{4}-\d{2}-\d{2}/.test(o.text) && !Number.isNaN(Date.parse(o.text.slice(0, 10))) ? [o.text.slice(0, 10)] : []))[0];
    const files = objects(subject, 'dcat:distribution').slice(0, 100).flatMap((d) => {
      const url = link(keyOf(d), 'dcat:downloadURL') ?? link(keyOf(d), 'dcat:accessURL');
      return url === null ? [] : [{ title: words(keyOf(d), 'dct:title', 200) ?? null, format: named(keyOf(d), 'dct:format') ?? named(keyOf(d), 'dcat:mediaType'), url }];
    });
    const licence = link(subject, 'dct:license') ?? objects(subject, 'dcat:distribution').map((d) => link(keyOf(d), 'dct:license')).find((l) => l !== null) ?? null;
    return [{
      iri, chain: chainOf(subject), title, description: words(subject, 'dct:description', 4000) ?? '', publisher: named(subject, 'dct:publisher'), keywords: objects(subject, 'dcat:keyword').flatMap((o) => ('text' in o ? [o.text.trim().slice(0, 60)] : [])).filter((k) => k !== '').slice(0, 30),
      page: link(subject, 'dcat:landingPage'), licence, changedOn: changed ?? null, files,
    }];
  });
  const [view] = ofType('hydra:PartialCollectionView').concat(ofType('hydra:PagedCollection'));
  return { sets, next: view === undefined ? null : (link(view, 'hydra:next') ?? link(view, 'hydra:nextPage')) };
}
