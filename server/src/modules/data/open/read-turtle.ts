import { full, type Term, type Triple } from './rdf.ts';
import { turtleTokens, type Token } from './turtle-tokens.ts';

const depthMax = 60;
const triplesMax = 2_000_000;

/** Turtle (RDF 1.1 Turtle; N-Triples is part of it) as catalogues write it. Throws on what is no Turtle. */
export function readTurtle(text: string, documentBase: string): Triple[] {
  const triples: Triple[] = [];
  const prefixes = new Map<string, string>();
  const tokens = turtleTokens(text);
  let base = documentBase;
  let blanks = 0;
  let depth = 0;
  let ahead: Token | undefined;
  const look = (): Token | undefined => {
    if (ahead !== undefined) return ahead;
    const { value, done } = tokens.next();
    return (ahead = done === true ? undefined : value);
  };
  const take = (): Token => {
    const token = look();
    if (token === undefined) throw new Error('Turtle breaks off');
    ahead = undefined;
    return token;
  };
  const isMark = (mark: string): boolean => {
    const token = look();
    return token?.kind === 'mark' && token.text === mark;
  };
  const unexpected = (token: Token): Error => new Error(`“${token.text.slice(0, 60)}” does not belong there`);
  const need = (mark: string): void => {
    if (!isMark(mark)) throw unexpected(take());
    take();
  };
  const fresh = (): Term => ({ blank: `t${blanks++}` });
  const say = (subject: Term, predicate: string, object: Term): void => {
    if (triples.length >= triplesMax) throw new Error('too many statements');
    triples.push([subject, predicate, object]);
  };
  const resolve = (iri: string): string => (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri) ? iri : (URL.parse(iri, base)?.href ?? iri));
  const iriOf = (token: Token): string => {
    if (token.kind === 'iri') return resolve(token.text);
    if (token.kind !== 'name') throw unexpected(token);
    const namespace = prefixes.get(token.prefix);
    if (namespace === undefined) throw new Error(`prefix ${token.prefix.slice(0, 60)}: is not declared`);
    return namespace + token.text;
  };
  const within = <T>(act: () => T): T => {
    if (++depth > depthMax) throw new Error('too deep');
    const result = act();
    depth--;
    return result;
  };

  const literal = (value: string): Term => {
    const token = look();
    if (token?.kind === 'language') return take(), { text: value, language: token.text };
    if (!isMark('^^')) return { text: value };
    take();
    return { text: value, type: iriOf(take()) };
  };
  // [ … ] and ( … ) say what they hold and stand for its node
  const anonymous = (): Term => within(() => {
    const me = fresh();
    if (!isMark(']')) properties(me);
    need(']');
    return me;
  });
  const list = (): Term => within(() => {
    let first: Term = { iri: full('rdf:nil') };
    let last: Term | undefined;
    while (!isMark(')')) {
      const me = fresh();
      if (last === undefined) first = me;
      else say(last, full('rdf:rest'), me);
      say(me, full('rdf:first'), object());
      last = me;
    }
    take();
    if (last !== undefined) say(last, full('rdf:rest'), { iri: full('rdf:nil') });
    return first;
  });
  const node = (token: Token): Term => {
    if (token.kind === 'blank') return { blank: `n-${token.text}` };
    if (token.kind === 'mark' && token.text === '[') return anonymous();
    if (token.kind === 'mark' && token.text === '(') return list();
    return { iri: iriOf(token) };
  };
  const object = (): Term => {
    const token = take();
    if (token.kind === 'string') return literal(token.text);
    if (token.kind === 'number') return { text: token.text, type: full(`xsd:${token.type}`) };
    if (token.kind === 'keyword' && (token.text === 'true' || token.text === 'false')) return { text: token.text, type: full('xsd:boolean') };
    return node(token);
  };
  const properties = (subject: Term): void => {
    for (;;) {
      const verb = take();
      const predicate = verb.kind === 'keyword' && verb.text === 'a' ? full('rdf:type') : iriOf(verb);
      for (;;) {
        say(subject, predicate, object());
        if (!isMark(',')) break;
        take();
      }
      if (!isMark(';')) return;
      while (isMark(';')) take();
      if (isMark('.') || isMark(']')) return;
    }
  };
  /** `@prefix … .` and SPARQL's `PREFIX …` without a full stop. */
  const declare = (word: string, stop: boolean): void => {
    const name = word === 'prefix' ? take() : undefined;
    if (name !== undefined && (name.kind !== 'name' || name.text !== '')) throw unexpected(name);
    const iri = take();
    if (iri.kind !== 'iri') throw unexpected(iri);
    if (name === undefined) base = resolve(iri.text);
    else prefixes.set((name as { prefix: string }).prefix, resolve(iri.text));
    if (stop) need('.');
  };
  for (let token = look(); token !== undefined; token = look()) {
    take();
    if (token.kind === 'language' && (token.text === 'prefix' || token.text === 'base')) declare(token.text, true);
    else if (token.kind === 'keyword' && /^(prefix|base)$/i.test(token.text)) declare(token.text.toLowerCase(), false);
    else {
      const subject = node(token);
      // a node in brackets may stand by itself
      if (!(token.kind === 'mark' && token.text === '[' && isMark('.'))) properties(subject);
      need('.');
    }
  }
  return triples;
}
