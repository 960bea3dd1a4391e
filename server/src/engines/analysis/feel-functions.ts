import type { Kind, Term } from './feel-to-sql.ts';

/** A function of FEEL as it is said to the engine; every name used here stands in decision record 14 with its words in other engines. */
export interface SetFunction {
  takes: readonly Kind[];
  gives: Kind;
  sql: (...args: string[]) => string;
  /** The argument that must be written in the expression (patterns are compiled once). */
  literal?: number;
}

const text = (sql: SetFunction['sql'], takes: readonly Kind[] = ['text'], gives: Kind = 'text', more: Partial<SetFunction> = {}): SetFunction => ({ takes, gives, sql, ...more });

export const setFunctions: Readonly<Record<string, SetFunction | readonly SetFunction[]>> = {
  'string length': text((s) => `length(${s})`, ['text'], 'number'),
  'upper case': text((s) => `upper(${s})`),
  'lower case': text((s) => `lower(${s})`),
  trim: text((s) => `trim(${s})`),
  contains: text((s, part) => `(strpos(${s}, ${part}) > 0)`, ['text', 'text'], 'boolean'),
  'starts with': text((s, part) => `starts_with(${s}, ${part})`, ['text', 'text'], 'boolean'),
  'ends with': text((s, part) => `(right(${s}, length(${part})) = ${part})`, ['text', 'text'], 'boolean'),
  substring: [
    text((s, from) => `substring(${s}, cast(${from} as bigint))`, ['text', 'number'], 'text', { literal: 1 }),
    text((s, from, count) => `substring(${s}, cast(${from} as bigint), cast(${count} as bigint))`, ['text', 'number', 'number'], 'text', { literal: 1 }),
  ],
  matches: text((s, pattern) => `regexp_matches(${s}, ${pattern})`, ['text', 'text'], 'boolean', { literal: 1 }),
  abs: text((n) => `abs(${n})`, ['number'], 'number'),
  floor: text((n) => `floor(${n})`, ['number'], 'number'),
  ceiling: text((n) => `ceil(${n})`, ['number'], 'number'),
};

/** Parts of a date that a path names: `birthDate.year`. */
export const dateParts: Readonly<Record<string, string>> = { year: 'year', month: 'month', day: 'day' };

export const partOf = (part: string, value: Term): Term => ({ sql: `extract(${part} from ${value.sql})`, kind: 'number' });
