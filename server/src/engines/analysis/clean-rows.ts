import { Bindings } from './bindings.ts';
import { errors } from './errors.ts';
import { quoted } from './snapshot.ts';
import type { Stored } from './snapshot-store.ts';

/** 清洗步骤: what is done to every value of a column, in order. */
export type CleaningStep =
  | { do: 'trim' }
  /** 全角转半角: letters, digits, signs and the wide blank. */
  | { do: 'half-width' }
  | { do: 'upper' }
  | { do: 'lower' }
  | { do: 'remove-blanks' }
  /** 2026年3月4日, 2026/3/4, 2026.03.04, 20260304 → 2026-03-04; what has another form stays as it is. */
  | { do: 'date' }
  | { do: 'map'; codes: Readonly<Record<string, string>> }
  /** These values mean that nothing is known: 无, -, NULL. */
  | { do: 'empty'; values: readonly string[] };

export interface Cleaning {
  /** A column of the snapshot (text) and the name that the cleaned value has. */
  column: string;
  as: string;
  steps: readonly CleaningStep[];
}

const limits = { columns: 200, steps: 10, codes: 2000, values: 50 } as const;

export const wide = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0xff01 + i)).join('');
export const narrow = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0x21 + i)).join('');

export const halfWidth = (sql: string, bindings: Bindings): string => `translate(${sql}, ${bindings.place(`${wide}\u3000`)}, ${bindings.place(`${narrow} `)})`;

const refuse = (zh: string, en: string): never => {
  throw errors.queryInvalid({ zh, en });
};

function stepSql(value: string, step: CleaningStep, bindings: Bindings): string {
  switch (step.do) {
    case 'trim':
      return `regexp_replace(${value}, '^[\\s\\x{3000}\\x{feff}]+|[\\s\\x{3000}\\x{feff}]+$', '', 'g')`;
    case 'half-width':
      return halfWidth(value, bindings);
    case 'upper':
    case 'lower':
      return `${step.do}(${value})`;
    case 'remove-blanks':
      return `regexp_replace(${value}, '[\\s\\x{3000}]+', '', 'g')`;
    case 'date': {
      const form = `'^([12][0-9]{3})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))$'`;
      const part = (...groups: number[]): string => `lpad(concat(${groups.map((g) => `regexp_extract(${value}, ${form}, ${g})`).join(', ')}), 2, '0')`;
      return `case when regexp_matches(${value}, ${form}) then concat(regexp_extract(${value}, ${form}, 1), '-', ${part(2, 4)}, '-', ${part(3, 5)}) else ${value} end`;
    }
    case 'map': {
      const codes = Object.entries(step.codes);
      if (codes.length === 0 || codes.length > limits.codes) refuse(`代码映射应有 1 到 ${limits.codes} 项`, `a code map has 1 to ${limits.codes} entries`);
      return `case ${value} ${codes.map(([from, to]) => `when ${bindings.place(from)} then ${bindings.place(to)}`).join(' ')} else ${value} end`;
    }
    case 'empty':
      if (step.values.length === 0 || step.values.length > limits.values) refuse(`空值写法应有 1 到 ${limits.values} 个`, `1 to ${limits.values} ways of saying nothing`);
      return `case when ${value} in (${step.values.map((v) => bindings.place(v)).join(', ')}) then null else ${value} end`;
  }
}

/** One statement that cleans all rows; each column with its value before (`b0`) and after (`a0`). */
export function cleaningSql(stored: Stored, cleanings: readonly Cleaning[], bindings: Bindings): { inner: string; changed: string } {
  if (cleanings.length === 0 || cleanings.length > limits.columns) refuse(`清洗的列应为 1 到 ${limits.columns} 个`, `1 to ${limits.columns} columns are cleaned`);
  if (new Set(cleanings.map((c) => c.as)).size < cleanings.length) refuse('清洗后的列名重复', 'two cleaned columns have one name');
  let sql = `select ${cleanings.map((c, i) => `${textColumn(stored, c.column)} as b${i}, ${textColumn(stored, c.column)} as a${i}`).join(', ')} from ${stored.from}`;
  const steps = Math.max(0, ...cleanings.map((c) => c.steps.length));
  if (steps > limits.steps) refuse(`每列不超过 ${limits.steps} 步`, `at most ${limits.steps} steps a column`);
  // one layer a step: what a step names twice is computed once
  for (let s = 0; s < steps; s++) sql = `select ${cleanings.map((c, i) => `b${i}, ${c.steps[s] === undefined ? `a${i}` : `${stepSql(`a${i}`, c.steps[s]!, bindings)} as a${i}`}`).join(', ')} from (${sql}) as s${s}`;
  return { inner: sql, changed: cleanings.map((_, i) => `a${i} is distinct from b${i}`).join(' or ') };
}

function textColumn(stored: Stored, name: string): string {
  const column = stored.info.columns.find((c) => c.name === name);
  if (column === undefined) throw errors.unknownColumn({ snapshot: stored.info.name, column: name.slice(0, 60) });
  if (column.kind !== 'text') throw errors.queryInvalid({ zh: `只能清洗文字列：${name}`, en: `only text is cleaned: ${name}` });
  return quoted(column.name);
}
