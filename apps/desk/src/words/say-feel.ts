import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';
import { readExpression } from '@yiwang/ui/form-logic/feel/read-expression.ts';
import { currentLanguage } from './start-words.ts';

/** A node of the syntax tree, as far as it is read here. */
interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: Node | null;
  readonly nextSibling: Node | null;
}

type TitleOf = (name: string) => string | undefined;
/** What a value of a column is called, where it is a code. */
export type NameOf = (column: string, value: string) => string | undefined;
type Phrase = readonly [zh: string, en: string];

const comparisons: Readonly<Record<string, Phrase>> = { '=': ['等于', 'is'], '!=': ['不等于', 'is not'], '<': ['小于', 'is less than'], '<=': ['不大于', 'is at most'], '>': ['大于', 'is more than'], '>=': ['不小于', 'is at least'] };
const dateComparisons: Readonly<Record<string, Phrase>> = { '<': ['早于', 'is before'], '<=': ['不晚于', 'is not after'], '>': ['晚于', 'is after'], '>=': ['不早于', 'is not before'] };
const arithmetic: Readonly<Record<string, Phrase>> = { '+': ['加', 'plus'], '-': ['减', 'minus'], '*': ['乘', 'times'], '/': ['除以', 'divided by'] };
/** `{0}`, `{1}`: the arguments. */
const functions: Readonly<Record<string, Phrase>> = {
  today: ['今天', 'today'], now: ['现在', 'now'], 'string length': ['{0}的字数', 'the length of {0}'], 'upper case': ['{0}（大写）', '{0} in capitals'], 'lower case': ['{0}（小写）', '{0} in small letters'],
  contains: ['{0}包含{1}', '{0} contains {1}'], 'starts with': ['{0}以{1}开头', '{0} begins with {1}'], 'ends with': ['{0}以{1}结尾', '{0} ends with {1}'], matches: ['{0}符合格式{1}', '{0} has the form {1}'],
  substring: ['{0}自第{1}位起的{2}位', 'the {2} characters of {0} from {1}'], abs: ['{0}的绝对值', 'the size of {0}'], floor: ['{0}取整', '{0} rounded down'], ceiling: ['{0}向上取整', '{0} rounded up'], date: ['日期{0}', 'the date {0}'],
};
const parts: Readonly<Record<string, Phrase>> = { year: ['{0}的年份', 'the year of {0}'], month: ['{0}的月份', 'the month of {0}'], day: ['{0}的日', 'the day of {0}'] };
const lengths: Readonly<Record<'Y' | 'M' | 'D', Phrase>> = { Y: ['{0}年', '{0} years'], M: ['{0}个月', '{0} months'], D: ['{0}天', '{0} days'] };
/** What rules about a whole register know beside its columns. */
const known: Readonly<Record<string, Phrase>> = { rows: ['记录总数', 'the number of records'], ageHours: ['快照距今小时数', 'the hours since the snapshot'], newestDays: ['距最近更新的天数', 'the days since the last change'], runDay: ['数据日期', 'the day of the run'] };

const childrenOf = (node: Node): Node[] => {
  const found: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
};
const terms = (node: Node): Node[] => childrenOf(node).filter((c) => c.name === 'null' || (/^[A-Z]/.test(c.name) && !c.name.endsWith('Op')));

/** Thrown where the words end: the whole expression is then shown as it is written. */
class NoWords extends Error {}

class Speaker {
  readonly #source: string;
  readonly #titleOf: TitleOf;
  readonly #nameOf: NameOf;
  readonly #at: 0 | 1 = currentLanguage() === 'en' ? 1 : 0;
  constructor(source: string, titleOf: TitleOf, nameOf: NameOf) {
    this.#source = source;
    this.#titleOf = titleOf;
    this.#nameOf = nameOf;
  }

  #text = (node: Node): string => this.#source.slice(node.from, node.to);
  #word = (phrase: Phrase, ...values: string[]): string => values.reduce((text, value, i) => text.replaceAll(`{${i}}`, value), phrase[this.#at]);
  #join = (...parts: string[]): string => parts.join(this.#at === 1 ? ' ' : '');

