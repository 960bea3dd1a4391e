import { full, type Term, type Triple } from './rdf.ts';

const depthMax = 40;
const triplesMax = 2_000_000;

type Coercion = { iri: string; type?: string | undefined; language?: string | undefined };
interface Scope {
  terms: ReadonlyMap<string, Coercion>;
  vocab: string;
  language: string | undefined;
}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const listOf = (v: unknown): unknown[] => (Array.isArray(v) ? v : v === undefined || v === null ? [] : [v]);

/**
 * JSON-LD 1.1 as catalogues write it: expanded, or compacted with a context that stands in the document (prefixes, terms,
 * `@vocab`, `@language`, types). A context elsewhere is not fetched: its terms say nothing then. Throws on what is no JSON.
 */
export function readJsonLd(text: string, base: string): Triple[] {
  const triples: Triple[] = [];
  let blanks = 0;
  const empty: Scope = { terms: new Map(), vocab: '', language: undefined };

  const expand = (name: string, scope: Scope): string | undefined => {
    const known = scope.terms.get(name);
    if (known !== undefined) return known.iri;
    const at = name.indexOf(':');
    if (at > 0) {
      const prefix = scope.terms.get(name.slice(0, at));
      return prefix !== undefined && !name.slice(at + 1).startsWith('//') ? prefix.iri + name.slice(at + 1) : name;
    }
    return scope.vocab === '' ? undefined : scope.vocab + name;
  };
  const termOf = (id: string, scope: Scope): Term => {
    if (id.startsWith('_:')) return { blank: id.slice(2) };
    const at = id.indexOf(':');
    const prefix = at > 0 && !id.slice(at + 1).startsWith('//') ? scope.terms.get(id.slice(0, at)) : undefined;
    return { iri: prefix === undefined ? (URL.parse(id, base)?.href ?? id) : prefix.iri + id.slice(at + 1) };
  };
  const scopeWith = (context: unknown, scope: Scope): Scope => {
    let { terms, vocab, language } = scope;
    for (const one of listOf(context)) {
      if (!isObject(one)) continue;
      const next = new Map(terms);
      if (typeof one['@vocab'] === 'string') vocab = one['@vocab'];
      if (typeof one['@language'] === 'string') language = one['@language'];
      const inside = (): Scope => ({ terms: next, vocab, language });
      // prefixes first, so that terms may be said with them
      for (const [name, value] of Object.entries(one)) if (!name.startsWith('@') && typeof value === 'string') next.set(name, { iri: value });
      for (const [name, value] of Object.entries(one)) {
        if (name.startsWith('@')) continue;
        const said = typeof value === 'string' ? value : isObject(value) && typeof value['@id'] === 'string' ? value['@id'] : name;
        const iri = said === name ? expand(name, { ...inside(), terms: new Map([...next].filter(([n]) => n !== name)) }) : expand(said, inside());
        if (iri === undefined) continue;
        const type = isObject(value) && typeof value['@type'] === 'string' ? value['@type'] : undefined;
        next.set(name, { iri, type: type === undefined || type.startsWith('@') ? type : expand(type, inside()), language: isObject(value) && typeof value['@language'] === 'string' ? value['@language'] : undefined });
      }
      terms = next;
    }
    return { terms, vocab, language };
  };

  const say = (subject: Term, predicate: string, object: Term): void => {
    if (triples.length >= triplesMax) throw new Error('too many statements');
    triples.push([subject, predicate, object]);
  };
  const valueOf = (value: unknown, scope: Scope, coercion: Coercion | undefined, depth: number): Term | undefined => {
    if (isObject(value)) {
      if ('@value' in value) {
        const type = typeof value['@type'] === 'string' ? expand(value['@type'], scope) : undefined;
        const language = typeof value['@language'] === 'string' ? value['@language'] : undefined;
        return { text: String(value['@value']), ...(type === undefined ? {} : { type }), ...(language === undefined ? {} : { language }) };
      }
      return node(value, scope, depth + 1);
    }
    if (typeof value === 'string') {
      if (coercion?.type === '@id' || coercion?.type === '@vocab') return termOf(value, scope);
      const language = coercion?.language ?? (coercion?.type === undefined ? scope.language : undefined);
      return { text: value, ...(coercion?.type === undefined || coercion.type.startsWith('@') ? {} : { type: coercion.type }), ...(language === undefined ? {} : { language }) };
    }
    if (typeof value === 'number') return { text: String(value), type: coercion?.type ?? full(Number.isInteger(value) ? 'xsd:integer' : 'xsd:double') };
    return typeof value === 'boolean' ? { text: String(value), type: full('xsd:boolean') } : undefined;
  };
  const node = (value: Record<string, unknown>, outer: Scope, depth: number): Term | undefined => {
    if (depth > depthMax) throw new Error('too deep');
    const scope = '@context' in value ? scopeWith(value['@context'], outer) : outer;
    const inner = (of: unknown): unknown[] => listOf(of).flatMap((v) => (isObject(v) && ('@list' in v || '@set' in v) ? listOf(v['@list'] ?? v['@set']) : [v]));
    if ('@graph' in value) for (const one of listOf(value['@graph'])) if (isObject(one)) node(one, scope, depth + 1);
    if (Object.keys(value).every((k) => k === '@graph' || k === '@context')) return undefined;
    const me: Term = typeof value['@id'] === 'string' ? termOf(value['@id'], scope) : { blank: `j${blanks++}` };
    for (const [name, of] of Object.entries(value)) {
      const known = scope.terms.get(name)?.iri;
      if (name === '@type' || known === '@type') for (const type of listOf(of)) {
        const iri = typeof type === 'string' ? expand(type, scope) : undefined;
        if (iri !== undefined) say(me, full('rdf:type'), { iri });
      }
      if (name.startsWith('@') || known?.startsWith('@') === true) continue;
      const predicate = expand(name, scope);
      if (predicate === undefined || !predicate.includes(':')) continue;
      // a language map: { "zh": "…", "en": "…" }
      const entries = isObject(of) && scope.terms.get(name)?.type === undefined && Object.keys(of).length > 0 && Object.keys(of).every((k) => /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(k)) && Object.values(of).every((v) => typeof v === 'string')
        ? Object.entries(of).map(([language, text]) => ({ '@value': text, '@language': language })) : inner(of);
      for (const one of entries) {
        const object = valueOf(one, scope, scope.terms.get(name), depth);
        if (object !== undefined) say(me, predicate, object);
      }
    }
    return me;
  };
  for (const one of listOf(JSON.parse(text) as unknown)) if (isObject(one)) node(one, empty, 0);
  return triples;
}
