/**
 * 分析查询: a typed question to snapshots. No SQL, no names but those of the snapshot's own columns (`field`, or `alias.field` of a join).
 */
export interface AnalysisQuery {
  from: string;
  joins?: readonly AnalysisJoin[];
  /** FEEL over the columns; see feel-to-sql.ts for what works on sets. */
  where?: string;
  groupBy?: readonly Group[];
  measures?: readonly Measure[];
  /** Rows instead of figures; never of a personal snapshot. */
  rows?: readonly string[];
  /** 计算列: further columns beside `rows`, each an expression over the set. */
  derived?: readonly Derived[];
  order?: readonly { by: string; descending?: boolean }[];
  /** Rows of the answer, 10,000 at the most; 1,000 when left out. */
  limit?: number;
  /** 小单元: groups of fewer rows are not told, nor figures of fewer; of a personal snapshot never below `smallestGroup`. */
  least?: number;
}

export interface AnalysisJoin {
  snapshot: string;
  as: string;
  kind: 'inner' | 'left';
  /** Keys that must be equal: a column so far and one of the joined snapshot. */
  on: readonly { left: string; right: string }[];
}

export interface Group {
  column: string;
  /** A part of a date, or the first characters of a code (2201 of a division). */
  by?: 'year' | 'quarter' | 'month' | 'day' | { first: number } | { width: number };
  as?: string;
}

export const measureFunctions = ['count', 'filled', 'distinct', 'sum', 'average', 'min', 'max', 'median'] as const;
export interface Measure {
  as: string;
  fn: (typeof measureFunctions)[number];
  /** Not for `count`. */
  of?: string;
  /** Only rows for which this FEEL condition holds. */
  where?: string;
}

export interface Derived {
  as: string;
  /** FEEL, as in `where`; refused where its value is of another kind. */
  expression: string;
  kind: 'text' | 'integer' | 'decimal' | 'money' | 'date' | 'boolean';
}

export interface Answer {
  columns: { name: string; kind: string }[];
  rows: Record<string, string | number | boolean | null>[];
  /** Groups of fewer persons than this were left out; 0 where nothing is. */
  suppressedBelow: number;
  suppressedGroups: number;
  /** Figures left empty, because fewer rows made them, or all but fewer: what is left of the group would tell the rest. */
  withheld: number;
  /** More rows than asked for. */
  truncated: boolean;
  snapshots: { name: string; at: string }[];
}

export const queryLimits = { joins: 3, groups: 6, measures: 20, rows: 10_000, columns: 60 } as const;
/** 小单元抑制: a group of fewer persons tells about persons. */
export const smallestGroup = 5;
