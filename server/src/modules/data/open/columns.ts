import type { Text } from '#kernel/i18n';
import type { OpenColumnType } from './open-set-kind.ts';

/** 数据字典 of one field, with what of it is filled (GB/T 36344 完整性). */
export interface OpenColumn {
  id: string;
  title: Text;
  type: OpenColumnType;
  standard?: string;
  unit?: string;
  codes?: { code: string; name: Text }[];
  filled?: number;
}

export type Cell = string | number | boolean | null;

/** One row of a set. `geometry`: RFC 7946, degrees. */
export interface OpenRow {
  key: string;
  data: Record<string, Cell>;
  geometry?: { type: string; coordinates: unknown };
  extent?: readonly [west: number, south: number, east: number, north: number];
  beginsOn?: string | null;
  endsOn?: string | null;
}

export const isNumeric = (type: OpenColumnType): boolean => type === 'integer' || type === 'decimal' || type === 'money';

/** What came as text, in its type; what does not fit stays text, so that nothing is lost. */
export function cellOf(type: OpenColumnType, text: string): Cell {
  if (text === '') return null;
  if (isNumeric(type)) {
    const n = Number(text);
    return Number.isFinite(n) ? n : text;
  }
  if (type === 'boolean') return text === 't' || text === 'true';
  return text;
}
