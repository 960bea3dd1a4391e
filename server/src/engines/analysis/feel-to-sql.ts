import { FeelError } from '@yiwang/ui/form-logic/feel/feel-error.ts';
import { readExpression } from '@yiwang/ui/form-logic/feel/read-expression.ts';
import type { Bindings } from './bindings.ts';
import type { Bound } from './duckdb.ts';
import { errors } from './errors.ts';
import { childrenOf, isPattern, stringOf, terms, type Node } from './feel-syntax.ts';
import { dateParts, partOf, setFunctions } from './feel-functions.ts';
import type { ColumnKind } from './snapshot.ts';

/** What a term is; `days` and `months` are FEEL's durations, `null` the literal. */
export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'moment' | 'days' | 'months' | 'digest' | 'null';

export interface Term {
  sql: string;
  kind: Kind;
  /** The value, where it is written in the expression. */
  literal?: Bound;
  /** Never null: comparisons need no guard. */
  sure?: boolean;
}

/** A column as an expression names it (`name` or `alias.name`); undefined when there is none. */
export type FindColumn = (name: string, alias?: string) => { sql: string; kind: ColumnKind } | undefined;

export interface FeelSetting {
  column: FindColumn;
  bindings: Bindings;
  /** For today() and now(). */
  now: Date;
}

const kindOf: Record<ColumnKind, Kind> = { text: 'text', integer: 'number', decimal: 'number', money: 'number', date: 'date', timestamp: 'moment', boolean: 'boolean', digest: 'digest' };

/**
 * 集合化表达式: the part of FEEL that means the same for a whole column as for one value, as one SQL expression with bound values.
 * What lies outside is refused with its words, never done row by row. Nulls are FEEL's: `x = null` tests for being empty, `x = "a"` is
 * false where x is empty, and an order comparison with nothing is null.
 */
export function feelToSql(expression: string, setting: FeelSetting): Term {
  let root: Node;
  try {
    root = readExpression(expression).topNode as unknown as Node;
  } catch (error) {
    if (error instanceof FeelError) throw errors.notSetBased({ zh: error.words.zh, en: error.words.en, expression });
    throw error;
  }
  const only = terms(root)[0];
  if (only === undefined) throw errors.notSetBased({ zh: '表达式为空', en: 'it is empty', expression });
  return new Compiler(expression, setting).term(only);
}

/** A condition: true counts, false and null do not. */
export function feelCondition(expression: string, setting: FeelSetting): string {
  const { sql, kind } = feelToSql(expression, setting);
  if (kind !== 'boolean') throw errors.notSetBased({ zh: '应为条件（结果为是或否）', en: 'it must be a condition', expression });
  return sql;
}

class Compiler {
  readonly #source: string;
  readonly #setting: FeelSetting;
  constructor(source: string, setting: FeelSetting) {
    this.#source = source;
    this.#setting = setting;
  }

