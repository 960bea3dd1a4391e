import { textOf } from '../../words/start-words.ts';

/** A value of a record in words. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return value.map(showValue).join('、');
  if (typeof value === 'object') return textOf(value) || Object.values(value).map(showValue).join(' ');
  return typeof value === 'boolean' ? (value ? '✓' : '✗') : String(value as string | number);
}
