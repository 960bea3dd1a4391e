/** 条件: one column held against a value. */
export interface Condition {
  column: string;
  op: (typeof operators)[number];
  value: string;
}
export interface ConditionColumn {
  name: string;
  title: string;
  kind: string;
  /** What may stand in it, where it holds codes. */
  codes?: readonly { code: string; name: string }[];
}

export const operators = ['=', '!=', '<', '<=', '>', '>=', 'starts', 'contains', 'filled', 'empty'] as const;

const numbers = new Set(['integer', 'decimal', 'money']);

/** Operators that mean something for a kind of column; what is sealed is only empty or not. */
export const operatorsFor = (kind: string): readonly Condition['op'][] => {
  if (kind === 'digest') return ['filled', 'empty'];
  if (kind === 'boolean') return ['=', 'filled', 'empty'];
  if (numbers.has(kind) || kind === 'date') return ['=', '!=', '<', '<=', '>', '>=', 'filled', 'empty'];
  if (kind === 'timestamp') return ['<', '<=', '>', '>=', 'filled', 'empty'];
  return ['=', '!=', 'starts', 'contains', 'filled', 'empty'];
};

export const needsValue = (op: Condition['op']): boolean => op !== 'filled' && op !== 'empty';

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function literal(kind: string, value: string): string | undefined {
  if (numbers.has(kind)) return value.trim() !== '' && Number.isFinite(Number(value)) ? String(Number(value)) : undefined;
  if (kind === 'date' || kind === 'timestamp') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? `date("${value}")` : undefined;
  if (kind === 'boolean') return value === 'false' ? 'false' : 'true';
  return value === '' ? undefined : quoted(value);
}

/** FEEL of all conditions together; those that are not whole are left out. */
export function feelOf(conditions: readonly Condition[], columns: readonly ConditionColumn[]): string {
  return conditions.flatMap(({ column, op, value }) => {
    const kind = columns.find((c) => c.name === column)?.kind;
    if (kind === undefined) return [];
    if (op === 'filled') return [`${column} != null`];
    if (op === 'empty') return [`${column} = null`];
    const right = literal(kind, value);
    if (right === undefined) return [];
    if (op === 'starts') return [`starts with(${column}, ${right})`];
    return [op === 'contains' ? `contains(${column}, ${right})` : `${column} ${op} ${right}`];
  }).join(' and ');
}