  #text(node: Node): string {
    return this.#source.slice(node.from, node.to);
  }

  #refuse(node: Node, zh = '不支持', en = 'is not supported'): never {
    const what = this.#text(node).slice(0, 60);
    throw errors.notSetBased({ zh: `“${what}”${zh}`, en: `"${what}" ${en}`, expression: this.#source });
  }

  #bind(value: Bound, kind: Kind): Term {
    const place = this.#setting.bindings.place(value);
    const cast = kind === 'date' ? `cast(${place} as date)` : kind === 'moment' ? `cast(${place} as timestamp)` : kind === 'number' ? `cast(${place} as double)` : place;
    return { sql: cast, kind, literal: value, sure: true };
  }

  term(node: Node): Term {
    switch (node.name) {
      case 'StringLiteral':
        return this.#bind(stringOf(this.#text(node)), 'text');
      case 'NumericLiteral':
        return this.#number(node);
      case 'BooleanLiteral':
        return { sql: this.#text(node), kind: 'boolean', literal: this.#text(node) === 'true', sure: true };
      case 'null':
        return { sql: 'null', kind: 'null', literal: null };
      case 'VariableName':
        return this.#column(node, this.#text(node));
      case 'PathExpression':
        return this.#path(node);
      case 'ParenthesizedExpression':
        return this.#in(this.term(terms(node)[0] ?? this.#refuse(node)));
      case 'DateTimeLiteral':
        return this.#temporal(node);
      case 'Conjunction':
      case 'Disjunction': {
        const [a, b] = this.#two(node).map((n) => this.#boolean(n));
        return { sql: `(${a} ${node.name === 'Conjunction' ? 'and' : 'or'} ${b})`, kind: 'boolean' };
      }
      case 'Comparison':
        return this.#comparison(node);
      case 'ArithmeticExpression':
        return this.#arithmetic(node);
      case 'IfExpression':
        return this.#if(node);
      case 'FunctionInvocation':
        return this.#call(node);
      default:
        return this.#refuse(node);
    }
  }

  #in = (t: Term): Term => ({ ...t, sql: `(${t.sql})` });

  #number(node: Node): Term {
    const value = Number(this.#text(node).replace(/\s/g, ''));
    return Number.isFinite(value) ? this.#bind(value, 'number') : this.#refuse(node);
  }

  #two(node: Node): [Node, Node] {
    const [a, b, more] = terms(node);
    return a === undefined || b === undefined || more !== undefined ? this.#refuse(node) : [a, b];
  }

  #boolean(node: Node): string {
    const t = this.term(node);
    return t.kind === 'boolean' ? t.sql : this.#refuse(node, '不是条件', 'is no condition');
  }

  #column(node: Node, name: string, alias?: string): Term {
    const found = this.#setting.column(name, alias);
    if (found === undefined) return this.#refuse(node, '不是快照的列', 'is no column of the snapshot');
    return { sql: found.sql, kind: kindOf[found.kind] };
  }

  #path(node: Node): Term {
    const [of, , name] = childrenOf(node);
    if (of === undefined || name === undefined) return this.#refuse(node);
    const part = this.#text(name);
    if (of.name === 'VariableName' && this.#setting.column(this.#text(of)) === undefined) return this.#column(node, part, this.#text(of));
    const value = this.term(of);
    if (!Object.hasOwn(dateParts, part) || (value.kind !== 'date' && value.kind !== 'moment')) return this.#refuse(node);
    return partOf(dateParts[part]!, value);
  }

  #temporal(node: Node): Term {
    const constructor = childrenOf(node)[0];
    const given = childrenOf(node).find((c) => c.name === 'PositionalParameters');
    const parameters = given === undefined ? [] : terms(given);
    const [only] = parameters;
    const what = constructor === undefined ? '' : this.#text(constructor);
    if (parameters.length !== 1 || only?.name !== 'StringLiteral') return this.#refuse(node);
    const written = stringOf(this.#text(only));
    if (what === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(written) && !Number.isNaN(Date.parse(written))) return this.#bind(written, 'date');
    const duration = what === 'duration' ? /^(-?)P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?$/.exec(written) : null;
    if (duration === null) return this.#refuse(node);
    const [, minus, years = '0', months = '0', days] = duration;
    const sign = minus === '-' ? -1 : 1;
    if (days === undefined) return this.#bind(sign * (Number(years) * 12 + Number(months)), 'months');
    return duration[2] === undefined && duration[3] === undefined ? this.#bind(sign * Number(days), 'days') : this.#refuse(node);
  }

  #comparison(node: Node): Term {
    const parts = childrenOf(node);
    const operator = parts.find((p) => p.name === 'CompareOp');
    if (operator !== undefined) {
      const [a, b] = this.#two(node);
      return this.compare(node, this.#text(operator), this.term(a), this.term(b));
    }
    if (parts.some((p) => p.name === 'between')) {
      const [value, from, to] = terms(node).map((n) => this.term(n));
      if (value === undefined || from === undefined || to === undefined) return this.#refuse(node);
      return { sql: `(${this.compare(node, '>=', value, from).sql} and ${this.compare(node, '<=', value, to).sql})`, kind: 'boolean' };
    }
    const [value, ...tests] = terms(node);
    if (value === undefined || tests.length === 0) return this.#refuse(node);
    const held = this.term(value);
    const each = tests.flatMap((t) => (t.name === 'PositiveUnaryTests' ? childrenOf(t).filter((c) => c.name === 'PositiveUnaryTest') : [t])).flatMap((t) => this.#test(held, t));
    return { sql: `(${each.join(' or ')})`, kind: 'boolean' };
  }

  /** One test of `in (…)`: a value, a list of values, an interval, an order. */
  #test(value: Term, test: Node): string[] {
    const inner = terms(test)[0] ?? this.#refuse(test);
    const what = inner.name === 'SimplePositiveUnaryTest' ? inner : test;
    const operator = childrenOf(what).find((c) => c.name === 'CompareOp');
    const of = terms(what)[0] ?? this.#refuse(test);
    if (operator !== undefined) return [this.compare(test, this.#text(operator), value, this.term(of)).sql];
    if (of.name === 'Interval') {
      const marks = childrenOf(of);
      const [from, to] = terms(of).map((n) => this.term(n));
      if (from === undefined || to === undefined) return this.#refuse(of);
      const low = this.compare(of, this.#text(marks[0]!) === '[' ? '>=' : '>', value, from).sql;
      return [`(${low} and ${this.compare(of, this.#text(marks.at(-1)!) === ']' ? '<=' : '<', value, to).sql})`];
    }
    if (of.name === 'List') return terms(of).map((n) => this.compare(n, '=', value, this.term(n)).sql);
    return [this.compare(test, '=', value, this.term(of)).sql];
  }

  compare(node: Node, operator: string, a: Term, b: Term): Term {
    const made = (sql: string, sure = false): Term => ({ sql, kind: 'boolean', sure });
    const equal = operator === '=' || operator === '!=';
    const not = operator === '!=' ? 'not ' : '';
    if (a.kind === 'null' || b.kind === 'null') {
      const value = a.kind === 'null' ? b : a;
      if (!equal) return this.#refuse(node);
      return made(`(${value.sql} is ${not}null)`, true);
    }
    if (!equal && (a.kind === 'digest' || b.kind === 'digest')) throw errors.sealed({ column: this.#text(node).slice(0, 60) });
    const alike = a.kind === b.kind || (a.kind === 'date' && b.kind === 'moment') || (a.kind === 'moment' && b.kind === 'date');
    if (!alike) {
      if (a.kind === 'digest' || b.kind === 'digest') throw errors.sealed({ column: this.#text(node).slice(0, 60) });
      return this.#refuse(node, '两边的类型不同', 'compares different types');
    }
    if (!equal) return made(`(${a.sql} ${operator} ${b.sql})`);
    const same = a.sure === true || b.sure === true ? `coalesce(${a.sql} = ${b.sql}, false)` : `coalesce(${a.sql} = ${b.sql}, ${a.sql} is null and ${b.sql} is null)`;
    return made(`(${not}${same})`, true);
  }

  #arithmetic(node: Node): Term {
    const operator = this.#text(childrenOf(node).find((c) => c.name === 'ArithOp') ?? node);
    const [first, second] = terms(node);
    if (first !== undefined && second === undefined && operator === '-') {
      const t = this.term(first);
      return t.kind === 'number' ? { sql: `(-${t.sql})`, kind: 'number' } : this.#refuse(node);
    }
    const [a, b] = this.#two(node).map((n) => this.term(n)) as [Term, Term];
    if (a.kind === 'number' && b.kind === 'number') {
      if (operator === '/') return { sql: `(cast(${a.sql} as double) / nullif(${b.sql}, 0))`, kind: 'number' };
      return ['+', '-', '*'].includes(operator) ? { sql: `(${a.sql} ${operator} ${b.sql})`, kind: 'number' } : this.#refuse(node);
    }
    if (a.kind === 'text' && b.kind === 'text' && operator === '+') return { sql: `(${a.sql} || ${b.sql})`, kind: 'text' };
    if (a.kind === 'date' && b.kind === 'date' && operator === '-') return { sql: `date_diff('day', ${b.sql}, ${a.sql})`, kind: 'days' };
    if (a.kind === 'date' && (b.kind === 'days' || b.kind === 'months') && typeof b.literal === 'number' && (operator === '+' || operator === '-')) {
      const unit = b.kind === 'days' ? 'day' : 'month';
      return { sql: `cast(${a.sql} ${operator} cast(${b.sql} as bigint) * interval 1 ${unit} as date)`, kind: 'date' };
    }
    return this.#refuse(node, '不能这样计算', 'cannot be computed like this');
  }

  #if(node: Node): Term {
    const [condition, yes, no] = terms(node);
    if (condition === undefined || yes === undefined || no === undefined) return this.#refuse(node);
    const [when, a, b] = [this.#boolean(condition), this.term(yes), this.term(no)];
    if (a.kind !== b.kind && a.kind !== 'null' && b.kind !== 'null') return this.#refuse(node, '两个分支的类型不同', 'has branches of different types');
    return { sql: `(case when ${when} then ${a.sql} else ${b.sql} end)`, kind: a.kind === 'null' ? b.kind : a.kind };
  }

  #call(node: Node): Term {
    const [named, ...rest] = childrenOf(node);
    const name = named === undefined ? '' : this.#text(named).replace(/\s+/g, ' ');
    const given = rest.find((c) => c.name === 'PositionalParameters');
    const parameters = given === undefined ? [] : terms(given);
    if (name === 'not' && parameters.length === 1) return { sql: `(not ${this.#boolean(parameters[0]!)})`, kind: 'boolean' };
    if (name === 'today' && parameters.length === 0) return this.#bind(new Date(this.#setting.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10), 'date');
    if (name === 'now' && parameters.length === 0) return this.#bind(this.#setting.now, 'moment');
    if (name === 'list contains' && parameters[0]?.name === 'List' && parameters[1] !== undefined) {
      const value = this.term(parameters[1]);
      return { sql: `(${terms(parameters[0]).map((n) => this.compare(n, '=', value, this.term(n)).sql).join(' or ') || 'false'})`, kind: 'boolean' };
    }
    const known = Object.hasOwn(setFunctions, name) ? setFunctions[name]! : this.#refuse(node, '：此函数不能按集合计算', ': this function does not work on sets');
    const form = [known].flat().find((f) => f.takes.length === parameters.length);
    if (form === undefined) return this.#refuse(node, '参数不符', 'has the wrong arguments');
    const args = parameters.map((p) => this.term(p));
    args.forEach((a, i) => {
      if (a.kind === 'digest') throw errors.sealed({ column: this.#text(parameters[i]!) });
      if (a.kind !== form.takes[i]) this.#refuse(node, '参数类型不符', 'has an argument of another type');
    });
    if (form.literal !== undefined) this.#checkLiteral(node, name, args[form.literal]!);
    return { sql: form.sql(...args.map((a) => a.sql)), kind: form.gives };
  }

  #checkLiteral(node: Node, name: string, given: Term): void {
    if (given.literal === undefined) this.#refuse(node, '的参数须写成常量', 'needs a constant here');
    if (name === 'substring' && !(typeof given.literal === 'number' && given.literal >= 1)) this.#refuse(node, '的起点须为正数', 'must begin at 1 or later');
    // the engine's patterns know no look-around and no back references
    if (name === 'matches' && (typeof given.literal !== 'string' || given.literal.length > 500 || /\(\?[=!<]|\\[1-9]/.test(given.literal) || !isPattern(given.literal))) this.#refuse(node, '的模式不能按集合计算', 'has a pattern that does not work on sets');
  }
}
