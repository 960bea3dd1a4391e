import { textIn, type Locale, type Text } from '#kernel/i18n';
import { errors } from './errors.ts';
import { formatValue, valueFormats, type ValueFormat } from './format-value.ts';

export type Scope = Readonly<Record<string, unknown>>;
/** Evaluates one FEEL expression; given by whoever wires the engine. */
export type Evaluate = (expression: string, scope: Scope) => unknown;

type Part = string | { expression: string; format?: ValueFormat };

const compiled = new Map<string, Part[]>();

/** Splits `注册资本{capital | amount}元` at its expressions; `{{` and `}}` stand for braces themselves. */
export const compileText = (text: string): Part[] => {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const parts: Part[] = [];
  let literal = '';
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    if ((character === '{' || character === '}') && text[at + 1] === character) {
      literal += character;
      at += 2;
    } else if (character === '{') {
      const end = closing(text, at);
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(place(text.slice(at + 1, end)));
      at = end + 1;
    } else {
      literal += character;
      at += 1;
    }
  }
  if (literal !== '') parts.push(literal);
  if (compiled.size > 20_000) compiled.clear();
  compiled.set(text, parts);
  return parts;
};

/** The brace that closes the one at `from`; braces within strings and FEEL contexts count. */
const closing = (text: string, from: number): number => {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '"' && text[at - 1] !== '\\') quoted = !quoted;
    else if (quoted) continue;
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  throw errors.missingValue({ template: '', expression: text.slice(from, from + 40), reason: '}' });
};

const place = (inner: string): Part => {
  const match = /^(.*)\|\s*(\w+)\s*$/s.exec(inner);
  const format = valueFormats.find((name) => name === match?.[2]);
  return format === undefined ? { expression: inner.trim() } : { expression: match![1]!.trim(), format };
};

const dotted = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** The value at a path of plain objects; undefined where FEEL has to say what it means, as with a path through a list. */
const lookUp = (scope: Scope, names: readonly string[]): unknown => {
  let at: unknown = scope;
  for (const name of names) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
};

/** What the expressions of one document are evaluated with. */
export class Interpolation {
  readonly locale: Locale;
  readonly template: string;
  readonly #evaluate: Evaluate;

  constructor(evaluate: Evaluate, template: string, locale: Locale) {
    this.#evaluate = evaluate;
    this.template = template;
    this.locale = locale;
  }

  /** The value of an expression; a plain dotted path is looked up without the evaluator. */
  value(expression: string, scope: Scope): unknown {
    const found = dotted.test(expression) ? lookUp(scope, expression.split('.')) : undefined;
    if (found !== undefined) return found;
    try {
      return this.#evaluate(expression, scope);
    } catch (error) {
      throw errors.missingValue({ template: this.template, expression, reason: error instanceof Error ? error.message : '' });
    }
  }

  text(text: Text, scope: Scope): string {
    const source = textIn(text, this.locale);
    if (!source.includes('{') && !source.includes('}')) return source;
    return compileText(source)
      .map((part) => (typeof part === 'string' ? part : formatValue(this.value(part.expression, scope), part.format, this.locale)))
      .join('');
  }

  holds(condition: string | undefined, scope: Scope): boolean {
    return condition === undefined || this.value(condition, scope) === true;
  }

  list(expression: string, scope: Scope): unknown[] {
    const value = this.value(expression, scope);
    return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
  }
}
