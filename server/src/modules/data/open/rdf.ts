/** Terms of a small graph: IRIs, typed or tagged literals, and nodes without a name. */
export type Term = { iri: string } | { blank: string } | { text: string; type?: string; language?: string };
export type Triple = readonly [subject: Term, predicate: string, object: Term];

export const prefixes = {
  dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#', vcard: 'http://www.w3.org/2006/vcard/ns#', xsd: 'http://www.w3.org/2001/XMLSchema#', spdx: 'http://spdx.org/rdf/terms#', hydra: 'http://www.w3.org/ns/hydra/core#',
  locn: 'http://www.w3.org/ns/locn#', odrl: 'http://www.w3.org/ns/odrl/2/', adms: 'http://www.w3.org/ns/adms#',
} as const;
type Name = `${keyof typeof prefixes}:${string}`;

/** `dcat:Dataset` in full. */
export const full = (name: Name): string => {
  const at = name.indexOf(':');
  return prefixes[name.slice(0, at) as keyof typeof prefixes] + name.slice(at + 1);
};
export const iri = (value: string): Term => ({ iri: value });
export const named = (name: Name): Term => ({ iri: full(name) });
export const blank = (id: string): Term => ({ blank: id });
export const text = (value: string, language?: string): Term => (language === undefined ? { text: value } : { text: value, language });
export const typed = (value: string, type: Name): Term => ({ text: value, type: full(type) });
export const a = (subject: Term, type: Name): Triple => [subject, full('rdf:type'), named(type)];
export const says = (subject: Term, predicate: Name, object: Term): Triple => [subject, full(predicate), object];

// what an IRIREF of Turtle may not hold is percent-encoded (RFC 3987)
// oxlint-disable-next-line no-control-regex
const iriText = (value: string): string => `<${value.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)}>`;
const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
// oxlint-disable-next-line no-control-regex
export const turtleText = (value: string): string => `"${value.replace(/[\\"\n\r\t]/g, (c) => escapes[c]!).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;

const turtleTerm = (term: Term): string =>
  'iri' in term ? iriText(term.iri) : 'blank' in term ? `_:${term.blank}` : turtleText(term.text) + (term.language === undefined ? (term.type === undefined ? '' : `^^${iriText(term.type)}`) : `@${term.language}`);

/** Turtle (RDF 1.1), one subject after the other. */
export function toTurtle(triples: readonly Triple[]): string {
  const bySubject = Map.groupBy(triples, ([s]) => turtleTerm(s));
  return [...bySubject].map(([subject, own]) => `${subject}\n${own.map(([, p, o]) => `  ${p === full('rdf:type') ? 'a' : iriText(p)} ${turtleTerm(o)}`).join(' ;\n')} .\n`).join('\n');
}

/** JSON-LD 1.1, expanded: no context to be fetched. */
export function toJsonLd(triples: readonly Triple[]): Record<string, unknown>[] {
  const idOf = (t: Term): string => ('iri' in t ? t.iri : 'blank' in t ? `_:${t.blank}` : '');
  return [...Map.groupBy(triples, ([s]) => idOf(s))].map(([id, own]) => {
    const node: Record<string, unknown[] | string> = { '@id': id };
    for (const [, p, o] of own) {
      if (p === full('rdf:type')) ((node['@type'] ??= []) as unknown[]).push(idOf(o));
      else ((node[p] ??= []) as unknown[]).push('text' in o ? { '@value': o.text, ...(o.language === undefined ? (o.type === undefined ? {} : { '@type': o.type }) : { '@language': o.language }) } : { '@id': idOf(o) });
    }
    return node;
  });
}
