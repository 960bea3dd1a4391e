import { full, prefixes, type Term, type Triple } from './rdf.ts';

// what XML 1.0 cannot hold at all
// oxlint-disable-next-line no-control-regex
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' };
const attribute = (value: string): string => value.toWellFormed().replace(impossible, '\ufffd').replace(/[&<>"\r\n\t]/g, (c) => escapes[c]!);
const content = (value: string): string => value.toWellFormed().replace(impossible, '\ufffd').replace(/[&<>\r]/g, (c) => escapes[c]!);
// oxlint-disable-next-line no-control-regex
const iriOf = (value: string): string => attribute(value.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`));

const names = new Map<string, string>(Object.entries(prefixes).map(([prefix, namespace]) => [namespace, prefix]));

/** A predicate as a qualified name; all that we say stands in one of `prefixes`. */
function qualified(iri: string): string {
  const end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
  const prefix = names.get(iri.slice(0, end));
  if (prefix === undefined || !/^[A-Za-z_][\w.-]*$/.test(iri.slice(end))) throw new Error(`no qualified name for ${iri}`);
  return `${prefix}:${iri.slice(end)}`;
}

const subjectOf = (term: Term): string => ('iri' in term ? `rdf:about="${iriOf(term.iri)}"` : 'blank' in term ? `rdf:nodeID="${attribute(term.blank)}"` : '');

function propertyOf(predicate: string, object: Term): string {
  const name = qualified(predicate);
  if ('iri' in object) return `<${name} rdf:resource="${iriOf(object.iri)}"/>`;
  if ('blank' in object) return `<${name} rdf:nodeID="${attribute(object.blank)}"/>`;
  const how = object.language === undefined ? (object.type === undefined ? '' : ` rdf:datatype="${iriOf(object.type)}"`) : ` xml:lang="${attribute(object.language)}"`;
  return `<${name}${how}>${content(object.text)}</${name}>`;
}

/** RDF/XML (RDF 1.1 XML Syntax), flat: one description a subject. */
export function toRdfXml(triples: readonly Triple[]): string {
  const bySubject = Map.groupBy(triples, ([s]) => subjectOf(s));
  const type = full('rdf:type');
  const described = [...bySubject].map(([subject, own]) =>
    `<rdf:Description ${subject}>\n${own.map(([, p, o]) => `  ${p === type && 'iri' in o ? `<rdf:type rdf:resource="${iriOf(o.iri)}"/>` : propertyOf(p, o)}`).join('\n')}\n</rdf:Description>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF ${Object.entries(prefixes).map(([prefix, namespace]) => `xmlns:${prefix}="${namespace}"`).join(' ')}>\n${described.join('')}</rdf:RDF>\n`;
}
