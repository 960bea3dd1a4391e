/** 词法单元 of Turtle (RDF 1.1 Turtle §6.5). `text` is unescaped. */
export type Token =
  | { kind: 'iri' | 'blank' | 'string' | 'language' | 'keyword'; text: string }
  | { kind: 'name'; prefix: string; text: string }
  | { kind: 'number'; text: string; type: 'integer' | 'decimal' | 'double' }
  | { kind: 'mark'; text: '.' | ';' | ',' | '[' | ']' | '(' | ')' | '^^' };

const base = String.raw`A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}`;
const more = String.raw`${base}_\-0-9\u00B7\u0300-\u036F\u203F-\u2040`;
const escaped = String.raw`%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]`;
const prefix = String.raw`(?:[${base}](?:[${more}.]*[${more}])?)?`;
const local = String.raw`(?:(?:[${base}_:0-9]|${escaped})(?:(?:[${more}.:]|${escaped})*(?:[${more}:]|${escaped}))?)?`;
const character = String.raw`\\[tbnrf"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}`;
const sticky = (source: string): RegExp => new RegExp(source, 'uy');

const patterns = {
  space: sticky(String.raw`(?:[ \t\r\n]|#[^\r\n]*)+`),
  iri: sticky(String.raw`<((?:[^\x00-\x20<>"{}|^\x60\\]+|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>`),
  long: sticky(String.raw`"""((?:"{0,2}(?:[^"\\]|${character}))*)"""|'''((?:'{0,2}(?:[^'\\]|${character}))*)'''`),
  short: sticky(String.raw`"((?:[^"\\\r\n]+|${character})*)"|'((?:[^'\\\r\n]+|${character})*)'`),
  blank: sticky(String.raw`_:([${base}_0-9](?:[${more}.]*[${more}])?)`),
  double: sticky(String.raw`[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+`),
  decimal: sticky(String.raw`[+-]?[0-9]*\.[0-9]+`),
  integer: sticky(String.raw`[+-]?[0-9]+`),
  name: sticky(`(${prefix}):(${local})`),
  at: sticky('@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)'),
  keyword: sticky('[A-Za-z]+'),
  mark: sticky(String.raw`\^\^|[.;,\[\]()]`),
} as const;

const controls: Readonly<Record<string, string>> = { t: '\t', b: '\b', n: '\n', r: '\r', f: '\f' };
const unescape = (text: string): string => !text.includes('\\') ? text : text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_all, short: string | undefined, long: string | undefined, one: string | undefined) => {
  if (one !== undefined) return controls[one] ?? one;
  const code = parseInt(short ?? long!, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new Error('no such character');
  return String.fromCodePoint(code);
});

/** What no address may hold may not come in by an escape either. */
function addressOf(text: string): string {
  const address = unescape(text);
  // oxlint-disable-next-line no-control-regex
  if (address !== text && /[\x00-\x20<>"{}|^`\\]/.test(address)) throw new Error('no such address');
  return address;
}

/** The tokens of a text, one by one. Throws where none begins, with its line. */
export function* turtleTokens(text: string): Generator<Token> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    at = pattern.lastIndex;
    return found;
  };
  for (;;) {
    match(patterns.space);
    if (at >= text.length) return;
    let found: RegExpExecArray | undefined;
    if ((found = match(patterns.iri))) yield { kind: 'iri', text: addressOf(found[1]!) };
    else if ((found = match(patterns.long) ?? match(patterns.short))) yield { kind: 'string', text: unescape(found[1] ?? found[2]!) };
    else if ((found = match(patterns.blank))) yield { kind: 'blank', text: found[1]! };
    else if ((found = match(patterns.name))) yield { kind: 'name', prefix: found[1]!, text: found[2]!.replace(/\\(.)/g, '$1') };
    else if ((found = match(patterns.double))) yield { kind: 'number', text: found[0], type: 'double' };
    else if ((found = match(patterns.decimal))) yield { kind: 'number', text: found[0], type: 'decimal' };
    else if ((found = match(patterns.integer))) yield { kind: 'number', text: found[0], type: 'integer' };
    else if ((found = match(patterns.at))) yield { kind: 'language', text: found[1]! };
    else if ((found = match(patterns.keyword))) yield { kind: 'keyword', text: found[0] };
    else if ((found = match(patterns.mark))) yield { kind: 'mark', text: found[0] as '.' };
    else throw new Error(`no Turtle at line ${text.slice(0, at).split('\n').length}`);
  }
}
