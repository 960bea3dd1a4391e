import { SaxesParser } from 'saxes';
import { full, prefixes, type Term, type Triple } from './rdf.ts';

const depthMax = 60;
const triplesMax = 2_000_000;
const xmlNs = 'http://www.w3.org/XML/1998/namespace';

type Frame =
  | { kind: 'outside'; base: string; language: string | undefined }
  | { kind: 'node'; subject: Term; base: string; language: string | undefined; members: number }
  | { kind: 'property'; subject: Term; predicate: string; text: string; object: Term | undefined; type: string | undefined; base: string; language: string | undefined; said: boolean };

/** RDF/XML (RDF 1.1 XML Syntax) as catalogues write it; XML literals and collections are passed over. Throws on what is not well formed. */
export function readRdfXml(text: string, base: string): Triple[] {
  const triples: Triple[] = [];
  const stack: Frame[] = [{ kind: 'outside', base, language: undefined }];
  const rdf = prefixes.rdf;
  let blanks = 0;
  const fresh = (): Term => ({ blank: `x${blanks++}` });
  const say = (subject: Term, predicate: string, object: Term): void => {
    if (triples.length >= triplesMax) throw new Error('too many statements');
    triples.push([subject, predicate, object]);
  };
  const top = (): Frame => stack.at(-1)!;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (stack.length > depthMax) throw new Error('too deep');
    const above = top();
    const attributes = Object.values(tag.attributes);
    const find = (uri: string, local: string): string | undefined => attributes.find((a) => a.uri === uri && a.local === local)?.value;
    const own = { base: find(xmlNs, 'base') ?? above.base, language: find(xmlNs, 'lang') ?? above.language };
    const iri = (value: string): Term => ({ iri: URL.parse(value, own.base)?.href ?? value });
    const others = attributes.filter((a) => a.uri !== '' && a.uri !== rdf && a.uri !== xmlNs && a.prefix !== 'xmlns' && a.local !== 'xmlns');
    if (above.kind === 'outside' && tag.uri === rdf && tag.local === 'RDF') return void stack.push({ kind: 'outside', ...own });
    if (above.kind !== 'node') {
      // a node: whom it is about, what it is
      const [about, id, nodeId] = [find(rdf, 'about'), find(rdf, 'ID'), find(rdf, 'nodeID')];
      const subject = about !== undefined ? iri(about) : id !== undefined ? iri(`#${id}`) : nodeId === undefined ? fresh() : { blank: `n-${nodeId}` };
      if (tag.uri !== rdf || tag.local !== 'Description') say(subject, full('rdf:type'), { iri: tag.uri + tag.local });
      for (const a of others) say(subject, a.uri + a.local, { text: a.value, ...(own.language === undefined ? {} : { language: own.language }) });
      if (above.kind === 'property') above.object = subject;
      return void stack.push({ kind: 'node', subject, members: 0, ...own });
    }
    const predicate = tag.uri === rdf && tag.local === 'li' ? `${rdf}_${++above.members}` : tag.uri + tag.local;
    const [resource, nodeId, parseType] = [find(rdf, 'resource'), find(rdf, 'nodeID'), find(rdf, 'parseType')];
    const object = resource !== undefined ? iri(resource) : nodeId === undefined ? undefined : ({ blank: `n-${nodeId}` } as Term);
    if (parseType === 'Resource') {
      const subject = fresh();
      say(above.subject, predicate, subject);
      return void stack.push({ kind: 'node', subject, members: 0, ...own });
    }
    const described = object ?? (others.length > 0 ? fresh() : undefined);
    if (described !== undefined) for (const a of others) say(described, a.uri + a.local, { text: a.value });
    stack.push({ kind: 'property', subject: above.subject, predicate, text: '', object: described, type: find(rdf, 'datatype'), said: parseType === 'Literal' || parseType === 'Collection', ...own });
  });
  const take = (chunk: string): void => {
    const frame = top();
    if (frame.kind === 'property') frame.text += chunk;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const frame = stack.pop()!;
    if (frame.kind !== 'property' || frame.said) return;
    say(frame.subject, frame.predicate, frame.object ?? { text: frame.text, ...(frame.type === undefined ? (frame.language === undefined ? {} : { language: frame.language }) : { type: frame.type }) });
  });
  parser.write(text).close();
  return triples;
}
