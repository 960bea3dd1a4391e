import type { InputOf } from '@yiwang/server/kernel/contract';
import type { dataQuality } from '../../api/contracts.ts';

/** 比对方法: as they are where there is none. */
export type Comparer = NonNullable<InputOf<typeof dataQuality.previewComparison>['key'][number]['by']>;

const numbers = new Set(['integer', 'decimal', 'money']);
const days = new Set(['date', 'timestamp']);
const firsts: readonly Comparer[] = [2, 4, 6, 9].map((first) => ({ first }));
const rounded: readonly Comparer[] = [0, 2].map((decimals) => ({ decimals }));

/** How two columns may be held against each other; null: as they are. What is sealed meets only what is sealed. */
export function comparersFor(left: string, right: string): readonly (Comparer | null)[] {
  if (left === 'digest' || right === 'digest') return left === right ? [null] : [];
  const both = (fits: (kind: string) => boolean): boolean => [left, right].every((kind) => kind === 'text' || fits(kind));
  const isText = left === 'text' || right === 'text';
  return [
    ...(left === right ? [null] : []), ...(both((kind) => days.has(kind)) ? (['date'] as const) : []), ...(both((kind) => numbers.has(kind)) ? (['number', ...rounded] as const) : []),
    'plain', ...(isText ? firsts : []),
  ];
}

/** The likeliest way for two columns. */
export function likeliest(left: string, right: string): Comparer | null | undefined {
  if (left === right) return null;
  const offered = comparersFor(left, right);
  const other = left === 'text' ? right : left;
  return offered.find((by) => (days.has(other) ? by === 'date' : numbers.has(other) ? by === 'number' : by === 'plain')) ?? offered[0];
}

export const keyOf = (by: Comparer | null | undefined): string => (by === null || by === undefined ? '' : JSON.stringify(by));