  say(node: Node | undefined): string {
    if (node === undefined) throw new NoWords();
    switch (node.name) {
      case 'StringLiteral':
        return this.#at === 1 ? this.#text(node) : `“${this.#text(node).slice(1, -1)}”`;
      case 'NumericLiteral':
        return this.#text(node);
      case 'BooleanLiteral':
        return this.#word(this.#text(node) === 'true' ? ['是', 'yes'] : ['否', 'no']);
      case 'VariableName':
        return this.#name(this.#text(node));
      case 'ParenthesizedExpression':
        return `（${this.say(terms(node)[0])}）`;
      case 'PathExpression': {
        const part = parts[this.#text(childrenOf(node)[2] ?? node)];
        if (part === undefined) throw new NoWords();
        return this.#word(part, this.say(childrenOf(node)[0]));
      }
      case 'DateTimeLiteral':
        return this.#temporal(node);
      case 'Conjunction':
      case 'Disjunction':
        return terms(node).map((n) => this.say(n)).join(node.name === 'Conjunction' ? this.#word(['，且', ', and ']) : this.#word(['，或', ', or ']));
      case 'Comparison':
        return this.#comparison(node);
      case 'ArithmeticExpression': {
        const [a, b] = terms(node);
        const operator = childrenOf(node).find((c) => c.name === 'ArithOp');
        const word = operator === undefined ? undefined : arithmetic[this.#text(operator)];
        if (a !== undefined && b === undefined && word === arithmetic['-']) return `-${this.say(a)}`;
        if (word === undefined || b === undefined) throw new NoWords();
        return this.#join(this.say(a), word[this.#at], this.say(b));
      }
      case 'IfExpression': {
        const [when, yes, no] = terms(node).map((n) => this.say(n));
        return this.#word(['如果{0}，则为{1}，否则为{2}', 'if {0}, then {1}, otherwise {2}'], when ?? '', yes ?? '', no ?? '');
      }
      case 'FunctionInvocation':
        return this.#call(node);
      default:
        throw new NoWords();
    }
  }

  /** A value beside a column: a code by its name. */
  #held(value: Node | undefined, beside: Node | undefined): string {
    const name = value?.name === 'StringLiteral' && beside?.name === 'VariableName' ? this.#nameOf(this.#text(beside), this.#text(value).slice(1, -1)) : undefined;
    return name === undefined ? this.say(value) : `“${name}”`;
  }

  #name(name: string): string {
    const word = this.#titleOf(name) ?? known[name]?.[this.#at];
    if (word === undefined) throw new NoWords();
    return word;
  }

  #temporal(node: Node): string {
    const written = /^(\w+)\("([^"]*)"\)$/.exec(this.#text(node).replace(/\s/g, ''));
    if (written?.[1] === 'date') return written[2]!;
    const length = /^P(\d+)([YMD])$/.exec(written?.[2] ?? '');
    if (written?.[1] !== 'duration' || length === null) throw new NoWords();
    return this.#word(lengths[length[2] as 'Y' | 'M' | 'D'], length[1]!);
  }

  #comparison(node: Node): string {
    const inside = childrenOf(node);
    const operator = inside.find((c) => c.name === 'CompareOp');
    const [a, b, c] = terms(node);
    if (operator !== undefined) {
      const sign = this.#text(operator);
      if (b?.name === 'null') return this.#join(this.say(a), this.#word(sign === '=' ? ['为空', 'is empty'] : ['不为空', 'is filled in']));
      const days = [a, b].some((n) => n !== undefined && /\b(today\(|now\(|duration\(|date\(|runDay)|On$/.test(this.#text(n)));
      const word = (days ? dateComparisons[sign] : undefined) ?? comparisons[sign];
      if (word === undefined) throw new NoWords();
      return this.#join(this.#held(a, b), word[this.#at], this.#held(b, a));
    }
    if (inside.some((n) => n.name === 'between')) return this.#word(['{0}在{1}到{2}之间', '{0} is between {1} and {2}'], this.say(a), this.say(b), this.say(c));
    const among = b?.name === 'PositiveUnaryTests' ? childrenOf(b).filter((n) => n.name === 'PositiveUnaryTest').map((n) => this.#held(terms(n)[0], a)) : [];
    if (among.length === 0) throw new NoWords();
    return this.#word(['{0}是{1}之一', '{0} is one of {1}'], this.say(a), among.join(this.#at === 1 ? ', ' : '、'));
  }

  #call(node: Node): string {
    const [named, ...rest] = childrenOf(node);
    const name = named === undefined ? '' : this.#text(named).replace(/\s+/g, ' ');
    const given = rest.find((c) => c.name === 'PositionalParameters');
    const negated = given === undefined ? undefined : terms(given)[0];
    if (name === 'not' && negated?.name === 'FunctionInvocation' && this.#text(negated).startsWith('matches')) return this.#word(['{0}没有不允许的写法', '{0} has none of the forms that are not allowed'], this.say(terms(childrenOf(negated).find((c) => c.name === 'PositionalParameters') ?? negated)[0]));
    const values = given === undefined ? [] : terms(given).map((n) => this.say(n));
    if (name === 'not' && values.length === 1) return this.#word(['不满足：{0}', 'it is not so that {0}'], values[0]!);
    if (name === 'matches') return this.#word(['{0}符合规定格式', '{0} has the set form'], values[0] ?? '');
    const word = functions[name];
    if (word === undefined || (name === 'substring' && values.length !== 3)) throw new NoWords();
    return this.#word(word, ...values);
  }
}

/** What an expression (FEEL) says, in the reader's language, with the titles of its columns; undefined where no words are known for a part. */
export function sayFeel(expression: string, titleOf: TitleOf, nameOf: NameOf = () => undefined): string | undefined {
  try {
    return new Speaker(expression, titleOf, nameOf).say(terms(readExpression(expression).topNode as unknown as Node)[0]);
  } catch (error) {
    if (error instanceof NoWords || error instanceof FeelError) return undefined;
    throw error;
  }
}
